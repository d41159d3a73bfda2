//! `/public/quotes`: a quote for whoever has its link.

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use casebook_app::quotes::{self, PublicQuote};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::pdf;
use super::wire::{CompanyBody, QuoteAnswer, QuoteContent, StateWord};
use crate::http::connections::Peer;
use crate::http::error::{Answer, Problem};
use crate::http::request::body;
use crate::http::request::path::{LinkToken, Named, OrPdf};
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// Where a recipient goes on.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicQuoteLinks {
    /// Where it is accepted, by POST.
    accept: String,
    /// Where it is declined, by POST.
    decline: String,
    /// Where it is as a PDF.
    pdf: String,
}

/// What a recipient sees of a quote.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicQuoteBody {
    /// Its number.
    number: String,
    /// Its version, from 1.
    version: i64,
    /// Its state.
    state: StateWord,
    /// Who sends it.
    sender: CompanyBody,
    #[serde(flatten)]
    says: QuoteContent,
    /// The day on which it was sent.
    #[schema(format = Date)]
    sent_on: String,
    /// What was answered; null so far.
    #[schema(required)]
    answer: Option<QuoteAnswer>,
    /// Where to go on.
    links: PublicQuoteLinks,
}

/// An acceptance.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicAcceptance {
    /// The name of whoever accepts.
    #[schema(min_length = 1, max_length = 1000, pattern = r"^[^\u0000]*\S[^\u0000]*$")]
    name: String,
}

/// A refusal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicRejection {
    /// Why.
    #[schema(max_length = 1000)]
    reason: String,
}

impl PublicQuoteBody {
    fn of(quote: PublicQuote, token: &str) -> Self {
        let PublicQuote { document, state, answer } = quote;
        let path = format!("/api/v1/public/quotes/{token}");
        Self {
            number: document.number.unwrap_or_default(),
            version: document.version,
            state: StateWord(state),
            sender: document.sender.into(),
            says: QuoteContent::of(document.content, &document.amounts, document.totals).without_ids(),
            sent_on: document.sent_on.unwrap_or_default(),
            answer: answer.map(QuoteAnswer::without_address),
            links: PublicQuoteLinks {
                accept: format!("{path}/accept"),
                decline: format!("{path}/decline"),
                pdf: format!("{path}.pdf"),
            },
        }
    }
}

/// Get a quote by its link
///
/// A link that never was, has ended, or whose quote was withdrawn is not found.
#[utoipa::path(get, path = "/api/v1/public/quotes/{token}", operation_id = "get_public_quote", tag = "public",
    params(("token" = String, Path, description = "What the link holds")),
    responses((status = 200, description = "What the recipient sees", body = PublicQuoteBody)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(OrPdf { named: LinkToken(token), is_pdf }): Named<OrPdf<LinkToken>>,
    _: Query<NoParameters>,
) -> Answer<Response> {
    if is_pdf {
        return pdf::of_link(&shared, token).await;
    }
    let given = token.clone();
    let quote = shared.run(move |session, _| quotes::show_by_link(session, &given)).await?;
    Ok(Json(PublicQuoteBody::of(quote, &token)).into_response())
}

/// Accept a quote by its link
///
/// The name, the time and the network address are recorded.
#[utoipa::path(post, path = "/api/v1/public/quotes/{token}/accept", operation_id = "accept_public_quote", tag = "public",
    params(("token" = String, Path, description = "What the link holds")), request_body = PublicAcceptance,
    responses((status = 200, description = "The accepted quote", body = PublicQuoteBody),
        (status = 409, description = "It was answered before, or expired", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn accept(
    State(shared): State<Shared>,
    Named(LinkToken(token)): Named<LinkToken>,
    _: Query<NoParameters>,
    peer: Option<Extension<Peer>>,
    body::Json(PublicAcceptance { name }): body::Json<PublicAcceptance>,
) -> Answer<Json<PublicQuoteBody>> {
    let (given, address) = (token.clone(), address_of(peer));
    let work = move |session: &_, _: &_| quotes::accept_by_link(session, &given, &name, &address);
    let quote = shared.run_naming(&[("name", "/name")], work).await?;
    Ok(Json(PublicQuoteBody::of(quote, &token)))
}

/// Decline a quote by its link
#[utoipa::path(post, path = "/api/v1/public/quotes/{token}/decline", operation_id = "decline_public_quote", tag = "public",
    params(("token" = String, Path, description = "What the link holds")), request_body = PublicRejection,
    responses((status = 200, description = "The declined quote", body = PublicQuoteBody),
        (status = 409, description = "It was answered before, or expired", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn decline(
    State(shared): State<Shared>,
    Named(LinkToken(token)): Named<LinkToken>,
    _: Query<NoParameters>,
    peer: Option<Extension<Peer>>,
    body::Json(PublicRejection { reason }): body::Json<PublicRejection>,
) -> Answer<Json<PublicQuoteBody>> {
    let (given, address) = (token.clone(), address_of(peer));
    let work = move |session: &_, _: &_| quotes::decline_by_link(session, &given, &reason, &address);
    let quote = shared.run_naming(&[("reason", "/reason")], work).await?;
    Ok(Json(PublicQuoteBody::of(quote, &token)))
}

/// The network address of whoever asks, if the server knows it.
fn address_of(peer: Option<Extension<Peer>>) -> String {
    peer.map(|Extension(Peer(address))| address.to_string()).unwrap_or_default()
}
