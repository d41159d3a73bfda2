//! Casebook's store: facts on disk, in one SQLite file or one PostgreSQL schema.
//!
//! The only crate with SQL. Everything is synchronous: a write is a closure that runs in one transaction and returns
//! once that transaction is durable; a read is a closure over one snapshot. Never call either from an async task; hand
//! them to a thread that may block.

mod address;
mod clock;
pub mod definitions;
mod engine;
mod error;
mod exec;
pub mod files;
mod schema;
mod store;
mod tables;
mod upkeep;
pub mod walk;

pub use address::{DatabaseUrl, ServerAddress};
pub use clock::watch::{ClockWatch, Steadiness, believable};
pub use clock::{Clock, SystemClock};
pub use engine::Engine;
pub use error::{Error, Result};
pub use exec::cancel::Cancel;
pub use exec::value::{NULL, Value};
pub use exec::{Batch, Connection, Row, name_lock};
pub use schema::last_known as last_known_schema;
pub use store::{Failure, Store};
pub use tables::{
    change_entry, change_set, deal, deal_period, evidence, feed, framework, hand_over, import, index_row,
    kind, link, matching, own_field, party, party_key, pipeline, projection, quote, record, record_key,
    record_type, request_key, setting, vocabulary,
};
pub use upkeep::catalogue::{Class, Column, Index, Table, tables};
pub use upkeep::lease::Ids;
pub use upkeep::lock::LockGuard;
pub use upkeep::migrate::Migrated;
pub use upkeep::{check, diagnose, dump, integrity, lease, migrate, views};
