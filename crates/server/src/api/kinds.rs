//! `/kinds`: the kinds of evidence there are.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::kind::Family;
use casebook_app::kinds;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::wire::FamilyWord;
use crate::http::error::{Answer, CREATED, Problem};
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

/// A kind of evidence.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    /// Its name.
    #[schema(min_length = 2, max_length = 60, pattern = "^[a-z][a-z0-9_]{1,59}$")]
    name: String,
    /// Its family.
    family: FamilyWord,
}

/// List all kinds of evidence, by family
#[utoipa::path(get, path = "/api/v1/kinds", operation_id = "list_kinds", tag = "kinds",
    responses((status = 200, description = "All kinds", body = Items<Kind>)))]
pub(crate) async fn list(State(shared): State<Shared>, _: Query<NoParameters>) -> Answer<Json<Items<Kind>>> {
    let kinds = shared.run(|session, _| kinds::list(session)).await?;
    let mut all: Vec<(Family, &str)> = kinds.names().map(|(name, code)| (kinds.family(code), name)).collect();
    all.sort_unstable();
    let kind = |(family, name): (Family, &str)| Kind { name: name.to_owned(), family: FamilyWord(family) };
    Ok(Items::whole(all.into_iter().map(kind)))
}

/// Add a kind of evidence to a family
#[utoipa::path(post, path = "/api/v1/kinds", operation_id = "add_kind", tag = "kinds",
    request_body = Kind,
    responses(
        (status = 201, description = "The kind; evidence and rules can use it from now on", body = Kind),
        (status = 409, description = "The name is taken", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(kind): body::Json<Kind>,
) -> Answer<Response> {
    let (name, family) = (kind.name.clone(), kind.family.0);
    shared.run(move |session, _| kinds::add(session, &name, family)).await?;
    Ok((CREATED, Json(kind)).into_response())
}
