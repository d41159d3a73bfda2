//! Answers that are held in memory until they are taken: of all clients together no more than there is room for.

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use super::error::Refusal;
use super::room::{self, Room, SMALL};

/// Bytes that take their room until the last of them has gone out.
struct Held {
    bytes: Bytes,
    _room: room::Held,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Gives a long answer its room, or refuses it where there is none. What has been written is told in any case:
/// whoever is told to try again has written nothing.
pub(crate) async fn within_room(State(room): State<Room>, request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let response = next.run(request).await;
    // What is streamed has no length yet, and is never held whole.
    let length = response.body().size_hint().exact().filter(|length| *length > SMALL as u64);
    let Some(length) = length else { return response };
    match room.hold(length) {
        Some(room) => held(response, room).await,
        None if reads => Refusal::overloaded().into_response(),
        None => response,
    }
}

async fn held(response: Response, room: room::Held) -> Response {
    let (parts, body) = response.into_parts();
    match body.collect().await {
        Ok(whole) => {
            let held = Held { bytes: whole.to_bytes(), _room: room };
            Response::from_parts(parts, Body::from(Bytes::from_owner(held)))
        }
        Err(error) => Refusal::internal(error.to_string()).into_response(),
    }
}
