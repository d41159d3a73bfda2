//! Refusals as problem documents (RFC 9457); the only module that knows status codes.

mod causes;
mod places;
pub(crate) mod pointer;
mod receipt;

use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use casebook_app::Error;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::request_id::RequestId;
pub(crate) use causes::pointer_of;
pub(crate) use places::Places;
pub(crate) use receipt::ConversionReceipt;

/// The status of an answer to a request whose work still runs.
pub(crate) const ACCEPTED: StatusCode = StatusCode::ACCEPTED;
/// The status of an answer that created something.
pub(crate) const CREATED: StatusCode = StatusCode::CREATED;
/// The status of the page for an unknown address.
pub(crate) const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
/// The status of an answer about several things, of which some were refused.
pub(crate) const MULTI_STATUS: StatusCode = StatusCode::MULTI_STATUS;
/// The status of an answer without a body.
pub(crate) const NO_CONTENT: StatusCode = StatusCode::NO_CONTENT;
/// The media type of problem documents.
pub(crate) const PROBLEM: &str = "application/problem+json";
/// After how many seconds a client may try again if the cause passes by itself.
const PATIENCE: HeaderValue = HeaderValue::from_static("1");

/// The status of an answer that was kept as a number.
pub(crate) fn status_kept(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or_default()
}

/// Why a request failed, as a problem document (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`; the code identifies the problem.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status text.
    title: &'static str,
    /// The status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// A stable code for programs.
    code: &'static str,
    /// What is wrong and what to do, for people; the wording may change.
    detail: String,
    /// The invalid places in the request, if known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Mistake>,
    /// The existing parties, if the request was a duplicate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    matches: Vec<Matching>,
    /// The first conversion, if a lead was to be converted twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    receipt: Option<Box<ConversionReceipt>>,
    /// The request id, as in the server log.
    request_id: String,
}

/// An invalid place in the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Mistake {
    /// A JSON pointer into the body (`/participants/0/party`), a parameter (`?from`) or a header (`If-Match`).
    pub(crate) pointer: String,
    /// What is wrong.
    pub(crate) detail: String,
}

/// Why one item of a list was rejected. Pointers are relative to the item.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ItemProblem {
    /// The status the item would have had on its own.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// A stable code for programs.
    code: &'static str,
    /// What is wrong and what to do, for people; the wording may change.
    detail: String,
    /// The invalid places in the item.
    errors: Vec<Mistake>,
}

/// An existing party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Matching {
    /// Its id.
    party: String,
    /// Its name.
    name: String,
    /// What both share: `email` or `external`.
    by: &'static str,
}

/// The most invalid places in one answer.
pub(crate) const MOST_MISTAKES: usize = 100;
/// The most invalid places for an item of a list.
const MOST_OF_ITEM: usize = 10;
/// The longest pointer, in bytes: what was sent may have names of any length.
const LONGEST_POINTER: usize = 1_000;
/// The longest detail, in bytes; it may repeat what was sent.
const LONGEST_DETAIL: usize = 4_000;

impl Mistake {
    pub(crate) fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: cut(pointer.into(), LONGEST_POINTER), detail: cut(detail.into(), LONGEST_DETAIL) }
    }
}

/// The beginning of a text that is too long to be sent back.
fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

/// Why a request is refused. The code is stable; the sentence may be reworded.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<Mistake>,
    matches: Vec<Matching>,
    receipt: Option<Box<ConversionReceipt>>,
    /// What goes to the log and not into the answer.
    cause: Option<Box<str>>,
}

/// What a handler answers.
pub(crate) type Answer<T> = Result<T, Refusal>;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $status:ident $code:literal $detail:literal;)*) => {
        impl Refusal {
            $($(#[$doc])* pub(crate) fn $name() -> Self {
                Self::new(StatusCode::$status, $code, $detail)
            })*
        }
    };
}

refusals! {
    /// There is nothing at this address.
    no_address = NOT_FOUND "not_found" "There is nothing at this address.";
    /// The address exists, but not for this method.
    method_not_allowed = METHOD_NOT_ALLOWED "method_not_allowed"
        "This address does not support this method; see `Allow` for those it does.";
    /// The request was addressed to a server of another name.
    misdirected = MISDIRECTED_REQUEST "misdirected"
        "The `Host` header names another server. Use localhost, 127.0.0.1 or [::1] with the port of this server.";
    /// A page from elsewhere sent the request.
    foreign = FORBIDDEN "foreign_origin"
        "This request came from another website. Only Casebook's own pages and programs on this machine are allowed.";
    /// The body did not come in time.
    slow_body = REQUEST_TIMEOUT "slow_body" "The body did not arrive in time. Send it again over a faster connection.";
    /// The answer was not ready in time.
    took_too_long = GATEWAY_TIMEOUT "took_too_long"
        "The response took too long. Narrow the request, or try again later.";
    /// The answer was not ready in time, and a write had begun.
    outcome_unknown = GATEWAY_TIMEOUT "outcome_unknown"
        "The response took too long, and the change may or may not have been written. Send the request again \
         with the same `Idempotency-Key`, or check whether the change is there.";
    /// A write did not begin in time, and never will.
    not_begun = SERVICE_UNAVAILABLE "busy"
        "The database is busy. Nothing was written; try again in a moment.";
    /// Too many requests wait already.
    overloaded = SERVICE_UNAVAILABLE "overloaded" "Too many requests are waiting. Try again in a moment.";
    /// Sample data is only for a casebook without data.
    not_empty = CONFLICT "not_empty"
        "Sample data can only be added to an empty database, and this one has people or organizations.";
    /// The body is of no type that is read here.
    unsupported_type = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type"
        "Send the body as `application/json` and set `Content-Type` accordingly.";
    /// Long work that somebody stopped.
    stopped = CONFLICT "stopped" "The job was stopped on request. Nothing is lost; start it again to continue.";
    /// A change that does not name its version.
    version_missing = PRECONDITION_REQUIRED "version_required"
        "Send `If-Match` with the `ETag` of the version you are updating, or `*` for any version.";
}

/// Leaves out what is too much, and notes how many.
fn bound(errors: &mut Vec<Mistake>, most: usize, more: usize) {
    let more = more + errors.len().saturating_sub(most);
    errors.truncate(most);
    if more > 0 {
        errors.push(Mistake::new("", format!("and {more} more")));
    }
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let detail = cut(detail.into(), LONGEST_DETAIL);
        Self { status, code, detail, errors: Vec::new(), matches: Vec::new(), receipt: None, cause: None }
    }

    /// The body is too long.
    pub(crate) fn too_long(limit: usize) -> Self {
        let detail = format!("The body is longer than {limit} bytes. Send less at a time.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_long", detail)
    }

    /// The address is longer than is read.
    pub(crate) fn long_address(limit: usize) -> Self {
        let detail = format!(
            "The URL is longer than {limit} bytes. Send long filters in the body of `POST /api/v1/parties/search`."
        );
        Self::new(StatusCode::URI_TOO_LONG, "address_too_long", detail)
    }

    /// The headers are too long.
    pub(crate) fn long_headers(limit: usize) -> Self {
        let detail =
            format!("The headers are longer than {limit} bytes in total. Send fewer or shorter ones.");
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_long", detail)
    }

    /// What was sent is not what is read there.
    pub(crate) fn invalid(errors: Vec<Mistake>) -> Self {
        Self::many(errors, 0)
    }

    /// What was sent is not what is read there, at these places and at so many more.
    pub(crate) fn many(mut errors: Vec<Mistake>, more: usize) -> Self {
        let detail = match errors.as_slice() {
            [only] if only.pointer.is_empty() => only.detail.clone(),
            [only] => format!("`{}`: {}", only.pointer, only.detail),
            _ => format!("The request is invalid in {} places; see `errors`.", errors.len() + more),
        };
        bound(&mut errors, MOST_MISTAKES, more);
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail) }
    }

    /// The body is no table in text form.
    pub(crate) fn no_table(types: &[&str]) -> Self {
        let detail = format!(
            "The body must be the file itself, with one of these types in `Content-Type`: {}.",
            types.join(", ")
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
    }

    /// A file could not be kept.
    pub(crate) fn writing(error: Error) -> Self {
        match &error {
            Error::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                let detail = "The disk for uploads is full, and the file was not kept. Free some space, then try again.";
                let full = Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", detail);
                Self { cause: Some(error.to_string().into()), ..full }
            }
            Error::File { .. } => {
                let detail = "The upload folder is not writable, and the file was not kept. Check its permissions, or choose \
                              another with `casebook serve --uploads`, then try again.";
                let refused = Self::new(StatusCode::SERVICE_UNAVAILABLE, "uploads_not_writable", detail);
                Self { cause: Some(error.to_string().into()), ..refused }
            }
            _ => error.into(),
        }
    }

    /// The refusal of a part of a body, with its places as the whole body has them; `part` is the part's pointer.
    pub(crate) fn within(self, part: &str) -> Self {
        if self.errors.is_empty() {
            return self;
        }
        let in_body = |one: Mistake| match one.pointer.chars().next() {
            None | Some('/') => Mistake { pointer: format!("{part}{}", one.pointer), ..one },
            Some(_) => one,
        };
        let errors = self.errors.into_iter().map(in_body).collect();
        Self { code: self.code, ..Self::invalid(errors) }
    }

    /// What is wrong, in a sentence.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Writes to the log what the answer does not say.
    pub(crate) fn log(&self, of: &str) {
        if let Some(cause) = &self.cause {
            tracing::error!(of, code = self.code, cause, "work failed");
        }
    }

    /// The database has not answered since a time, which is given as text.
    pub(crate) fn silent(since: &str) -> Self {
        let detail = format!("The database has not responded since {since}. Check that it is running.");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "database_silent", detail)
    }

    /// Nothing has this id.
    pub(crate) fn unknown(what: &str, given: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no {what} `{given}`"))
    }

    /// A mistake in Casebook; `cause` goes to the log alone.
    pub(crate) fn internal(cause: impl Into<String>) -> Self {
        let detail = "Internal error. The server log has the details under this request id.";
        Self {
            cause: Some(cause.into().into()),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
        }
    }

    /// The refusal of an answer that only has a status, as axum's own have.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_address(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::unsupported_type(),
            StatusCode::REQUEST_TIMEOUT => Self::slow_body(),
            _ if status.is_server_error() => Self::internal(format!("answered {status}")),
            _ => Self::new(status, "refused", status.canonical_reason().unwrap_or("Refused.")),
        }
    }

    /// The refusal as one of a list.
    pub(crate) fn of_item(mut self) -> ItemProblem {
        bound(&mut self.errors, MOST_OF_ITEM, 0);
        ItemProblem {
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail,
            errors: self.errors,
        }
    }

    /// The refusal as a document.
    pub(crate) fn problem(self, request_id: &str) -> Problem {
        Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default(),
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail,
            errors: self.errors,
            matches: self.matches,
            receipt: self.receipt,
            request_id: request_id.to_owned(),
        }
    }

    fn written_out(self, request_id: &str, mut response: Response) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(request_id, code = self.code, cause, "a request failed");
        }
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        headers.remove(axum::http::header::CONTENT_LENGTH);
        if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::GATEWAY_TIMEOUT].contains(&self.status) {
            headers.insert(RETRY_AFTER, PATIENCE);
        }
        // A problem is text and numbers, which always have a form in JSON.
        let text = serde_json::to_string(&self.problem(request_id)).unwrap_or_default();
        *response.body_mut() = text.into();
        response
    }
}

impl IntoResponse for Refusal {
    /// The document is written by [`written_out`], which knows the request's id.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes every refusal, axum's own too, as a problem document.
pub(crate) async fn written_out(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    let status = response.status();
    let refusal = response.extensions_mut().remove::<Refusal>();
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A page for people has its own message.
    let is_bare = status.as_u16() >= 400 && !is_page;
    match refusal.or_else(|| is_bare.then(|| Refusal::of_status(status))) {
        Some(refusal) => refusal.written_out(&id.0, response),
        None => response,
    }
}
