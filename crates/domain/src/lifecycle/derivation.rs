//! An incremental derivation: all evidence of a party in its order, and the result so far.
//!
//! A piece that comes after all others is folded into the present state. Whatever changes an earlier place (a late
//! piece, a retraction) resumes from the last checkpoint before that place and folds the rest again. Either way the
//! result equals a derivation from the beginning.

use super::checkpoints::{Checkpoint, Checkpoints};
use super::derive::{Rules, State};
use super::history::{StagePeriod, StandingPeriod};
use super::liveness::Liveness;
use super::order::{Placed, compare, counts};
use super::places::{Place, Tie, date, open_tie, places};
use std::collections::HashSet;

use crate::evidence::Piece;
use crate::facts::Facts;
use crate::ids::EvidenceId;
use crate::kind::Kinds;
use crate::time::Timestamp;
use crate::zone::Zone;

/// All evidence of a party, and what is derived from it.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// All pieces, dead ones and corrections too, in their order.
    pieces: Vec<(Place, Piece)>,
    liveness: Liveness,
    /// What would move pieces of unknown time if it got a place, or did once.
    ties: HashSet<Tie>,
    /// After the last piece that counts.
    present: Checkpoint,
    checkpoints: Checkpoints,
    mark: u64,
    first_at: Option<Timestamp>,
    last_at: Option<Timestamp>,
    weight: usize,
}

/// A fingerprint of a set of evidence: equal sets have equal fingerprints, whatever the order, and different sets
/// almost surely have different ones.
pub fn mark_of(pieces: &[Piece]) -> u64 {
    pieces.iter().fold(0, |sum, piece| sum.wrapping_add(mixed(piece.id)))
}

/// An id with its bits well mixed (the last step of `SplitMix64`), so that sums of ids do not meet.
fn mixed(id: EvidenceId) -> u64 {
    let mut bits = id.0.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Derivation {
    /// Derives a party from all pieces it takes part in, given in any order.
    pub fn of(pieces: Vec<Piece>, rules: Rules<'_>) -> Self {
        let mut derivation = Self {
            pieces: Vec::new(),
            liveness: Liveness::default(),
            ties: HashSet::new(),
            present: Checkpoint { state: State::new(rules), last: None },
            checkpoints: Checkpoints::default(),
            mark: 0,
            first_at: None,
            last_at: None,
            weight: 0,
        };
        derivation.append(pieces, rules);
        derivation
    }

    /// Adds new pieces, given in any order. The rules must be those that it was derived by.
    pub fn append(&mut self, new: Vec<Piece>, rules: Rules<'_>) {
        for piece in &new {
            self.note(piece, rules.zone);
        }
        let toggled = self.liveness.add(&new);
        let start = self.first_affected(&new, &toggled, rules);
        let (start, before) = self.rearrange(start, new, rules);
        let first = self.first_difference(start, &before, &toggled, rules.kinds);
        let Some((place, piece)) = first.map(|first| (first.place, first.piece.clone())) else { return };
        let first = Placed { place, piece: &piece };
        if !self.present.is_before(first, rules.kinds) {
            self.present = self.checkpoints.back_before(first, rules);
        }
        self.fold_on(rules);
    }

    /// How many pieces stay where they are, whatever the change does: those before the day on which it begins.
    fn first_affected(&self, new: &[Piece], toggled: &HashSet<EvidenceId>, rules: Rules<'_>) -> usize {
        // A new piece must not cost more the more there are, so they are searched only where one of them changed.
        let known: &[(Place, Piece)] = if toggled.is_empty() { &[] } else { &self.pieces };
        let known = known.iter().map(|(_, piece)| piece).filter(|piece| toggled.contains(&piece.id));
        let mut first: Option<Timestamp> = None;
        for piece in known.chain(new) {
            let Some(date) = date(piece, rules.zone).filter(|_| !self.holds(piece)) else { return 0 };
            first = Some(first.map_or(date, |first| first.min(date)));
        }
        let Some(first) = first.map(|date| rules.zone.start_of(date)) else { return self.pieces.len() };
        self.pieces.partition_point(|(place, _)| place.at < Some(first))
    }

    /// Whether a piece gives a place to others of unknown time.
    fn holds(&self, piece: &Piece) -> bool {
        let ties = [Some(Tie::Piece(piece.id)), piece.deal.map(Tie::Deal)];
        !self.ties.is_empty() && ties.into_iter().flatten().any(|tie| self.ties.contains(&tie))
    }

    /// Puts new pieces and those behind `start` in their places. Returns where what stays ends, and the order behind that
    /// before.
    fn rearrange(
        &mut self,
        start: usize,
        new: Vec<Piece>,
        rules: Rules<'_>,
    ) -> (usize, Vec<(Place, EvidenceId)>) {
        let order = |pieces: &[(Place, Piece)]| -> Vec<(Place, EvidenceId)> {
            pieces.iter().map(|(place, one)| (*place, one.id)).collect()
        };
        let affected = self.pieces.split_off(start);
        let mut before = order(&affected);
        let put = self.placed(affected.into_iter().map(|(_, piece)| piece).chain(new).collect(), rules);
        let lost_its_place = start > 0 && put.first().is_some_and(|(place, _)| place.at.is_none());
        if !lost_its_place {
            self.pieces.extend(put);
            return (start, before);
        }
        // It stands before everything dated now, so nothing stays.
        before.splice(..0, order(&self.pieces));
        let all = std::mem::take(&mut self.pieces).into_iter().chain(put);
        self.pieces = self.placed(all.map(|(_, piece)| piece).collect(), rules);
        (0, before)
    }

    /// The pieces with their places, in their order.
    fn placed(&mut self, pieces: Vec<Piece>, rules: Rules<'_>) -> Vec<(Place, Piece)> {
        let flagged: Vec<(&Piece, bool)> = pieces
            .iter()
            .map(|piece| (piece, self.liveness.is_live(piece.id) && counts(piece, rules.kinds)))
            .collect();
        let places = places(&flagged, rules.kinds, rules.zone);
        self.ties.extend(pieces.iter().zip(&places).filter_map(|(piece, place)| open_tie(piece, *place)));
        let mut put: Vec<(Place, Piece)> = places.into_iter().zip(pieces).collect();
        put.sort_by(|one, other| compare(placed(one), placed(other), rules.kinds));
        put
    }

    /// The first place at which the order, or what is live, is not what it was; `before` is the order from `start`.
    fn first_difference(
        &self,
        start: usize,
        before: &[(Place, EvidenceId)],
        toggled: &HashSet<EvidenceId>,
        kinds: &Kinds,
    ) -> Option<Placed<'_>> {
        let now = self.pieces.get(start..)?;
        let same = now.iter().zip(before).take_while(|((place, piece), known)| {
            (*place, piece.id) == **known && !toggled.contains(&piece.id)
        });
        let same = same.count();
        let here = placed(now.get(same)?);
        let Some((place, id)) = before.get(same) else { return Some(here) };
        let (_, piece) = now.iter().find(|(_, piece)| piece.id == *id)?;
        let was = Placed { place: *place, piece };
        Some(if compare(was, here, kinds).is_lt() { was } else { here })
    }

    fn note(&mut self, piece: &Piece, zone: &Zone) {
        self.mark = self.mark.wrapping_add(mixed(piece.id));
        // A day begins in its zone, so that the ends lie on the days on which they are shown.
        let at = piece.began_at(zone);
        self.first_at = self.first_at.into_iter().chain(at).min();
        self.last_at = self.last_at.max(at);
        self.weight += weight(piece);
    }

    /// Folds every piece that counts after the present state.
    fn fold_on(&mut self, rules: Rules<'_>) {
        let Self { pieces, liveness, present, checkpoints, .. } = self;
        let start = present.among(pieces, rules.kinds);
        let following = pieces.get(start..).unwrap_or_default().iter();
        for one in following.filter(|(_, piece)| liveness.is_live(piece.id) && counts(piece, rules.kinds)) {
            checkpoints.keep_if_due(present);
            present.state.push(rules, placed(one));
            present.last = Some(one.clone());
        }
    }

    /// All pieces in their order.
    pub fn pieces(&self) -> impl DoubleEndedIterator<Item = &Piece> + ExactSizeIterator {
        self.pieces.iter().map(|(_, piece)| piece)
    }

    /// Whether a piece is live.
    pub fn is_live(&self, id: EvidenceId) -> bool {
        self.liveness.is_live(id)
    }

    /// The live pieces that count, in their order.
    pub fn counting(&self, kinds: &Kinds) -> Vec<Placed<'_>> {
        let counts = |piece: &Piece| self.is_live(piece.id) && counts(piece, kinds);
        self.pieces.iter().filter(|(_, piece)| counts(piece)).map(placed).collect()
    }

    /// The facts after the last piece.
    pub fn facts(&self) -> &Facts {
        &self.present.state.facts
    }

    /// Periods in stages, by vocabulary, and in standings, as [`super::derive::History`] has them.
    pub fn periods(&self, rules: Rules<'_>) -> (Vec<Vec<StagePeriod>>, Vec<StandingPeriod>) {
        self.present.state.periods(rules)
    }

    /// [`mark_of`] all pieces.
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// The first and the last time at which something happened, as far as times are known.
    pub fn ends(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.first_at, self.last_at)
    }

    /// Approximate size in memory, in bytes.
    pub fn weight(&self) -> usize {
        self.weight + self.present.weight() + self.checkpoints.weight()
    }
}

fn placed((place, piece): &(Place, Piece)) -> Placed<'_> {
    Placed { place: *place, piece }
}

/// Approximate size of a piece, in bytes.
fn weight(piece: &Piece) -> usize {
    let texts =
        piece.detail.0.iter().map(|(name, value)| name.len() + 100 + value.as_str().map_or(0, str::len));
    size_of::<Piece>() + texts.sum::<usize>() + piece.product_line.as_ref().map_or(0, String::len)
}
