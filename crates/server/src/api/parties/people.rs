//! `/people`.

use axum::extract::State;
use axum::response::Response;
use casebook_app::domain::party::PartyKind;

use super::{Adding, Editing, Party, PartyChange, PartyDraft, added, changed, shown};
use crate::api::wire::PartyIdText;
use crate::http::error::{Answer, Problem};
use crate::http::request::body::Json;
use crate::http::request::path::{Named, Person};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Versioned;
use crate::http::response::etag::IfMatch;
use crate::state::Shared;

/// Add a person
#[utoipa::path(post, path = "/api/v1/people", operation_id = "add_person", tag = "people",
    params(Adding), request_body = PartyDraft,
    responses(
        (status = 200, description = "The existing party, with its empty fields filled", body = Party,
            headers(("ETag" = String, description = "Its version, for `If-Match`"))),
        (status = 201, description = "The added person", body = Party, headers(
            ("Location" = String, description = "Its address"),
            ("ETag" = String, description = "Its version, for `If-Match`"))),
        (status = 409, description = "A duplicate exists; see `matches`", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    Query(adding): Query<Adding>,
    Json(draft): Json<PartyDraft>,
) -> Answer<Response> {
    added(&shared, PartyKind::Person, &adding, draft).await
}

/// Get a person
#[utoipa::path(get, path = "/api/v1/people/{id}", operation_id = "get_person", tag = "people",
    params(("id" = PartyIdText, Path, description = "The person")),
    responses((status = 200, description = "The person", body = Party,
        headers(("ETag" = String, description = "Its version, for `If-Match`")))))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(Person(id)): Named<Person>,
    _: Query<NoParameters>,
) -> Answer<Versioned<Party>> {
    shown(&shared, id).await
}

/// Update fields of a person
#[utoipa::path(patch, path = "/api/v1/people/{id}", operation_id = "change_person", tag = "people",
    params(("id" = PartyIdText, Path, description = "The person"), Editing,
        ("If-Match" = String, Header, description = "The `ETag` of the version to update, or `*`")),
    request_body = PartyChange,
    responses((status = 200, description = "The updated person", body = Party,
        headers(("ETag" = String, description = "Its new version"))),
        (status = 409, description = "Another party has the email address; see `matches`", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(shared): State<Shared>,
    Named(Person(id)): Named<Person>,
    Query(editing): Query<Editing>,
    versions: IfMatch,
    Json(change): Json<PartyChange>,
) -> Answer<Versioned<Party>> {
    changed(&shared, id, (versions, editing), change).await
}
