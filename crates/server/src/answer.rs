//! Answers that say more than their body: where something was made, and in which version it is.

use axum::Json;
use axum::http::header::{ETAG, LOCATION};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::MADE;
use crate::version::etag;

/// Something in the version that was read.
pub(crate) struct Versioned<T>(pub(crate) i64, pub(crate) T);

/// Something that was made, with its address.
pub(crate) struct Made<T>(pub(crate) String, pub(crate) T);

/// A whole list, or a page of one.
#[derive(Serialize, ToSchema)]
pub(crate) struct Items<T> {
    /// What there is.
    pub(crate) items: Vec<T>,
    /// Where the next page begins; null if this is the last.
    #[schema(required)]
    pub(crate) next: Option<String>,
}

impl<T> Items<T> {
    /// A list that is told whole.
    pub(crate) fn whole(items: impl IntoIterator<Item = T>) -> Json<Self> {
        Json(Self { items: items.into_iter().collect(), next: None })
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        ([(ETAG, etag(self.0))], Json(self.1)).into_response()
    }
}

impl<T: IntoResponse> IntoResponse for Made<T> {
    fn into_response(self) -> Response {
        (MADE, [(LOCATION, self.0)], self.1).into_response()
    }
}
