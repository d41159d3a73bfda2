//! `/evidence`: recording what happened, taking it back, reading it.

mod wire;

use axum::Json;
use axum::extract::State;
use casebook_app::domain::ids::{EvidenceId, PartyId};
use casebook_app::evidence::{self, Listed};
use casebook_app::{kinds, parties};

use crate::answer::{Items, Made};
use crate::body;
use crate::error::{Answer, Problem};
use crate::path::Named;
use crate::query::{NoParameters, Query};
use crate::state::Shared;
use crate::wire::{EvidenceIdText, PartyIdText};
pub(crate) use wire::{Evidence, EvidenceDraft, Retraction};

/// Where a body names what.
const PLACES: [(&str, &str); 4] =
    [("kind of evidence", "/kind"), ("party", "/participants"), ("evidence", "/names"), ("deal", "/deal")];

/// Record what happened; the stages follow
#[utoipa::path(post, path = "/api/v1/evidence", operation_id = "record_evidence", tag = "evidence",
    request_body = EvidenceDraft,
    responses(
        (status = 201, description = "The piece as it is stored", body = Evidence,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "It contradicts what is there", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn record(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<EvidenceDraft>,
) -> Answer<Made<Json<Evidence>>> {
    let (subject, new) = draft.read()?;
    let piece = shared
        .run_naming(&PLACES, move |casebook, _| {
            let piece = evidence::record(casebook, subject, new)?;
            Ok(Evidence::of(&kinds::list(casebook)?, Listed { evidence: piece, live: true }))
        })
        .await?;
    Ok(Made(piece.address(), Json(piece)))
}

/// Take a piece back; taking that back is how it is undone
#[utoipa::path(post, path = "/api/v1/evidence/{id}/retract", operation_id = "retract_evidence",
    tag = "evidence",
    params(("id" = EvidenceIdText, Path, description = "The piece")),
    request_body = Retraction,
    responses(
        (status = 201, description = "The retraction", body = Evidence,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "It contradicts what is there", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn retract(
    State(shared): State<Shared>,
    Named(id): Named<EvidenceId>,
    _: Query<NoParameters>,
    body::Json(retraction): body::Json<Retraction>,
) -> Answer<Made<Json<Evidence>>> {
    let piece = shared
        .run(move |casebook, _| {
            let piece = evidence::retract(casebook, id, &retraction.reason)?;
            Ok(Evidence::of(&kinds::list(casebook)?, Listed { evidence: piece, live: true }))
        })
        .await?;
    Ok(Made(piece.address(), Json(piece)))
}

/// Show a piece of evidence
#[utoipa::path(get, path = "/api/v1/evidence/{id}", operation_id = "get_evidence", tag = "evidence",
    params(("id" = EvidenceIdText, Path, description = "The piece")),
    responses((status = 200, description = "The piece", body = Evidence)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<EvidenceId>,
    _: Query<NoParameters>,
) -> Answer<Json<Evidence>> {
    let work =
        move |casebook: &_, _: &_| Ok(Evidence::of(&kinds::list(casebook)?, evidence::show(casebook, id)?));
    Ok(Json(shared.run(work).await?))
}

/// List everything that a party takes part in, dead pieces too, in the order in which it counts
#[utoipa::path(get, path = "/api/v1/parties/{id}/evidence", operation_id = "list_evidence_of_party",
    tag = "evidence",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "All of it", body = Items<Evidence>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<Evidence>>> {
    let listed = shared
        .run(move |casebook, _| {
            parties::resolve(casebook, &id.to_string())?;
            let (listed, kinds) = (evidence::list(casebook, id)?, kinds::list(casebook)?);
            Ok(listed.into_iter().map(|one| Evidence::of(&kinds, one)).collect::<Vec<_>>())
        })
        .await?;
    Ok(Items::whole(listed))
}
