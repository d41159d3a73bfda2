//! Why a party is where it is.

use casebook_domain::evidence::Evidence;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::explain::{Explanation, explain as explained};
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::CompiledVocabulary;
use casebook_store::evidence;

use crate::desk::Session;
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
        let mut all = if session.sees(party) { evidence::of_party(connection, party)? } else { Vec::new() };
        let pieces: Vec<_> = all.iter().map(|one| one.piece_for(party)).collect();
        let explanation = explained(&pieces, party.kind(), &words.kinds, compiled, now);
        seen(session, connection, &mut all)?;
        let because = explanation.because.iter().filter_map(|id| all.iter().find(|one| one.id == *id));
        Ok(Explained { party, words: compiled.clone(), because: because.cloned().collect(), explanation })
    })
}
