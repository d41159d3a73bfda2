//! Editing a record.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::RecordId;
use casebook_domain::records::{RecordType, Values};
use casebook_store::record::{self, RecordRow};

use super::batch::Batch;
use super::change::{RecordChange, give_external, update};
use super::checklist::follow_won;
use super::deals::{ensure_required, fitted, follow_edited, lock_parties};
use super::parties;
use super::rules;
use super::show::{Record, missing, with_external};
use super::types::record_type;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Changes a record, if the version that is stored is one that the editor `expects`; else [`Error::Stale`].
pub fn edit_if(
    session: &Session,
    type_name: &str,
    id: RecordId,
    change: RecordChange,
    expects: impl Fn(i64) -> bool + Send + Sync + 'static,
) -> Result<Record> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::edit_if(session, &of, parties::party_of(&of, kind, id)?, change, expects);
    }
    session.may(Subject::Workspace)?;
    let type_name = type_name.to_owned();
    session.write(move |work| {
        let of = Arc::clone(work.words.record_type(&type_name)?);
        lock_parties(work, &of, &[id], &change)?;
        let row = locked(work, &of, id)?;
        if !expects(row.version) {
            return Err(Error::Stale { version: row.version });
        }
        edit_row(work, &of, &row, &change)?;
        let row = record::get_many(work.connection, &[id])?.pop().map(Arc::new);
        let looking = (&*work.words, work.now);
        let shown = with_external(work.connection, looking, &of, row.into_iter().collect())?.pop();
        shown.ok_or_else(|| missing(&of, id))
    })
}

/// A record of a type, locked until the transaction ends.
pub(crate) fn locked(work: &mut Work<'_, '_>, of: &RecordType, id: RecordId) -> Result<RecordRow> {
    let found = record::lock_many(work.connection, &[id])?.pop();
    found.filter(|row| row.type_name == of.name).ok_or_else(|| missing(of, id))
}

/// Changes records that are locked; returns how many of them that changed.
pub(super) fn edit_rows(
    work: &mut Work<'_, '_>,
    of: &Arc<RecordType>,
    rows: &[RecordRow],
    change: &RecordChange,
) -> Result<u64> {
    let mut batch = Batch::new(Arc::clone(of), Action::RecordEdited);
    let mut edited = 0;
    for row in rows {
        let change = &*fitted(work, of, Some(&Values::stored(of, &row.fields)), change)?;
        edited += u64::from(match batch.edit(row, change)? {
            Some(changed) => changed,
            None => edit_row(work, of, row, change)?,
        });
    }
    batch.store(work)?;
    Ok(edited)
}

/// Changes a record that is locked; returns whether that changed anything.
pub(crate) fn edit_row(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    change: &RecordChange,
) -> Result<bool> {
    let values = Values::stored(of, &row.fields);
    let change = &*fitted(work, of, Some(&values), change)?;
    let (after, after_values) = change.applied(of, row, &values)?;
    ensure_required(work, of, Some(&values), (&after, &after_values), change)?;
    let changed = update(work, of, (row, &values), (after, &after_values), Action::RecordEdited)?;
    if changed {
        follow_edited(work, of, row, (&values, &after_values))?;
        rules::follow(work, of, row, Some(&values), &after_values)?;
        follow_won(work, of, row, (&values, &after_values), change)?;
    }
    Ok(give_external(work, of, row.id, &change.external)? || changed)
}
