//! Change sets, each with the state that it is really in.

use casebook_domain::access::Noun;
use casebook_domain::change::State;
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_store::change_set::{self, ChangeSetRow};
use casebook_store::{Connection, party};

use super::hold::lock_of;
use crate::desk::{Counts, Session};
use crate::error::{Error, Result};

/// A change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As it is stored.
    pub row: ChangeSetRow,
    /// How it stands.
    pub state: State,
    /// How much of what it did.
    pub counts: Counts,
}

/// At most `limit` change sets before one, the latest first; with `of` those that touched a party or its evidence.
pub fn page(
    session: &Session,
    of: Option<PartyId>,
    before: Option<ChangeSetId>,
    limit: usize,
) -> Result<Vec<Listed>> {
    let mut seen = Vec::new();
    let mut before = before;
    while seen.len() < limit {
        let wanted = limit - seen.len();
        let rows = session.read(|connection, _| some(session, connection, of, before, wanted))?;
        let Some(last) = rows.last() else { break };
        before = Some(last.id);
        let whole = rows.len() < wanted;
        seen.extend(rows.into_iter().filter(|row| is_seen(session, row)));
        if whole {
            break;
        }
        session.check_wanted()?;
    }
    seen.into_iter().map(|row| listed(session, row)).collect()
}

fn some(
    session: &Session,
    connection: &mut Connection<'_>,
    of: Option<PartyId>,
    before: Option<ChangeSetId>,
    limit: usize,
) -> Result<Vec<ChangeSetRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let Some(id) = of else { return Ok(change_set::latest(connection, before, limit)?) };
    let found = party::get(connection, id)?.filter(|_| session.sees(id));
    found.ok_or_else(|| Error::not_found("party", id.to_string()))?;
    Ok(change_set::of_party(connection, id, before, limit)?)
}

/// Whether a session sees a change set: its counts speak of everybody whom it touched, so that somebody who does not
/// see the whole workspace sees his own alone.
fn is_seen(session: &Session, row: &ChangeSetRow) -> bool {
    session.scope(Noun::Workspace).is_all() || row.actor == session.actor()
}

/// One change set.
pub fn show(session: &Session, id: ChangeSetId) -> Result<Listed> {
    listed(session, find(session, id)?)
}

pub(super) fn find(session: &Session, id: ChangeSetId) -> Result<ChangeSetRow> {
    let found = session.read(|connection, _| Ok(change_set::get(connection, id)?))?;
    found.filter(|row| is_seen(session, row)).ok_or_else(|| Error::not_found("change set", id.to_string()))
}

fn listed(session: &Session, row: ChangeSetRow) -> Result<Listed> {
    // Whoever is at it holds its lock, which goes with the process.
    let is_left = row.state == State::Running && !session.store().is_locked(&lock_of(session, &row)?)?;
    let state = if is_left { State::Interrupted } else { row.state };
    Ok(Listed { counts: Counts::read(&row.counts), state, row })
}
