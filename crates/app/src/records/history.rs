//! What happened to a record: evidence that names it, and its changes.

use casebook_domain::deals::DEAL;
use casebook_domain::evidence::Piece;
use casebook_domain::ids::{ChangeId, PartyId, RecordId};
use casebook_store::change_entry::{self, LoggedEntry};

use super::parties;
use super::show::show;
use crate::desk::{Session, deals};
use crate::error::{Error, Result};
use crate::evidence::{Listed, listed, seen};

/// The evidence that names a record, dead pieces and corrections too, in the order in which it folds.
pub fn evidence(session: &Session, type_name: &str, id: RecordId) -> Result<Vec<Listed>> {
    let record = show(session, type_name, id)?;
    if parties::kind_of(&record.of).is_some() {
        let detail = "evidence about people and organizations comes in pages, see /parties/{id}/evidence";
        return Err(Error::Refused(detail.to_owned()));
    }
    if record.of.name != DEAL {
        return Ok(Vec::new());
    }
    session.read(|connection, words| {
        let mut all = deals::evidence_of(connection, std::slice::from_ref(&*record.row))?;
        let pieces: Vec<Piece> = all.iter().map(|one| one.piece_for(PartyId(0))).collect();
        seen(session, connection, &mut all)?;
        Ok(listed(all, &pieces, words))
    })
}

/// The latest changes of a record before one, the latest first.
pub fn history(
    session: &Session,
    type_name: &str,
    id: RecordId,
    before: Option<ChangeId>,
    limit: usize,
) -> Result<Vec<LoggedEntry>> {
    let record = show(session, type_name, id)?;
    if parties::kind_of(&record.of).is_some() {
        return crate::changes::of_party(session, PartyId(id.0), before, limit);
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    session.read(|connection, _| Ok(change_entry::of_record(connection, id, before, limit)?))
}
