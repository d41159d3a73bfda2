//! The page that is shown while the screens are not built.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// What Casebook is, what works today, what comes next.
pub(crate) fn index() -> impl IntoResponse {
    file("text/html; charset=utf-8", include_str!("placeholder/index.html"))
}

pub(crate) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", include_str!("placeholder/style.css"))
}

pub(crate) async fn favicon() -> impl IntoResponse {
    file("image/svg+xml", include_str!("placeholder/favicon.svg"))
}

/// `no-cache` lets a browser keep the file but ask again: another version may serve the same address.
fn file(content_type: &'static str, body: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], body)
}
