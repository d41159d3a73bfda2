//! The id of a request: the client's if it is sane, else a generated one. It is in every answer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// The header that carries it, both ways.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST: usize = 64;

/// The id of the request at hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) String);

/// Gives the request its id, and returns it with the answer.
pub(crate) async fn given(mut request: Request, next: Next) -> Response {
    let sent = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let id = sent.filter(|text| is_sane(text)).map_or_else(generated, str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn is_sane(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(plain)
}

/// The time of the first request and a count: unique over all runs of a server.
fn generated() -> String {
    static FIRST: std::sync::OnceLock<u128> = std::sync::OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    #[expect(clippy::disallowed_methods, reason = "an id in the log that nothing is derived from")]
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
    format!("{:x}-{:x}", FIRST.get_or_init(now), COUNT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_plain_ids_are_taken_over() {
        for sane in ["a", "01HV-x_y.z:1", &"x".repeat(LONGEST)] {
            assert!(is_sane(sane), "{sane}");
        }
        for wild in ["", "a b", "ä", "a\"b", "a\nb", &"x".repeat(LONGEST + 1)] {
            assert!(!is_sane(wild), "{wild}");
        }
    }

    #[test]
    fn generated_ids_are_sane_and_differ() {
        let (one, other) = (generated(), generated());
        assert!(is_sane(&one) && one != other, "{one} {other}");
    }
}
