//! `/links`: roles of people in organizations.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::ids::{LinkId, PartyId};
use casebook_app::domain::zone::UTC;
use casebook_app::links::{self, LinkRow, Linked, NewLink};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::wire::{Edge, LinkIdText, Moment, PartyIdText, at};
use crate::http::error::{Answer, NO_CONTENT};
use crate::http::request::body;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::{Created, Items};
use crate::state::Shared;

/// A person's role in an organization.
#[derive(Serialize, ToSchema)]
pub(crate) struct Link {
    /// Its id.
    id: LinkIdText,
    /// The person.
    person: PartyIdText,
    /// The organization.
    organization: PartyIdText,
    /// The role: `employee`, `buyer`, ….
    role: String,
    /// Since when; null if unknown.
    #[schema(required, format = DateTime)]
    from: Option<String>,
    /// Until when; null if no end is known.
    #[schema(required, format = DateTime)]
    to: Option<String>,
    /// The name of the other party, when listing a party's links.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
}

/// A link to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkDraft {
    /// The person.
    person: PartyIdText,
    /// The organization.
    organization: PartyIdText,
    /// The role: `employee`, `buyer`, ….
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\u0000]*\S[^\u0000]*$")]
    role: String,
    /// Start; a date means its first instant.
    #[serde(default)]
    #[schema(required = false)]
    from: Option<Moment>,
    /// End; a date means its first instant.
    #[serde(default)]
    #[schema(required = false)]
    to: Option<Moment>,
}

/// The end of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkEnd {
    /// Until when; null or absent if no end is known.
    #[serde(default)]
    #[schema(required = false)]
    to: Option<Moment>,
}

impl Link {
    fn of(link: LinkRow, name: Option<String>) -> Self {
        Self {
            id: LinkIdText(link.id),
            person: PartyIdText(link.person),
            organization: PartyIdText(link.organization),
            role: link.role,
            from: link.from_at.map(at),
            to: link.to_at.map(at),
            name,
        }
    }
}

/// Link a person to an organization. Adding the same role in the same organization again returns the existing link
#[utoipa::path(post, path = "/api/v1/links", operation_id = "add_link", tag = "links", request_body = LinkDraft,
    responses((status = 201, description = "The link", body = Link,
        headers(("Location" = String, description = "Its address")))))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<LinkDraft>,
) -> Answer<Created<Json<Link>>> {
    let start = |moment: Option<Moment>| moment.map(|moment| moment.edge(Edge::Start, &UTC));
    let new = NewLink {
        person: draft.person.0,
        organization: draft.organization.0,
        role: draft.role,
        from: start(draft.from),
        to: start(draft.to),
    };
    let link = shared.run_naming(&[("party", "")], move |session, _| links::add(session, new)).await?;
    Ok(Created(format!("/api/v1/links/{}", link.id), Json(Link::of(link, None))))
}

/// Get a link
#[utoipa::path(get, path = "/api/v1/links/{id}", operation_id = "get_link", tag = "links",
    params(("id" = LinkIdText, Path, description = "The link")),
    responses((status = 200, description = "The link", body = Link)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<LinkId>,
    _: Query<NoParameters>,
) -> Answer<Json<Link>> {
    let link = shared.run(move |session, _| links::get(session, id)).await?;
    Ok(Json(Link::of(link, None)))
}

/// Set the end of a link
#[utoipa::path(post, path = "/api/v1/links/{id}/end", operation_id = "end_link", tag = "links",
    params(("id" = LinkIdText, Path, description = "The link")), request_body = LinkEnd,
    responses((status = 200, description = "The updated link", body = Link)))]
pub(crate) async fn end(
    State(shared): State<Shared>,
    Named(id): Named<LinkId>,
    _: Query<NoParameters>,
    body::Json(change): body::Json<LinkEnd>,
) -> Answer<Json<Link>> {
    let to = change.to.map(|moment| moment.edge(Edge::Start, &UTC));
    let link = shared.run(move |session, _| links::end(session, id, to)).await?;
    Ok(Json(Link::of(link, None)))
}

/// Remove a link that was added by mistake. Adding it again restores it
#[utoipa::path(delete, path = "/api/v1/links/{id}", operation_id = "take_link_back", tag = "links",
    params(("id" = LinkIdText, Path, description = "The link")),
    responses((status = 204, description = "Removed")))]
pub(crate) async fn take_back(
    State(shared): State<Shared>,
    Named(id): Named<LinkId>,
    _: Query<NoParameters>,
) -> Answer<Response> {
    shared.run(move |session, _| links::take_back(session, id)).await?;
    Ok(NO_CONTENT.into_response())
}

/// List the links of a party
#[utoipa::path(get, path = "/api/v1/parties/{id}/links", operation_id = "list_links_of_party", tag = "links",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The links", body = Items<Link>)))]
pub(crate) async fn of_party(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<Link>>> {
    let linked = shared.run(move |session, _| links::of_party(session, id)).await?;
    Ok(Items::whole(linked.into_iter().map(|Linked { link, name, .. }| Link::of(link, Some(name)))))
}
