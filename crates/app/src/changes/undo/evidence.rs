//! Retracting what a change set appended. Where it had retracted something itself, that lives again.

use casebook_domain::evidence::{Evidence, parties_of};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::lifecycle::order::live;
use casebook_store::{evidence, link};

use super::claims::Claims;
use super::{STEPS, Undo, UndoReport, Undone};
use crate::desk::progress::Progress;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::{append, live_retractions, retraction};

pub(super) fn retract_all(
    session: &Session,
    undo: &Undo,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let mut after = EvidenceId(0);
    loop {
        if progress.stopped() {
            return Err(Error::Stopped("run the same command again to go on".to_owned()));
        }
        let undo = undo.clone();
        let (count, last) = session.write(move |work| retract_some(work, &undo, after))?;
        report.retracted += count;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
        progress.at(report.retracted, 0);
    }
}

/// Retracts the live ones among the next pieces of a set that nothing else claims; says how many, and where to go on.
fn retract_some(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    after: EvidenceId,
) -> Result<(u64, Option<EvidenceId>)> {
    undo.join(work)?;
    let pieces = evidence::of_set(work.connection, undo.of.id, after, STEPS)?;
    let Some(last) = pieces.last().map(|one| one.id) else { return Ok((0, None)) };
    let parties = parties_of(&pieces);
    let links = link::of_parties(work.connection, &parties)?;
    let claims = Claims::load(work, undo, &parties, &links)?;
    let unclaimed: Vec<Evidence> = pieces.into_iter().filter(|one| !claims.keeps(one)).collect();
    Ok((retract_live(work, undo, &unclaimed)?, Some(last)))
}

/// Retracts those of the pieces that are live; says how many.
fn retract_live(work: &mut Work<'_, '_>, undo: &Undo, pieces: &[Evidence]) -> Result<u64> {
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead: Vec<EvidenceId> =
        live_retractions(work.connection, &ids)?.iter().filter_map(|one| one.names).collect();
    let live = pieces.iter().filter(|one| !dead.contains(&one.id));
    let (reason, of) = match &undo.run {
        Some(run) => ("the import was undone", run.id.to_string()),
        None => ("the change was undone", undo.of.id.to_string()),
    };
    let drafts = live.map(|one| {
        let mut draft = retraction(work.now, one, reason);
        draft.detail.0.insert("undone".to_owned(), of.clone().into());
        draft
    });
    let drafts: Vec<_> = drafts.collect();
    Ok(append(work, drafts)?.len() as u64)
}

/// Retracts what sets undone before had left because this one claimed it too.
pub(super) fn retract_left(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    parties: &[PartyId],
    undone: &mut Undone,
) -> Result<u64> {
    let mut alive: Vec<EvidenceId> = Vec::new();
    for (_, pieces) in evidence::pieces_of(work.connection, parties)? {
        alive.extend(pieces.iter().zip(live(&pieces)).filter(|(_, live)| *live).map(|(one, _)| one.id));
    }
    let mut orphans = Vec::new();
    for (piece, set) in evidence::sets_of(work.connection, &alive)? {
        if undone.is(work, set)? {
            orphans.push(piece);
        }
    }
    if orphans.is_empty() {
        return Ok(0);
    }
    let links = link::of_parties(work.connection, parties)?;
    let claims = Claims::load(work, undo, parties, &links)?;
    let mut pieces = evidence::get_many(work.connection, &orphans)?;
    pieces.retain(|one| !claims.keeps(one));
    retract_live(work, undo, &pieces)
}
