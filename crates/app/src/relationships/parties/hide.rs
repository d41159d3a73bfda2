//! Hiding a party from every list, count and funnel, and bringing it back. Its evidence stays.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::PartyId;
use casebook_store::party;

use crate::desk::Session;
use crate::error::{Error, Result};

/// Hides a party. One that is hidden already stays so.
pub fn hide(session: &Session, id: PartyId) -> Result<()> {
    set(session, id, true)
}

/// Brings a hidden party back.
pub fn restore(session: &Session, id: PartyId) -> Result<()> {
    set(session, id, false)
}

fn set(session: &Session, id: PartyId, hidden: bool) -> Result<()> {
    session.may(Subject::Party(id))?;
    session.write(move |work| {
        party::lock_many(work.connection, &[id])?;
        let found = party::get_many(work.connection, &[id])?.pop();
        let mut row = found.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        if row.hidden == hidden {
            return Ok(());
        }
        row.hidden = hidden;
        row.updated_at = work.now;
        party::update(work.connection, &row)?;
        work.note(if hidden { Action::PartyHidden } else { Action::PartyRestored }, id, String::new());
        Ok(())
    })
}
