//! Hand-overs from marketing to sales that wait for an answer, as they are kept with the facts of parties.

use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::{Connection, Row};

/// A hand-over that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// Who was handed over.
    pub party: PartyId,
    /// The evidence of it.
    pub evidence: EvidenceId,
    /// When, if that is known.
    pub at: Option<Timestamp>,
}

/// The place behind which a page begins: a time and a party.
pub type After = (Timestamp, PartyId);

/// Before every time: where those of unknown time stand.
const UNKNOWN: i64 = i64::MIN;

impl WaitingRow {
    /// Its place in the order.
    pub fn place(&self) -> After {
        (self.at.unwrap_or(Timestamp(UNKNOWN)), self.party)
    }
}

/// The next hand-overs of parties that are not hidden, those that wait longest first and those of unknown time before
/// them; only those before a time, if one is given.
pub fn waiting(
    connection: &mut Connection<'_>,
    before: Option<Timestamp>,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<WaitingRow>> {
    let (at, party) = after.unwrap_or((Timestamp(UNKNOWN), PartyId(i64::MIN)));
    let sql = format!(
        "SELECT f.party, f.handed_over, e.occurred_at FROM party_facts f \
         JOIN evidence e ON e.id = f.handed_over JOIN party p ON p.id = f.party \
         WHERE f.handed_over IS NOT NULL AND p.hidden = 0 AND COALESCE(e.occurred_at, {UNKNOWN}) < $1 \
         AND (COALESCE(e.occurred_at, {UNKNOWN}), f.party) > ($2, $3) \
         ORDER BY COALESCE(e.occurred_at, {UNKNOWN}), f.party LIMIT $4"
    );
    let values = [before.unwrap_or(Timestamp(i64::MAX)).into(), at.into(), party.into(), limit.into()];
    connection.query(&sql, &values, |row: &Row<'_>| {
        Ok(WaitingRow {
            party: PartyId(row.int(0)?),
            evidence: EvidenceId(row.int(1)?),
            at: row.opt_time(2)?,
        })
    })
}
