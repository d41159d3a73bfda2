//! One line in the log, one span and one count in the metrics for each request, and an end to answers that take too
//! long: work that nobody waits for does not begin, and a client that should try again has written nothing.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use casebook_app::Cancel;
use tokio::time::{Instant, timeout};
use tracing::Instrument as _;

use super::current::{self, Kind};
use super::error::Refusal;
use super::limits::Limits;
use super::metrics::Metrics;
use super::request_id::RequestId;
use super::trace;

/// Where files arrive, which may take long; an upload that is too slow is ended there.
const UPLOADS: &str = "/api/v1/uploads";

/// Stands for all unknown addresses, so that made-up ones fill neither log nor metrics.
const NO_ROUTE: &str = "(none)";

/// Logs and counts the request once it is answered, or left.
pub(crate) async fn logged(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let in_flight = metrics.begun();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| NO_ROUTE.to_owned());
    let method = request.method().clone();
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default().0;
    let span = trace::span(&method, &route, &request_id, request.headers());
    let response = next.run(request).instrument(span.clone()).await;
    drop(in_flight);
    let (took, status) = (begun.elapsed(), response.status().as_u16());
    trace::answered(&span, status);
    metrics.answered(&route, &method, status, took.as_secs_f64());
    let duration_ms = took.as_secs_f64() * 1_000.0;
    tracing::info!(%method, path = route, status, duration_ms, request_id, "answered");
    response
}

/// Gives up on an answer that is not ready in time; the work for it is cancelled.
pub(crate) async fn in_time(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let (kind, cancel) = (Kind::of(&request), Cancel::new());
    let uploads = request.extensions().get::<MatchedPath>().is_some_and(|path| path.as_str() == UPLOADS);
    let answering = current::asked_by(kind, cancel.clone(), next.run(request));
    if uploads {
        return answering.await;
    }
    let answered = timeout(limits.answer, answering).await;
    answered.unwrap_or_else(|_| {
        let refusal = match (cancel.cancel(), kind) {
            (true, _) => Refusal::outcome_unknown(),
            (false, Kind::Write) => Refusal::not_begun(),
            (false, _) => Refusal::took_too_long(),
        };
        refusal.into_response()
    })
}
