//! The hand-overs that wait for an answer, those that wait longest first.

use casebook_domain::access::{Noun, Scope};
use casebook_domain::evidence::Evidence;
use casebook_domain::frameworks::is_overdue;
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::time::{DAY, Timestamp};
use casebook_store::hand_over::{After, WaitingRow, waiting};
use casebook_store::{Connection, party};

use super::days;
use super::show::{due_of, read};
use crate::desk::{Definitions, Session};
use crate::error::Result;

/// Which hand-overs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOversRequest {
    /// Only those whose day is over.
    pub overdue: bool,
    /// The place behind which the page begins.
    pub after: Option<After>,
    /// The most of them.
    pub limit: usize,
}

/// A party that waits for sales.
#[derive(Clone, Debug)]
pub struct WaitingParty {
    /// The party.
    pub party: PartyId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// The hand-over.
    pub handed_over: Evidence,
    /// The last day on which it is to be answered, as that date's 00:00 in UTC; none if it is not known when it was.
    pub due: Option<Timestamp>,
    /// Whether that day is over.
    pub overdue: bool,
}

/// A page of hand-overs.
#[derive(Clone, Debug, Default)]
pub struct HandOvers {
    /// Those who wait.
    pub items: Vec<WaitingParty>,
    /// The place behind which the next page begins, if there is one.
    pub next: Option<After>,
}

/// Rows that are read at once.
const CHUNK: usize = 200;

/// Those who wait for sales, as far as the session sees them.
pub fn hand_overs(session: &Session, request: HandOversRequest) -> Result<HandOvers> {
    let now = session.now();
    session.read(|connection, words| page(session, connection, words, request, now))
}

fn page(
    session: &Session,
    connection: &mut Connection<'_>,
    words: &Definitions,
    request: HandOversRequest,
    now: Timestamp,
) -> Result<HandOvers> {
    let (scope, days) = (session.scope(Noun::Party), days::of(connection)?);
    // What is due later than that is not overdue in any zone.
    let before = request.overdue.then(|| now.plus(-(i64::from(days) - 1) * DAY));
    let mut found = HandOvers::default();
    let mut after = request.after;
    loop {
        let rows = waiting(connection, before, after, CHUNK as i64)?;
        let is_last = rows.len() < CHUNK;
        after = rows.last().map(WaitingRow::place).or(after);
        for one in parties_of(session, connection, words, &rows, (&scope, days, now))? {
            if request.overdue && !one.1.overdue {
                continue;
            }
            if found.items.len() == request.limit {
                return Ok(found);
            }
            found.next = Some(one.0);
            found.items.push(one.1);
        }
        if is_last {
            return Ok(HandOvers { next: None, ..found });
        }
        session.check_wanted()?;
    }
}

fn parties_of(
    session: &Session,
    connection: &mut Connection<'_>,
    words: &Definitions,
    rows: &[WaitingRow],
    (scope, days, now): (&Scope, u32, Timestamp),
) -> Result<Vec<(After, WaitingParty)>> {
    let seen: Vec<&WaitingRow> = rows.iter().filter(|row| scope.sees(row.party)).collect();
    let ids: Vec<PartyId> = seen.iter().map(|row| row.party).collect();
    let named: Vec<EvidenceId> = seen.iter().map(|row| row.evidence).collect();
    let parties = party::get_many(connection, &ids)?;
    let pieces = read(session, connection, &named)?;
    let read_one = |row: &WaitingRow| {
        let party = parties.iter().find(|one| one.id == row.party)?;
        let handed_over = pieces.get(&row.evidence)?.clone();
        let due = due_of(&handed_over, days, &words.zone);
        let field = |name: &str| party.fields.get(name).cloned();
        let one = WaitingParty {
            party: row.party,
            name: field("name").unwrap_or_default(),
            owner: field("owner"),
            handed_over,
            due,
            overdue: due.is_some_and(|due| is_overdue(due, now, &words.zone)),
        };
        Some((row.place(), one))
    };
    Ok(seen.into_iter().filter_map(read_one).collect())
}
