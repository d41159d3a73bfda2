//! The change feed: what each transaction changed, numbered in the order in which it became visible.
//!
//! No gap in the numbers is filled later: a follower that has seen everything up to a number misses nothing by asking
//! for what comes after it. SQLite has one writer at a time, so a transaction numbers its own entry. On PostgreSQL
//! transactions end in another order than they began, so an entry first waits in an outbox; [`number`] gives numbers
//! to the entries that are visible by then.

use casebook_domain::change::Action;
use casebook_domain::evidence::Via;
use casebook_domain::ids::{EvidenceId, PartyId, RecordId};
use casebook_domain::text::hexadecimal;
use casebook_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, Row, dialect};
use crate::store::Store;

/// What one transaction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, which identifies it before it has a number.
    pub id: i64,
    /// When it was written.
    pub at: Timestamp,
    /// The actor.
    pub actor: String,
    /// By which way.
    pub via: Via,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What.
    pub action: Action,
    /// The parties that it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyId>,
    /// The records that it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordId>,
    /// The evidence that it appended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// What else it is about: a kind, a vocabulary, an import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

impl Change {
    /// A change of parties.
    pub fn of(action: Action, parties: Vec<PartyId>) -> Self {
        Self { action, parties, records: Vec::new(), evidence: None, about: None }
    }
}

/// The stored form of an entry.
#[derive(Serialize, Deserialize)]
struct StoredEntry {
    actor: String,
    via: String,
    changes: Vec<Change>,
}

/// The lock under which numbers are given.
const NUMBERING: &str = "change-feed";
/// Entries numbered in one go.
const MOST: i64 = 1_000;

fn text_of(entry: &Entry) -> Result<String> {
    let stored = StoredEntry {
        actor: entry.actor.clone(),
        via: entry.via.word().to_owned(),
        changes: entry.changes.clone(),
    };
    serde_json::to_string(&stored).map_err(|error| Error::Other(error.to_string()))
}

/// Reads `id, at, entry` from a column on.
fn read(row: &Row<'_>, column: usize) -> Result<Entry> {
    let unreadable = |what: String| Error::Unreadable(format!("an entry of the change feed: {what}"));
    let stored: StoredEntry =
        serde_json::from_str(row.text(column + 2)?).map_err(|error| unreadable(error.to_string()))?;
    Ok(Entry {
        id: row.int(column)?,
        at: row.time(column + 1)?,
        actor: stored.actor,
        via: Via::from_word(&stored.via).ok_or_else(|| unreadable(stored.via))?,
        changes: stored.changes,
    })
}

/// Appends the changes of the present transaction.
pub fn append(connection: &mut Connection<'_>, entry: &Entry) -> Result<()> {
    let text = text_of(entry)?;
    if dialect::has_one_writer(connection.engine()) {
        let seq = last(connection)? + 1;
        return insert(connection, seq, entry.id, entry.at, &text);
    }
    connection.insert_many(
        "change_outbox",
        &["id", "at", "entry"],
        &[entry.id.into(), entry.at.into(), text.into()],
    )
}

/// Appends an entry under a number that is higher than `least` and every other: after a restore, when followers are
/// further than the restored feed.
pub fn append_after(connection: &mut Connection<'_>, least: i64, entry: &Entry) -> Result<()> {
    number(connection)?;
    let seq = last(connection)?.max(least) + 1;
    insert(connection, seq, entry.id, entry.at, &text_of(entry)?)
}

fn insert(connection: &mut Connection<'_>, seq: i64, id: i64, at: Timestamp, text: &str) -> Result<()> {
    connection.insert_many(
        "change_feed",
        &["seq", "id", "at", "entry"],
        &[seq.into(), id.into(), at.into(), text.into()],
    )
}

/// Numbers what waits in the outbox; returns whether more may be waiting. One process at a time; others wait for it.
pub fn number(connection: &mut Connection<'_>) -> Result<bool> {
    let lock =
        format!("SELECT name FROM process_lock WHERE name = $1{}", dialect::locked(connection.engine()));
    let begin = "INSERT INTO process_lock (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";
    if connection.query_one(&lock, &[NUMBERING.into()], |_| Ok(()))?.is_none() {
        connection.execute(begin, &[NUMBERING.into()])?;
        connection.query_one(&lock, &[NUMBERING.into()], |_| Ok(()))?;
    }
    let sql = "SELECT id, at, entry FROM change_outbox ORDER BY id LIMIT $1";
    let waiting =
        connection.query(sql, &[MOST.into()], |row| Ok((row.int(0)?, row.time(1)?, row.string(2)?)))?;
    if waiting.is_empty() {
        return Ok(false);
    }
    let more = waiting.len() as i64 == MOST;
    let first = last(connection)? + 1;
    let ids: Vec<i64> = waiting.iter().map(|one| one.0).collect();
    let rows: Vec<Value<'_>> = (first..)
        .zip(waiting)
        .flat_map(|(seq, (id, at, text))| -> [Value<'_>; 4] {
            [seq.into(), id.into(), at.into(), text.into()]
        })
        .collect();
    connection.insert_many("change_feed", &["seq", "id", "at", "entry"], &rows)?;
    let sql = format!("DELETE FROM change_outbox WHERE id {}", dialect::among(connection.engine(), 1));
    connection.execute(&sql, &[id_list(&ids, |id| id)])?;
    Ok(more)
}

/// Numbers all that waits in the outbox, and returns the last number. Cheap if nothing waits.
pub fn number_all(store: &Store) -> Result<i64> {
    if store.ask(waits)? {
        // Waiting for each other's transactions is what makes the numbers of all processes one order.
        while store.write(number)? {}
    }
    store.ask(last)
}

/// Whether anything waits in the outbox.
pub fn waits(connection: &mut Connection<'_>) -> Result<bool> {
    connection.query_one("SELECT 1 FROM change_outbox LIMIT 1", &[], |_| Ok(())).map(|found| found.is_some())
}

/// The highest number that was given; 0 before the first.
pub fn last(connection: &mut Connection<'_>) -> Result<i64> {
    let sql = "SELECT coalesce(max(seq), 0) FROM change_feed";
    connection.query_one(sql, &[], |row| row.int(0)).map(Option::unwrap_or_default)
}

/// The lowest number that is still there; after pruning, what came before it is no longer known.
pub fn first(connection: &mut Connection<'_>) -> Result<Option<i64>> {
    connection.query_one("SELECT min(seq) FROM change_feed", &[], |row| row.opt_int(0)).map(Option::flatten)
}

/// The numbered entries after a number, in their order.
pub fn after(connection: &mut Connection<'_>, seq: i64, limit: i64) -> Result<Vec<(i64, Entry)>> {
    let sql = "SELECT seq, id, at, entry FROM change_feed WHERE seq > $1 ORDER BY seq LIMIT $2";
    connection.query(sql, &[seq.into(), limit.into()], |row| Ok((row.int(0)?, read(row, 1)?)))
}

/// Everything that is visible after a number, at most `limit` entries: numbered ones in order, then those without a
/// number. The latter come again with a number later; their ids identify them.
pub fn since(connection: &mut Connection<'_>, seq: i64, limit: i64) -> Result<Vec<(Option<i64>, Entry)>> {
    let sql = "SELECT seq, id, at, entry FROM change_feed WHERE seq > $1 \
               UNION ALL SELECT NULL, id, at, entry FROM change_outbox ORDER BY 1 NULLS LAST, 2 LIMIT $2";
    connection.query(sql, &[seq.into(), limit.into()], |row| Ok((row.opt_int(0)?, read(row, 1)?)))
}

/// The last number and the ids of what waits for one: two equal marks mean that nothing has changed between them.
pub fn mark(connection: &mut Connection<'_>) -> Result<(i64, Vec<i64>)> {
    let mut mark = (0, Vec::new());
    let sql = "SELECT CAST(0 AS BIGINT), coalesce(max(seq), 0) FROM change_feed \
               UNION ALL SELECT CAST(1 AS BIGINT), id FROM change_outbox";
    connection.for_each(sql, &[], |row| {
        match row.int(0)? {
            0 => mark.0 = row.int(1)?,
            _ => mark.1.push(row.int(1)?),
        }
        Ok::<(), Error>(())
    })?;
    mark.1.sort_unstable();
    Ok(mark)
}

/// A digest of the entry of that number, if it exists: another database, or another history of this one, has a
/// different one.
pub fn digest(connection: &mut Connection<'_>, seq: i64) -> Result<Option<String>> {
    let sql = "SELECT id, at, entry FROM change_feed WHERE seq = $1";
    connection.query_one(sql, &[seq.into()], |row| {
        let text = format!("{} {} {}", row.int(0)?, row.int(1)?, row.text(2)?);
        Ok(hexadecimal(&Sha256::digest(text.as_bytes())[..16]))
    })
}

/// When the last numbered entry was written.
pub fn last_at(connection: &mut Connection<'_>) -> Result<Option<Timestamp>> {
    let sql = "SELECT at FROM change_feed ORDER BY seq DESC LIMIT 1";
    connection.query_one(sql, &[], |row| row.time(0))
}

/// Deletes entries before a time, but never the last one. Returns how many.
///
/// An entry is as old as the first one after it with a time between `before` and `until`: an entry from a slow clock
/// stays as long as its neighbours, and a time that lies ahead is ignored.
pub fn prune(connection: &mut Connection<'_>, before: Timestamp, until: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM change_feed WHERE seq < coalesce(\
               (SELECT min(seq) FROM change_feed WHERE at >= $1 AND at <= $2), \
               (SELECT max(seq) FROM change_feed))";
    connection.execute(sql, &[before.into(), until.into()])
}
