//! Keeping facts and periods true: derived anew in the transaction of the evidence that changes them.

use std::collections::HashMap;

use casebook_domain::evidence::{Evidence, Piece, parties_of};
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::derive::{History, derive};
use casebook_store::evidence;
use casebook_store::projection::{self, Before, Change, FactsRow, Projection};

use crate::desk::Words;
use crate::desk::Work;
use crate::error::Result;

/// Raised whenever the derivation or the stored form of facts changes, so that an upgrade rebuilds.
pub const PROJECTION_VERSION: i64 = 2;

/// So few parties are brought from before to after one by one; of more, everything is written anew in one go.
const FEW: usize = 16;

/// Derives one party's history under all words in force.
pub fn history_of(words: &Words, party: PartyId, pieces: &[Piece]) -> History {
    derive(pieces, party.kind(), &words.kinds, &words.compiled)
}

/// What is to be stored of a history.
pub(crate) fn rows_of(words: &Words, party: PartyId, pieces: &[Piece]) -> Projection {
    let history = history_of(words, party, pieces);
    let dated = || pieces.iter().filter_map(|piece| piece.occurred_at);
    let facts = FactsRow {
        projection_version: PROJECTION_VERSION,
        pieces: pieces.len() as i64,
        first_at: dated().min(),
        last_at: dated().max(),
        facts: history.facts.to_bytes(),
    };
    Projection {
        party,
        facts: (!pieces.is_empty()).then_some(facts),
        stages: words.versions.iter().map(|version| version.id).zip(history.stages).collect(),
        standings: history.standings,
    }
}

/// Derives the parties anew from all their evidence and stores the result in this transaction.
///
/// The parties' rows must be locked before, so that nobody adds evidence between reading and writing.
pub(crate) fn refresh(work: &mut Work<'_, '_>, parties: &[PartyId]) -> Result<()> {
    let rows: Vec<Projection> = evidence::pieces_of(work.connection, parties)?
        .into_iter()
        .map(|(party, pieces)| rows_of(&work.words, party, &pieces))
        .collect();
    projection::replace_many(work.connection, &rows, Before::Something)?;
    Ok(())
}

/// Derives and stores every party of new evidence. Those that are `fresh`, made in this transaction, have no
/// other evidence, so nothing is read of them.
pub(crate) fn project(
    work: &mut Work<'_, '_>,
    appended: &[Evidence],
    fresh: impl Fn(PartyId) -> bool,
) -> Result<()> {
    let (new, known): (Vec<PartyId>, Vec<PartyId>) =
        parties_of(appended).into_iter().partition(|party| fresh(*party));
    let rows = rows_of_new(&work.words, &new, appended);
    projection::replace_many(work.connection, &rows, Before::Nothing)?;
    match known.len() {
        0 => Ok(()),
        1..=FEW => advance(work, &known, appended),
        _ => refresh(work, &known),
    }
}

/// What is to be stored of new parties, given in the order of ids, whose evidence is all among these pieces.
pub(crate) fn rows_of_new(words: &Words, new: &[PartyId], appended: &[Evidence]) -> Vec<Projection> {
    let mut own: HashMap<PartyId, Vec<Piece>> = HashMap::with_capacity(new.len());
    for one in appended {
        for participant in one.participants.iter().filter(|one| new.binary_search(&one.party).is_ok()) {
            let pieces = own.entry(participant.party).or_default();
            // A party may take part in two roles; it sees the piece once.
            if pieces.last().is_none_or(|last| last.id != one.id) {
                pieces.push(one.piece_for(participant.party));
            }
        }
    }
    new.iter().filter_map(|party| Some(rows_of(words, *party, own.get(party)?))).collect()
}

/// Stores what new evidence changes. What is stored is what the evidence of before derives to, so it need not be
/// read to know what differs; only a vocabulary that is still being built may lack it.
fn advance(work: &mut Work<'_, '_>, parties: &[PartyId], appended: &[Evidence]) -> Result<()> {
    let is_new = |piece: &Piece| appended.iter().any(|one| one.id == piece.id);
    let changes: Vec<Change> = evidence::pieces_of(work.connection, parties)?
        .into_iter()
        .map(|(party, pieces)| {
            let after = rows_of(&work.words, party, &pieces);
            let known: Vec<Piece> = pieces.into_iter().filter(|piece| !is_new(piece)).collect();
            let mut before = rows_of(&work.words, party, &known);
            before.stages.retain(|(id, _)| work.words.is_active(*id));
            Change { before, after }
        })
        .collect();
    Ok(projection::change_many(work.connection, &changes)?)
}
