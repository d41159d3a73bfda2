//! The hosts that requests may name. A page elsewhere on the web can point a name of its own at 127.0.0.1 and then read
//! this server's answers as if they were its own; it cannot make the browser send another `Host`. A page
//! elsewhere can also send requests to our own name without reading the answers; browsers then say so in
//! `Origin` or `Sec-Fetch-Site`, which no page can forge.

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::error::Refusal;

const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
const HTTP_PORT: u16 = 80;

/// The port that requests must name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door {
    pub(crate) port: u16,
}

impl Door {
    fn admits(self, authority: &str) -> bool {
        let Ok(authority) = authority.parse::<Authority>() else { return false };
        let named = NAMES.iter().any(|name| name.eq_ignore_ascii_case(authority.host()));
        // Text before an `@` would be a user's name, which no client sends here.
        named && !authority.as_str().contains('@') && authority.port_u16().unwrap_or(HTTP_PORT) == self.port
    }
}

/// Lets a request through if every host that it names, and it names one, is this server.
pub(crate) async fn only_by_own_name(State(door): State<Door>, request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(HOST).iter();
    let by_header = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| door.admits(host)),
        _ => false,
    };
    if !by_header || !target_is_ours(request.uri(), door) {
        return Refusal::misdirected().into_response();
    }
    if sent_from_elsewhere(request.headers(), door) {
        return Refusal::foreign().into_response();
    }
    next.run(request).await
}

/// Whether a browser declares that a page of another origin sent this. Programs declare nothing of the kind.
fn sent_from_elsewhere(headers: &HeaderMap, door: Door) -> bool {
    let ours = |origin: &str| origin.strip_prefix("http://").is_some_and(|authority| door.admits(authority));
    let foreign_origin = headers.get_all(ORIGIN).iter().any(|origin| !origin.to_str().is_ok_and(ours));
    let cross_site = |value: &axum::http::HeaderValue| value.as_bytes() == b"cross-site";
    foreign_origin || headers.get_all("sec-fetch-site").iter().any(cross_site)
}

fn target_is_ours(target: &Uri, door: Door) -> bool {
    target.authority().is_none_or(|authority| door.admits(authority.as_str()))
}
