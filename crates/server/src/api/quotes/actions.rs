//! What is done with quotes: sending, withdrawing, answering and revising them.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use casebook_app::domain::ids::QuoteId;
use casebook_app::quotes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draft::InQuote;
use super::link::new_token;
use super::one::{created, versioned};
use super::wire::QuoteBody;
use crate::api::wire::QuoteIdText;
use crate::http::error::{Answer, Problem};
use crate::http::request::body::{self, NoBody};
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Versioned;
use crate::state::Shared;

/// The link of a recipient. It is shown only now.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteLink {
    /// What the link holds. Whoever has it can answer the quote.
    #[schema(pattern = "^[0-9a-hjkmnp-tv-z]{32}$")]
    pub(super) token: String,
    /// The address of the recipient's page on this server.
    pub(super) path: String,
}

/// A quote that was sent, with the link for its recipient.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteSent {
    /// The quote.
    pub(super) quote: QuoteBody,
    /// The link for the recipient.
    pub(super) link: QuoteLink,
}

/// An acceptance that somebody records.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteAcceptance {
    /// Who has accepted it.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    name: String,
    /// A note, such as the number of the order.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    note: String,
}

/// A refusal that somebody records.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteRejection {
    /// Who has declined it.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    name: String,
    /// Why.
    #[schema(max_length = 1000)]
    reason: String,
}

/// Send a quote
///
/// Gives it its number, if it has none, and keeps what is handed out: the version never changes after that. A version that was
/// sent before is withdrawn. The link for the recipient is shown only in this response.
#[utoipa::path(post, path = "/api/v1/quotes/{id}/send", operation_id = "send_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")),
    responses((status = 200, description = "The quote as it was sent, and its link", body = QuoteSent),
        (status = 409, description = "It was sent before, or the company is not set", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn send(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Json<QuoteSent>> {
    let token = new_token()?;
    let link = QuoteLink::of(&token);
    let work = move |session: &_, _: &_| quotes::send(session, id, &token, |_| true);
    let quote = shared.run_naming(&InQuote, work).await?;
    Ok(Json(QuoteSent { quote: quote.into(), link }))
}

/// Withdraw a quote
///
/// Its link answers from then on like one that never was. A number that was sent stays used.
#[utoipa::path(post, path = "/api/v1/quotes/{id}/withdraw", operation_id = "withdraw_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")),
    responses((status = 200, description = "The quote", body = QuoteBody,
            headers(("ETag" = String, description = "Its version, for `If-Match`"))),
        (status = 409, description = "It was answered before", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn withdraw(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Versioned<QuoteBody>> {
    Ok(versioned(shared.run(move |session, _| quotes::withdraw(session, id)).await?))
}

/// Record that a quote was accepted
///
/// Wins its deal in the same change set.
#[utoipa::path(post, path = "/api/v1/quotes/{id}/accept", operation_id = "accept_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")), request_body = QuoteAcceptance,
    responses((status = 200, description = "The quote", body = QuoteBody,
            headers(("ETag" = String, description = "Its version, for `If-Match`"))),
        (status = 409, description = "It was answered or withdrawn before, was not sent, or expired", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn accept(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    body::Json(QuoteAcceptance { name, note }): body::Json<QuoteAcceptance>,
) -> Answer<Versioned<QuoteBody>> {
    let work = move |session: &_, _: &_| quotes::accept(session, id, &name, &note);
    Ok(versioned(shared.run_naming(&InQuote, work).await?))
}

/// Record that a quote was declined
#[utoipa::path(post, path = "/api/v1/quotes/{id}/decline", operation_id = "decline_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")), request_body = QuoteRejection,
    responses((status = 200, description = "The quote", body = QuoteBody,
            headers(("ETag" = String, description = "Its version, for `If-Match`"))),
        (status = 409, description = "It was answered or withdrawn before, was not sent, or expired", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn decline(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    body::Json(QuoteRejection { name, reason }): body::Json<QuoteRejection>,
) -> Answer<Versioned<QuoteBody>> {
    let work = move |session: &_, _: &_| quotes::decline(session, id, &name, &reason);
    Ok(versioned(shared.run_naming(&InQuote, work).await?))
}

/// Write the next version of a quote
///
/// Adds a draft with the same number that says the same. The version that was sent can be answered until this one is sent.
#[utoipa::path(post, path = "/api/v1/quotes/{id}/revise", operation_id = "revise_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")),
    responses((status = 201, description = "The next version", body = QuoteBody, headers(
            ("ETag" = String, description = "Its version, for `If-Match`"),
            ("Location" = String, description = "Its address"))),
        (status = 409, description = "It was accepted, was not sent, or the next version is a draft already", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn revise(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Response> {
    Ok(created(shared.run(move |session, _| quotes::revise(session, id)).await?))
}
