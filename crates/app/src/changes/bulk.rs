//! Changing fields of everybody whom a filter fits, as one change set that can be undone as one.

use casebook_domain::change::{State, What};
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::party::PartyKind;
use casebook_store::change_set::ChangeSetRow;
use casebook_store::party;

use super::hold::hold;
use super::list::find;
use crate::desk::progress::Progress;
use crate::desk::{Session, begin_set, end_set};
use crate::error::{Error, Result};
use crate::parties::{Filter, check_field, edit_row, fitted, ids, lock_names, mails_in};

/// Parties of one transaction.
const CHUNK: usize = 100;

/// What to change of whom.
#[derive(Clone, Debug)]
pub struct BulkEdit {
    /// Whom.
    pub filter: Filter,
    /// Fields and what they become; `None` empties one.
    pub set: Vec<(String, Option<String>)>,
    /// The request in the caller's own words, by which an interrupted one can go on.
    pub request: String,
}

/// What a bulk edit came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkReport {
    /// The change set; nothing if nobody fits.
    pub change_set: Option<ChangeSetId>,
    /// How many parties fit.
    pub matched: u64,
    /// How many of them were changed: others had the values already.
    pub edited: u64,
}

/// Changes everybody whom the filter fits when it begins, a chunk at a time. Stopped or killed half-way it can go on,
/// see [`resume_bulk`], or be undone as it is.
pub fn edit_all(session: &Session, edit: &BulkEdit, progress: &dyn Progress) -> Result<BulkReport> {
    check(session, edit)?;
    let parties = ids(session, &edit.filter)?;
    if parties.is_empty() {
        return Ok(BulkReport { change_set: None, matched: 0, edited: 0 });
    }
    let request = edit.request.clone();
    let set = session.write(move |work| begin_set(work, What::Bulk, &request, None))?;
    carry_on(session, set, edit, &parties, progress)
}

/// Goes on with a bulk edit that was interrupted; `edit` is what its request asks for. Whoever has the values already
/// stays as he is.
pub fn resume_bulk(
    session: &Session,
    set: ChangeSetId,
    edit: &BulkEdit,
    progress: &dyn Progress,
) -> Result<BulkReport> {
    check(session, edit)?;
    let parties = ids(session, &edit.filter)?;
    carry_on(session, set, edit, &parties, progress)
}

/// What an interrupted bulk edit or conversion was asked for.
pub fn bulk_request(session: &Session, set: ChangeSetId) -> Result<(What, String)> {
    let what = find(session, set)?.what;
    let row = open_set(session, set, if what == What::Convert { what } else { What::Bulk })?;
    Ok((what, row.request))
}

/// A bulk edit that has not come to its end and is not undone.
pub(crate) fn open_bulk(session: &Session, set: ChangeSetId) -> Result<ChangeSetRow> {
    open_set(session, set, What::Bulk)
}

/// A set of many changes of that kind that has not come to its end and is not undone.
pub(crate) fn open_set(session: &Session, set: ChangeSetId, what: What) -> Result<ChangeSetRow> {
    let row = find(session, set)?;
    if row.what != what || row.state != State::Running {
        return Err(Error::Refused(format!("{set} is not a bulk edit or conversion that can be resumed")));
    }
    if row.request.is_empty() {
        // Earlier programs did not keep what was asked for where records were edited.
        return Err(Error::Refused(format!("{set} cannot be resumed; undo it, and edit again")));
    }
    Ok(row)
}

fn check(session: &Session, edit: &BulkEdit) -> Result<()> {
    if edit.set.is_empty() {
        return Err(Error::argument("set", "give at least one field to change"));
    }
    let words = session.words()?;
    for (name, value) in &edit.set {
        let value = value.as_deref().unwrap_or_default();
        check_field(name, value)?;
        // Before anything is changed: it must fit whichever of both the parties are.
        for kind in [PartyKind::Person, PartyKind::Organization] {
            fitted(&words, kind, name, value)?;
        }
    }
    Ok(())
}

fn carry_on(
    session: &Session,
    set: ChangeSetId,
    edit: &BulkEdit,
    parties: &[PartyId],
    progress: &dyn Progress,
) -> Result<BulkReport> {
    let held = hold(session, &open_bulk(session, set)?)?;
    // Another process may have ended or undone it until it was held.
    open_bulk(session, set)?;
    let (mut edited, mut done) = (0, 0);
    for chunk in parties.chunks(CHUNK) {
        if progress.stopped() {
            return Err(Error::Stopped(format!("{edited} parties are changed; resume or undo {set}")));
        }
        edited += edit_some(session, set, chunk, &edit.set)?;
        done += chunk.len() as u64;
        progress.at(done, parties.len() as u64);
    }
    end_set(session, set)?;
    drop(held);
    Ok(BulkReport { change_set: Some(set), matched: parties.len() as u64, edited })
}

fn edit_some(
    session: &Session,
    set: ChangeSetId,
    parties: &[PartyId],
    changes: &[(String, Option<String>)],
) -> Result<u64> {
    let (parties, changes) = (parties.to_vec(), changes.to_vec());
    session.write(move |work| {
        work.join(set);
        lock_names(work, &[], &mails_in(&changes))?;
        party::lock_many(work.connection, &parties)?;
        let mut edited = 0;
        for mut row in party::get_many(work.connection, &parties)? {
            edited += u64::from(edit_row(work, &mut row, &changes)?);
        }
        Ok(edited)
    })
}
