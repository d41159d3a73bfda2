//! Change sets: what one write did, and what is undone together.

use casebook_domain::change::{State, What};
use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::value::Value;
use crate::exec::{Connection, Row, update};
use crate::tables::evidence::{via_code, via_from};

/// One change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSetRow {
    /// Its id; that of an import is the import's own.
    pub id: ChangeSetId,
    /// When it started.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// By which way.
    pub via: Via,
    /// What it is.
    pub what: What,
    /// Its state: one that is `running` is interrupted if no process is working on it.
    pub state: State,
    /// Its counts, as JSON: name → number.
    pub counts: String,
    /// The change set that it undoes.
    pub reverses: Option<ChangeSetId>,
    /// The request, as JSON, so that an interrupted one can resume; empty if not needed.
    pub request: String,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

const COLUMNS: [&str; 10] =
    ["id", "at", "actor", "via", "what", "state", "counts", "reverses", "request", "finished_at"];

fn values(row: &ChangeSetRow) -> [Value<'_>; COLUMNS.len()] {
    [
        row.id.into(),
        row.at.into(),
        (&row.actor).into(),
        via_code(row.via).into(),
        row.what.word().into(),
        row.state.word().into(),
        (&row.counts).into(),
        row.reverses.into(),
        (&row.request).into(),
        row.finished_at.into(),
    ]
}

fn read(row: &Row<'_>) -> Result<ChangeSetRow> {
    let unreadable = |word: &str| Error::Unreadable(format!("a change set has the word `{word}`"));
    Ok(ChangeSetRow {
        id: ChangeSetId(row.int(0)?),
        at: row.time(1)?,
        actor: row.string(2)?,
        via: via_from(row.int(3)?)?,
        what: What::from_word(row.text(4)?).ok_or_else(|| unreadable(row.text(4).unwrap_or_default()))?,
        state: State::from_word(row.text(5)?).ok_or_else(|| unreadable(row.text(5).unwrap_or_default()))?,
        counts: row.string(6)?,
        reverses: row.opt_int(7)?.map(ChangeSetId),
        request: row.string(8)?,
        finished_at: row.opt_time(9)?,
    })
}

fn selected() -> String {
    COLUMNS.map(|column| format!("s.{column}")).join(", ")
}

/// Stores a new change set.
pub fn insert(connection: &mut Connection<'_>, row: &ChangeSetRow) -> Result<()> {
    connection.insert_many("change_set", &COLUMNS, &values(row))
}

/// Overwrites a change set. Returns whether it existed.
pub fn update(connection: &mut Connection<'_>, row: &ChangeSetRow) -> Result<bool> {
    let (key, set) = COLUMNS.split_at(1);
    update::update_many(connection, ("change_set", &COLUMNS), key, set, &values(row))
        .map(|touched| touched == 1)
}

/// One change set.
pub fn get(connection: &mut Connection<'_>, id: ChangeSetId) -> Result<Option<ChangeSetRow>> {
    let sql = format!("SELECT {} FROM change_set s WHERE s.id = $1", selected());
    connection.query_one(&sql, &[id.into()], read)
}

/// How many entries and pieces of evidence belong to a change set, counted no further than `most` of each.
pub fn size_up_to(connection: &mut Connection<'_>, id: ChangeSetId, most: i64) -> Result<i64> {
    let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM change_entry WHERE change_set = $1 LIMIT $2) AS entries) \
               + (SELECT count(*) FROM (SELECT 1 FROM evidence WHERE import = $1 LIMIT $2) AS pieces)";
    let found = connection.query_one(sql, &[id.into(), most.into()], |row| row.int(0))?;
    Ok(found.unwrap_or_default())
}

/// The change sets before one, the latest first.
pub fn latest(
    connection: &mut Connection<'_>,
    before: Option<ChangeSetId>,
    limit: i64,
) -> Result<Vec<ChangeSetRow>> {
    let sql = format!("SELECT {} FROM change_set s WHERE s.id < $1 ORDER BY s.id DESC LIMIT $2", selected());
    connection.query(&sql, &[before.map_or(i64::MAX, |id| id.0).into(), limit.into()], read)
}

/// The change sets before one that changed a party or its evidence, the latest first.
pub fn of_party(
    connection: &mut Connection<'_>,
    party: PartyId,
    before: Option<ChangeSetId>,
    limit: i64,
) -> Result<Vec<ChangeSetRow>> {
    let sql = format!(
        "SELECT {} FROM change_set s WHERE s.id < $2 AND s.id IN (\
         SELECT change_set FROM change_entry WHERE party = $1 UNION \
         SELECT e.import FROM evidence_party ep JOIN evidence e ON e.id = ep.evidence \
         WHERE ep.party = $1 AND e.import IS NOT NULL) ORDER BY s.id DESC LIMIT $3",
        selected()
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    connection.query(&sql, &[party.into(), before.into(), limit.into()], read)
}

/// The change sets that undo one, the latest first.
pub fn reversing(connection: &mut Connection<'_>, id: ChangeSetId) -> Result<Vec<ChangeSetRow>> {
    let sql = format!("SELECT {} FROM change_set s WHERE s.reverses = $1 ORDER BY s.id DESC", selected());
    connection.query(&sql, &[id.into()], read)
}
