//! Changing fields of every record that a filter fits, as one change set that can be undone as one.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::change::What;
use casebook_domain::ids::{ChangeSetId, RecordId};
use casebook_domain::records::{RecordFilter, RecordType, Values};
use casebook_store::record::{self, RecordRow};

use super::change::RecordChange;
use super::deals::lock_parties;
use super::edit::{edit_row, edit_rows};
use super::find::ids;
use super::parties;
use super::types::record_type;
use crate::changes::{BulkEdit, hold, open_bulk};
use crate::desk::chunk_size::ChunkSize;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work, begin_set, end_set};
use crate::error::{Error, Result};

/// The most refusals that are named.
const MOST_REFUSALS: usize = 100;

/// What to change of which records.
#[derive(Clone, Debug)]
pub struct RecordBulkEdit {
    /// The name of their type.
    pub type_name: String,
    /// Which.
    pub filter: RecordFilter,
    /// What becomes of them.
    pub set: RecordChange,
    /// The request in the caller's own words, by which an interrupted one can go on; without one, it cannot.
    pub request: String,
}

/// What came of editing many records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordBulkReport {
    /// The change set, to undo the whole edit; none where no record fitted.
    pub change_set: Option<ChangeSetId>,
    /// Records that the filter fitted.
    pub matched: u64,
    /// Records that were changed; the others had these values already, or were refused.
    pub edited: u64,
    /// How many were refused.
    pub refused: u64,
    /// The first of them: id and reason.
    pub refusals: Vec<(String, String)>,
}

/// Changes every record that the filter fits when it begins, a chunk at a time. A record that is refused keeps none of
/// it, and spoils no other. Stopped or killed half-way it can go on, see [`resume_bulk`], or be undone as it is.
pub fn edit_all(
    session: &Session,
    edit: &RecordBulkEdit,
    progress: &dyn Progress,
) -> Result<RecordBulkReport> {
    if let Some(of_parties) = check(session, edit)? {
        return crate::changes::edit_all(session, &of_parties, progress).map(parties::bulk_report);
    }
    let all = ids(session, &edit.type_name, &edit.filter)?;
    if all.is_empty() {
        return Ok(RecordBulkReport::default());
    }
    let request = edit.request.clone();
    let set = session.write(move |work| begin_set(work, What::Bulk, &request, None))?;
    let held = hold(session, &crate::changes::show(session, set)?.row)?;
    let report = carry_on(session, set, edit, &all, progress)?;
    drop(held);
    Ok(report)
}

/// Goes on with a bulk edit that was interrupted; `edit` is what its request asks for. A record that has the values already
/// stays as it is.
pub fn resume_bulk(
    session: &Session,
    set: ChangeSetId,
    edit: &RecordBulkEdit,
    progress: &dyn Progress,
) -> Result<RecordBulkReport> {
    if let Some(of_parties) = check(session, edit)? {
        return crate::changes::resume_bulk(session, set, &of_parties, progress).map(parties::bulk_report);
    }
    let held = hold(session, &open_bulk(session, set)?)?;
    // Another process may have ended or undone it until it was held.
    open_bulk(session, set)?;
    let all = ids(session, &edit.type_name, &edit.filter)?;
    let report = carry_on(session, set, edit, &all, progress)?;
    drop(held);
    Ok(report)
}

/// Refuses what fits no record: that is the mistake of whoever asks, and not of each of them. Of people and
/// organizations, the edit as one of parties.
fn check(session: &Session, edit: &RecordBulkEdit) -> Result<Option<BulkEdit>> {
    let set = &edit.set;
    if set.name.is_none() && set.owner.is_none() && set.fields.is_empty() && set.external.is_empty() {
        return Err(Error::argument("set", "give at least one field to change"));
    }
    let of = record_type(session, &edit.type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::bulk(session, (&of, kind), &edit.filter, set.clone(), &edit.request).map(Some);
    }
    session.may(Subject::Workspace)?;
    Values::default().change(&of, &set.fields).map_err(Error::Values)?;
    Ok(None)
}

/// Changes these records in a set that is held.
fn carry_on(
    session: &Session,
    set: ChangeSetId,
    edit: &RecordBulkEdit,
    all: &[RecordId],
    progress: &dyn Progress,
) -> Result<RecordBulkReport> {
    let mut report =
        RecordBulkReport { change_set: Some(set), matched: all.len() as u64, ..RecordBulkReport::default() };
    let (size, mut rest) = (ChunkSize::default(), all);
    while !rest.is_empty() {
        // A record costs up to twice as much as the row of a file, by which chunks are measured.
        let (chunk, more) = rest.split_at((size.get() / 2).min(rest.len()));
        if progress.stopped() {
            return Err(Error::Stopped(format!(
                "{} records are changed; resume or undo {set}",
                report.edited
            )));
        }
        let begun = session.now();
        report.add(edit_some(session, set, chunk, edit)?);
        size.note(chunk.len() * 2, ChunkSize::waited(session, begun) * 2);
        rest = more;
        progress.at((all.len() - rest.len()) as u64, all.len() as u64);
    }
    end_set(session, set)?;
    Ok(report)
}

impl RecordBulkReport {
    fn add(&mut self, some: Self) {
        self.edited += some.edited;
        self.refused += some.refused;
        let room = MOST_REFUSALS.saturating_sub(self.refusals.len());
        self.refusals.extend(some.refusals.into_iter().take(room));
    }
}

fn edit_some(
    session: &Session,
    set: ChangeSetId,
    ids: &[RecordId],
    edit: &RecordBulkEdit,
) -> Result<RecordBulkReport> {
    let (ids, edit) = (ids.to_vec(), edit.clone());
    session.write(move |work| {
        work.join(set);
        let of = Arc::clone(work.words.record_type(&edit.type_name)?);
        lock_parties(work, &of, &ids, &edit.set)?;
        let rows = record::lock_many(work.connection, &ids)?;
        let all = work.attempt(|inner| edit_rows(inner, &of, &rows, &edit.set));
        match all {
            Ok(edited) => Ok(RecordBulkReport { edited, ..RecordBulkReport::default() }),
            Err(error @ Error::Store(_)) => Err(error),
            // Which of them is refused, and that the others are not, is found out one by one.
            Err(_) => one_by_one(work, &of, &rows, &edit.set),
        }
    })
}

fn one_by_one(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    rows: &[RecordRow],
    set: &RecordChange,
) -> Result<RecordBulkReport> {
    let mut report = RecordBulkReport::default();
    for row in rows {
        match work.attempt(|inner| edit_row(inner, of, row, set)) {
            Ok(changed) => report.edited += u64::from(changed),
            Err(error @ Error::Store(_)) => return Err(error),
            Err(error) => {
                report.refused += 1;
                report.refusals.push((row.id.text(of.prefix()), error.to_string()));
            }
        }
    }
    Ok(report)
}
