//! `/evidence`: recording what happened, taking it back, reading it.

pub(crate) mod numbers;
mod page;
mod wire;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::ids::{EvidenceId, PartyId};
use casebook_app::evidence::{self, Listed};
use casebook_app::{kinds, parties};

use crate::api::wire::{EvidenceIdText, PartyIdText};
use crate::http::error::{Answer, CREATED, MULTI_STATUS, Places, Problem, Refusal};
use crate::http::request::body;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::{Created, Written};
use crate::state::Shared;
use page::{EvidencePage, Page};
pub(crate) use wire::{Amount, Corrected, Correction, Evidence, EvidenceDraft, Retraction};
use wire::{EvidenceAnswer, EvidenceBody, EvidenceResults, INSTEAD};

/// Where a body names what.
const PLACES: [(&str, &str); 4] =
    [("kind of evidence", "/kind"), ("party", "/participants"), ("evidence", "/names"), ("deal", "/deal")];

/// As [`PLACES`]; but the piece that the address names has no place in the body.
impl Places for Named<EvidenceId> {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        PLACES.place_of(what, given).filter(|_| given != self.0.to_string())
    }
}

/// Record evidence, one piece or a list
///
/// A list is one transaction; each piece succeeds or fails on its own. Stages follow from the evidence.
#[utoipa::path(post, path = "/api/v1/evidence", operation_id = "record_evidence", tag = "evidence",
    request_body = EvidenceBody,
    responses(
        (status = 201, description = "The recorded piece, or all pieces of a list", body = EvidenceAnswer,
            headers(("Location" = String, description = "The address of the piece"))),
        (status = 207, description = "Some or all pieces of a list were rejected", body = EvidenceResults),
        (status = 409, description = "Conflicts with existing data", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn record(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body: body::OneOrMany<EvidenceDraft>,
) -> Answer<Response> {
    match body {
        body::OneOrMany::One(draft) => {
            let piece = record_one(&shared, draft).await?;
            Ok(Created(piece.address(), Json(EvidenceAnswer::One(Box::new(piece)))).into_response())
        }
        body::OneOrMany::Many(drafts) => record_many(&shared, drafts).await,
    }
}

async fn record_one(shared: &Shared, draft: EvidenceDraft) -> Answer<Evidence> {
    let (subject, new) = draft.read()?;
    let recorded = shared.run_naming(&PLACES, move |session, _| {
        let piece = evidence::record(session, subject, new)?;
        Ok(Evidence::of(&kinds::known(session)?, Listed { evidence: piece, live: true }))
    });
    recorded.await
}

/// Records what can be read; whatever cannot has its result too, at its place.
async fn record_many(shared: &Shared, drafts: Vec<Answer<EvidenceDraft>>) -> Answer<Response> {
    let written = shared.run(move |session, _| {
        let read: Vec<Answer<_>> =
            drafts.into_iter().map(|draft| draft.and_then(EvidenceDraft::read)).collect();
        let good: Vec<_> = read.iter().filter_map(|one| one.as_ref().ok().cloned()).collect();
        let (outcomes, kinds) = (evidence::record_many(session, good)?, kinds::known(session)?);
        let mut outcomes = outcomes.into_iter();
        let mut results = EvidenceResults { items: Vec::new(), recorded: 0, refused: 0 };
        for one in read {
            let outcome = one.and_then(|_| match outcomes.next() {
                Some(outcome) => outcome.map_err(|error| Refusal::naming(error, &PLACES)),
                None => Err(Refusal::internal("a piece without an outcome")),
            });
            results.take(outcome.map(|evidence| Evidence::of(&kinds, Listed { evidence, live: true })));
        }
        let status = if results.refused == 0 { CREATED } else { MULTI_STATUS };
        Ok((status, Written::of(&EvidenceAnswer::Many(results))))
    });
    Ok(written.await?.into_response())
}

/// Retract a piece of evidence; to restore it, retract the retraction
#[utoipa::path(post, path = "/api/v1/evidence/{id}/retract", operation_id = "retract_evidence",
    tag = "evidence",
    params(("id" = EvidenceIdText, Path, description = "The piece")),
    request_body = Retraction,
    responses(
        (status = 201, description = "The retraction", body = Evidence,
            headers(("Location" = String, description = "Its address"))),
        (status = 409, description = "Conflicts with existing data", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn retract(
    State(shared): State<Shared>,
    Named(id): Named<EvidenceId>,
    _: Query<NoParameters>,
    body::Json(retraction): body::Json<Retraction>,
) -> Answer<Created<Json<Evidence>>> {
    let reason = retraction.read()?;
    let piece = shared
        .run(move |session, _| {
            let piece = evidence::retract(session, id, &reason)?;
            Ok(Evidence::of(&kinds::known(session)?, Listed { evidence: piece, live: true }))
        })
        .await?;
    Ok(Created(piece.address(), Json(piece)))
}

/// Correct a piece of evidence: retract it and record another in its place, atomically
#[utoipa::path(post, path = "/api/v1/evidence/{id}/correct", operation_id = "correct_evidence",
    tag = "evidence",
    params(("id" = EvidenceIdText, Path, description = "The piece to correct")),
    request_body = Correction,
    responses(
        (status = 201, description = "The retraction and the new piece", body = Corrected,
            headers(("Location" = String, description = "The address of the new piece"))),
        (status = 409, description = "Conflicts with existing data", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn correct(
    State(shared): State<Shared>,
    Named(id): Named<EvidenceId>,
    _: Query<NoParameters>,
    body::Json(correction): body::Json<Correction>,
) -> Answer<Created<Json<Corrected>>> {
    let (reason, instead) = correction.read()?;
    let corrected = shared
        .run_naming(&Named(id), move |session, _| {
            let corrected = evidence::correct(session, id, &reason, instead)?;
            let kinds = kinds::known(session)?;
            let live = |evidence| Evidence::of(&kinds, Listed { evidence, live: true });
            Ok(Corrected { retraction: live(corrected.retraction), evidence: live(corrected.evidence) })
        })
        .await
        .map_err(|refusal| refusal.within(INSTEAD))?;
    Ok(Created(corrected.evidence.address(), Json(corrected)))
}

/// Get a piece of evidence
#[utoipa::path(get, path = "/api/v1/evidence/{id}", operation_id = "get_evidence", tag = "evidence",
    params(("id" = EvidenceIdText, Path, description = "The piece")),
    responses((status = 200, description = "The piece", body = Evidence)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<EvidenceId>,
    _: Query<NoParameters>,
) -> Answer<Json<Evidence>> {
    let work = move |session: &_, _: &_| {
        let shown = evidence::show(session, id)?;
        Ok(Evidence::of(&kinds::known(session)?, shown))
    };
    Ok(Json(shared.run(work).await?))
}

/// List the evidence of a party, including retracted pieces, in the order in which it counts
///
/// One page at a time. A page holds about 1 MB at most, and so may have fewer pieces than asked for.
#[utoipa::path(get, path = "/api/v1/parties/{id}/evidence", operation_id = "list_evidence_of_party",
    tag = "evidence",
    params(("id" = PartyIdText, Path, description = "The party"), Page),
    responses((status = 200, description = "A page", body = EvidencePage)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    Query(page): Query<Page>,
) -> Answer<Written> {
    let request = page.read()?;
    let listed = shared
        .run_naming(&[("cursor", "?cursor")], move |session, _| {
            parties::resolve(session, &id.to_string())?;
            let (page, kinds) = (evidence::page(session, id, request)?, kinds::known(session)?);
            Ok(Written::of(&EvidencePage::of(&kinds, page)))
        })
        .await?;
    Ok(listed)
}
