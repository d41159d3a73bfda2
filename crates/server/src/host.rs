//! Who may be asked for. A page elsewhere on the web can point a name of its own at 127.0.0.1 and then read
//! this server's answers as if they were its own; it cannot make the browser send another `Host`.

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Problem;

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
    if by_header && target_is_ours(request.uri(), door) {
        next.run(request).await
    } else {
        Problem::Misdirected.into_response()
    }
}

fn target_is_ours(target: &Uri, door: Door) -> bool {
    target.authority().is_none_or(|authority| door.admits(authority.as_str()))
}
