//! Retracting what a change set appended. Where it had retracted something itself, that lives again.

use std::collections::HashSet;

use casebook_domain::evidence::{Evidence, parties_of};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::party::PartyKind;
use casebook_store::{evidence, link};

use super::claims::Claims;
use super::{STEPS, Undo, UndoReport, Undone};
use crate::desk::derivations::live_pieces;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::{append_naming, live_retractions, retraction};

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
    let links = link::of_parties(work.connection, &organizations_learned(&pieces))?;
    let claims = Claims::load(work, undo, &parties, &links)?;
    let unclaimed: Vec<Evidence> = pieces.into_iter().filter(|one| !claims.keeps(one)).collect();
    Ok((retract_live(work, undo, &unclaimed)?, Some(last)))
}

/// The organizations of which pieces say that their details are known: whether they do is a question of their links.
fn organizations_learned(pieces: &[Evidence]) -> Vec<PartyId> {
    let learned = pieces.iter().filter(|one| one.kind == k::DETAILS_LEARNED);
    let parties = learned.flat_map(|one| &one.participants).map(|one| one.party);
    parties.filter(|party| party.kind() == PartyKind::Organization).collect()
}

/// Retracts those of the pieces, given in the order of their ids, that are live; says how many.
fn retract_live(work: &mut Work<'_, '_>, undo: &Undo, pieces: &[Evidence]) -> Result<u64> {
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead: HashSet<EvidenceId> =
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
    Ok(append_naming(work, drafts, pieces)?.len() as u64)
}

/// Retracts what sets undone before had left because this one claimed it too.
pub(super) fn retract_left(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    parties: &[PartyId],
    undone: &mut Undone,
) -> Result<u64> {
    let pieces = live_pieces(work, parties)?.into_iter().flat_map(|(_, pieces)| pieces);
    let mut alive: Vec<EvidenceId> = pieces.map(|(id, _)| id).collect();
    alive.sort_unstable();
    alive.dedup();
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
