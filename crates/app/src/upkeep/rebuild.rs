//! Deriving everything anew: after an upgrade, for a new vocabulary, or to repair what `verify` found.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::evidence::Piece;
use casebook_domain::ids::PartyId;
use casebook_store::feed::Change;
use casebook_store::projection::{self, Before, Projection};
use casebook_store::{check, evidence, party, vocabulary};

use crate::desk::progress::{Progress, Unwatched};
use crate::desk::projection::{refresh, rows_of};
use crate::desk::walk::{Range, walk};
use crate::desk::{Session, Work, deals};
use crate::error::Result;

/// Derives every party anew, hidden ones too, and stores what differs from what is stored; returns how many
/// parties there were.
///
/// Reading, deriving and comparing happen on all cores, so that the one that writes has as little to do as
/// possible. Others may go on writing: what they change in between is derived again from what they wrote.
pub fn rebuild(session: &Session, progress: &dyn Progress) -> Result<u64> {
    session.may(Subject::Workspace)?;
    forget_strays(session)?;
    let rebuilt = AtomicU64::new(0);
    let repaired = AtomicBool::new(false);
    walk(
        session,
        progress,
        |connection, words, range| {
            let pieces = evidence::pieces_between(connection, &range.ids, range.after)?;
            let mut rows: Vec<Projection> =
                pieces.iter().map(|(party, pieces)| rows_of(words, *party, pieces)).collect();
            let wrong = check::differences(connection, &rows, range.after, range.last)?;
            let wrong: HashSet<PartyId> = wrong.into_iter().filter_map(|one| one.party).collect();
            rows.retain(|row| wrong.contains(&row.party));
            let wrong = pieces.iter().filter(|(party, _)| wrong.contains(party));
            let marks = wrong.map(|(party, pieces)| Mark::of(*party, pieces)).collect();
            Ok((words.generation, marks, rows))
        },
        |range, (generation, marks, rows): (i64, Vec<Mark>, Vec<Projection>)| {
            let parties = range.ids.len() as u64;
            if !rows.is_empty() {
                repaired.store(true, Ordering::Relaxed);
                let (range, marks, rows) = (Arc::new(range), Arc::new(marks), Arc::new(rows));
                session.write(move |work| replace(work, &range, generation, &marks, &rows))?;
            }
            rebuilt.fetch_add(parties, Ordering::Relaxed);
            Ok(())
        },
    )?;
    deals::rebuild(session, &Unwatched)?;
    if repaired.into_inner() {
        session.write(|work| {
            work.publish_later(Change::of(Action::Rebuilt, Vec::new()));
            Ok(())
        })?;
    }
    Ok(rebuilt.into_inner())
}

/// How much evidence a party had when it was derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    party: PartyId,
    pieces: i64,
    last: i64,
}

impl Mark {
    fn of(party: PartyId, pieces: &[Piece]) -> Self {
        let last = pieces.iter().map(|piece| piece.id.0).max().unwrap_or(0);
        Self { party, pieces: pieces.len() as i64, last }
    }
}

/// Stores what was derived, unless the evidence or the words have changed since: then derives again.
fn replace(
    work: &mut Work<'_, '_>,
    range: &Range,
    generation: i64,
    marks: &[Mark],
    rows: &[Projection],
) -> Result<()> {
    let wrong: Vec<PartyId> = marks.iter().map(|mark| mark.party).collect();
    party::lock_many(work.connection, &wrong)?;
    if generation != work.words.generation {
        return refresh(work, &wrong);
    }
    let now: BTreeMap<PartyId, (i64, i64)> = evidence::marks(work.connection, range.after, range.last)?;
    let is_current =
        |mark: &Mark| now.get(&mark.party).copied().unwrap_or((0, 0)) == (mark.pieces, mark.last);
    let (current, stale): (Vec<&Mark>, Vec<&Mark>) = marks.iter().partition(|mark| is_current(mark));
    if stale.is_empty() {
        return Ok(projection::replace_many(work.connection, rows, Before::Something)?);
    }
    let current: Vec<PartyId> = current.into_iter().map(|mark| mark.party).collect();
    let rows: Vec<Projection> = rows.iter().filter(|row| current.contains(&row.party)).cloned().collect();
    projection::replace_many(work.connection, &rows, Before::Something)?;
    refresh(work, &stale.into_iter().map(|mark| mark.party).collect::<Vec<_>>())
}

/// Removes what is derived of nobody: of vocabularies that are not kept, and of parties that do not exist.
pub(crate) fn forget_strays(session: &Session) -> Result<()> {
    session.write(|work| {
        let kept: Vec<_> = vocabulary::kept(work.connection)?.into_iter().map(|row| row.id).collect();
        Ok(projection::forget_strays(work.connection, &kept)?)
    })
}
