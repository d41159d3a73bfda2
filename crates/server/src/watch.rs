//! One line in the log, one span and one count in the metrics for each request, and an end to answers that take too
//! long.

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, timeout};
use tracing::Instrument as _;

use crate::error::Refusal;
use crate::request_id::RequestId;
use crate::state::Shared;
use crate::trace;

/// Where files arrive, which takes as long as it takes; a file that no longer moves is given up there.
const UPLOADS: &str = "/api/v1/uploads";

/// What is said of addresses at which nothing lives, so that made-up ones fill neither log nor metrics.
const NO_ROUTE: &str = "(none)";

/// Logs and counts the request once it is answered, or left.
pub(crate) async fn told(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let in_flight = shared.metrics.begun();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| NO_ROUTE.to_owned());
    let method = request.method().clone();
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default().0;
    let span = trace::span(&method, &route, &request_id, request.headers());
    let response = next.run(request).instrument(span.clone()).await;
    drop(in_flight);
    let (took, status) = (begun.elapsed(), response.status().as_u16());
    trace::answered(&span, status);
    shared.metrics.answered(&route, &method, status, took.as_secs_f64());
    let duration_ms = took.as_secs_f64() * 1_000.0;
    tracing::info!(%method, path = route, status, duration_ms, request_id, "answered");
    response
}

/// Gives up on an answer that is not ready in time; the work for it is told to stop.
pub(crate) async fn in_time(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    if request.extensions().get::<MatchedPath>().is_some_and(|path| path.as_str() == UPLOADS) {
        return next.run(request).await;
    }
    let answered = timeout(shared.limits.answer, next.run(request)).await;
    answered.unwrap_or_else(|_| Refusal::took_too_long().into_response())
}
