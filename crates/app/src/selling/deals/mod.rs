//! What became of deals: their funnel, and the history of each.

mod figures;
mod funnel;
mod history;

pub use figures::DealFigures;
pub(crate) use figures::figures;
pub use funnel::funnel;
pub use history::{DealHistory, PeriodRow, ValueChange, history};
