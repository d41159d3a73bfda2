//! `/imports`: a file in, from the first guess to the last correction, and everything about earlier imports.

pub(crate) mod prepare;
pub(crate) mod rejects;
mod rows;
pub(crate) mod wire;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::ImportId;
use casebook_app::imports::{self, BegunImport, ImportState, Listed, Uploads};
use casebook_app::{Error, Result, Session, changes};
use tokio::runtime::Handle;

use crate::api::waiting::{JobEnded, Waited, Waiting};
use crate::api::wire::{ImportIdText, Job};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{ACCEPTED, Answer, Problem};
use crate::http::request::body::{self, NoBody};
use crate::http::request::page::Paging;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

pub(crate) use wire::{Import, ImportDraft, ImportUndone};

/// What a body names, and where.
const PLACES: [(&str, &str); 1] = [("upload", "/upload")];

/// Start an import. It runs in the background; follow it at `Location`. An interrupted import of the same file and
/// mapping is resumed
#[utoipa::path(post, path = "/api/v1/imports", operation_id = "start_import", tag = "imports",
    request_body = ImportDraft,
    responses(
        (status = 202, description = "The import, which is running", body = Import,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "The same file is already being imported", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn start(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<ImportDraft>,
) -> Answer<Response> {
    let uploads = shared.uploads.clone();
    begun(&shared, move |session| {
        let (table, mapping) = prepare::opened(session, &uploads, &draft)?;
        imports::begin(session, table, &mapping)
    })
    .await
}

/// Resume an interrupted import where it stopped
#[utoipa::path(post, path = "/api/v1/imports/{id}/resume", operation_id = "resume_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import")),
    responses(
        (status = 202, description = "The import, which is running", body = Import,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "It is not interrupted, or its file is no longer available", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn resume(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Response> {
    let uploads = shared.uploads.clone();
    begun(&shared, move |session| resumed(session, &uploads, id)).await
}

fn resumed(session: &Session, uploads: &Uploads, id: ImportId) -> Result<BegunImport> {
    let listed = imports::show(session, id)?;
    let refused = |why: String| Err(Error::Refused(why));
    match listed.state {
        ImportState::Running => return refused(format!("{id} is running")),
        ImportState::Done | ImportState::Undone => {
            return refused(format!("{id} has ended; there is nothing to resume"));
        }
        ImportState::Interrupted if listed.undoing => {
            return refused(format!("{id} is partly undone; undo it again to continue"));
        }
        ImportState::Interrupted => {}
    }
    match uploads.by_digest()?.get(&listed.run.file_digest) {
        Some(upload) => imports::resume(session, id, &uploads.path(*upload)),
        None => refused(format!(
            "the file of {id}, `{}`, is no longer available; upload the same file again, then resume",
            listed.run.file
        )),
    }
}

/// Begins an import and carries it on, whether or not anybody waits for this answer.
async fn begun(
    shared: &Shared,
    begin: impl FnOnce(&Session) -> Result<BegunImport> + Send + 'static,
) -> Answer<Response> {
    shared.imports.has_room()?;
    let (running, uploads, runtime) =
        (Arc::clone(&shared.imports), shared.uploads.clone(), Handle::current());
    let import = shared
        .run_naming(&PLACES, move |session, _| {
            let importing = session.coming_in_by(Via::Import);
            let import_begun = begin(&importing)?;
            let import = import_of(&uploads, imports::show(&importing, import_begun.id())?)?;
            running.run(&runtime, importing, uploads, import_begun);
            Ok(import)
        })
        .await?;
    let address = format!("/api/v1/imports/{}", import.id);
    Ok((ACCEPTED, [(LOCATION, address)], Json(import)).into_response())
}

fn import_of(uploads: &Uploads, listed: Listed) -> Result<Import> {
    Ok(Import::of(listed, &uploads.by_digest()?))
}

/// List imports, newest first
#[utoipa::path(get, path = "/api/v1/imports", operation_id = "list_imports", tag = "imports",
    params(Paging),
    responses((status = 200, description = "The imports with their current state", body = Items<Import>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Items<Import>>> {
    let before = paging.after(ImportId::parse)?;
    let limit = paging.limit()?;
    let uploads = shared.uploads.clone();
    let (mut all, uploads) = shared
        .run(move |session, _| Ok((imports::page(session, before, limit + 1)?, uploads.by_digest()?)))
        .await?;
    let more = all.len() > limit as usize;
    all.truncate(limit as usize);
    let next = all.last().filter(|_| more).map(|last| last.run.id.to_string());
    Ok(Json(Items { items: all.into_iter().map(|one| Import::of(one, &uploads)).collect(), next }))
}

/// Get an import
#[utoipa::path(get, path = "/api/v1/imports/{id}", operation_id = "get_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import")),
    responses((status = 200, description = "The import", body = Import)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    _: Query<NoParameters>,
) -> Answer<Json<Import>> {
    let uploads = shared.uploads.clone();
    let run = move |session: &Session| import_of(&uploads, imports::show(session, id)?);
    shared.run(move |session, _| run(session)).await.map(Json)
}

/// Stop an import at the end of its chunk. It is then `interrupted` and can be resumed or undone
#[utoipa::path(post, path = "/api/v1/imports/{id}/cancel", operation_id = "cancel_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import")),
    responses(
        (status = 200, description = "The import; it may take a moment to stop", body = Import),
        (status = 409, description = "It has ended, or is being undone", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn cancel(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Json<Import>> {
    let (running, uploads) = (Arc::clone(&shared.imports), shared.uploads.clone());
    shared
        .run(move |session, _| {
            let listed = imports::stop(session, id)?;
            running.stop(id);
            import_of(&uploads, listed)
        })
        .await
        .map(Json)
}

/// Undo one import in any state: its evidence is retracted, fields that no one has edited since get their previous
/// values, and parties about which nothing else is known are hidden
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", operation_id = "undo_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import"), Waiting),
    responses(
        (status = 200, description = "The import is undone", body = JobEnded<ImportUndone>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped, or another process is working on the import", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn undo(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    Query(waiting): Query<Waiting>,
    _: NoBody,
) -> Answer<Waited<ImportUndone>> {
    shared.run(move |session, _| imports::show(session, id)).await?;
    shared.imports.stop(id);
    let session = shared.session().coming_in_by(Via::Import);
    let undo = move |session: &Session, control: &Control| {
        changes::undo_import(session, id, control).map(JobOutput::UndoImport)
    };
    waiting.run(&shared, &session, JobKind::UndoImport, undo).await
}
