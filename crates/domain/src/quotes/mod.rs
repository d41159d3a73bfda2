//! Quotes: what is offered, what it comes to, and how an offer goes on.
//!
//! Amounts are whole minor units. Each amount of a line is rounded half up to the minor unit of the currency, and totals
//! are the sums of what is printed, so that a reader who adds the lines up finds the totals.

mod company;
mod content;
mod decimal;
mod document;
mod line;
mod number;
mod state;
#[cfg(test)]
mod tests;
mod totals;

pub use company::{Company, LONGEST_COMPANY_TEXT};
pub use content::{Content, Language, MOST_LINES, Recipient};
pub use decimal::{Decimal, Percent, Quantity};
pub use document::{Document, digest};
pub use line::{Discount, LARGEST, Line, LineAmounts, Recurrence};
pub use number::QuoteNumber;
pub use state::{Answer, QuoteRefusal, QuoteState};
pub use totals::{Sum, Tax, Totals};

/// What is wrong with a quote, and where: names from the outside in, joined by dots (`lines.2.quantity`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{place}`: {detail}")]
pub struct QuoteProblem {
    /// The field.
    pub place: String,
    /// What is wrong with it, and what would do.
    pub detail: String,
}

impl QuoteProblem {
    fn new(place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { place: place.into(), detail: detail.into() }
    }

    fn within(self, part: &str) -> Self {
        Self { place: format!("{part}.{}", self.place), ..self }
    }
}

/// Refuses text that is too long, or holds a character that no document shows. Line breaks are for `blocks` alone.
fn check_text(place: &str, text: &str, longest: usize, is_block: bool) -> Result<(), QuoteProblem> {
    if text.chars().count() > longest {
        return Err(QuoteProblem::new(place, format!("is longer than {longest} characters")));
    }
    let is_wrong = |c: char| c.is_control() && !(is_block && matches!(c, '\n' | '\t'));
    if text.chars().any(is_wrong) {
        return Err(QuoteProblem::new(place, "contains a control character"));
    }
    Ok(())
}
