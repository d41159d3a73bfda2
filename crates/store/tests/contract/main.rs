//! What the store promises, checked on both engines.

#![expect(clippy::unwrap_used, reason = "a failed test is told by a panic")]

mod backup;
mod cancel;
mod evidence;
mod feed;
mod import;
mod lease;
mod lock;
mod party;
mod projection;
mod schema;
mod small;
mod transaction;
