//! The change log: who did what to which party, the latest first. Evidence is its own log.

use casebook_domain::ids::{ChangeId, PartyId};
use casebook_store::{change, party};

pub use casebook_store::change::ChangeRow;

use crate::desk::Session;
use crate::error::{Error, Result};

/// The latest entries before one, of a party or of all, the latest first.
pub fn list(
    session: &Session,
    of: Option<PartyId>,
    before: Option<ChangeId>,
    limit: usize,
) -> Result<Vec<ChangeRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    session.read(|connection, _| {
        let Some(id) = of else { return Ok(change::latest(connection, before, limit)?) };
        party::get(connection, id)?.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        Ok(change::of_party(connection, id, before, limit)?)
    })
}
