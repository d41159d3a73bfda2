//! `/parties/{id}/qualification`: what is known of a party by the frameworks in use, the steps between marketing and
//! sales, and the hand-overs that wait.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

pub(crate) mod hand_overs;
mod wire;

use axum::Json;
use axum::extract::State;
use casebook_app::domain::frameworks::Step;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::zone;
use casebook_app::qualification::{self, Request};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::wire::PartyIdText;
use crate::http::error::{Answer, Mistake, Problem, Refusal};
use crate::http::request::body;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

pub(crate) use wire::{HandOver, Qualification};

/// Why sales rejects a lead, and when it comes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rejection {
    /// Why: one of the reasons of the frameworks in use, or words of one's own.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
    /// More about it.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    words: Option<String>,
    /// The day on which it comes back; until then it is parked.
    #[schema(format = Date)]
    until: String,
}

/// Why a lead is disqualified.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Disqualification {
    /// One of the reasons of the frameworks in use, or `other`.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
    /// More about it; required with `other`.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    words: Option<String>,
}

/// Why a lead is requalified.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Requalification {
    /// Why; may be absent.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    reason: Option<String>,
}

/// Get how far a party is qualified: every framework in use with its gate and findings, what to ask next, and the
/// hand-over to sales
#[utoipa::path(get, path = "/api/v1/parties/{id}/qualification", operation_id = "get_qualification",
    tag = "qualification", params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "The qualification", body = Qualification)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
) -> Answer<Json<Qualification>> {
    let shown = shared.run(move |session, _| qualification::show(session, id)).await?;
    Ok(Json(Qualification::of(&shown)))
}

/// Hand a lead over to sales
#[utoipa::path(post, path = "/api/v1/parties/{id}/qualification/hand-over", operation_id = "hand_over",
    tag = "qualification", params(("id" = PartyIdText, Path, description = "The party")),
    responses(
        (status = 200, description = "How the hand-over stands", body = HandOver),
        (status = 409, description = "It waits already (`already_handed_over`), is accepted (`already_accepted`) or disqualified (`disqualified`)",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn hand_over(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    _: body::NoBody,
) -> Answer<Json<HandOver>> {
    taken(&shared, id, plain(Step::HandOver)).await
}

/// Accept a lead, as sales
#[utoipa::path(post, path = "/api/v1/parties/{id}/qualification/accept", operation_id = "accept_lead",
    tag = "qualification", params(("id" = PartyIdText, Path, description = "The party")),
    responses(
        (status = 200, description = "How the hand-over stands", body = HandOver),
        (status = 409, description = "It is accepted already (`already_accepted`) or disqualified (`disqualified`)",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn accept(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    _: body::NoBody,
) -> Answer<Json<HandOver>> {
    taken(&shared, id, plain(Step::Accept)).await
}

/// Reject a lead, as sales. Until the day on which it comes back it is parked
#[utoipa::path(post, path = "/api/v1/parties/{id}/qualification/reject", operation_id = "reject_lead",
    tag = "qualification", params(("id" = PartyIdText, Path, description = "The party")),
    request_body = Rejection,
    responses(
        (status = 200, description = "How the hand-over stands", body = HandOver),
        (status = 409, description = "It neither waits nor is accepted (`not_handed_over`)",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reject(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    body::Json(rejection): body::Json<Rejection>,
) -> Answer<Json<HandOver>> {
    let Some(until) = zone::read(&rejection.until) else {
        return Err(Refusal::invalid(vec![Mistake::new("/until", "use a date such as 2026-03-31")]));
    };
    let request = Request {
        reason: Some(rejection.reason),
        words: rejection.words,
        until: Some(until),
        ..plain(Step::Reject)
    };
    taken(&shared, id, request).await
}

/// Disqualify a lead
#[utoipa::path(post, path = "/api/v1/parties/{id}/qualification/disqualify", operation_id = "disqualify_lead",
    tag = "qualification", params(("id" = PartyIdText, Path, description = "The party")),
    request_body = Disqualification,
    responses(
        (status = 200, description = "How the hand-over stands", body = HandOver),
        (status = 409, description = "It is disqualified already (`already_disqualified`)",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn disqualify(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    body::Json(given): body::Json<Disqualification>,
) -> Answer<Json<HandOver>> {
    let request = Request { reason: Some(given.reason), words: given.words, ..plain(Step::Disqualify) };
    taken(&shared, id, request).await
}

/// Take a rejection or disqualification back
#[utoipa::path(post, path = "/api/v1/parties/{id}/qualification/requalify", operation_id = "requalify_lead",
    tag = "qualification", params(("id" = PartyIdText, Path, description = "The party")),
    request_body = Requalification,
    responses(
        (status = 200, description = "How the hand-over stands", body = HandOver),
        (status = 409, description = "It is neither rejected nor disqualified (`not_disqualified`)",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn requalify(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
    body::MaybeJson(given): body::MaybeJson<Requalification>,
) -> Answer<Json<HandOver>> {
    taken(&shared, id, Request { reason: given.reason, ..plain(Step::Requalify) }).await
}

/// A step without a reason.
fn plain(step: Step) -> Request {
    Request { step, reason: None, words: None, until: None }
}

async fn taken(shared: &Shared, id: PartyId, request: Request) -> Answer<Json<HandOver>> {
    let taken = shared.run(move |session, _| {
        let (_, shown) = qualification::take(session, id, request)?;
        Ok((shown, session.zone()?))
    });
    let (shown, zone) = taken.await?;
    Ok(Json(HandOver::of(&shown, &zone)))
}

/// A date in the zone as text.
fn day(day: casebook_app::domain::time::Timestamp) -> String {
    zone::written(day)
}
