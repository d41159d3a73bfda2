//! Which pieces count, and the order in which they fold.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::evidence::Piece;
use crate::ids::EvidenceId;
use crate::kind::{Family, KindCode, Kinds, built_in as k};
use crate::zone::Zone;

use super::places::{Place, places};

/// What decides whether a piece is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The piece.
    pub id: EvidenceId,
    /// Its kind.
    pub kind: KindCode,
    /// The piece that it names.
    pub names: Option<EvidenceId>,
}

impl Naming {
    fn of(piece: &Piece) -> Self {
        Self { id: piece.id, kind: piece.kind, names: piece.names }
    }
}

/// For each piece, whether it is live: no live retraction names it.
///
/// A retraction can itself be retracted, which restores what it named.
pub fn live(pieces: &[Piece]) -> Vec<bool> {
    if !pieces.iter().any(|piece| piece.kind == k::RETRACTED) {
        return vec![true; pieces.len()];
    }
    live_among(&pieces.iter().map(Naming::of).collect::<Vec<_>>())
}

/// [`live`] of pieces of which no more is known than that.
pub fn live_among(pieces: &[Naming]) -> Vec<bool> {
    let mut retractions: HashMap<EvidenceId, Vec<usize>> = HashMap::new();
    for (place, piece) in pieces.iter().enumerate() {
        if let (k::RETRACTED, Some(named)) = (piece.kind, piece.names) {
            retractions.entry(named).or_default().push(place);
        }
    }
    let mut verdicts: Vec<Option<bool>> = vec![None; pieces.len()];
    for place in 0..pieces.len() {
        judge(place, pieces, &retractions, &mut verdicts);
    }
    verdicts.into_iter().map(|verdict| verdict.unwrap_or(true)).collect()
}

/// Settles one piece and all that it depends on, without recursion: chains may be long.
fn judge(
    start: usize,
    pieces: &[Naming],
    retractions: &HashMap<EvidenceId, Vec<usize>>,
    verdicts: &mut [Option<bool>],
) {
    let mut open = vec![start];
    while let Some(&place) = open.last() {
        let against = retractions.get(&pieces[place].id).map_or(&[][..], Vec::as_slice);
        let unsettled = against.iter().find(|one| verdicts[**one].is_none() && !open.contains(one));
        match unsettled {
            Some(&next) if verdicts[place].is_none() => open.push(next),
            _ => {
                // What is still unsettled here names itself in a circle, which no store can hold: it is ignored.
                verdicts[place].get_or_insert(!against.iter().any(|one| verdicts[*one] == Some(true)));
                open.pop();
            }
        }
    }
}

/// A piece and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed<'p> {
    /// Its place.
    pub place: Place,
    /// The piece.
    pub piece: &'p Piece,
}

/// Compares two pieces by (place, rank of kind, natural key, id); unknown times come first.
///
/// The natural key is all content but id and recording. What refers to other records by id comes last in
/// it, so that the order does not depend on the order in which ids were given out.
pub fn compare(one: Placed<'_>, other: Placed<'_>, kinds: &Kinds) -> Ordering {
    let (earlier, later) = (one.piece, other.piece);
    one.place
        .cmp(&other.place)
        .then_with(|| kinds.rank(earlier.kind).cmp(&kinds.rank(later.kind)))
        .then_with(|| earlier.occurred_at.cmp(&later.occurred_at))
        .then_with(|| natural(earlier, later, kinds))
        .then_with(|| earlier.id.cmp(&later.id))
}

fn natural(one: &Piece, other: &Piece, kinds: &Kinds) -> Ordering {
    kinds
        .name(one.kind)
        .cmp(kinds.name(other.kind))
        .then_with(|| one.precision.cmp(&other.precision))
        .then_with(|| one.product_line.cmp(&other.product_line))
        .then_with(|| one.amount.cmp(&other.amount))
        .then_with(|| one.subject.cmp(&other.subject))
        .then_with(|| match (one.detail.0.is_empty(), other.detail.0.is_empty()) {
            (true, true) => Ordering::Equal,
            _ => one.detail.canonical().cmp(&other.detail.canonical()),
        })
        .then_with(|| one.deal.cmp(&other.deal))
        .then_with(|| one.names.cmp(&other.names))
}

/// Whether a live piece counts for the party from whose point of view it is given.
pub fn counts(piece: &Piece, kinds: &Kinds) -> bool {
    kinds.family(piece.kind) != Family::Correction
        && (piece.subject || !kinds.counts_for_subject_alone(piece.kind))
}

/// The live pieces that count, in the order in which they fold.
pub fn in_order<'a>(pieces: &'a [Piece], kinds: &Kinds, zone: &Zone) -> Vec<Placed<'a>> {
    let live = live(pieces);
    let counting: Vec<(&Piece, bool)> = pieces
        .iter()
        .zip(live)
        .filter_map(|(piece, live)| (live && counts(piece, kinds)).then_some((piece, true)))
        .collect();
    let places = places(&counting, kinds, zone);
    let mut ordered: Vec<Placed<'a>> =
        counting.into_iter().zip(places).map(|((piece, _), place)| Placed { place, piece }).collect();
    ordered.sort_unstable_by(|one, other| compare(*one, *other, kinds));
    ordered
}

/// All pieces, dead ones and corrections too, in the order in which they are listed, each with whether it is live.
pub fn all_in_order<'a>(pieces: &'a [Piece], kinds: &Kinds, zone: &Zone) -> Vec<(Placed<'a>, bool)> {
    let live = live(pieces);
    let flagged: Vec<(&Piece, bool)> =
        pieces.iter().zip(&live).map(|(piece, live)| (piece, *live && counts(piece, kinds))).collect();
    let places = places(&flagged, kinds, zone);
    let standing = pieces.iter().zip(places).map(|(piece, place)| Placed { place, piece });
    let mut listed: Vec<(Placed<'a>, bool)> = standing.zip(live).collect();
    listed.sort_unstable_by(|(one, _), (other, _)| compare(*one, *other, kinds));
    listed
}
