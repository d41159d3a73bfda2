//! `/parties`: people and organizations alike, once their id is known.

pub(crate) mod bulk;
mod contact_points;
mod duplicates;
pub(crate) mod filter;
pub(crate) mod list;
pub(crate) mod members;
pub(crate) mod organizations;
pub(crate) mod people;
mod place;
mod short;
pub(crate) mod similar;
pub(crate) mod standard;
pub(crate) mod tree;
pub(crate) mod which;
mod wire;
mod wrong;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, Added};

use crate::api::wire::PartyIdText;
use crate::http::error::pointer::escaped;
use crate::http::error::{Answer, Places, Problem};
use crate::http::request::body::{self, NoBody};
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::{Created, Versioned};
use crate::http::response::etag::IfMatch;
use crate::state::Shared;
pub(crate) use duplicates::{Adding, Editing};
pub(crate) use place::InBody;
pub(crate) use which::Which;
pub(crate) use wire::{ExternalId, Party, PartyChange, PartyDraft, pairs};

/// Get a party
#[utoipa::path(get, path = "/api/v1/parties/{id}", operation_id = "get_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The party", body = Party,
        headers(("ETag" = String, description = "Its version, for `If-Match`")))))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
) -> Answer<Versioned<Party>> {
    shown(&shared, id).await
}

/// Update fields of a party
#[utoipa::path(patch, path = "/api/v1/parties/{id}", operation_id = "change_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party"), Editing,
        ("If-Match" = String, Header, description = "The `ETag` of the version to update, or `*`")),
    request_body = PartyChange,
    responses((status = 200, description = "The updated party", body = Party,
        headers(("ETag" = String, description = "Its new version"))),
        (status = 409, description = "Another party has the email address; see `matches`", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    Query(editing): Query<Editing>,
    versions: IfMatch,
    body::Json(change): body::Json<PartyChange>,
) -> Answer<Versioned<Party>> {
    changed(&shared, id, (versions, editing), change).await
}

/// Hide a party from lists, counts and funnels; its evidence is kept
#[utoipa::path(post, path = "/api/v1/parties/{id}/hide", operation_id = "hide_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The updated party", body = Party,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn hide(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<Party>> {
    shared.run(move |session, _| parties::hide(session, id)).await?;
    shown(&shared, id).await
}

/// Restore a hidden party
#[utoipa::path(post, path = "/api/v1/parties/{id}/restore", operation_id = "restore_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The updated party", body = Party,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn restore(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<Party>> {
    shared.run(move |session, _| parties::restore(session, id)).await?;
    shown(&shared, id).await
}

/// The workspace's own fields, which a body has one level further in than the standard ones.
struct OwnFields(Vec<String>);

impl Places for OwnFields {
    fn place_of(&self, what: &str, _: &str) -> Option<String> {
        self.0.iter().any(|name| name == what).then(|| format!("/more/{}", escaped(what)))
    }
}

/// Adds a party, or fills in the existing one; its address is that of its kind.
pub(crate) async fn added(
    shared: &Shared,
    kind: PartyKind,
    adding: &Adding,
    draft: PartyDraft,
) -> Answer<Response> {
    let own = OwnFields(draft.more.keys().cloned().collect());
    let (new, duplicates) = (draft.read(kind)?, adding.duplicates());
    let work = move |session: &_, _: &_| parties::add_unless_there(session, new, duplicates);
    let Added { card, created } = shared.run_naming(&own, work).await?;
    let plural = if card.id.kind() == PartyKind::Person { "people" } else { "organizations" };
    let address = format!("/api/v1/{plural}/{}", card.id);
    let party = Versioned(card.version, Party::of(card));
    Ok(if created { Created(address, party).into_response() } else { party.into_response() })
}

/// The party, in its present version.
pub(crate) async fn shown(shared: &Shared, id: PartyId) -> Answer<Versioned<Party>> {
    let card = shared.run(move |session, _| parties::show(session, id)).await?;
    Ok(Versioned(card.version, Party::of(card)))
}

/// Changes a party if it is in one of the given versions.
pub(crate) async fn changed(
    shared: &Shared,
    id: PartyId,
    (versions, editing): (IfMatch, Editing),
    change: PartyChange,
) -> Answer<Versioned<Party>> {
    let own = OwnFields(change.more.keys().cloned().collect());
    let (changes, duplicates) = (change.read()?, editing.duplicates());
    let card = shared
        .run_naming(&own, move |session, _| {
            parties::edit_if(session, id, changes, duplicates, move |version| versions.has(version))?;
            parties::show(session, id)
        })
        .await?;
    Ok(Versioned(card.version, Party::of(card)))
}
