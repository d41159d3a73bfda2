//! One record: adding, reading, changing, hiding and restoring it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::domain::ids::RecordId;
use casebook_app::domain::records::RecordType;
use casebook_app::records::{self, NewRecord, Record};

use super::form::Form;
use super::places::InRecord;
use super::type_of;
use super::wire::{RecordBody, RecordDraft, RecordPatch};
use crate::http::error::{Answer, Problem, Refusal};
use crate::http::request::body::{self, NoBody};
use crate::http::request::path::{Named, RecordName, TypeName};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::{Created, Versioned};
use crate::http::response::etag::IfMatch;
use crate::state::Shared;

/// Add a record
#[utoipa::path(post, path = "/api/v1/records/{plural}", operation_id = "add_record", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several")),
    request_body = RecordDraft,
    responses((status = 201, description = "The record", body = RecordBody, headers(
        ("ETag" = String, description = "Its version, for `If-Match`"),
        ("Location" = String, description = "Its address")))))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    form: Form,
    Named(TypeName(plural)): Named<TypeName>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<RecordDraft>,
) -> Answer<Response> {
    added(&shared, form, plural, draft).await
}

/// Get a record
#[utoipa::path(get, path = "/api/v1/records/{plural}/{id}", operation_id = "get_record", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"),
        ("id" = String, Path, description = "The record")),
    responses((status = 200, description = "The record", body = RecordBody,
        headers(("ETag" = String, description = "Its version, for `If-Match`")))))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    form: Form,
    name: RecordName,
    _: Query<NoParameters>,
) -> Answer<Versioned<RecordBody>> {
    shown(&shared, form, name).await
}

/// Update a record
#[utoipa::path(patch, path = "/api/v1/records/{plural}/{id}", operation_id = "change_record", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"),
        ("id" = String, Path, description = "The record"),
        ("If-Match" = String, Header, description = "The `ETag` of the version to update, or `*`")),
    request_body = RecordPatch,
    responses((status = 200, description = "The updated record", body = RecordBody,
        headers(("ETag" = String, description = "Its new version")))))]
pub(crate) async fn change(
    State(shared): State<Shared>,
    form: Form,
    name: RecordName,
    _: Query<NoParameters>,
    versions: IfMatch,
    body::Json(change): body::Json<RecordPatch>,
) -> Answer<Versioned<RecordBody>> {
    changed(&shared, form, name, versions, change).await
}

/// Hide a record from lists and counts
#[utoipa::path(post, path = "/api/v1/records/{plural}/{id}/hide", operation_id = "hide_record", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"),
        ("id" = String, Path, description = "The record")),
    responses((status = 200, description = "The updated record", body = RecordBody,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn hide(
    State(shared): State<Shared>,
    form: Form,
    name: RecordName,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<RecordBody>> {
    hidden(&shared, form, name, true).await
}

/// Restore a hidden record
#[utoipa::path(post, path = "/api/v1/records/{plural}/{id}/restore", operation_id = "restore_record", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"),
        ("id" = String, Path, description = "The record")),
    responses(
        (status = 200, description = "The updated record", body = RecordBody,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "Another record has one of its unique values by now", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn restore(
    State(shared): State<Shared>,
    form: Form,
    name: RecordName,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<RecordBody>> {
    hidden(&shared, form, name, false).await
}

async fn added(shared: &Shared, form: Form, plural: String, draft: RecordDraft) -> Answer<Response> {
    let of = type_of(shared, plural).await?;
    let new = NewRecord { holds: draft.read(form)? };
    let name = of.name.clone();
    let record =
        shared.run_naming(&InRecord(&of, form), move |session, _| records::add(session, &name, new)).await?;
    let address = form.address(&of, &record.id());
    Ok(Created(address, versioned(&record, form)).into_response())
}

fn versioned(record: &Record, form: Form) -> Versioned<RecordBody> {
    Versioned(record.row.version, RecordBody::of(record, form))
}

/// The type and the id that an address names. A text that is no id of the type is not found.
pub(super) async fn named(shared: &Shared, name: RecordName) -> Answer<(Arc<RecordType>, RecordId)> {
    let of = type_of(shared, name.plural).await?;
    let id = RecordId::parse_as(of.prefix(), &name.id).filter(|id| id.text(of.prefix()) == name.id);
    id.map(|id| (of, id)).ok_or_else(|| Refusal::unknown("record", &name.id))
}

async fn shown(shared: &Shared, form: Form, name: RecordName) -> Answer<Versioned<RecordBody>> {
    let (of, id) = named(shared, name).await?;
    let record = shared.run(move |session, _| records::show(session, &of.name, id)).await?;
    Ok(versioned(&record, form))
}

async fn changed(
    shared: &Shared,
    form: Form,
    name: RecordName,
    versions: IfMatch,
    change: RecordPatch,
) -> Answer<Versioned<RecordBody>> {
    let (of, id) = named(shared, name).await?;
    let (type_name, change) = (of.name.clone(), change.read(form)?);
    let edit = move |session: &Session, _: &_| {
        records::edit_if(session, &type_name, id, change, move |version| versions.has(version))
    };
    Ok(versioned(&shared.run_naming(&InRecord(&of, form), edit).await?, form))
}

async fn hidden(
    shared: &Shared,
    form: Form,
    name: RecordName,
    hidden: bool,
) -> Answer<Versioned<RecordBody>> {
    let (of, id) = named(shared, name).await?;
    let record = shared.run(move |session, _| {
        let act = if hidden { records::hide } else { records::restore };
        act(session, &of.name, id)?;
        records::show(session, &of.name, id)
    });
    Ok(versioned(&record.await?, form))
}
