//! The screens, built from `web/` into the binary. A debug build reads them from the folder instead, so that they
//! can be built anew while it runs.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::extract::Request;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::placeholder;
use crate::http::error::{self, Answer, Refusal};

/// What `npm run build` wrote. Nothing if it was not run: `cargo build` never calls Node.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Screens;

/// The placeholder in the built page that each answer replaces by a random number.
const NONCE: &str = "CASEBOOK_NONCE";
/// The names of these files change with their content.
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";
/// A browser may keep the file but asks each time whether it is still the one.
const ASK_AGAIN: &str = "no-cache";
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The page of the screens, or of what to do where they were not built.
pub(crate) async fn screens() -> Response {
    index().unwrap_or_else(IntoResponse::into_response)
}

/// A file of the screens whose name changes with its content.
pub(crate) async fn asset(request: Request) -> Response {
    file(request.uri().path(), request.headers(), FOR_A_YEAR)
}

/// A file of the screens that keeps its name.
pub(crate) async fn named(request: Request) -> Response {
    file(request.uri().path(), request.headers(), ASK_AGAIN)
}

/// An unknown address: people get the screens, which report it and offer a way on.
pub(crate) async fn nothing(request: Request) -> Response {
    let refusal = Refusal::no_address();
    let is_ours = request.uri().path().starts_with("/api/") || Screens::get("index.html").is_none();
    if is_ours || !is_page(request.headers()) {
        return refusal.into_response();
    }
    index().map_or_else(IntoResponse::into_response, |page| (error::NOT_FOUND, page).into_response())
}

/// Whether a browser asks for a page to show.
fn is_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("text/html"))
}

fn index() -> Answer<Response> {
    let Some(page) = Screens::get("index.html") else { return Ok(placeholder::index().into_response()) };
    let nonce = nonce()?;
    let page = String::from_utf8_lossy(&page.data).replace(NONCE, &nonce);
    let policy = HeaderValue::from_str(&policy(&nonce)).map_err(|_| Refusal::internal("no policy"))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN)),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, page).into_response())
}

/// Scripts only from files of ours. Style sheets that the parts make at run time (the theme's variables, the
/// lock of the scroll bar) carry the number of this answer; a hash would have to change with each theme.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn nonce() -> Answer<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Refusal::internal(error.to_string()))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn file(path: &str, headers: &HeaderMap, caching: &'static str) -> Response {
    let path = path.trim_start_matches('/');
    let Some((data, encoding)) = found(path, headers) else { return Refusal::no_address().into_response() };
    let mut response = data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The file in the smallest form that the client takes.
fn found(path: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let smaller = ENCODINGS
        .iter()
        .filter(|(name, _)| takes(accepted, name))
        .find_map(|(name, ending)| Some((Screens::get(&format!("{path}{ending}"))?.data, Some(*name))));
    smaller.or_else(|| Some((Screens::get(path)?.data, None)))
}

/// Whether `Accept-Encoding` names the encoding and does not give it a weight of nothing.
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && parts.all(|weight| weight.trim_end_matches(['0', '.']) != "q=")
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_if_it_is_named_and_weighs_something() {
        assert!(takes("gzip, deflate, br, zstd", "br"));
        assert!(takes("GZIP;q=0.5", "gzip"));
        assert!(!takes("gzip, br;q=0", "br"));
        assert!(!takes("br;q=0.000", "br"));
        assert!(!takes("", "gzip"));
    }

    #[test]
    fn each_page_has_a_number_of_its_own_and_no_unsafe_word() {
        let (one, other) = (nonce().unwrap(), nonce().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
        assert!(policy(&one).contains(&format!("style-src 'self' 'nonce-{one}'")));
        assert!(!policy(&one).contains("unsafe"));
    }

    #[test]
    fn scripts_and_styles_have_their_types() {
        assert_eq!(content_type("assets/index-1a.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("assets/inter.woff2"), "font/woff2");
        assert_eq!(content_type("nothing"), "application/octet-stream");
    }
}
