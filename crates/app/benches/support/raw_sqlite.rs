//! The raw baseline on SQLite: the very same rows into the very same tables and indexes, by plain `rusqlite`
//! with one prepared statement for each table, and the same durability.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Rows};

use super::{Outcome, now, open};

/// A table with the order in which its rows came in.
pub type Arrival = (&'static str, &'static str);

/// What an import of people writes.
pub const IMPORTED: [Arrival; 9] = [
    ("party", "id"),
    ("party_key", "party"),
    ("evidence", "id"),
    ("evidence_party", "evidence"),
    ("party_facts", "party"),
    ("stage_period", "party, vocabulary, seq"),
    ("standing_period", "party, seq"),
    ("import_row", "party"),
    ("change_entry", "change_set, id"),
];

/// What a rebuild writes.
pub const DERIVED: [Arrival; 3] =
    [("party_facts", "party"), ("stage_period", "party, vocabulary, seq"), ("standing_period", "party, seq")];

/// Copies the tables' rows from one database into a fresh one in so many transactions; returns how long the
/// inserts and commits took, without the reading.
pub fn copy(from: &Path, to: &Path, tables: &[Arrival], transactions: u64) -> Outcome<Duration> {
    // Casebook makes the tables and their indexes, and then lets go of them.
    drop(open(&format!("sqlite:{}", to.display()))?);
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let target = writer(to)?;
    let mut statements = Vec::new();
    for (table, order) in tables {
        let rows: i64 = source.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        let read = source.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
        let places = vec!["?"; read.column_count()].join(", ");
        let insert = target.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
        statements.push((read, insert, (rows as u64).div_ceil(transactions)));
    }
    let mut parts = Vec::new();
    for (read, insert, share) in &mut statements {
        let width = read.column_count();
        parts.push((read.query([])?, insert, *share, width));
    }
    let mut spent = Duration::ZERO;
    loop {
        let chunks: Vec<Vec<Value>> = parts
            .iter_mut()
            .map(|(rows, _, share, width)| next_rows(rows, *share, *width))
            .collect::<Outcome<_>>()?;
        if chunks.iter().all(Vec::is_empty) {
            return Ok(spent);
        }
        let start = now();
        target.execute_batch("BEGIN IMMEDIATE")?;
        for ((_, insert, _, width), chunk) in parts.iter_mut().zip(&chunks) {
            for row in chunk.chunks(*width) {
                insert.execute(rusqlite::params_from_iter(row))?;
            }
        }
        target.execute_batch("COMMIT")?;
        spent += start.elapsed();
    }
}

/// A connection that writes as durably as Casebook's, with the same room.
pub fn writer(path: &Path) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(30))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; \
         PRAGMA cache_size = -65536; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

fn next_rows(rows: &mut Rows<'_>, most: u64, width: usize) -> Outcome<Vec<Value>> {
    let mut flat = Vec::new();
    for _ in 0..most {
        let Some(row) = rows.next()? else { break };
        for column in 0..width {
            flat.push(row.get(column)?);
        }
    }
    Ok(flat)
}
