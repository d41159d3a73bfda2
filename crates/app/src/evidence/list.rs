//! All evidence of a party, dead pieces and corrections too, in the order in which it folds.

use casebook_domain::evidence::Evidence;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::order::{compare, live};
use casebook_store::evidence;

use super::seen::seen;
use crate::desk::Session;
use crate::error::Result;

/// A piece of evidence, and whether it is live.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The piece.
    pub evidence: Evidence,
    /// Whether no live retraction names it.
    pub live: bool,
}

/// Lists everything that a party takes part in, never cut; of a party that is not there, nothing.
pub fn list(session: &Session, party: PartyId) -> Result<Vec<Listed>> {
    session.read(|connection, words| {
        if !session.sees(party) {
            return Ok(Vec::new());
        }
        let mut all = evidence::of_party(connection, party)?;
        let pieces: Vec<_> = all.iter().map(|one| one.piece_for(party)).collect();
        seen(session, connection, &mut all)?;
        let mut listed: Vec<_> = all
            .into_iter()
            .zip(live(&pieces))
            .zip(pieces)
            .map(|((evidence, live), piece)| (piece, Listed { evidence, live }))
            .collect();
        listed.sort_by(|(one, _), (other, _)| compare(one, other, &words.kinds));
        Ok(listed.into_iter().map(|(_, one)| one).collect())
    })
}
