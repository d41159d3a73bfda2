//! Answers that are held in memory until they are taken: of all clients together no more than there is room for.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tokio::sync::OwnedSemaphorePermit;

use crate::error::Refusal;
use crate::state::Shared;

/// Up to this length an answer takes no room, in bytes.
const SMALL: u64 = 64 * 1024;
/// The unit in which room is counted, in bytes.
pub(crate) const UNIT: usize = 1024;

/// Bytes that take their room until the last of them has gone out.
struct Held {
    bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Gives a long answer its room, or refuses it where there is none. What has been written is told in any case:
/// whoever is told to try again has written nothing.
pub(crate) async fn within_room(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let response = next.run(request).await;
    // What is streamed has no length yet, and is never held whole.
    let length = response.body().size_hint().exact().filter(|length| *length > SMALL);
    let Some(length) = length else { return response };
    // An answer longer than all the room there is gets all of it, so that it goes out when nobody else holds any.
    let units = length.div_ceil(UNIT as u64).min((shared.limits.answers / UNIT) as u64);
    let units = u32::try_from(units).unwrap_or(u32::MAX);
    match Arc::clone(&shared.answers).try_acquire_many_owned(units) {
        Ok(room) => held(response, room).await,
        Err(_) if reads => Refusal::overloaded().into_response(),
        Err(_) => response,
    }
}

async fn held(response: Response, room: OwnedSemaphorePermit) -> Response {
    let (parts, body) = response.into_parts();
    match body.collect().await {
        Ok(whole) => {
            let held = Held { bytes: whole.to_bytes(), _room: room };
            Response::from_parts(parts, Body::from(Bytes::from_owner(held)))
        }
        Err(error) => Refusal::internal(error.to_string()).into_response(),
    }
}
