//! What the server counts of itself.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::access::Subject;

use crate::http::error::Answer;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Get metrics of this server for Prometheus
#[utoipa::path(get, path = "/api/v1/metrics", operation_id = "get_metrics", tag = "operations",
    responses((status = 200, description = "The metrics", body = String,
        content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8")))]
pub(crate) async fn metrics(State(shared): State<Shared>, _: Query<NoParameters>) -> Answer<Response> {
    // They show what others ask for.
    shared.session().may(Subject::Workspace)?;
    let text = shared.metrics.text()?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(OPEN_METRICS))], text).into_response())
}
