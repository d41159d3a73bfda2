//! Requests under a key of the client's: sent again, they get the first answer again and are not carried out.

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::text::hexadecimal;
use casebook_app::requests::{self, RequestKey};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::http::current;
use crate::http::error::{Answer, Mistake, Refusal, status_kept};
use crate::http::request::body::{self, arrival};
use crate::http::response::change_set::CHANGE_SET;
use crate::state::Shared;

/// The header that carries the key.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Says that an answer is an earlier one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Where the longest bodies are taken.
const EVIDENCE: &str = "/api/v1/evidence";
/// The longest key, in bytes.
pub(crate) const LONGEST_KEY: usize = 200;
/// The headers that belong to an answer.
const KEPT: [HeaderName; 4] = [CONTENT_TYPE, LOCATION, ETAG, CHANGE_SET];

/// An answer as it is stored.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Carries out a POST with a key once. Bodies that are streamed to disk are handled by
/// [`of_content`].
pub(crate) async fn once(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let named = request.headers().contains_key(IDEMPOTENCY_KEY);
    if request.method() != Method::POST || !named || !body::is_json_or_none(request.headers()) {
        return next.run(request).await;
    }
    answered(&shared, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answered(shared: &Shared, request: Request, next: Next) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    let sent = sent(&parts.headers)?;
    // No address takes more under a key than without one.
    let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let bodies = &shared.bodies;
    let limit = if route == Some(EVIDENCE) { bodies.evidence_limit } else { bodies.limit };
    let whole = arrival::whole(body, limit, bodies).await?;
    let (bytes, named) = (whole.bytes.clone(), format!("{} {}\n", parts.method, parts.uri));
    let digest = bodies.read(whole.clone(), move |bytes| {
        let mut digest = Sha256::new();
        digest.update(named);
        digest.update(bytes);
        Ok(hexadecimal(&digest.finalize()))
    });
    let key = RequestKey { key: sent.to_owned(), digest: digest.await? };
    if let Some(earlier) = earlier(shared, &key).await? {
        return Ok(earlier);
    }
    // The share of memory lasts as long as the bytes.
    let request = Request::from_parts(parts, Body::from(bytes));
    let response = current::under_key(key.clone(), next.run(request)).await;
    // A file to save is read again rather than remembered: it may be larger than memory.
    let is_kept = response.status().is_success() && !response.headers().contains_key(CONTENT_DISPOSITION);
    if is_kept { keep(shared, key, response).await } else { Ok(response) }
}

/// The key that was sent with a request.
fn sent(headers: &HeaderMap) -> Answer<&str> {
    let mut keys = headers.get_all(IDEMPOTENCY_KEY).iter();
    let sent = keys.next().filter(|_| keys.next().is_none()).and_then(|value| value.to_str().ok());
    let is_key = |key: &&str| {
        (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|sign| sign.is_ascii_graphic())
    };
    sent.filter(is_key).ok_or_else(|| {
        let expected = format!("use one key of 1 to {LONGEST_KEY} visible characters without spaces");
        Refusal::invalid(vec![Mistake::new("Idempotency-Key", expected)])
    })
}

/// The answer to an earlier request with the key, if there was one.
async fn earlier(shared: &Shared, key: &RequestKey) -> Answer<Option<Response>> {
    let asked = key.clone();
    let kept = shared.run(move |session, _| requests::recall(session, &asked)).await?;
    Ok(kept.and_then(|text| serde_json::from_str::<Kept>(&text).ok()).map(replayed))
}

/// The key of a request whose body is a file, which is identified by a digest of its content.
pub(crate) struct FileKey {
    sent: String,
    address: String,
}

/// The key of a request whose body is a file, if it has one.
pub(crate) fn of_file(headers: &HeaderMap, uri: &Uri) -> Answer<Option<FileKey>> {
    if !headers.contains_key(IDEMPOTENCY_KEY) {
        return Ok(None);
    }
    Ok(Some(FileKey { sent: sent(headers)?.to_owned(), address: uri.to_string() }))
}

/// Answers for a file that has arrived: as the first time, if it came before, and `given_back` is run; else with
/// `response`, which is remembered.
pub(crate) async fn of_content(
    shared: &Shared,
    key: FileKey,
    content: &str,
    response: Response,
    given_back: impl AsyncFnOnce() -> Answer<()>,
) -> Answer<Response> {
    let digest = hexadecimal(&Sha256::digest(format!("POST {}\n{content}", key.address)));
    let key = RequestKey { key: key.sent, digest };
    let begun = match earlier(shared, &key).await {
        Ok(None) => current::under_key(key.clone(), shared.run(|session, _| requests::begin(session))).await,
        Ok(Some(earlier)) => return given_back().await.map(|()| earlier),
        Err(refusal) => Err(refusal),
    };
    match begun {
        Ok(()) => keep(shared, key, response).await,
        Err(refusal) => given_back().await.and(Err(refusal)),
    }
}

/// Runs work that is not one transaction under the key of the request, if it has one. If it is refused the
/// key is free again.
pub(crate) async fn under_key<T>(shared: &Shared, work: impl Future<Output = Answer<T>>) -> Answer<T> {
    let Some(key) = current::key() else { return work.await };
    shared.run(|session, _| requests::begin(session)).await?;
    let outcome = work.await;
    if outcome.is_err() {
        // The refusal matters more; if the key stays taken, the client uses another.
        let _ = shared.run(move |session, _| requests::give_up(session, &key)).await;
    }
    outcome
}

/// Remembers an answer. If that fails, the answer goes out all the same: its work is done.
async fn keep(shared: &Shared, key: RequestKey, response: Response) -> Answer<Response> {
    let (parts, body) = response.into_parts();
    let bytes: Bytes = body.collect().await.map_err(|error| Refusal::internal(error.to_string()))?.to_bytes();
    let header = |name: &HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    let kept = Kept {
        status: parts.status.as_u16(),
        headers: KEPT.iter().filter_map(header).collect(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    let text = serde_json::to_string(&kept).map_err(|error| Refusal::internal(error.to_string()))?;
    // The refusal has been logged.
    let _ = shared.run(move |session, _| requests::keep_answer(session, &key, text)).await;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replayed(kept: Kept) -> Response {
    let mut response = Response::new(Body::from(kept.body));
    *response.status_mut() = status_kept(kept.status);
    for (name, value) in kept.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
