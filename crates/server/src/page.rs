//! The page that stands where the screens will be, and the health check.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};

/// What Casebook is, what works today, what comes next.
pub(crate) async fn index() -> impl IntoResponse {
    file("text/html; charset=utf-8", include_str!("page/index.html"))
}

pub(crate) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", include_str!("page/style.css"))
}

pub(crate) async fn favicon() -> impl IntoResponse {
    file("image/svg+xml", include_str!("page/favicon.svg"))
}

/// Says that the server answers, and in which version.
pub(crate) async fn health() -> Json<Value> {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// `no-cache` lets a browser keep the file but ask again: another version may serve the same address.
fn file(content_type: &'static str, body: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], body)
}
