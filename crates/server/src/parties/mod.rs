//! `/parties`: people and organizations alike, once their id is known.

mod wire;

use axum::extract::State;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::parties;

use crate::answer::{Made, Versioned};
use crate::body::{self, NoBody};
use crate::error::Answer;
use crate::path::Named;
use crate::query::{NoParameters, Query};
use crate::state::Shared;
use crate::version::IfMatch;
use crate::wire::PartyIdText;
pub(crate) use wire::{Party, PartyChange, PartyDraft};

/// Show a party
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

/// Change fields of a party
#[utoipa::path(patch, path = "/api/v1/parties/{id}", operation_id = "change_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party"),
        ("If-Match" = String, Header, description = "The `ETag` of the version that is changed, or `*`")),
    request_body = PartyChange,
    responses((status = 200, description = "The party as it is now", body = Party,
        headers(("ETag" = String, description = "Its new version")))))]
pub(crate) async fn change(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    versions: IfMatch,
    body::Json(change): body::Json<PartyChange>,
) -> Answer<Versioned<Party>> {
    changed(&shared, id, versions, change).await
}

/// Hide a party from every list, count and funnel; its evidence stays
#[utoipa::path(post, path = "/api/v1/parties/{id}/hide", operation_id = "hide_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The party as it is now", body = Party,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn hide(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<Party>> {
    shared.run(move |casebook, _| parties::hide(casebook, id)).await?;
    shown(&shared, id).await
}

/// Bring a hidden party back
#[utoipa::path(post, path = "/api/v1/parties/{id}/restore", operation_id = "restore_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The party as it is now", body = Party,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn restore(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<Party>> {
    shared.run(move |casebook, _| parties::restore(casebook, id)).await?;
    shown(&shared, id).await
}

/// Adds a party; its address is that of its kind.
pub(crate) async fn added(
    shared: &Shared,
    kind: PartyKind,
    draft: PartyDraft,
) -> Answer<Made<Versioned<Party>>> {
    let new = draft.read(kind)?;
    let card = shared
        .run(move |casebook, _| {
            let id = parties::add(casebook, new)?;
            parties::show(casebook, id)
        })
        .await?;
    let plural = if kind == PartyKind::Person { "people" } else { "organizations" };
    let address = format!("/api/v1/{plural}/{}", card.id);
    Ok(Made(address, Versioned(card.version, Party::of(card))))
}

/// The party, in its present version.
pub(crate) async fn shown(shared: &Shared, id: PartyId) -> Answer<Versioned<Party>> {
    let card = shared.run(move |casebook, _| parties::show(casebook, id)).await?;
    Ok(Versioned(card.version, Party::of(card)))
}

/// Changes a party if it is in one of the versions that the change was made to.
pub(crate) async fn changed(
    shared: &Shared,
    id: PartyId,
    versions: IfMatch,
    change: PartyChange,
) -> Answer<Versioned<Party>> {
    let before = shared.run(move |casebook, _| parties::show(casebook, id)).await?;
    versions.check(before.version)?;
    let changes = change.read()?;
    let card = shared
        .run(move |casebook, _| {
            parties::edit(casebook, id, changes)?;
            parties::show(casebook, id)
        })
        .await?;
    Ok(Versioned(card.version, Party::of(card)))
}
