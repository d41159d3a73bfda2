//! `/imports`: a file in, from the first guess to the last correction, and everything about earlier imports.

pub(crate) mod prepare;
pub(crate) mod rejects;
mod rows;
mod running;
mod wire;

use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::ImportId;
use casebook_app::imports::{self, BegunImport, ImportState, Listed, Uploads};
use casebook_app::{Error, Result, Session};
use tokio::runtime::Handle;

use crate::answer::Items;
use crate::body::{self, NoBody};
use crate::error::{ACCEPTED, Answer, Problem};
use crate::jobs::{self, Job, JobEnded, JobResult, JobWork, Waited, Waiting};
use crate::paging::Paging;
use crate::path::Named;
use crate::query::{NoParameters, Query};
use crate::state::Shared;
use crate::wire::ImportIdText;

pub(crate) use running::Running;
pub(crate) use wire::{Import, ImportDraft, ImportPreview, ImportUndone};

/// What a body names, and where.
const PLACES: [(&str, &str); 1] = [("upload", "/upload")];

/// Import a file. It goes on by itself; `Location` tells how far it is. A file that was interrupted with the
/// same mapping is taken up where it stopped
#[utoipa::path(post, path = "/api/v1/imports", operation_id = "start_import", tag = "imports",
    request_body = ImportDraft,
    responses(
        (status = 202, description = "The import, which has its id and goes on", body = Import,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "The same file is being imported right now", body = Problem,
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
        (status = 202, description = "The import, which goes on", body = Import,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "It is not interrupted, or its file is no longer there", body = Problem,
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
    let refused = |told: String| Err(Error::Refused(told));
    match listed.state {
        ImportState::Running => return refused(format!("{id} is running")),
        ImportState::Done | ImportState::Undone => {
            return refused(format!("{id} has come to its end; there is nothing to resume"));
        }
        ImportState::Interrupted if listed.undoing => {
            return refused(format!("{id} is half undone; undo it again to go on with that"));
        }
        ImportState::Interrupted => {}
    }
    match uploads.by_digest()?.get(&listed.run.file_digest) {
        Some(upload) => imports::resume(session, id, &uploads.path(*upload)),
        None => refused(format!(
            "the file of {id}, `{}`, is no longer there; upload the same file again, then resume",
            listed.run.file
        )),
    }
}

/// Begins an import and carries it on, whether or not anybody waits for this answer.
async fn begun(
    shared: &Shared,
    begin: impl FnOnce(&Session) -> Result<BegunImport> + Send + 'static,
) -> Answer<Response> {
    shared.running.has_room()?;
    let (running, uploads, runtime) = (shared.running.clone(), shared.uploads.clone(), Handle::current());
    let import = shared
        .run_naming(&PLACES, move |session, _| {
            let importing = session.coming_in_by(Via::Import);
            let import_begun = begin(&importing)?;
            let import = told(&uploads, imports::show(&importing, import_begun.id())?)?;
            running.carry_on(&runtime, importing, uploads, import_begun);
            Ok(import)
        })
        .await?;
    let address = format!("/api/v1/imports/{}", import.id);
    Ok((ACCEPTED, [(LOCATION, address)], Json(import)).into_response())
}

fn told(uploads: &Uploads, listed: Listed) -> Result<Import> {
    Ok(Import::of(listed, &uploads.by_digest()?))
}

/// List imports, the latest first
#[utoipa::path(get, path = "/api/v1/imports", operation_id = "list_imports", tag = "imports",
    params(Paging),
    responses((status = 200, description = "Imports, each with the state it is really in", body = Items<Import>)))]
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

/// Show an import
#[utoipa::path(get, path = "/api/v1/imports/{id}", operation_id = "get_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import")),
    responses((status = 200, description = "The import as it stands", body = Import)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    _: Query<NoParameters>,
) -> Answer<Json<Import>> {
    let uploads = shared.uploads.clone();
    let run = move |session: &Session| told(&uploads, imports::show(session, id)?);
    shared.run(move |session, _| run(session)).await.map(Json)
}

/// Ask an import to stop at the end of its chunk; then it is interrupted, and can be resumed or undone
#[utoipa::path(post, path = "/api/v1/imports/{id}/cancel", operation_id = "cancel_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import")),
    responses(
        (status = 200, description = "The import as it stands; it may take a moment to stop", body = Import),
        (status = 409, description = "It has come to its end, or is being taken back", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn cancel(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Json<Import>> {
    let (running, uploads) = (shared.running.clone(), shared.uploads.clone());
    shared
        .run(move |session, _| {
            let listed = imports::stop(session, id)?;
            running.ask_to_stop(id);
            told(&uploads, listed)
        })
        .await
        .map(Json)
}

/// Take exactly one import back, whatever state it is in: its evidence is retracted, fields that nobody has
/// edited since get their old values, and parties of which nothing else is known are hidden
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", operation_id = "undo_import", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import"), Waiting),
    responses(
        (status = 200, description = "It is undone", body = JobEnded<ImportUndone>),
        (status = 202, description = "It takes longer; `Location` tells of its end", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped, or another process keeps at the import", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn undo(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    Query(waiting): Query<Waiting>,
    _: NoBody,
) -> Answer<Waited<ImportUndone>> {
    shared.run(move |session, _| imports::show(session, id)).await?;
    shared.running.ask_to_stop(id);
    let session = shared.session.coming_in_by(Via::Import);
    jobs::done(&shared, &session, &waiting, JobWork::UndoImport, move |session, halt| {
        Ok(JobResult::UndoImport(imports::undo(session, id, halt)?.into()))
    })
    .await
}
