//! The header by which the answer to every write names its change set.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use casebook_app::domain::ids::ChangeSetId;
use tokio::task_local;

/// The header.
pub(crate) const CHANGE_SET: HeaderName = HeaderName::from_static("change-set");

task_local! {
    /// The change set that was written for the request that this task answers.
    static WRITTEN: Arc<Mutex<Option<ChangeSetId>>>;
}

/// Remembers what was written for the request that is being answered.
pub(crate) fn note(set: Option<ChangeSetId>) {
    // Work outside of requests has no answer to name it.
    let _ = WRITTEN.try_with(|written| {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        *written = set.or(*written);
    });
}

/// Names the change set in the answer, if anything was written.
pub(crate) async fn named(request: Request, next: Next) -> Response {
    let written = Arc::<Mutex<Option<ChangeSetId>>>::default();
    let mut response = WRITTEN.scope(Arc::clone(&written), next.run(request)).await;
    let set = *written.lock().unwrap_or_else(PoisonError::into_inner);
    // An id has no sign that a header could not hold.
    if let Some(value) = set.and_then(|set| HeaderValue::from_str(&set.to_string()).ok()) {
        response.headers_mut().insert(CHANGE_SET, value);
    }
    response
}
