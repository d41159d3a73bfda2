//! Taking exactly one change set back, at any later time and whatever state it is in.
//!
//! What it did and nobody has changed since is taken back; the rest is named with its reason. Taking back is a change
//! set too, so that it can be taken back: then everything is as if nothing had happened. Every step looks at what is
//! there now, so that one that was interrupted is simply begun again.

mod additions;
mod claims;
mod entries;
mod evidence;
mod fields;
mod links;
mod parties;
mod preview;
mod quotes;
mod records;
mod rows;
mod settings;
mod step;

use std::collections::BTreeMap;

use casebook_domain::access::Subject;
use casebook_domain::change::{State, What};
use casebook_domain::ids::{ChangeSetId, DealId, ImportId};
use casebook_store::change_set::{self, ChangeSetRow};
use casebook_store::import::{self, ImportRun};

pub use preview::preview_undo;

use super::hold::hold;
use super::list::find;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work, begin_set, settle};
use crate::error::{Error, Result};
use crate::imports::{DONE, UNDOING, UNDONE, lock_feed, save};

/// Something that was not taken back, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The id of the party or link, or the name of what is no record.
    pub record: String,
    /// The field, where one is meant.
    pub field: Option<String>,
    /// Why it stays.
    pub reason: &'static str,
}

/// What taking a change set back came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoReport {
    /// The change set that took it back; nothing if it had been taken back before.
    pub change_set: Option<ChangeSetId>,
    /// Pieces of evidence retracted.
    pub retracted: u64,
    /// Parties whose fields were restored.
    pub restored: u64,
    /// Parties hidden because nothing else is known of them, or because they were before.
    pub hidden: u64,
    /// Parties that were hidden and are no longer.
    pub shown: u64,
    /// Links set back.
    pub links: u64,
    /// Parties that stay because something else is known of them.
    pub stayed: u64,
    /// Deals that are open again, since the acceptance of a quote that had won them was undone.
    pub reopened: Vec<DealId>,
    /// What stays as it is.
    pub kept: Vec<Kept>,
}

impl UndoReport {
    /// How much was taken back.
    pub fn undone(&self) -> u64 {
        self.retracted + self.restored + self.hidden + self.shown + self.links
    }

    fn keep(&mut self, record: &impl ToString, field: Option<&str>, reason: &'static str) {
        if self.kept.len() < MOST_KEPT {
            let (record, field) = (record.to_string(), field.map(str::to_owned));
            self.kept.push(Kept { record, field, reason });
        }
    }

    fn add(&mut self, more: Self) {
        self.retracted += more.retracted;
        self.restored += more.restored;
        self.hidden += more.hidden;
        self.shown += more.shown;
        self.links += more.links;
        self.stayed += more.stayed;
        self.reopened.extend(more.reopened);
        self.kept.extend(more.kept);
        self.kept.truncate(MOST_KEPT);
    }
}

/// How many things that stay are named.
const MOST_KEPT: usize = 1_000;

/// A change set that is being taken back.
#[derive(Clone)]
struct Undo {
    /// The set that takes back.
    by: ChangeSetId,
    /// The set that is taken back.
    of: ChangeSetRow,
    /// Its run, if it is an import.
    run: Option<ImportRun>,
}

/// Takes a change set back. One whose taking back was interrupted goes on; one that is undone already stays so.
pub fn undo(session: &Session, id: ChangeSetId, progress: &dyn Progress) -> Result<UndoReport> {
    let of = find(session, id)?;
    if of.state == State::Undone {
        return Ok(UndoReport::default());
    }
    let held = hold(session, &of)?;
    // Another process may have taken it back meanwhile.
    let of = find(session, id)?;
    if of.state == State::Undone {
        return Ok(UndoReport::default());
    }
    let undo = begin(session, of)?;
    // Held too: nobody undoes it, or takes it for interrupted, while it is under way.
    let by = find(session, undo.by)?;
    let held_by = hold(session, &by)?;
    if find(session, undo.by)?.state != State::Running {
        return Err(Error::Refused(format!("{} was undone meanwhile; try again", undo.by)));
    }
    let mut report = UndoReport { change_set: Some(undo.by), ..UndoReport::default() };
    evidence::retract_all(session, &undo, &mut report, progress)?;
    entries::take_back_all(session, &undo, &mut report, progress)?;
    end(session, &undo)?;
    drop(held_by);
    drop(held);
    Ok(report)
}

/// [`undo()`] of an import, which has the number of its change set.
pub fn undo_import(session: &Session, id: ImportId, progress: &dyn Progress) -> Result<UndoReport> {
    session.may(Subject::Workspace)?;
    crate::imports::show(session, id)?;
    undo(session, id.into(), progress)
}

/// Begins to take a set back, or takes up where another process has stopped.
fn begin(session: &Session, of: ChangeSetRow) -> Result<Undo> {
    let set = of.clone();
    let (by, run) = session.write(move |work| {
        let run = run_of(work, &set)?;
        let begun = change_set::reversing(work.connection, set.id)?;
        if let Some(begun) = begun.into_iter().find(|one| one.state == State::Running) {
            work.join(begun.id);
            return Ok((begun.id, run));
        }
        Ok((begin_set(work, What::Undo, "", Some(set.id))?, run))
    })?;
    let mut undo = Undo { by, of, run };
    undo.move_run(session, UNDOING)?;
    Ok(undo)
}

/// The run of an import; nothing for another set.
fn run_of(work: &mut Work<'_, '_>, set: &ChangeSetRow) -> Result<Option<ImportRun>> {
    match set.what {
        What::Import => Ok(import::run(work.connection, ImportId(set.id.0))?),
        _ => Ok(None),
    }
}

/// Says that a set is taken back; what it had taken back itself holds again.
fn end(session: &Session, undo: &Undo) -> Result<()> {
    let mut undo = undo.clone();
    undo.move_run(session, UNDONE)?;
    session.write(move |work| {
        work.join(undo.by);
        settle(work.connection, undo.of.id, State::Undone, None)?;
        settle(work.connection, undo.by, State::Done, Some(work.now))?;
        match undo.of.reverses {
            Some(first) => revive(work, first),
            None => Ok(()),
        }
    })
}

/// Says that a set whose undoing was undone holds again.
fn revive(work: &mut Work<'_, '_>, id: ChangeSetId) -> Result<()> {
    settle(work.connection, id, State::Done, None)?;
    let Some(mut run) = import::run(work.connection, ImportId(id.0))? else { return Ok(()) };
    lock_feed(work, &run.feed)?;
    DONE.clone_into(&mut run.state);
    import::update_run(work.connection, &run)?;
    Ok(())
}

impl Undo {
    /// Joins a transaction to the set that takes back.
    fn join(&self, work: &mut Work<'_, '_>) -> Result<()> {
        work.join(self.by);
        match &self.run {
            Some(run) => lock_feed(work, &run.feed),
            None => Ok(()),
        }
    }

    fn move_run(&mut self, session: &Session, state: &str) -> Result<()> {
        let Some(run) = &mut self.run else { return Ok(()) };
        state.clone_into(&mut run.state);
        if state == UNDONE {
            run.finished_at = Some(session.now());
        }
        save(session, run)
    }

    /// The feed of the import that is taken back.
    fn feed(&self) -> Option<&str> {
        self.run.as_ref().map(|run| run.feed.as_str())
    }
}

/// Which change sets are undone or being undone, asked once each.
#[derive(Default)]
struct Undone(BTreeMap<ChangeSetId, bool>);

impl Undone {
    /// Knowing that this one is.
    fn with(id: ChangeSetId) -> Self {
        Self([(id, true)].into())
    }

    fn is(&mut self, work: &mut Work<'_, '_>, id: ChangeSetId) -> Result<bool> {
        if let Some(known) = self.0.get(&id) {
            return Ok(*known);
        }
        let found = change_set::get(work.connection, id)?;
        let mut undone = found.is_some_and(|set| set.state == State::Undone);
        if !undone {
            let reversing = change_set::reversing(work.connection, id)?;
            undone = reversing.iter().any(|one| one.state == State::Running);
        }
        self.0.insert(id, undone);
        Ok(undone)
    }
}
