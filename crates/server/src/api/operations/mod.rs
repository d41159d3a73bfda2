//! The server itself: its health, version and metrics.

pub(crate) mod health;
pub(crate) mod metrics;
