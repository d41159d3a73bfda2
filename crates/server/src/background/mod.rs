//! Work that goes on beside requests: jobs, imports, watching the feed of changes and the database, and housekeeping.

pub(crate) mod control;
pub(crate) mod feed;
pub(crate) mod health;
pub(crate) mod housekeeping;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod output;
