//! Draws a quote as a PDF document that people read, print and hear: A4, tagged as PDF/UA-1 asks, in the language of the
//! quote.
//!
//! Nothing here reads a clock or draws a random number: equal documents give equal bytes on a machine. Fonts come with the
//! crate; those of the machine are looked at only for a character that the crate's fonts lack.

mod colours;
mod dates;
mod flow;
mod fonts;
mod footer;
mod header;
mod numbers;
mod page;
mod phrases;
mod quote;
mod rows;
mod structure;
mod system_fonts;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod totals;
mod words;
mod writer;

use casebook_domain::quotes::Document;

use crate::fonts::Fallback;

/// Why a quote could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the quote cannot be drawn: {0}")]
pub struct Error(String);

/// Draws a quote. Equal documents give equal bytes.
///
/// Characters that no font has are drawn as `\u{fffd}`, and still copied as what they are.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    // A font of the machine may forbid that it is embedded; the crate's own fonts never do.
    quote::draw(document, Fallback::System)
        .or_else(|_| quote::draw(document, Fallback::None))
        .map_err(|error| Error(error.to_string()))
}

/// The name of the file under which a quote is kept: `Q-2026-0001.pdf`, `Q-2026-0001-v2.pdf`, or `draft.pdf`.
pub fn file_name(document: &Document) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let number: String = document.number.iter().flat_map(|number| number.chars()).filter(is_plain).collect();
    let name = if number.is_empty() { "draft" } else { &number };
    if document.version > 1 { format!("{name}-v{}.pdf", document.version) } else { format!("{name}.pdf") }
}
