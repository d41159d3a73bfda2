//! Casebook's store: facts on disk, in one SQLite file or one PostgreSQL schema.
//!
//! The only crate with SQL. Everything is synchronous: a write is a closure that runs in one transaction
//! and is answered once that transaction is durable; a read is a closure over one snapshot. Never call
//! either from an async task; hand them to a thread that may block.

mod cancel;
mod catalogue;
pub mod change;
pub mod check;
mod checksum;
mod clock;
mod clock_watch;
pub mod deal;
pub mod diagnose;
mod dialect;
pub mod dump;
mod error;
pub mod evidence;
mod exec;
pub mod feed;
pub mod files;
pub mod import;
pub mod integrity;
pub mod kind;
pub mod lease;
pub mod link;
mod lock;
pub mod matching;
pub mod migrate;
pub mod name_lock;
pub mod own_field;
pub mod party;
pub mod party_key;
mod party_list;
mod passfile;
mod pause;
pub mod picture;
pub mod projection;
pub mod request_key;
mod server_address;
pub mod setting;
mod store;
mod url;
mod value;
pub mod vocabulary;

pub use cancel::Cancel;
pub use catalogue::{Class, Column, Index, Table, tables};
pub use clock::{Clock, SystemClock};
pub use clock_watch::{ClockWatch, Steadiness, believable};
pub use error::{Error, Result};
pub use exec::{Batch, Connection, Engine, Row};
pub use lease::Ids;
pub use lock::LockGuard;
pub use migrate::Migrated;
pub use server_address::ServerAddress;
pub use store::{Failure, Store};
pub use url::DatabaseUrl;
pub use value::{NULL, Value};
