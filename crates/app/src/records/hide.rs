//! Hiding a record from every list and count, and restoring it.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::ids::RecordId;
use casebook_store::record::RecordRow;

use super::change::{RecordChange, is_left_by_evidence, set_hidden};
use super::deals::lock_parties;
use super::edit::locked;
use super::parties;
use super::settle::settle;
use super::types::record_type;
use crate::desk::Session;
use crate::error::{Error, Result};

/// Hides a record, and takes back the evidence that its type's rules have appended for it. One that is hidden already
/// stays so.
pub fn hide(session: &Session, type_name: &str, id: RecordId) -> Result<()> {
    set(session, type_name, id, true)
}

/// Restores a hidden record and that evidence, unless another has one of its unique values by now, or it is a deal of
/// which no evidence is left.
pub fn restore(session: &Session, type_name: &str, id: RecordId) -> Result<()> {
    set(session, type_name, id, false)
}

fn set(session: &Session, type_name: &str, id: RecordId, hidden: bool) -> Result<()> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        let act = if hidden { crate::parties::hide } else { crate::parties::restore };
        return act(session, parties::party_of(&of, kind, id)?);
    }
    session.may(Subject::Workspace)?;
    let type_name = type_name.to_owned();
    session.write(move |work| {
        let of = Arc::clone(work.words.record_type(&type_name)?);
        lock_parties(work, &of, &[id], &RecordChange::default())?;
        let row = locked(work, &of, id)?;
        if !hidden && row.hidden && is_left_by_evidence(&of, &row) {
            let detail = format!(
                "everything that happened in `{}` was retracted; undo that, and it is there again",
                row.name
            );
            return Err(Error::Refused(detail));
        }
        if set_hidden(work, &of, &row, hidden)? {
            settle(work, &of, &RecordRow { hidden, ..row }, &[])?;
        }
        Ok(())
    })
}
