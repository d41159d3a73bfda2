//! One piece of evidence.

use casebook_domain::ids::EvidenceId;
use casebook_store::evidence;

use super::list::Listed;
use super::retract::live_retractions;
use super::seen::seen;
use crate::desk::Session;
use crate::error::{Error, Result};

/// Shows a piece, live or not.
pub fn show(session: &Session, id: EvidenceId) -> Result<Listed> {
    session.read(|connection, _| {
        let mut found = evidence::get_many(connection, &[id])?;
        seen(session, connection, &mut found)?;
        let evidence = found.pop().ok_or_else(|| Error::not_found("evidence", id.to_string()))?;
        let live = live_retractions(connection, &[id])?.is_empty();
        Ok(Listed { evidence, live })
    })
}
