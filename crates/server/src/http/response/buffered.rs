//! Answers that are buffered until they have gone out: of all clients together no more than the budget of memory.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use crate::http::error::Refusal;
use crate::http::limits::memory::{MemoryBudget, MemoryShare, SMALL};

/// Bytes that have their share of memory until the last of them has gone out.
struct Buffered {
    bytes: Bytes,
    _share: Long,
}

/// Marks a long answer, and holds its share of memory.
#[derive(Clone)]
struct Long(#[expect(dead_code, reason = "held, not read")] Arc<MemoryShare>);

impl AsRef<[u8]> for Buffered {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Gives a long answer its share of memory, or refuses it if there is none left. The answer to a write goes out in any
/// case: a client that should try again must have written nothing.
pub(crate) async fn within_budget(
    State(budget): State<MemoryBudget>,
    request: Request,
    next: Next,
) -> Response {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let response = next.run(request).await;
    // A stream has no length yet, and is never buffered whole.
    let length = response.body().size_hint().exact().filter(|length| *length > SMALL as u64);
    let Some(length) = length else { return response };
    match budget.share(length) {
        Some(share) => buffered(response, Long(Arc::new(share))).await,
        None if reads => Refusal::overloaded().into_response(),
        None => response,
    }
}

/// Compresses a long answer whole, among the workers: piece by piece, as it goes out, it would keep every other
/// connection waiting. Lies around the layer that compresses.
pub(crate) async fn compressed_among_workers(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    // What was not compressed still has its length.
    let is_compressed = response.body().size_hint().exact().is_none();
    let Some(long) = response.extensions().get::<Long>().filter(|_| is_compressed).cloned() else {
        return response;
    };
    match tokio::spawn(buffered(response, long)).await {
        Ok(response) => response,
        Err(error) => Refusal::internal(error.to_string()).into_response(),
    }
}

async fn buffered(response: Response, long: Long) -> Response {
    let (mut parts, body) = response.into_parts();
    match body.collect().await {
        Ok(whole) => {
            parts.extensions.insert(long.clone());
            let buffered = Buffered { bytes: whole.to_bytes(), _share: long };
            Response::from_parts(parts, Body::from(Bytes::from_owner(buffered)))
        }
        Err(error) => Refusal::internal(error.to_string()).into_response(),
    }
}
