//! Keeping facts and periods true: derived anew in the transaction of the evidence that changes them.

use casebook_domain::evidence::Piece;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::derive::{History, derive};
use casebook_store::evidence;
use casebook_store::projection::{self, Before, FactsRow, Projection};

use crate::casebook::Work;
use crate::error::Result;
use crate::words::Words;

/// Raised whenever the derivation or the stored form of facts changes, so that an upgrade rebuilds.
pub const PROJECTION_VERSION: i64 = 1;

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
