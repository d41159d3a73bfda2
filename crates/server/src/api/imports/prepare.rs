//! Before an import: a suggested mapping and a preview.

use axum::Json;
use axum::extract::State;
use casebook_app::domain::money::Currency;
use casebook_app::imports::{self, Uploads};
use casebook_app::tables::dates::DateOrder;
use casebook_app::tables::guess::{GuessOptions, RowsAre};
use casebook_app::tables::mapping::Mapping;
use casebook_app::tables::mapping::SharedMail;
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Result, Session};

use super::PLACES;
use super::wire::{GuessDraft, ImportDraft, ImportGuess, ImportPreview, OrderWord, RowsWord, SharedMailWord};
use crate::api::waiting::{JobEnded, Waited, Waiting};
use crate::api::wire::Job;
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Mistake, Problem, Refusal};
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// Suggest a mapping for a file. What the file does not show is asked as a question; answer it in the next request,
/// or edit the mapping
#[utoipa::path(post, path = "/api/v1/imports/guess", operation_id = "guess_mapping", tag = "imports",
    request_body = GuessDraft,
    responses((status = 200, description = "The suggested mapping and a preview of the first rows", body = ImportGuess)))]
pub(crate) async fn guess(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<GuessDraft>,
) -> Answer<Json<ImportGuess>> {
    let GuessDraft {
        upload,
        date_order,
        rows_are,
        zone,
        shared_mail,
        currency,
        name,
        system,
        encoding,
        delimiter,
    } = draft;
    let date_order = date_order.map(|order| match order {
        OrderWord::DayFirst => DateOrder::DayFirst,
        OrderWord::MonthFirst => DateOrder::MonthFirst,
        OrderWord::YearFirst => DateOrder::YearFirst,
    });
    let shared_mail = shared_mail.map_or(SharedMail::Undecided, |who| match who {
        SharedMailWord::People => SharedMail::People,
        SharedMailWord::One => SharedMail::One,
    });
    let rows_are = rows_are.map(|rows| match rows {
        RowsWord::Known => RowsAre::Known,
        RowsWord::Interested => RowsAre::Interested,
        RowsWord::Bought => RowsAre::Bought,
    });
    let no_currency = || Refusal::invalid(vec![Mistake::new("/currency", "use a code such as EUR")]);
    let parse = |code: String| Currency::parse(&code).filter(|known| known.code() == code);
    let currency = currency.map(|code| parse(code).ok_or_else(no_currency)).transpose()?;
    // A name of nothing is none.
    let [name, system] = [name, system].map(|given| given.filter(|name| !name.trim().is_empty()));
    let options = GuessOptions {
        date_order,
        rows_are,
        zone,
        shared_mail,
        currency,
        name,
        system,
        ..GuessOptions::default()
    };
    let read = ReadOptions { encoding, delimiter, header_line: None };
    let uploads = shared.uploads.clone();
    let proposal = shared
        .run_naming(&PLACES, move |session, _| {
            let upload = uploads.find(session, upload.0)?;
            let path = uploads.path(upload.id);
            imports::propose(session, (&upload.name, &path), &read, options)
        })
        .await?;
    Ok(Json(proposal.into()))
}

/// Preview an import: counts, the first rows and all problems. Nothing is stored
#[utoipa::path(post, path = "/api/v1/imports/preview", operation_id = "preview_import", tag = "imports",
    params(Waiting),
    request_body = ImportDraft,
    responses(
        (status = 200, description = "The preview", body = JobEnded<ImportPreview>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn preview(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(draft): body::Json<ImportDraft>,
) -> Answer<Waited<ImportPreview>> {
    let uploads = shared.uploads.clone();
    let named = draft.upload.0;
    // Refused at once, at its place: a job has none.
    shared
        .run_naming(&PLACES, {
            let uploads = uploads.clone();
            move |session, _| uploads.find(session, named)
        })
        .await?;
    let preview = move |session: &Session, control: &Control| {
        let (table, mapping) = opened(session, &uploads, &draft)?;
        imports::preview(session, &table, &mapping, control).map(JobOutput::PreviewImport)
    };
    waiting.run(&shared, shared.session(), JobKind::PreviewImport, preview).await
}

/// The file that a draft names, and what its columns mean.
pub(super) fn opened(session: &Session, uploads: &Uploads, draft: &ImportDraft) -> Result<(Table, Mapping)> {
    let upload = uploads.find(session, draft.upload.0)?;
    let read =
        ReadOptions { encoding: draft.encoding.clone(), delimiter: draft.delimiter, header_line: None };
    imports::open(session, (&upload.name, &uploads.path(upload.id)), &read, &draft.mapping.0)
}
