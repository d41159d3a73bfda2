//! Why a party is where it is.

use std::collections::HashMap;

use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::lifecycle::explain::{Explanation, explain_in_order};
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::CompiledVocabulary;
use casebook_store::evidence;

use crate::desk::Session;
use crate::desk::derivations::derived;
use crate::desk::projection::rules_of;
use crate::error::Result;
use crate::evidence::seen;

/// An explanation with what it speaks of.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The party.
    pub party: PartyId,
    /// The vocabulary it is explained in.
    pub words: CompiledVocabulary,
    /// The explanation.
    pub explanation: Explanation,
    /// The evidence that it rests on, in the order of folding.
    pub because: Vec<Evidence>,
}

impl Explained {
    /// The name of a stage of the vocabulary.
    pub fn stage_name(&self, place: Option<u8>) -> Option<&str> {
        let stage = self.words.vocabulary.stages.get(usize::from(place?))?;
        Some(stage.name.as_str())
    }
}

/// Explains the stage of a party in a vocabulary, now or at a time.
pub fn explain(
    session: &Session,
    party: PartyId,
    vocabulary: &str,
    at: Option<Timestamp>,
) -> Result<Explained> {
    let now = at.unwrap_or_else(|| session.now());
    session.read(|connection, words| {
        let (_, compiled) = words.active(vocabulary)?;
        // Of a party that one does not see nothing is known, as of one that is not there.
        let derivation =
            if session.sees(party) { Some(derived(session, connection, words, party)?) } else { None };
        let pieces = derivation.as_ref().map(|one| one.counting(&words.kinds)).unwrap_or_default();
        let explanation = explain_in_order(&pieces, rules_of(words, party), compiled, now);
        let mut because = evidence::get_many(connection, &explanation.because)?;
        seen(session, connection, &mut because)?;
        in_order(&mut because, &explanation.because);
        Ok(Explained { party, words: compiled.clone(), because, explanation })
    })
}

/// Puts pieces in the order in which they are named.
fn in_order(pieces: &mut [Evidence], named: &[EvidenceId]) {
    let places: HashMap<EvidenceId, usize> = named.iter().copied().zip(0..).collect();
    pieces.sort_by_key(|piece| places.get(&piece.id).copied());
}
