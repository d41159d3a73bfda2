//! The rows that an import refused: page by page, and as a table to correct and import again.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use casebook_app::domain::ids::ImportId;
use casebook_app::imports;

use super::wire::ImportRejects;
use crate::api::exports::{CSV, saved_as};
use crate::api::wire::ImportIdText;
use crate::http::error::Answer;
use crate::http::request::page::Paging;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// List the rejected rows of an import with their reasons
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejects", operation_id = "list_rejects", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import"), Paging),
    responses((status = 200, description = "The rejected rows", body = ImportRejects)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    Query(paging): Query<Paging>,
) -> Answer<Json<ImportRejects>> {
    let after = paging.after(|cursor| cursor.parse().ok())?;
    let limit = paging.limit()?;
    let (columns, mut rows) =
        shared.run(move |session, _| imports::rejects(session, id, after, limit + 1)).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|last| last.seq.to_string());
    Ok(Json(ImportRejects::of(columns, rows, next)))
}

/// Download the rejected rows of an import as CSV, each followed by line, column, value and reason. Correct them and
/// import the file with the same mapping
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejects.csv", operation_id = "export_rejects", tag = "imports",
    params(("id" = ImportIdText, Path, description = "The import")),
    responses((status = 200, description = "The rejected rows", content((String = "text/csv")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn table(
    State(shared): State<Shared>,
    Named(id): Named<ImportId>,
    _: Query<NoParameters>,
) -> Answer<Response> {
    let body = shared.stream(move |session, out, stop| imports::write_rejects(session, id, out, stop));
    Ok(saved_as(&format!("{id}-rejected.csv"), CSV, body.await?))
}
