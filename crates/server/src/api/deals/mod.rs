//! `/deals`: what deals have besides the operations of every record: their funnel, and the history of each.

pub(crate) mod amounts;
pub(crate) mod funnel;
pub(crate) mod history;
