//! Deals: how far a sale has come, which follows from the evidence that names it, and what evidence follows when
//! somebody changes its record.

mod course;
mod funnel;
mod history;
mod outcomes;
mod pipeline;
mod rule;
mod state;
mod terms;
#[cfg(test)]
mod tests;

pub use course::{Course, DealRules, courses, live_in_order};
pub use funnel::{DealFunnel, DealMembers, DealNumber, DealRequest, DealTest, FunnelDeal};
pub use history::{DealPeriod, period_at};
pub use outcomes::Outcomes;
pub use pipeline::{
    ChecklistItem, MOST_PIPELINES, MOST_STAGES, Pipeline, PipelineProblem, PipelineStage, Pipelines,
};
pub use rule::{Appended, RULE, changed, opened};
pub use state::{DealState, LOST, WON, state_of, weighted};
pub use terms::{Terms, only_named};

/// The name of the record type.
pub const DEAL: &str = "deal";
/// The names of fields that follow from evidence.
pub const PROJECTED: [&str; 9] = [
    "account",
    "people",
    "amount",
    "pipeline",
    "stage",
    "product_line",
    "opened_on",
    "closed_on",
    "lost_reason",
];
