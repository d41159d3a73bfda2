//! Every route on one screen.

use axum::Router;
use axum::middleware;
use axum::routing::get;

use crate::error::Problem;
use crate::{headers, host, page};

/// What is served to programs on this machine that ask for the server on `port` by name.
pub fn router(port: u16) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/style.css", get(page::style))
        .route("/favicon.svg", get(page::favicon))
        .route("/api/v1/health", get(page::health))
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::MethodNotAllowed })
        .layer(middleware::from_fn_with_state(host::Door { port }, host::only_by_own_name))
        .layer(middleware::map_response(headers::harden))
}
