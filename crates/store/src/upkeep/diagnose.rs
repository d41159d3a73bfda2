//! Diagnostics: what a database reports about itself.

use casebook_domain::time::Timestamp;

use super::lease;
use crate::engine::Engine;
use crate::error::Result;
use crate::exec::{Connection, dialect};

/// The engine's version.
pub fn version(connection: &mut Connection<'_>) -> Result<String> {
    let sql = dialect::version(connection.engine());
    Ok(connection.query_one(sql, &[], |row| row.string(0))?.unwrap_or_default())
}

/// Whether an acknowledged write is on disk, and by which settings. On SQLite the journal mode is the file's; the level
/// is the one of a new connection, and the writer sets the same.
pub fn durability(connection: &mut Connection<'_>) -> Result<(bool, String)> {
    match connection.engine() {
        Engine::Sqlite => {
            let journal = connection.query_one("PRAGMA journal_mode", &[], |row| row.string(0))?;
            let journal = journal.unwrap_or_default();
            let level =
                connection.query_one("PRAGMA synchronous", &[], |row| row.int(0))?.unwrap_or_default();
            let names = ["OFF", "NORMAL", "FULL", "EXTRA"];
            let name = usize::try_from(level).ok().and_then(|level| names.get(level)).unwrap_or(&"unknown");
            Ok((journal == "wal" && level >= 2, format!("journal_mode={journal} synchronous={name}")))
        }
        Engine::Postgres => {
            let mut values = Vec::new();
            for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
                let sql = "SELECT current_setting($1)";
                let value = connection.query_one(sql, &[setting.into()], |row| row.string(0))?;
                values.push((setting, value.unwrap_or_default()));
            }
            let on = values.iter().all(|(_, value)| value != "off" && value != "local");
            let text: Vec<String> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
            Ok((on, text.join(" ")))
        }
    }
}

/// When anything was recorded last.
pub fn last_recorded(connection: &mut Connection<'_>) -> Result<Option<Timestamp>> {
    let sql = "SELECT max(recorded_at) FROM evidence";
    Ok(connection.query_one(sql, &[], |row| row.opt_time(0))?.flatten())
}

/// How many parties have facts of another version than this.
pub fn outdated_facts(connection: &mut Connection<'_>, version: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM party_facts WHERE projection_version <> $1";
    Ok(connection.query_one(sql, &[version.into()], |row| row.int(0))?.unwrap_or_default())
}

/// How many node numbers are leased at `now`.
pub fn leases(connection: &mut Connection<'_>, now: Timestamp) -> Result<i64> {
    lease::held(connection, now)
}

/// How many node numbers have marks too far ahead of `now` to be leased again.
pub fn leases_far_ahead(connection: &mut Connection<'_>, now: Timestamp) -> Result<i64> {
    lease::far_ahead(connection, now)
}

/// How many entries the change feed has, and how many of them wait for a number.
pub fn changes(connection: &mut Connection<'_>) -> Result<(i64, i64)> {
    let count = |connection: &mut Connection<'_>, table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_one(&sql, &[], |row| row.int(0)).map(Option::unwrap_or_default)
    };
    let waiting = count(connection, "change_outbox")?;
    Ok((count(connection, "change_feed")? + waiting, waiting))
}
