//! Changing fields of every record that a filter fits, as one change set that can be undone as one.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::change::What;
use casebook_domain::ids::{ChangeSetId, RecordId};
use casebook_domain::records::RecordFilter;
use casebook_store::record;

use super::change::RecordChange;
use super::deals::lock_parties;
use super::edit::edit_row;
use super::find::ids;
use crate::changes::BulkReport;
use crate::changes::hold;
use crate::desk::progress::Progress;
use crate::desk::{Session, begin_set, end_set};
use crate::error::{Error, Result};

/// Records of one transaction.
const CHUNK: usize = 200;

/// What to change of which records.
#[derive(Clone, Debug)]
pub struct RecordBulkEdit {
    /// The name of their type.
    pub type_name: String,
    /// Which.
    pub filter: RecordFilter,
    /// What becomes of them.
    pub set: RecordChange,
}

/// Changes every record that the filter fits when it begins, a chunk at a time. Stopped half-way, it can be undone as it
/// is.
pub fn edit_all(session: &Session, edit: &RecordBulkEdit, progress: &dyn Progress) -> Result<BulkReport> {
    session.may(Subject::Workspace)?;
    let set = &edit.set;
    if set.name.is_none() && set.owner.is_none() && set.fields.is_empty() && set.external.is_empty() {
        return Err(Error::argument("set", "give at least one field to change"));
    }
    let all = ids(session, &edit.type_name, &edit.filter)?;
    if all.is_empty() {
        return Ok(BulkReport { change_set: None, matched: 0, edited: 0 });
    }
    let id = session.write(move |work| begin_set(work, What::Bulk, "", None))?;
    let held = hold(session, &crate::changes::show(session, id)?.row)?;
    let (mut edited, mut done) = (0, 0);
    for chunk in all.chunks(CHUNK) {
        if progress.stopped() {
            return Err(Error::Stopped(format!("{edited} records are changed; undo {id} to take that back")));
        }
        edited += edit_some(session, id, chunk, edit)?;
        done += chunk.len() as u64;
        progress.at(done, all.len() as u64);
    }
    end_set(session, id)?;
    drop(held);
    Ok(BulkReport { change_set: Some(id), matched: all.len() as u64, edited })
}

fn edit_some(session: &Session, set: ChangeSetId, ids: &[RecordId], edit: &RecordBulkEdit) -> Result<u64> {
    let (ids, edit) = (ids.to_vec(), edit.clone());
    session.write(move |work| {
        work.join(set);
        let of = Arc::clone(work.words.record_type(&edit.type_name)?);
        let mut edited = 0;
        lock_parties(work, &of, &ids, &edit.set)?;
        for row in record::lock_many(work.connection, &ids)? {
            edited += u64::from(edit_row(work, &of, &row, &edit.set)?);
        }
        Ok(edited)
    })
}
