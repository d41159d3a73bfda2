//! The link of a recipient.

use axum::Json;
use axum::extract::State;
use casebook_app::domain::ids::QuoteId;
use casebook_app::quotes::{self, Token};

use super::actions::{QuoteLink, QuoteSent};
use crate::api::wire::QuoteIdText;
use crate::http::error::{Answer, Problem, Refusal};
use crate::http::request::body::NoBody;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

impl QuoteLink {
    pub(super) fn of(token: &Token) -> Self {
        Self { token: token.text().to_owned(), path: format!("/quotes/{}", token.text()) }
    }
}

/// A token that nobody can guess.
pub(super) fn new_token() -> Answer<Token> {
    let mut bytes = [0; Token::BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Refusal::internal(error.to_string()))?;
    Ok(Token::of_random(bytes))
}

/// Give a quote that was sent a new link
///
/// The link before ends. Links are stored as digests alone, so they cannot be shown again.
#[utoipa::path(post, path = "/api/v1/quotes/{id}/link", operation_id = "renew_quote_link", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")),
    responses((status = 200, description = "The quote and its new link", body = QuoteSent),
        (status = 409, description = "It was not sent", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn renew(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Json<QuoteSent>> {
    let token = new_token()?;
    let link = QuoteLink::of(&token);
    let quote = shared.run(move |session, _| quotes::renew_link(session, id, &token)).await?;
    Ok(Json(QuoteSent { quote: quote.into(), link }))
}
