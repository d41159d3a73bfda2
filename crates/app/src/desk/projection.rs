//! Keeping facts and periods true: derived in the transaction of the evidence that changes them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use casebook_domain::evidence::{Evidence, Piece, parties_of};
use casebook_domain::facts::Facts;
use casebook_domain::ids::{DealId, EvidenceId, PartyId};
use casebook_domain::lifecycle::derivation::{Derivation, mark_of};
use casebook_domain::lifecycle::derive::{History, Rules, derive};
use casebook_domain::time::Timestamp;
use casebook_store::evidence;
use casebook_store::projection::{self, Before, Change, FactsRow, Projection};

use crate::desk::derivations::MANY;
use crate::desk::{Definitions, Work, deals};
use crate::error::Result;

/// Raised whenever the derivation or the stored form of facts changes, so that an upgrade rebuilds.
pub const PROJECTION_VERSION: i64 = 6;

/// So few parties are brought from before to after one by one; of more, it is done together.
const FEW: usize = 16;

/// What a party is derived by under the words in force.
pub(crate) fn rules_of(words: &Definitions, party: PartyId) -> Rules<'_> {
    Rules { party: party.kind(), kinds: &words.kinds, vocabularies: &words.compiled, zone: &words.zone }
}

/// Derives one party's history under all words in force.
pub fn history_of(words: &Definitions, party: PartyId, pieces: &[Piece]) -> History {
    derive(pieces, rules_of(words, party))
}

/// What is to be stored of a history.
pub(crate) fn rows_of(words: &Definitions, party: PartyId, pieces: &[Piece]) -> Projection {
    let history = history_of(words, party, pieces);
    let dated = || pieces.iter().filter_map(|piece| piece.began_at(&words.zone));
    let ends = (dated().min(), dated().max());
    let facts = (!pieces.is_empty()).then(|| row(pieces.len(), ends, mark_of(pieces), &history.facts));
    Projection {
        party,
        facts,
        stages: words.versions.iter().map(|version| version.id).zip(history.stages).collect(),
        standings: history.standings,
    }
}

/// What is to be stored of the facts of a derivation.
pub(crate) fn facts_row(derivation: &Derivation) -> Option<FactsRow> {
    let pieces = derivation.pieces().len();
    (pieces > 0).then(|| row(pieces, derivation.ends(), derivation.mark(), derivation.facts()))
}

fn row(pieces: usize, ends: (Option<Timestamp>, Option<Timestamp>), mark: u64, facts: &Facts) -> FactsRow {
    // Which evidence they were folded from stands before the facts.
    let mut bytes = mark.to_be_bytes().to_vec();
    bytes.extend(facts.to_bytes());
    FactsRow {
        projection_version: PROJECTION_VERSION,
        pieces: pieces as i64,
        first_at: ends.0,
        last_at: ends.1,
        handed_over: facts.waiting_hand_over(),
        facts: bytes,
    }
}

/// What is to be stored of a derivation.
fn rows_of_derivation(words: &Definitions, party: PartyId, derivation: &Derivation) -> Projection {
    let (stages, standings) = derivation.periods(rules_of(words, party));
    let stages = words.versions.iter().map(|version| version.id).zip(stages).collect();
    Projection { party, facts: facts_row(derivation), stages, standings }
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

/// Derives and stores every party and every deal of new evidence. Parties that are `fresh`, made in this transaction,
/// have no other evidence, so nothing is read of them.
pub(crate) fn project(
    work: &mut Work<'_, '_>,
    appended: &[Evidence],
    fresh: impl Fn(PartyId) -> bool,
) -> Result<()> {
    project_but(work, appended, fresh, &BTreeSet::new())
}

/// [`project`], where some deals of which all evidence is new are stored already.
pub(crate) fn project_but(
    work: &mut Work<'_, '_>,
    appended: &[Evidence],
    fresh: impl Fn(PartyId) -> bool,
    stored: &BTreeSet<DealId>,
) -> Result<()> {
    let (new, known): (Vec<PartyId>, Vec<PartyId>) =
        parties_of(appended).into_iter().partition(|party| fresh(*party));
    let rows = rows_of_new(&work.words, &new, appended);
    projection::replace_many(work.connection, &rows, Before::Nothing)?;
    if !known.is_empty() {
        let (mut changes, unkept) = carry_on(work, &known, appended)?;
        derive_anew(work, &unkept, appended, &mut changes)?;
        let store = if changes.len() > FEW { projection::change_together } else { projection::change_many };
        store(work.connection, &changes)?;
    }
    deals::follow(work, appended, stored)
}

/// What is to be stored of new parties, given in the order of ids, whose evidence is all among these pieces.
pub(crate) fn rows_of_new(words: &Definitions, new: &[PartyId], appended: &[Evidence]) -> Vec<Projection> {
    let own = pieces_by_party(new, appended);
    new.iter().filter_map(|party| Some(rows_of(words, *party, own.get(party)?))).collect()
}

/// Evidence as each of these parties, given in the order of ids, sees it.
fn pieces_by_party(parties: &[PartyId], appended: &[Evidence]) -> HashMap<PartyId, Vec<Piece>> {
    let mut own: HashMap<PartyId, Vec<Piece>> = HashMap::with_capacity(parties.len());
    for one in appended {
        for participant in one.participants.iter().filter(|one| parties.binary_search(&one.party).is_ok()) {
            let pieces = own.entry(participant.party).or_default();
            // A party may take part in two roles; it sees the piece once.
            if pieces.last().is_none_or(|last| last.id != one.id) {
                pieces.push(one.piece_for(participant.party));
            }
        }
    }
    own
}

/// Carries on the derivations that are kept, as far as they are those of what is stored; answers with what that changes
/// and with the parties that are left. The parties' rows must be locked.
fn carry_on(
    work: &mut Work<'_, '_>,
    parties: &[PartyId],
    appended: &[Evidence],
) -> Result<(Vec<Change>, Vec<PartyId>)> {
    let take = |party: &PartyId| Some((*party, work.derivations.take(*party, &work.words)?));
    let kept: Vec<(PartyId, Derivation)> = parties.iter().filter_map(take).collect();
    if kept.is_empty() {
        return Ok((Vec::new(), parties.to_vec()));
    }
    let named: Vec<PartyId> = kept.iter().map(|(party, _)| *party).collect();
    let mut stored = projection::facts_of(work.connection, &named)?;
    let mut new = pieces_by_party(&named, appended);
    let mut changes = Vec::with_capacity(kept.len());
    for (party, derivation) in kept {
        if stored.remove(&party) == facts_row(&derivation) {
            changes.push(carried_on(work, party, derivation, new.remove(&party).unwrap_or_default()));
        }
    }
    let done: HashSet<PartyId> = changes.iter().map(|change| change.after.party).collect();
    Ok((changes, parties.iter().copied().filter(|party| !done.contains(party)).collect()))
}

/// Adds new pieces to a derivation and keeps it; answers with what that changes. What is stored is what the evidence of
/// before derives to, so it need not be read; only a vocabulary that is still being built may lack it.
fn carried_on(
    work: &mut Work<'_, '_>,
    party: PartyId,
    mut derivation: Derivation,
    new: Vec<Piece>,
) -> Change {
    work.carried_on.push(party);
    let words = &work.words;
    let mut before = rows_of_derivation(words, party, &derivation);
    before.stages.retain(|(id, _)| words.is_active(*id));
    derivation.append(new, rules_of(words, party));
    let after = rows_of_derivation(words, party, &derivation);
    work.derivations.keep(party, words, Arc::new(derivation));
    Change { before, after }
}

/// Derives parties from all their evidence, which is read, and adds what that changes.
fn derive_anew(
    work: &mut Work<'_, '_>,
    parties: &[PartyId],
    appended: &[Evidence],
    changes: &mut Vec<Change>,
) -> Result<()> {
    if parties.is_empty() {
        return Ok(());
    }
    let appended: HashSet<EvidenceId> = appended.iter().map(|one| one.id).collect();
    for (party, pieces) in evidence::pieces_of(work.connection, parties)? {
        let (new, known): (Vec<Piece>, Vec<Piece>) =
            pieces.into_iter().partition(|piece| appended.contains(&piece.id));
        changes.push(if new.len() + known.len() < MANY {
            changed(&work.words, party, known, new)
        } else {
            let derivation = Derivation::of(known, rules_of(&work.words, party));
            carried_on(work, party, derivation, new)
        });
    }
    Ok(())
}

/// What new evidence changes of a party with little.
fn changed(words: &Definitions, party: PartyId, mut pieces: Vec<Piece>, new: Vec<Piece>) -> Change {
    let mut before = rows_of(words, party, &pieces);
    before.stages.retain(|(id, _)| words.is_active(*id));
    pieces.extend(new);
    Change { before, after: rows_of(words, party, &pieces) }
}
