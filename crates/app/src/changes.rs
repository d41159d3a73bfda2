//! The change log: who did what to which party, the latest first. Evidence is its own log.

use casebook_domain::access::Noun;
use casebook_domain::ids::{ChangeId, PartyId};
use casebook_store::{Connection, change, party};

pub use casebook_store::change::ChangeRow;

use crate::desk::Session;
use crate::error::{Error, Result};

/// Entries that are looked through at a time for those that somebody sees.
const AT_ONCE: i64 = 1_000;

/// The latest entries before one, of a party or of all that one sees, the latest first.
pub fn list(
    session: &Session,
    of: Option<PartyId>,
    before: Option<ChangeId>,
    limit: usize,
) -> Result<Vec<ChangeRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    session.read(|connection, _| {
        let Some(id) = of else { return latest(session, connection, before, limit) };
        party::get(connection, id)?
            .filter(|_| session.sees(id))
            .ok_or_else(|| Error::not_found("party", id.to_string()))?;
        Ok(change::of_party(connection, id, before, limit)?)
    })
}

/// The latest entries about parties that the session sees.
fn latest(
    session: &Session,
    connection: &mut Connection<'_>,
    mut before: Option<ChangeId>,
    limit: i64,
) -> Result<Vec<ChangeRow>> {
    let scope = session.scope(Noun::Party);
    if scope.is_all() {
        return Ok(change::latest(connection, before, limit)?);
    }
    let mut seen = Vec::new();
    loop {
        let page = change::latest(connection, before, AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(seen) };
        before = Some(last.id);
        let left = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(seen.len());
        seen.extend(page.into_iter().filter(|row| row.party.is_some_and(|id| scope.sees(id))).take(left));
        if seen.len() as i64 >= limit {
            return Ok(seen);
        }
        session.check_wanted()?;
    }
}
