//! What taking a change set back would come to: the same steps, in one transaction that is rolled back.

use std::sync::Arc;

use casebook_domain::change::State;
use casebook_domain::ids::{ChangeId, ChangeSetId, EvidenceId};
use casebook_store::change_set::{self, ChangeSetRow};

use super::entries::{PARTIES, Touched, confirmed_by, take_back_some, tidy_some};
use super::evidence::{next_pieces, retract_some};
use super::{Undo, UndoReport, run_of};
use crate::changes::list::find;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Entries and pieces of evidence of a set that can be previewed. Other writers may wait for all of them.
const MOST: i64 = 10_000;
/// How many of them a step takes.
const STEP: usize = 1_000;

/// What [`super::undo()`] would come to now. Nothing is stored. Change sets of more than 10,000 entries and pieces of
/// evidence are refused.
pub fn preview_undo(session: &Session, id: ChangeSetId) -> Result<UndoReport> {
    let of = find(session, id)?;
    if of.state == State::Undone {
        return Ok(UndoReport::default());
    }
    session.rehearse(move |work| {
        if change_set::size_up_to(work.connection, of.id, MOST + 1)? > MOST {
            return Err(Error::Refused(format!(
                "{} changes more than {MOST} things, which is too much for a preview; undo it, and undo that if \
                 it is not what you want",
                of.id
            )));
        }
        take_all_back(work, &of)
    })
}

fn take_all_back(work: &mut Work<'_, '_>, of: &ChangeSetRow) -> Result<UndoReport> {
    let undo = Undo { by: work.change_set(), of: of.clone(), run: run_of(work, of)? };
    let mut report = UndoReport::default();
    let mut after = EvidenceId(0);
    loop {
        let pieces = next_pieces(work.connection, &undo, &mut after)?;
        if pieces.is_empty() {
            break;
        }
        for some in pieces.chunks(STEP) {
            report.retracted += retract_some(work, &undo, some)?;
        }
    }
    let (mut before, mut touched) = (ChangeId(i64::MAX), Touched::default());
    while let (some, more, Some(next)) = take_back_some(work, &undo, before, STEP)? {
        report.add(some);
        touched.add(more);
        before = next;
    }
    report.restored += touched.restored.len() as u64;
    // Undoing an undo only brings back.
    if of.reverses.is_none() {
        touched.all.extend(confirmed_by(work.connection, &undo)?);
        let (all, made) = (touched.all.into_iter().collect::<Vec<_>>(), Arc::new(touched.made));
        for some in all.chunks(PARTIES) {
            report.add(tidy_some(work, &undo, some, &made)?);
        }
    }
    Ok(report)
}
