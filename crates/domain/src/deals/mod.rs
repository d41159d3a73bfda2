//! Deals: how far a sale has come, which follows from the evidence that names it, and what evidence follows when
//! somebody changes its record.

mod course;
mod outcomes;
mod pipeline;
mod rule;
mod terms;
#[cfg(test)]
mod tests;

pub use course::{Course, courses, live_in_order};
pub use outcomes::Outcomes;
pub use pipeline::{DealState, Stage};
pub use rule::{Appended, RULE, changed, opened};
pub use terms::{Terms, only_named};

/// The name of the record type.
pub const DEAL: &str = "deal";
/// The names of fields that follow from evidence.
pub const PROJECTED: [&str; 8] =
    ["account", "people", "amount", "stage", "product_line", "opened_on", "closed_on", "lost_reason"];
