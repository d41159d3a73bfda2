//! What the store promises, checked on both engines.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed test is told by a panic")]

mod backup;
mod evidence;
mod lease;
mod lock;
mod party;
mod projection;
mod schema;
mod transaction;
