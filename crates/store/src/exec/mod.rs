//! The executor: the only code that talks to a driver. Everything else writes a statement once.

use std::fmt::Write as _;

mod batch;
mod bind;
pub(crate) mod cancel;
pub(crate) mod checksum;
mod circuit;
mod connect;
mod connection;
pub(crate) mod dialect;
pub mod name_lock;
mod postgres;
mod postgres_error;
mod readers;
mod row;
pub(crate) mod schema_step;
mod sqlite;
mod tls;
mod transaction;
pub(crate) mod update;
pub(crate) mod value;
mod writer;

use crate::engine::Engine;
use crate::error::Result;

pub use batch::Batch;
pub use connection::Connection;
pub use row::Row;

pub(crate) use row::Raw;

pub(crate) use postgres::PostgresStore;
pub(crate) use readers::Readers;
pub(crate) use sqlite::create as create_sqlite;
pub(crate) use transaction::Transaction;
pub(crate) use writer::Writer;

/// The schema after these scripts, by name, as [`dialect::schema`] returns it; `None` if the engine does not keep the
/// text of definitions.
pub(crate) fn schema_of(engine: Engine, scripts: &[&str]) -> Result<Option<Vec<(String, String)>>> {
    match engine {
        Engine::Sqlite => sqlite::schema_of(scripts).map(Some),
        Engine::Postgres => Ok(None),
    }
}

/// `INSERT INTO table (…) VALUES ($1, …), …` for so many rows.
fn insert_text(table: &str, columns: &[&str], rows: usize) -> String {
    let mut text = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            let comma = if column == 0 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(text, "{comma}${}", row * columns.len() + column + 1);
        }
        text.push(')');
    }
    text
}
