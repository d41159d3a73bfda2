//! The log of a party: who did what to it, the latest first. Evidence is its own log.

use casebook_domain::ids::{ChangeId, PartyId};
use casebook_store::change_entry::{self, LoggedEntry};
use casebook_store::party;

use crate::desk::Session;
use crate::error::{Error, Result};

/// The latest entries of a party's log before one, the latest first.
pub fn of_party(
    session: &Session,
    id: PartyId,
    before: Option<ChangeId>,
    limit: usize,
) -> Result<Vec<LoggedEntry>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    session.read(|connection, _| {
        party::get(connection, id)?
            .filter(|_| session.sees(id))
            .ok_or_else(|| Error::not_found("party", id.to_string()))?;
        Ok(change_entry::of_party(connection, id, before, limit)?)
    })
}
