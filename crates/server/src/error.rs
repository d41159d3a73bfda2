//! The one file that knows status codes: refusals as problem documents (RFC 9457).

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request was refused. The code in the body is stable; the sentence may be reworded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Problem {
    /// Nothing lives at this address.
    NotFound,
    /// Something lives here, but not for this method.
    MethodNotAllowed,
    /// The request was addressed to a server of another name.
    Misdirected,
}

impl Problem {
    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Misdirected => "misdirected",
        }
    }

    fn detail(self) -> &'static str {
        match self {
            Self::NotFound => "Nothing lives at this address.",
            Self::MethodNotAllowed => "This address does not take that method; `Allow` lists those it takes.",
            Self::Misdirected => {
                "Casebook answers to localhost, 127.0.0.1 and [::1] with its own port; the request names another host."
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or_default(),
            "status": status.as_u16(),
            "code": self.code(),
            "detail": self.detail(),
        });
        let problem = HeaderValue::from_static("application/problem+json");
        (status, [(CONTENT_TYPE, problem)], body.to_string()).into_response()
    }
}
