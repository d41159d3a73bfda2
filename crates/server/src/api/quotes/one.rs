//! Listing, adding, reading and editing quotes.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::ids::QuoteId;
use casebook_app::quotes::{self, ListRequest, Quote};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::draft::{InQuote, QuoteDraftBody, QuotePatch};
use super::pdf;
use super::wire::{QuoteBody, QuoteContent};
use crate::api::changes::of_page;
use crate::api::wire::{DealIdText, QuoteIdText};
use crate::http::error::Answer;
use crate::http::request::body;
use crate::http::request::path::{Named, OrPdf};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::{Created, Items, Versioned};
use crate::http::response::etag::IfMatch;
use crate::state::Shared;

/// Which quotes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Quotes {
    /// Only quotes of this deal.
    #[param(inline, value_type = DealIdText, required = false)]
    deal: Option<DealIdText>,
    /// The `next` of the previous page; omit for the first page.
    #[param(inline, value_type = QuoteIdText, required = false)]
    cursor: Option<QuoteIdText>,
    /// Maximum number of quotes; 50 by default.
    #[param(minimum = 1, maximum = 200, required = false)]
    limit: Option<usize>,
}

/// How to add a quote.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Adding {
    /// Return what the quote would say and come to, and store nothing.
    #[serde(default)]
    #[param(required = false)]
    preview: bool,
}

/// What a quote would say and come to.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuotePreview {
    /// What it would say.
    #[serde(flatten)]
    says: QuoteContent,
}

/// List quotes, newest first
///
/// Each version of a quote is an item.
#[utoipa::path(get, path = "/api/v1/quotes", operation_id = "list_quotes", tag = "quotes", params(Quotes),
    responses((status = 200, description = "A page", body = Items<QuoteBody>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(page): Query<Quotes>,
) -> Answer<Json<Items<QuoteBody>>> {
    let request = ListRequest {
        deal: page.deal.map(|id| id.0),
        after: page.cursor.map(|id| id.0),
        limit: of_page(page.limit)?,
    };
    let (quotes, next) = shared.run(move |session, _| quotes::list(session, request)).await?;
    let items = quotes.into_iter().map(QuoteBody::from).collect();
    Ok(Json(Items { items, next: next.map(|id| id.to_string()) }))
}

/// Add a quote to a deal
///
/// It is a draft until it is sent. What is not given is taken from the deal, its account, and the catalogue.
#[utoipa::path(post, path = "/api/v1/quotes", operation_id = "add_quote", tag = "quotes", params(Adding),
    request_body = QuoteDraftBody,
    responses(
        (status = 200, description = "What the quote would say and come to", body = QuotePreview),
        (status = 201, description = "The quote", body = QuoteBody, headers(
            ("ETag" = String, description = "Its version, for `If-Match`"),
            ("Location" = String, description = "Its address")))))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    Query(adding): Query<Adding>,
    body::Json(draft): body::Json<QuoteDraftBody>,
) -> Answer<Response> {
    let draft = draft.read()?;
    if adding.preview {
        let work = move |session: &_, _: &_| quotes::preview(session, draft);
        let Quote { content, amounts, totals, .. } = shared.run_naming(&InQuote, work).await?;
        return Ok(Json(QuotePreview { says: QuoteContent::of(content, &amounts, totals) }).into_response());
    }
    let quote = shared.run_naming(&InQuote, move |session, _| quotes::add(session, draft)).await?;
    Ok(created(quote))
}

/// Get a quote
#[utoipa::path(get, path = "/api/v1/quotes/{id}", operation_id = "get_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")),
    responses((status = 200, description = "The quote", body = QuoteBody,
        headers(("ETag" = String, description = "Its version, for `If-Match`")))))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(OrPdf { named: id, is_pdf }): Named<OrPdf<QuoteId>>,
    _: Query<NoParameters>,
) -> Answer<Response> {
    if is_pdf {
        return pdf::of_quote(&shared, id).await;
    }
    Ok(versioned(shared.run(move |session, _| quotes::show(session, id)).await?).into_response())
}

/// Update a draft
///
/// What was sent never changes: revise it instead.
#[utoipa::path(patch, path = "/api/v1/quotes/{id}", operation_id = "change_quote", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote"),
        ("If-Match" = String, Header, description = "The `ETag` of the version to update, or `*`")),
    request_body = QuotePatch,
    responses((status = 200, description = "The updated quote", body = QuoteBody,
            headers(("ETag" = String, description = "Its new version"))),
        (status = 409, description = "It was sent", body = crate::http::error::Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(shared): State<Shared>,
    Named(id): Named<QuoteId>,
    _: Query<NoParameters>,
    versions: IfMatch,
    body::Json(change): body::Json<QuotePatch>,
) -> Answer<Versioned<QuoteBody>> {
    let (price_list, change) = change.read()?;
    let work = move |session: &_, _: &_| {
        quotes::edit_if(session, id, change, price_list, move |version| versions.has(version))
    };
    Ok(versioned(shared.run_naming(&InQuote, work).await?))
}

pub(super) fn versioned(quote: Quote) -> Versioned<QuoteBody> {
    Versioned(quote.row.version, quote.into())
}

pub(super) fn created(quote: Quote) -> Response {
    Created(format!("/api/v1/quotes/{}", quote.row.id), versioned(quote)).into_response()
}
