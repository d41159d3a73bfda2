//! `/uploads`: files to import.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use std::io::{self, Write};

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use casebook_app::Error;
use casebook_app::domain::ids::UploadId;
use casebook_app::imports::{self, Arriving};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use utoipa::{IntoParams, ToSchema};

use crate::api::wire::{UploadIdText, at};
use crate::http::error::{Answer, CREATED, Mistake, NO_CONTENT, Problem, Refusal};
use crate::http::limits::upload_slots::UploadSlot;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::idempotency;
use crate::state::Shared;

/// Types under which tables are sent.
const TYPES: [&str; 5] = [
    "text/csv",
    "text/tab-separated-values",
    "text/plain",
    "application/vnd.ms-excel",
    "application/octet-stream",
];
/// Pieces between the network and the disk.
const AHEAD: usize = 8;
const LONGEST_NAME: usize = 255;

/// An uploaded file.
#[derive(Serialize, ToSchema)]
pub(crate) struct Upload {
    /// Its id.
    id: UploadIdText,
    /// The file name.
    name: String,
    /// Its size in bytes.
    size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    digest: String,
    /// When it is removed, unless an import needs it longer.
    #[schema(format = DateTime)]
    expires_at: String,
}

impl From<imports::Upload> for Upload {
    fn from(one: imports::Upload) -> Self {
        let imports::Upload { id, name, size, digest, expires_at } = one;
        Self { id: UploadIdText(id), name, size, digest, expires_at: at(expires_at) }
    }
}

/// Which file it is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Called {
    /// The file name; also the default name of the feed when the file is imported.
    #[param(min_length = 1, max_length = 255, pattern = r"^[^\u0000]*$")]
    name: String,
}

/// Upload a file; the body is the file
#[utoipa::path(post, path = "/api/v1/uploads", operation_id = "add_upload", tag = "imports",
    params(Called),
    request_body(content(
        (String = "text/csv"), (String = "text/tab-separated-values"), (String = "text/plain"),
        (String = "application/vnd.ms-excel"), (String = "application/octet-stream"))),
    responses((status = 201, description = "The uploaded file; it is kept for one day", body = Upload,
        headers(("Location" = String, description = "Its address")))))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    Query(called): Query<Called>,
    request: Request,
) -> Answer<Response> {
    if called.name.is_empty() || called.name.chars().count() > LONGEST_NAME {
        let detail = format!("use a name of 1 to {LONGEST_NAME} characters");
        return Err(Refusal::invalid(vec![Mistake::new("?name", detail)]));
    }
    let (headers, limit) = (request.headers(), shared.limits.upload);
    if !is_table(headers) {
        return Err(Refusal::no_table(&TYPES));
    }
    if stated_length(headers).is_some_and(|stated| stated > limit) {
        return Err(Refusal::too_long(usize::try_from(limit).unwrap_or(usize::MAX)));
    }
    let key = idempotency::of_file(headers, request.uri())?;
    let upload = arrived(&shared, called.name, request.into_body(), limit).await?;
    let (id, content) = (upload.id, upload.digest.clone());
    let address = format!("/api/v1/uploads/{id}");
    let response = (CREATED, [(LOCATION, address)], Json(Upload::from(upload))).into_response();
    let Some(key) = key else { return Ok(response) };
    let uploads = shared.uploads.clone();
    let removed = async || shared.run(move |session, _| uploads.remove(session, id)).await;
    idempotency::of_content(&shared, key, &content, response, removed).await
}

/// Get an uploaded file
#[utoipa::path(get, path = "/api/v1/uploads/{id}", operation_id = "get_upload", tag = "imports",
    params(("id" = UploadIdText, Path, description = "The file")),
    responses((status = 200, description = "The file", body = Upload)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<UploadId>,
    _: Query<NoParameters>,
) -> Answer<Json<Upload>> {
    let uploads = shared.uploads.clone();
    Ok(Json(shared.run(move |session, _| uploads.find(session, id)).await?.into()))
}

/// Remove an uploaded file
#[utoipa::path(delete, path = "/api/v1/uploads/{id}", operation_id = "remove_upload", tag = "imports",
    params(("id" = UploadIdText, Path, description = "The file")),
    responses(
        (status = 204, description = "Removed"),
        (status = 409, description = "An unfinished import needs it", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn remove(
    State(shared): State<Shared>,
    Named(id): Named<UploadId>,
    _: Query<NoParameters>,
) -> Answer<Response> {
    let uploads = shared.uploads.clone();
    shared.run(move |session, _| uploads.remove(session, id)).await?;
    Ok(NO_CONTENT.into_response())
}

fn is_table(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else { return false };
    let essence = only.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    TYPES.iter().any(|known| known.eq_ignore_ascii_case(essence))
}

fn stated_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A piece of the file, or its end: without it the file broke off.
enum Piece {
    More(Bytes),
    End,
}

async fn arrived(shared: &Shared, name: String, body: Body, limit: u64) -> Answer<imports::Upload> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let slot = shared.upload_slots.take().await?;
    let (session, uploads) = (shared.session().clone(), shared.uploads.clone());
    let kept = tokio::task::spawn_blocking(move || {
        uploads.tidy(&session)?;
        let arriving = uploads.begin(&session, &name)?;
        match written(arriving, receiver)? {
            Some(whole) => whole.finish(&session).map(Some),
            None => Ok(None),
        }
    });
    let passed = tokio::select! {
        passed = pass_on(body, &sender, limit, &slot) => passed,
        () = slot.is_over() => Err(Refusal::slow_body()),
    };
    drop(sender);
    let kept = kept.await.map_err(|panic| Refusal::internal(panic.to_string()))?.map_err(Refusal::writing)?;
    drop(slot);
    passed?;
    kept.ok_or_else(|| Refusal::internal("a file came to its end and was not kept"))
}

/// Passes the body on to the writer, no faster than that writes.
async fn pass_on(mut body: Body, sender: &mpsc::Sender<Piece>, limit: u64, slot: &UploadSlot) -> Answer<()> {
    let mut size = 0;
    loop {
        let Some(frame) = body.frame().await else { break };
        let frame = frame.map_err(|_| Refusal::invalid(vec![Mistake::new("", "the body was cut off")]))?;
        let Ok(bytes) = frame.into_data() else { continue };
        size += bytes.len() as u64;
        slot.note(bytes.len());
        if size > limit {
            return Err(Refusal::too_long(usize::try_from(limit).unwrap_or(usize::MAX)));
        }
        // The writer has failed, and returns why.
        if sender.send(Piece::More(bytes)).await.is_err() {
            return Ok(());
        }
    }
    drop(sender.send(Piece::End).await);
    Ok(())
}

fn written(mut file: Arriving, mut pieces: mpsc::Receiver<Piece>) -> casebook_app::Result<Option<Arriving>> {
    let failed = |error: io::Error| Error::file(std::path::Path::new("the upload"), error);
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::More(bytes) => file.write_all(&bytes).map_err(failed)?,
            Piece::End => return Ok(Some(file)),
        }
    }
    Ok(None)
}
