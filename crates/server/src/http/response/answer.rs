//! Answers with more than a body: the address of what was created, or its version.

use axum::Json;
use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::etag::etag;
use crate::http::error::{CREATED, Refusal};

/// Something in the version that was read.
pub(crate) struct Versioned<T>(pub(crate) i64, pub(crate) T);

/// Something that was created, with its address.
pub(crate) struct Created<T>(pub(crate) String, pub(crate) T);

/// A long answer, which is written to JSON on the thread that may block.
pub(crate) struct Written(Result<Bytes, String>);

impl Written {
    /// The answer as JSON.
    pub(crate) fn of(answer: &impl Serialize) -> Self {
        Self(serde_json::to_vec(answer).map(Bytes::from).map_err(|error| error.to_string()))
    }
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        match self.0 {
            Ok(bytes) => ([(CONTENT_TYPE, "application/json")], bytes).into_response(),
            Err(error) => Refusal::internal(error).into_response(),
        }
    }
}

/// A whole list, or a page of one.
#[derive(Serialize, ToSchema)]
pub(crate) struct Items<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; null if this is the last one.
    #[schema(required)]
    pub(crate) next: Option<String>,
}

impl<T> Items<T> {
    /// A whole list.
    pub(crate) fn whole(items: impl IntoIterator<Item = T>) -> Json<Self> {
        Json(Self { items: items.into_iter().collect(), next: None })
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        ([(ETAG, etag(self.0))], Json(self.1)).into_response()
    }
}

impl<T: IntoResponse> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (CREATED, [(LOCATION, self.0)], self.1).into_response()
    }
}
