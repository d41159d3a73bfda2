//! Requests under a key of the sender's: sent again, they are answered as the first time and not carried out.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::text::hexadecimal;
use casebook_app::requests::{self, RequestKey};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::task_local;

use crate::body;
use crate::error::{Answer, Mistake, Refusal, status_kept};
use crate::state::Shared;

/// The header that carries the key.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Says that an answer is an earlier one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest key, in bytes.
const LONGEST_KEY: usize = 200;
/// The headers that belong to an answer.
const KEPT: [HeaderName; 3] = [CONTENT_TYPE, LOCATION, ETAG];

task_local! {
    /// The key of the request that this task answers.
    static KEY: RequestKey;
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// The key of the request that is being answered, if it has one.
pub(crate) fn key() -> Option<RequestKey> {
    KEY.try_with(Clone::clone).ok()
}

/// Carries out a POST with a key once. Bodies that are streamed to disk are left alone: sending a file twice
/// changes nothing.
pub(crate) async fn once(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let named = request.headers().contains_key(IDEMPOTENCY_KEY);
    if request.method() != Method::POST || !named || !body::is_json_or_none(request.headers()) {
        return next.run(request).await;
    }
    answered(&shared, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answered(shared: &Shared, request: Request, next: Next) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    let mut keys = parts.headers.get_all(IDEMPOTENCY_KEY).iter();
    let sent = keys.next().filter(|_| keys.next().is_none()).and_then(|value| value.to_str().ok());
    let sent = sent.filter(|key| (1..=LONGEST_KEY).contains(&key.len())).ok_or_else(|| {
        let expected = format!("give one key of 1 to {LONGEST_KEY} visible characters");
        Refusal::invalid(vec![Mistake::new("Idempotency-Key", expected)])
    })?;
    let bytes = body::read(body, shared.limits.evidence_body, shared).await?;
    let mut digest = Sha256::new();
    digest.update(format!("{} {}\n", parts.method, parts.uri));
    digest.update(&bytes);
    let key = RequestKey { key: sent.to_owned(), digest: hexadecimal(&digest.finalize()) };
    let asked = key.clone();
    let kept = shared.run(move |casebook, _| requests::recall(casebook, &asked)).await?;
    if let Some(kept) = kept.and_then(|text| serde_json::from_str::<Kept>(&text).ok()) {
        return Ok(replayed(kept));
    }
    let request = Request::from_parts(parts, Body::from(bytes));
    let response = KEY.scope(key.clone(), next.run(request)).await;
    if response.status().is_success() { keep(shared, key, response).await } else { Ok(response) }
}

/// Remembers an answer. Should that fail, the answer goes out all the same: what it tells of is done.
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
    // The refusal is logged where it is made.
    let _ = shared.run(move |casebook, _| requests::keep_answer(casebook, &key, text)).await;
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
