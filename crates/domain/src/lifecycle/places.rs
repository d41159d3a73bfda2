//! Where each piece stands in the order.
//!
//! What is known to the instant stands there. A day stands at the last instant of that day at which something of equal
//! or lower rank happened, and where there is none at its start: who bought "that day" bought after the form of 14:20.
//! What is so *at the earliest* since a day stands after everything of that day. A piece of unknown time stands before
//! everything dated, unless it names a deal or another piece that has a place: then it stands after the first of it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::evidence::Piece;
use crate::ids::{DealId, EvidenceId};
use crate::kind::{Family, KindCode, Kinds, built_in as k};
use crate::time::{Precision, Timestamp};
use crate::zone::Zone;

/// How exactly a place in the order is known. Of one instant, each step folds after the one before it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Step {
    /// To the instant.
    #[default]
    Instant,
    /// To the day.
    Day,
    /// It was so by then, and may have been before.
    Earliest,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 3] = [Self::Instant, Self::Day, Self::Earliest];
}

/// A place in the order; the unknown one is before all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The instant, if it is known.
    pub at: Option<Timestamp>,
    /// How exactly.
    pub step: Step,
}

impl Place {
    /// The place of what happens at an instant.
    pub fn instant(at: Timestamp) -> Self {
        Self { at: Some(at), step: Step::Instant }
    }
}

/// What a piece of unknown time is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tie {
    Deal(DealId),
    Piece(EvidenceId),
}

/// What a piece of unknown time is tied to: the piece that it names, else its deal.
fn tie(piece: &Piece) -> Option<Tie> {
    let tie = piece.names.map(Tie::Piece).or(piece.deal.map(Tie::Deal));
    tie.filter(|_| piece.occurred_at.is_none())
}

/// The date, as its 00:00 in UTC, on which a piece lies.
pub(super) fn date(piece: &Piece, zone: &Zone) -> Option<Timestamp> {
    let at = piece.occurred_at?;
    Some(if piece.precision.is_day() { at } else { zone.day_of(at) })
}

/// The place of each piece. Only those that are flagged, being live and counting, have a say in where others stand.
pub(crate) fn places(pieces: &[(&Piece, bool)], kinds: &Kinds, zone: &Zone) -> Vec<Place> {
    let mut places: Vec<Place> = pieces.iter().map(|(piece, _)| alone(piece, zone)).collect();
    if places.iter().any(|place| place.step != Step::Instant) {
        put_days(pieces, &mut places, kinds, zone);
    }
    if pieces.iter().any(|(piece, counts)| *counts && tie(piece).is_some()) {
        put_tied(pieces, &mut places, kinds);
    }
    places
}

/// What would give a piece of unknown time a place, if it got one itself.
pub(super) fn open_tie(piece: &Piece, place: Place) -> Option<Tie> {
    tie(piece).filter(|_| place.at.is_none())
}

/// The place of a piece without regard to others.
fn alone(piece: &Piece, zone: &Zone) -> Place {
    let Some(at) = piece.occurred_at else { return Place::default() };
    let at = if piece.precision.is_day() { zone.start_of(at) } else { at };
    let step = match piece.precision {
        Precision::Day => Step::Day,
        Precision::InstantAtEarliest | Precision::DayAtEarliest => Step::Earliest,
        Precision::Instant | Precision::Unknown => Step::Instant,
    };
    Place { at: Some(at), step }
}

/// The rank by which days are placed: all of qualification is one.
fn rank(kind: KindCode, kinds: &Kinds) -> u8 {
    kinds.rank(if kinds.family(kind) == Family::Qualification { k::SALES_ACCEPTED } else { kind })
}

/// An instant of a day: with the latest of that day up to its rank.
struct DayInstant {
    day: Timestamp,
    rank: u8,
    latest: Timestamp,
}

fn put_days(pieces: &[(&Piece, bool)], places: &mut [Place], kinds: &Kinds, zone: &Zone) {
    let instants = instants(pieces, kinds, zone);
    // The last instant of the day whose rank is at most this one.
    let latest = |day: Timestamp, rank: u8| {
        let end = instants.partition_point(|one| (one.day, one.rank) <= (day, rank));
        instants.get(end.checked_sub(1)?).filter(|one| one.day == day).map(|one| one.latest)
    };
    for ((piece, counts), place) in pieces.iter().zip(places) {
        let Some(day) = date(piece, zone).filter(|_| *counts) else { continue };
        match place.step {
            Step::Instant => {}
            Step::Day => place.at = place.at.max(latest(day, rank(piece.kind, kinds))),
            Step::Earliest => place.at = place.at.max(latest(day, u8::MAX)),
        }
    }
}

/// What is known to the instant, by day and rank.
fn instants(pieces: &[(&Piece, bool)], kinds: &Kinds, zone: &Zone) -> Vec<DayInstant> {
    let exact = pieces.iter().filter(|(piece, counts)| *counts && piece.precision == Precision::Instant);
    let mut instants: Vec<DayInstant> = exact
        .filter_map(|(piece, _)| {
            let latest = piece.occurred_at?;
            Some(DayInstant { day: zone.day_of(latest), rank: rank(piece.kind, kinds), latest })
        })
        .collect();
    instants.sort_unstable_by_key(|one| (one.day, one.rank, one.latest));
    for place in 1..instants.len() {
        let (before, rest) = instants.split_at_mut(place);
        if let (Some(before), Some(one)) = (before.last(), rest.first_mut())
            && before.day == one.day
        {
            one.latest = one.latest.max(before.latest);
        }
    }
    instants
}

/// Puts pieces of unknown time behind the piece that they name, else behind the first of their deal, if that ranks
/// lower: an opening without a date stays before a win. What is so placed can hold others.
///
/// Pieces are taken in the order of their places, so what comes first of a deal is known when it is met.
fn put_tied(pieces: &[(&Piece, bool)], places: &mut [Place], kinds: &Kinds) {
    let mut waiting: HashMap<Tie, Vec<usize>> = HashMap::new();
    let mut next: BinaryHeap<Reverse<(Place, u8, usize)>> = BinaryHeap::new();
    for (place, (piece, _)) in pieces.iter().enumerate().filter(|(_, (_, counts))| *counts) {
        if places[place].at.is_some() {
            next.push(Reverse((places[place], kinds.rank(piece.kind), place)));
        } else if let Some(tie) = tie(piece) {
            waiting.entry(tie).or_default().push(place);
        }
    }
    while let Some(Reverse((here, rank, place))) = next.pop() {
        places[place] = here;
        let piece = pieces[place].0;
        let behind = Place { step: Step::Earliest, ..here };
        let named = waiting.remove(&Tie::Piece(piece.id)).unwrap_or_default();
        let named = named.into_iter().map(|one| (one, behind > here));
        let of_deal = piece.deal.and_then(|deal| waiting.remove(&Tie::Deal(deal))).unwrap_or_default();
        for (tied, follows) in named.chain(of_deal.into_iter().map(|one| (one, false))) {
            let own = kinds.rank(pieces[tied].0.kind);
            if follows || own > rank {
                next.push(Reverse((behind, own, tied)));
            }
        }
    }
}
