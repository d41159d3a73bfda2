//! Quotes as PDFs. The router knows no addresses that end in `.pdf`: those of quotes take both.

use axum::response::{IntoResponse, Response};
use casebook_app::domain::ids::QuoteId;
use casebook_app::quotes::{self, QuotePdf};
use utoipa::OpenApi;

use crate::api::exports::saved_as;
use crate::api::wire::QuoteIdText;
use crate::http::error::Answer;
use crate::state::Shared;

/// The media type.
const PDF: &str = "application/pdf";

/// The operations that are described here and answered by those of quotes.
#[derive(OpenApi)]
#[openapi(paths(get_quote_pdf, get_public_quote_pdf))]
pub(crate) struct Described;

/// Get a quote as a PDF
///
/// Of a quote that was sent it is what was handed out, byte for byte the same each time; of a draft what would be sent now. It is
/// tagged as PDF/UA-1 asks.
#[utoipa::path(get, path = "/api/v1/quotes/{id}.pdf", operation_id = "get_quote_pdf", tag = "quotes",
    params(("id" = QuoteIdText, Path, description = "The quote")),
    responses((status = 200, description = "The document", body = String, content_type = "application/pdf",
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
#[expect(dead_code, reason = "it only describes")]
fn get_quote_pdf() {}

/// Get a quote by its link, as a PDF
#[utoipa::path(get, path = "/api/v1/public/quotes/{token}.pdf", operation_id = "get_public_quote_pdf",
    tag = "public",
    params(("token" = String, Path, description = "What the link holds")),
    responses((status = 200, description = "The document", body = String, content_type = "application/pdf",
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
#[expect(dead_code, reason = "it only describes")]
fn get_public_quote_pdf() {}

pub(super) async fn of_quote(shared: &Shared, id: QuoteId) -> Answer<Response> {
    Ok(file(shared.run(move |session, _| quotes::pdf(session, id)).await?))
}

pub(super) async fn of_link(shared: &Shared, token: String) -> Answer<Response> {
    Ok(file(shared.run(move |session, _| quotes::pdf_by_link(session, &token)).await?))
}

fn file(QuotePdf { file_name, bytes }: QuotePdf) -> Response {
    saved_as(&file_name, PDF, bytes.into_response())
}
