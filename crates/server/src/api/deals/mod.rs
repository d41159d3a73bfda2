//! `/deals`: what deals have besides the operations of every record: their funnel, and the history of each.

mod amounts;
pub(crate) mod funnel;
pub(crate) mod history;
