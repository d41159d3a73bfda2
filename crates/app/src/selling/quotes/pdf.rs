//! A quote as a PDF, for people and printers.

use casebook_document::{file_name, pdf as drawn};
use casebook_domain::ids::QuoteId;
use casebook_domain::quotes::Document;

use super::public::document_by_link;
use super::show::document;
use crate::desk::Session;
use crate::error::{Error, Result};

/// A quote as a file.
#[derive(Clone, Debug)]
pub struct QuotePdf {
    /// The name under which to save it.
    pub file_name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// A version of a quote as a PDF: of one that was sent always that which was handed out; of a draft what would be sent now.
pub fn pdf(session: &Session, id: QuoteId) -> Result<QuotePdf> {
    draw(&document(session, id)?)
}

/// What was handed out under a link, as a PDF.
pub fn pdf_by_link(session: &Session, token: &str) -> Result<QuotePdf> {
    draw(&document_by_link(session, token)?)
}

/// Drawing needs no database, and the longest quotes take a while: no connection waits for it.
fn draw(document: &Document) -> Result<QuotePdf> {
    let bytes = drawn(document).map_err(|error| Error::Refused(error.to_string()))?;
    Ok(QuotePdf { file_name: file_name(document), bytes })
}
