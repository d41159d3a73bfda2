//! An incremental derivation: all evidence of a party in its order, and the result so far.
//!
//! A piece that comes after all others is folded into the present state. Whatever changes an earlier place (a late
//! piece, a retraction) resumes from the last checkpoint before that place and folds the rest again. Either way the
//! result equals a derivation from the beginning.

use super::checkpoints::{Checkpoint, Checkpoints};
use super::derive::{Rules, State};
use super::history::{StagePeriod, StandingPeriod};
use super::liveness::Liveness;
use super::order::{compare, counts};
use crate::evidence::Piece;
use crate::facts::Facts;
use crate::ids::EvidenceId;
use crate::kind::Kinds;
use crate::time::Timestamp;

/// All evidence of a party, and what is derived from it.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// All pieces, dead ones and corrections too, in their order.
    pieces: Vec<Piece>,
    liveness: Liveness,
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
            self.note(piece);
        }
        let toggled = self.liveness.add(&new);
        let known: &[Piece] = if toggled.is_empty() { &[] } else { &self.pieces };
        let known = known.iter().filter(|piece| toggled.contains(&piece.id));
        let live = new.iter().filter(|piece| self.liveness.is_live(piece.id));
        let changed = known.chain(live).filter(|piece| counts(piece, rules.kinds));
        let first = changed.min_by(|one, other| compare(one, other, rules.kinds)).cloned();
        self.merge(new, rules.kinds);
        if let Some(first) = first {
            if !self.present.is_before(&first, rules.kinds) {
                self.present = self.checkpoints.back_before(&first, rules);
            }
            self.fold_on(rules);
        }
    }

    fn note(&mut self, piece: &Piece) {
        self.mark = self.mark.wrapping_add(mixed(piece.id));
        self.first_at = self.first_at.into_iter().chain(piece.occurred_at).min();
        self.last_at = self.last_at.max(piece.occurred_at);
        self.weight += weight(piece);
    }

    /// Puts new pieces in their places.
    fn merge(&mut self, mut new: Vec<Piece>, kinds: &Kinds) {
        new.sort_unstable_by(|one, other| compare(one, other, kinds));
        let come_last = match (self.pieces.last(), new.first()) {
            (Some(last), Some(first)) => compare(last, first, kinds).is_lt(),
            _ => true,
        };
        self.pieces.append(&mut new);
        if !come_last {
            // Two runs, each in order, are merged rather than sorted.
            self.pieces.sort_by(|one, other| compare(one, other, kinds));
        }
    }

    /// Folds every piece that counts after the present state.
    fn fold_on(&mut self, rules: Rules<'_>) {
        let Self { pieces, liveness, present, checkpoints, .. } = self;
        let start = present.place_after(pieces, rules.kinds);
        let following = pieces.get(start..).unwrap_or_default().iter();
        for piece in following.filter(|piece| liveness.is_live(piece.id) && counts(piece, rules.kinds)) {
            checkpoints.keep_if_due(present);
            present.state.push(rules, piece);
            present.last = Some(piece.clone());
        }
    }

    /// All pieces in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether a piece is live.
    pub fn is_live(&self, id: EvidenceId) -> bool {
        self.liveness.is_live(id)
    }

    /// The live pieces that count, in their order.
    pub fn counting(&self, kinds: &Kinds) -> Vec<&Piece> {
        let counting = self.pieces.iter().filter(|piece| self.is_live(piece.id) && counts(piece, kinds));
        counting.collect()
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

/// Approximate size of a piece, in bytes.
fn weight(piece: &Piece) -> usize {
    let texts =
        piece.detail.0.iter().map(|(name, value)| name.len() + 100 + value.as_str().map_or(0, str::len));
    size_of::<Piece>() + texts.sum::<usize>() + piece.product_line.as_ref().map_or(0, String::len)
}
