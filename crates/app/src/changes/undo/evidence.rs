//! Retracting what a change set appended. Where it had retracted something itself, that lives again.

use std::collections::{HashMap, HashSet};

use casebook_domain::change::What;
use casebook_domain::deals::RULE;
use casebook_domain::evidence::{Evidence, parties_of};
use casebook_domain::ids::{ChangeSetId, EvidenceId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::party::PartyKind;
use casebook_store::{Connection, change_set, evidence, link};

use super::claims::Claims;
use super::entries::go_on;
use super::{Undo, UndoReport, Undone};
use crate::desk::chunk_size::ChunkSize;
use crate::desk::derivations::LivePieces;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work};
use crate::error::Result;
use crate::evidence::{append_naming, live_retractions, retraction};

/// Pieces of which the ids are read ahead.
const AHEAD: i64 = 20_000;

pub(super) fn retract_all(
    session: &Session,
    undo: &Undo,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let (size, mut after) = (ChunkSize::default(), EvidenceId(0));
    loop {
        let pieces = session.read(|connection, _| next_pieces(connection, undo, &mut after))?;
        if pieces.is_empty() {
            return Ok(());
        }
        let mut rest = pieces.as_slice();
        while !rest.is_empty() {
            go_on(progress)?;
            let (some, others) = rest.split_at(size.get().min(rest.len()));
            let (undo, begun, ids) = (undo.clone(), session.now(), some.to_vec());
            report.retracted += session.write(move |work| retract_some(work, &undo, &ids))?;
            size.note(some.len(), ChunkSize::waited(session, begun));
            progress.at(report.retracted, 0);
            rest = others;
        }
    }
}

/// The next pieces of the set behind `after`, which is moved on; those that share parties stand together, so that each
/// party and each deal is derived anew but a few times.
pub(super) fn next_pieces(
    connection: &mut Connection<'_>,
    undo: &Undo,
    after: &mut EvidenceId,
) -> Result<Vec<EvidenceId>> {
    let pieces = evidence::parties_of_set(connection, undo.of.id, *after, AHEAD)?;
    if let Some((last, _)) = pieces.last() {
        *after = *last;
    }
    Ok(together(&pieces))
}

/// The pieces in the order of whoever takes part in most of them among those who take part in each.
fn together(pieces: &[(EvidenceId, Vec<PartyId>)]) -> Vec<EvidenceId> {
    let mut counts: HashMap<PartyId, usize> = HashMap::new();
    for party in pieces.iter().flat_map(|(_, parties)| parties) {
        *counts.entry(*party).or_default() += 1;
    }
    let busiest = |parties: &[PartyId]| parties.iter().copied().max_by_key(|party| (counts[party], *party));
    let mut ordered: Vec<(Option<PartyId>, EvidenceId)> =
        pieces.iter().map(|(piece, parties)| (busiest(parties), *piece)).collect();
    ordered.sort_unstable();
    ordered.into_iter().map(|(_, piece)| piece).collect()
}

/// Retracts those of the pieces that are live and that nothing else claims; returns how many.
pub(super) fn retract_some(work: &mut Work<'_, '_>, undo: &Undo, pieces: &[EvidenceId]) -> Result<u64> {
    undo.join(work)?;
    let mut pieces = evidence::get_many(work.connection, pieces)?;
    let parties = parties_of(&pieces);
    let links = link::of_parties(work.connection, &organizations_learned(&pieces))?;
    let claims = Claims::load(work, undo, &parties, &links)?;
    let own = retracted_by_itself(work, undo, &pieces)?;
    pieces.retain(|one| !claims.keeps(one) && !own.contains(&one.id));
    retract_live(work, undo, &pieces)
}

/// Retractions of pieces that the set appended itself. They stay: what they name is to be taken back too.
fn retracted_by_itself(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    pieces: &[Evidence],
) -> Result<HashSet<EvidenceId>> {
    let retractions = || pieces.iter().filter(|one| one.kind == k::RETRACTED);
    let named: Vec<EvidenceId> = retractions().filter_map(|one| one.names).collect();
    let own: HashSet<EvidenceId> = evidence::sets_of(work.connection, &named)?
        .into_iter()
        .filter_map(|(piece, set)| (set == undo.of.id).then_some(piece))
        .collect();
    let is_own = |one: &&Evidence| one.names.is_some_and(|named| own.contains(&named));
    Ok(retractions().filter(is_own).map(|one| one.id).collect())
}

/// The organizations of which pieces say that their details are known: whether they do is a question of their links.
fn organizations_learned(pieces: &[Evidence]) -> Vec<PartyId> {
    let learned = pieces.iter().filter(|one| one.kind == k::DETAILS_LEARNED);
    let parties = learned.flat_map(|one| &one.participants).map(|one| one.party);
    parties.filter(|party| party.kind() == PartyKind::Organization).collect()
}

/// Retracts those of the pieces, given in the order of their ids, that are live; returns how many.
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

/// Retracts what sets undone before had left of these live pieces because this one claimed it too; returns how many.
pub(super) fn retract_left(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    live: &[LivePieces],
    undone: &mut Undone,
) -> Result<u64> {
    let mut alive: Vec<EvidenceId> = live.iter().flat_map(|(_, pieces)| pieces).map(|(id, _)| *id).collect();
    alive.sort_unstable();
    alive.dedup();
    let mut orphans = Vec::new();
    for (piece, set) in evidence::sets_of(work.connection, &alive)? {
        if undone.is(work, set)? {
            orphans.push(piece);
        }
    }
    let revived = revived(work, &orphans, undone)?;
    orphans.retain(|piece| !revived.contains(piece));
    if orphans.is_empty() {
        return Ok(0);
    }
    let parties: Vec<PartyId> = live.iter().map(|(party, _)| *party).collect();
    let links = link::of_parties(work.connection, &parties)?;
    let mut pieces = evidence::get_many(work.connection, &orphans)?;
    // The row that claims a piece is one about its subject, who may be somebody else.
    let claims = Claims::load(work, undo, &[parties, parties_of(&pieces)].concat(), &links)?;
    // What follows from a record is there as long as the record says so.
    pieces.retain(|one| !claims.keeps(one) && one.detail.text(RULE).is_none());
    retract_live(work, undo, &pieces)
}

/// Those of the pieces, of sets that are undone, that an import in force has brought back since.
fn revived(
    work: &mut Work<'_, '_>,
    pieces: &[EvidenceId],
    undone: &mut Undone,
) -> Result<HashSet<EvidenceId>> {
    let retractions = |work: &mut Work<'_, '_>, named: &[EvidenceId]| -> Result<Vec<Evidence>> {
        let mut found = evidence::naming(work.connection, named)?;
        found.retain(|one| one.kind == k::RETRACTED);
        Ok(found)
    };
    let against = retractions(work, pieces)?;
    let of: Vec<EvidenceId> = against.iter().map(|one| one.id).collect();
    let revivals = retractions(work, &of)?;
    let sets = evidence::sets_of(work.connection, &revivals.iter().map(|one| one.id).collect::<Vec<_>>())?;
    let mut lifted = HashSet::new();
    for one in revivals {
        let set = sets.get(&one.id).copied();
        if let (Some(set), Some(named)) = (set, one.names)
            && is_import(work, set)?
            && !undone.is(work, set)?
        {
            lifted.insert(named);
        }
    }
    let lifted = against.into_iter().filter(|one| lifted.contains(&one.id));
    Ok(lifted.filter_map(|one| one.names).collect())
}

/// What an undo brings back is still said by those alone who said it before.
fn is_import(work: &mut Work<'_, '_>, set: ChangeSetId) -> Result<bool> {
    let found = change_set::get(work.connection, set)?;
    Ok(found.is_some_and(|set| set.what == What::Import))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_with_those_of_whoever_takes_part_in_most() {
        let person = |number: i64| PartyId::new(2 * number, PartyKind::Person);
        let account = |number: i64| PartyId::new(2 * number, PartyKind::Organization);
        let piece = |id: i64, parties: &[PartyId]| (EvidenceId(id), parties.to_vec());
        let pieces = [
            piece(1, &[account(1), person(1)]),
            piece(2, &[account(2), person(2)]),
            piece(3, &[person(1), account(1)]),
            piece(4, &[person(2), account(2)]),
            piece(5, &[person(3), account(1)]),
            piece(6, &[]),
        ];
        let ids: Vec<i64> = together(&pieces).into_iter().map(|id| id.0).collect();
        assert_eq!(ids, [6, 1, 3, 5, 2, 4]);
    }
}
