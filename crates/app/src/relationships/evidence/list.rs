//! All evidence of a party, dead pieces and corrections too, in the order in which it folds.

use std::collections::HashMap;

use casebook_domain::evidence::{Evidence, Piece};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::lifecycle::order::all_in_order;
use casebook_store::evidence;

use super::seen::seen;
use crate::desk::derivations::derived;
use crate::desk::{Definitions, Session};
use crate::error::{Error, Result};

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
        Ok(listed(all, &pieces, words))
    })
}

/// What is left of the evidence of which `pieces` is everything, in the order in which that folds.
pub(crate) fn listed(left: Vec<Evidence>, pieces: &[Piece], words: &Definitions) -> Vec<Listed> {
    let mut left: HashMap<EvidenceId, Evidence> = left.into_iter().map(|one| (one.id, one)).collect();
    all_in_order(pieces, &words.kinds, &words.zone)
        .into_iter()
        .filter_map(|(placed, live)| Some(Listed { evidence: left.remove(&placed.piece.id)?, live }))
        .collect()
}

/// Which page of a party's evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// The last piece of the page before.
    pub after: Option<EvidenceId>,
    /// The most pieces.
    pub limit: usize,
    /// Whether the page goes backwards through the order, from the last piece on.
    pub newest_first: bool,
}

/// A page of a party's evidence.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its pieces.
    pub items: Vec<Listed>,
    /// Its last piece, if there are more.
    pub next: Option<EvidenceId>,
    /// How many pieces the party takes part in.
    pub total: usize,
}

/// About as many bytes are on one page, however many pieces that is.
const MOST_BYTES: usize = 1 << 20;

/// Lists a page of what a party takes part in; of a party that is not there, nothing. Pieces that are recorded meanwhile
/// may be missed, and no piece is listed twice.
pub fn page(session: &Session, party: PartyId, request: PageRequest) -> Result<Page> {
    session.read(|connection, words| {
        if !session.sees(party) {
            return Ok(Page { items: Vec::new(), next: None, total: 0 });
        }
        let derivation = derived(session, connection, words, party)?;
        let total = derivation.pieces().len();
        let (chosen, more) = if request.newest_first {
            chosen(derivation.pieces().rev(), request)?
        } else {
            chosen(derivation.pieces(), request)?
        };
        let mut all = evidence::get_many(connection, &chosen)?;
        seen(session, connection, &mut all)?;
        let mut by_id: HashMap<EvidenceId, Evidence> = all.into_iter().map(|one| (one.id, one)).collect();
        let listed =
            |id: &EvidenceId| Some(Listed { evidence: by_id.remove(id)?, live: derivation.is_live(*id) });
        let items = chosen.iter().filter_map(listed).collect();
        Ok(Page { items, next: chosen.last().copied().filter(|_| more), total })
    })
}

/// The pieces of a page, and whether there are more.
fn chosen<'p>(
    mut ordered: impl Iterator<Item = &'p Piece>,
    request: PageRequest,
) -> Result<(Vec<EvidenceId>, bool)> {
    if let Some(after) = request.after
        && !ordered.any(|piece| piece.id == after)
    {
        return Err(Error::argument("cursor", "this is no cursor of this list; begin anew without one"));
    }
    let (mut chosen, mut bytes) = (Vec::new(), 0);
    for piece in ordered {
        if chosen.len() == request.limit || bytes > MOST_BYTES {
            return Ok((chosen, true));
        }
        bytes += piece.detail.canonical().len();
        chosen.push(piece.id);
    }
    Ok((chosen, false))
}
