//! Addresses and headers that are too long, refused as everything else is.
//!
//! What is much longer never comes this far: the HTTP library ends it with the same status and nothing more.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::error::Refusal;

/// The longest address with its query, in bytes.
const LONGEST_ADDRESS: usize = 32 * 1024;
/// The longest headers in all, in bytes.
const LONGEST_HEADERS: usize = 32 * 1024;

/// Refuses what is too long to be read with care.
pub(crate) async fn of_sane_length(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or(0, |whole| whole.as_str().len());
    let headers: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if address > LONGEST_ADDRESS {
        return Refusal::long_address(LONGEST_ADDRESS).into_response();
    }
    if headers > LONGEST_HEADERS {
        return Refusal::long_headers(LONGEST_HEADERS).into_response();
    }
    next.run(request).await
}
