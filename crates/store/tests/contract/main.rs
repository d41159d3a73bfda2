//! The contract of the store, checked on both engines.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

mod cancel;
mod checksum;
mod evidence;
mod feed;
mod import;
mod inspect;
mod journal;
mod lease;
mod lock;
mod own_field;
mod party;
mod pipeline;
mod projection;
mod quote;
mod record;
mod schema;
mod small;
mod transaction;
