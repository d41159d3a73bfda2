//! What all of the API shares: connections, requests as they arrive, answers as they leave, and their limits.

pub(crate) mod connections;
pub(crate) mod current;
pub(crate) mod error;
pub(crate) mod limits;
pub(crate) mod metrics;
pub(crate) mod request;
pub(crate) mod request_id;
pub(crate) mod response;
pub(crate) mod trace;
pub(crate) mod watch;
