//! The change log: who did what.

use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeId, EvidenceId, PartyId};
use casebook_domain::time::Timestamp;

use super::evidence::{via_code, via_from};
use crate::error::Result;
use crate::exec::value::Value;
use crate::exec::{Connection, Row};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its id.
    pub id: ChangeId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// By which way in.
    pub via: Via,
    /// What, as a word: `party_created`, `evidence_appended`, ….
    pub action: String,
    /// The party it was done to.
    pub party: Option<PartyId>,
    /// The evidence it was done by.
    pub evidence: Option<EvidenceId>,
    /// What was before and after, as JSON.
    pub detail: String,
}

const COLUMNS: [&str; 8] = ["id", "at", "actor", "via", "action", "party", "evidence", "detail"];

fn read(row: &Row<'_>) -> Result<ChangeRow> {
    Ok(ChangeRow {
        id: ChangeId(row.int(0)?),
        at: row.time(1)?,
        actor: row.string(2)?,
        via: via_from(row.int(3)?)?,
        action: row.string(4)?,
        party: row.opt_int(5)?.map(PartyId),
        evidence: row.opt_int(6)?.map(EvidenceId),
        detail: row.string(7)?,
    })
}

/// Appends entries.
pub fn insert_many(connection: &mut Connection<'_>, changes: &[ChangeRow]) -> Result<()> {
    let row = |change: &ChangeRow| -> [Value<'static>; 8] {
        [
            change.id.into(),
            change.at.into(),
            change.actor.clone().into(),
            via_code(change.via).into(),
            change.action.clone().into(),
            change.party.into(),
            change.evidence.into(),
            change.detail.clone().into(),
        ]
    };
    let flat: Vec<Value<'_>> = changes.iter().flat_map(row).collect();
    connection.insert_many("change_log", &COLUMNS, &flat)
}

/// The latest entries of a party before one, the latest first.
pub fn of_party(
    connection: &mut Connection<'_>,
    party: PartyId,
    before: Option<ChangeId>,
    limit: i64,
) -> Result<Vec<ChangeRow>> {
    let sql = format!(
        "SELECT {} FROM change_log WHERE party = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        COLUMNS.join(", ")
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    connection.query(&sql, &[party.into(), before.into(), limit.into()], read)
}

/// The latest entries before one, the latest first.
pub fn latest(
    connection: &mut Connection<'_>,
    before: Option<ChangeId>,
    limit: i64,
) -> Result<Vec<ChangeRow>> {
    let sql =
        format!("SELECT {} FROM change_log WHERE id < $1 ORDER BY id DESC LIMIT $2", COLUMNS.join(", "));
    let before = before.map_or(i64::MAX, |id| id.0);
    connection.query(&sql, &[before.into(), limit.into()], read)
}

/// The entries after one, the earliest first: for whoever follows what happens.
pub fn after(connection: &mut Connection<'_>, after: ChangeId, limit: i64) -> Result<Vec<ChangeRow>> {
    let sql = format!("SELECT {} FROM change_log WHERE id > $1 ORDER BY id LIMIT $2", COLUMNS.join(", "));
    connection.query(&sql, &[after.into(), limit.into()], read)
}
