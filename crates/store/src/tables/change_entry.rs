//! The journal: what each change set did, entry by entry, with the values before.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::change::{Action, State, What};
use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeId, ChangeSetId, PartyId, RecordId};
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Batch, Connection, Row, dialect};
use crate::tables::evidence::via_from;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeEntry {
    /// The change set that it belongs to.
    pub change_set: ChangeSetId,
    /// Its id; entries of a set are in the order of their ids.
    pub id: ChangeId,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: Action,
    /// The party or link that was changed, as a number.
    pub record: Option<i64>,
    /// The row of a file that caused it, or the name of something without an id: a vocabulary, a kind.
    pub row_key: Option<String>,
    /// The party whose log it belongs to.
    pub party: Option<PartyId>,
    /// The values before and after, as JSON.
    pub detail: String,
}

/// An entry of a party's log, with its actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedEntry {
    /// The entry.
    pub entry: ChangeEntry,
    /// Who.
    pub actor: String,
    /// By which way.
    pub via: Via,
}

const COLUMNS: [&str; 8] = ["change_set", "id", "at", "action", "record", "row_key", "party", "detail"];

fn read(row: &Row<'_>) -> Result<ChangeEntry> {
    let action = row.text(3)?;
    let unreadable = || Error::Unreadable(format!("an entry of the journal has the action `{action}`"));
    Ok(ChangeEntry {
        change_set: ChangeSetId(row.int(0)?),
        id: ChangeId(row.int(1)?),
        at: row.time(2)?,
        action: Action::from_word(action).ok_or_else(unreadable)?,
        record: row.opt_int(4)?,
        row_key: row.opt_string(5)?,
        party: row.opt_int(6)?.map(PartyId),
        detail: row.string(7)?,
    })
}

fn selected() -> String {
    COLUMNS.map(|column| format!("c.{column}")).join(", ")
}

/// Appends entries.
pub fn insert_many(connection: &mut Connection<'_>, entries: &[ChangeEntry]) -> Result<()> {
    let mut batch = Batch::default();
    add_to(&mut batch, entries);
    connection.run(&batch)
}

/// Lets a batch append entries.
pub fn add_to<'e>(batch: &mut Batch<'e>, entries: &'e [ChangeEntry]) {
    let row = |one: &'e ChangeEntry| -> [Value<'e>; COLUMNS.len()] {
        [
            one.change_set.into(),
            one.id.into(),
            one.at.into(),
            one.action.word().into(),
            one.record.into(),
            one.row_key.as_ref().into(),
            one.party.into(),
            (&one.detail).into(),
        ]
    };
    batch.insert("change_entry", &COLUMNS, entries.iter().flat_map(row).collect());
}

/// The entries of a party's log before one, the latest first.
pub fn of_party(
    connection: &mut Connection<'_>,
    party: PartyId,
    before: Option<ChangeId>,
    limit: i64,
) -> Result<Vec<LoggedEntry>> {
    let sql = format!(
        "SELECT {}, s.actor, s.via FROM change_entry c JOIN change_set s ON s.id = c.change_set \
         WHERE c.party = $1 AND c.id < $2 ORDER BY c.id DESC LIMIT $3",
        selected()
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    connection.query(&sql, &[party.into(), before.into(), limit.into()], logged)
}

fn logged(row: &Row<'_>) -> Result<LoggedEntry> {
    let width = COLUMNS.len();
    Ok(LoggedEntry { entry: read(row)?, actor: row.string(width)?, via: via_from(row.int(width + 1)?)? })
}

/// The entries of a record's history before one, the latest first.
pub fn of_record(
    connection: &mut Connection<'_>,
    record: RecordId,
    before: Option<ChangeId>,
    limit: i64,
) -> Result<Vec<LoggedEntry>> {
    let sql = format!(
        "SELECT {}, s.actor, s.via FROM change_entry c JOIN change_set s ON s.id = c.change_set \
         WHERE c.record = $1 AND c.id < $2 AND c.action LIKE 'record_%' ORDER BY c.id DESC LIMIT $3",
        selected()
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    connection.query(&sql, &[record.into(), before.into(), limit.into()], logged)
}

/// The conversion of a party that holds: the change set, and what it came to as JSON.
pub fn conversion_of(
    connection: &mut Connection<'_>,
    party: PartyId,
) -> Result<Option<(ChangeSetId, String)>> {
    let sql = format!(
        "SELECT c.change_set, c.detail FROM change_entry c JOIN change_set s ON s.id = c.change_set \
         WHERE c.party = $1 AND c.action = '{}' AND s.state <> '{}' ORDER BY c.id DESC LIMIT 1",
        Action::PartyConverted.word(),
        State::Undone.word(),
    );
    connection.query_one(&sql, &[party.into()], |row| Ok((ChangeSetId(row.int(0)?), row.string(1)?)))
}

/// [`conversion_of`] for many parties: those of them that are converted.
pub fn conversions_of(
    connection: &mut Connection<'_>,
    parties: &[PartyId],
) -> Result<BTreeMap<PartyId, (ChangeSetId, String)>> {
    let sql = format!(
        "SELECT c.party, c.change_set, c.detail FROM change_entry c JOIN change_set s ON s.id = c.change_set \
         WHERE c.party {} AND c.action = '{}' AND s.state <> '{}' ORDER BY c.id",
        dialect::among(connection.engine(), 1),
        Action::PartyConverted.word(),
        State::Undone.word(),
    );
    let found = connection.query(&sql, &[id_list(parties, |id| id.0)], |row| {
        Ok((PartyId(row.int(0)?), (ChangeSetId(row.int(1)?), row.string(2)?)))
    })?;
    Ok(found.into_iter().collect())
}

/// What a set notes of leads that were to be converted, after a place in it, the earliest first; of those that were refused
/// alone, if so asked.
pub fn conversions_after(
    connection: &mut Connection<'_>,
    set: ChangeSetId,
    refused_only: bool,
    after: ChangeId,
    limit: i64,
) -> Result<Vec<ChangeEntry>> {
    let (converted, refused) = (Action::PartyConverted.word(), Action::ConversionRefused.word());
    let actions = if refused_only { format!("'{refused}'") } else { format!("'{converted}', '{refused}'") };
    let sql = format!(
        "SELECT {} FROM change_entry c WHERE c.change_set = $1 AND c.id > $2 AND c.action IN ({actions}) \
         ORDER BY c.id LIMIT $3",
        selected()
    );
    connection.query(&sql, &[set.into(), after.into(), limit.into()], read)
}

/// Those of the records that were edited, hidden or restored in a change set that holds and is not `but`.
pub fn changed_records(
    connection: &mut Connection<'_>,
    records: &[RecordId],
    but: ChangeSetId,
) -> Result<BTreeSet<RecordId>> {
    if records.is_empty() {
        return Ok(BTreeSet::new());
    }
    let sql = format!(
        "SELECT DISTINCT c.record FROM change_entry c JOIN change_set s ON s.id = c.change_set \
         WHERE c.record {} AND c.action LIKE 'record_%' AND c.change_set <> $2 \
         AND s.state <> '{}' AND s.what <> '{}'",
        dialect::among(connection.engine(), 1),
        State::Undone.word(),
        What::Undo.word()
    );
    let wanted = [id_list(records, |id| id.0), but.into()];
    Ok(connection.query(&sql, &wanted, |row| row.int(0).map(RecordId))?.into_iter().collect())
}

/// The entries of a set before a place in it, the latest first: the order of undo.
pub fn of_set_before(
    connection: &mut Connection<'_>,
    set: ChangeSetId,
    before: ChangeId,
    limit: i64,
) -> Result<Vec<ChangeEntry>> {
    let sql = format!(
        "SELECT {} FROM change_entry c WHERE c.change_set = $1 AND c.id < $2 ORDER BY c.id DESC LIMIT $3",
        selected()
    );
    connection.query(&sql, &[set.into(), before.into(), limit.into()], read)
}

/// The parties that a set has added, in order.
pub fn added_by(connection: &mut Connection<'_>, set: ChangeSetId) -> Result<Vec<PartyId>> {
    let sql = format!(
        "SELECT c.record FROM change_entry c WHERE c.change_set = $1 AND c.record IS NOT NULL AND c.action = '{}' \
         ORDER BY c.id",
        Action::PartyAdded.word()
    );
    connection.query(&sql, &[set.into()], |row| row.int(0).map(PartyId))
}

/// The parties that a set changed and how, in order; a party may occur several times.
pub fn parties_of(connection: &mut Connection<'_>, set: ChangeSetId) -> Result<Vec<(PartyId, Action)>> {
    let sql = format!(
        "SELECT {} FROM change_entry c WHERE c.change_set = $1 AND c.record IS NOT NULL \
         AND c.action IN ('row_added', 'row_revived', 'row_updated') ORDER BY c.id",
        selected()
    );
    let entries = connection.query(&sql, &[set.into()], read)?;
    Ok(entries.into_iter().filter_map(|one| Some((PartyId(one.record?), one.action))).collect())
}

/// Those of the parties that somebody added or edited by hand in a change set that holds and is not `but`.
pub fn kept_by_hand(
    connection: &mut Connection<'_>,
    parties: &[PartyId],
    but: ChangeSetId,
) -> Result<BTreeSet<PartyId>> {
    let sql = format!(
        "SELECT DISTINCT c.party FROM change_entry c JOIN change_set s ON s.id = c.change_set \
         WHERE c.party {} AND c.action IN ('{}', '{}') AND s.id <> $2 AND s.state <> '{}' AND s.what <> '{}'",
        dialect::among(connection.engine(), 1),
        Action::PartyAdded.word(),
        Action::PartyEdited.word(),
        State::Undone.word(),
        What::Undo.word()
    );
    let wanted = [id_list(parties, |id| id.0), but.into()];
    Ok(connection.query(&sql, &wanted, |row| row.int(0).map(PartyId))?.into_iter().collect())
}
