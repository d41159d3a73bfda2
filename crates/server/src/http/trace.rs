//! A span for each request: what it was, and how long each part of it took.
//!
//! Spans are free as long as nobody collects them. Names are those of OpenTelemetry's conventions for HTTP
//! servers (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).

use axum::http::{HeaderMap, Method};
use tracing::Span;
use tracing::field::Empty;

/// The span of a request; part of the client's trace, if it names one (`traceparent`).
pub(crate) fn span(method: &Method, route: &str, request_id: &str, headers: &HeaderMap) -> Span {
    let span = tracing::debug_span!(
        "request",
        otel.name = format_args!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = %method,
        http.route = route,
        http.response.status_code = Empty,
        request_id,
    );
    join(&span, headers);
    span
}

/// Adds to the span how the request was answered.
pub(crate) fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

/// The span of the work for a request, apart from waiting for a slot.
pub(crate) fn work() -> Span {
    tracing::debug_span!("use case")
}

#[cfg(feature = "opentelemetry")]
fn join(span: &Span, headers: &HeaderMap) {
    use opentelemetry::global::get_text_map_propagator;
    use opentelemetry::propagation::Extractor;
    use tracing_opentelemetry::OpenTelemetrySpanExt as _;

    struct Sent<'h>(&'h HeaderMap);

    impl Extractor for Sent<'_> {
        fn get(&self, key: &str) -> Option<&str> {
            self.0.get(key)?.to_str().ok()
        }

        fn keys(&self) -> Vec<&str> {
            self.0.keys().map(axum::http::HeaderName::as_str).collect()
        }
    }

    if !span.is_disabled() && headers.contains_key("traceparent") {
        let parent = get_text_map_propagator(|propagator| propagator.extract(&Sent(headers)));
        // Without a layer that collects spans there is nothing to join.
        let _ = span.set_parent(parent);
    }
}

#[cfg(not(feature = "opentelemetry"))]
fn join(_: &Span, _: &HeaderMap) {}
