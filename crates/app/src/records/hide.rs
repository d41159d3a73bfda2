//! Hiding a record from every list and count, and restoring it.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::ids::RecordId;

use super::change::set_hidden;
use super::edit::locked;
use crate::desk::Session;
use crate::error::Result;

/// Hides a record. One that is hidden already stays so.
pub fn hide(session: &Session, type_name: &str, id: RecordId) -> Result<()> {
    set(session, type_name, id, true)
}

/// Restores a hidden record, unless another has one of its unique values by now.
pub fn restore(session: &Session, type_name: &str, id: RecordId) -> Result<()> {
    set(session, type_name, id, false)
}

fn set(session: &Session, type_name: &str, id: RecordId, hidden: bool) -> Result<()> {
    session.may(Subject::Workspace)?;
    let type_name = type_name.to_owned();
    session.write(move |work| {
        let of = Arc::clone(work.words.record_type(&type_name)?);
        let row = locked(work, &of, id)?;
        set_hidden(work, &of, &row, hidden).map(|_| ())
    })
}
