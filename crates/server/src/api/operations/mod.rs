//! The server itself: whether it can work, which version it is, what it has counted.

pub(crate) mod health;
pub(crate) mod metrics;
