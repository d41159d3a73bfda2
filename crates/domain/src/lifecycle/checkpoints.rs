//! Checkpoints: states of a derivation at earlier places, from which later evidence can be folded again.

use super::derive::{Rules, State};
use super::order::{Placed, compare};
use super::places::Place;
use crate::evidence::Piece;
use crate::kind::Kinds;

/// A state, and the last piece that was folded into it.
#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub state: State,
    pub last: Option<(Place, Piece)>,
}

impl Checkpoint {
    /// Whether a piece comes after all that was folded.
    pub fn is_before(&self, piece: Placed<'_>, kinds: &Kinds) -> bool {
        self.last().is_none_or(|last| compare(last, piece, kinds).is_lt())
    }

    /// How many of the pieces, given in their order, do not come after it.
    pub fn among(&self, pieces: &[(Place, Piece)], kinds: &Kinds) -> usize {
        let Some(last) = self.last() else { return 0 };
        pieces.partition_point(|(place, piece)| compare(Placed { place: *place, piece }, last, kinds).is_le())
    }

    fn last(&self) -> Option<Placed<'_>> {
        self.last.as_ref().map(|(place, piece)| Placed { place: *place, piece })
    }

    fn folded(&self) -> usize {
        self.state.facts.folded as usize
    }

    /// Approximate size in bytes.
    pub fn weight(&self) -> usize {
        self.state.size() * 400
    }
}

/// Pieces between two checkpoints at least.
const STEP: usize = 512;

/// A few checkpoints, denser towards the end: most late evidence is only a little late.
#[derive(Clone, Debug, Default)]
pub(super) struct Checkpoints(Vec<Checkpoint>);

impl Checkpoints {
    /// Keeps a state if it is far enough behind the last one that copying it costs less than folding did.
    pub fn keep_if_due(&mut self, present: &Checkpoint) {
        let since = present.folded() - self.0.last().map_or(0, Checkpoint::folded);
        if since >= STEP && since >= 2 * present.state.size() {
            self.thin_out(present.folded());
            self.0.push(present.clone());
        }
    }

    /// Drops those that are hardly closer to the end than the one before them.
    fn thin_out(&mut self, end: usize) {
        let mut place = 1;
        while place + 1 < self.0.len() {
            let distance = |place: usize| self.0.get(place).map_or(0, |one| end - one.folded());
            if distance(place - 1) < 4 * distance(place + 1) {
                self.0.remove(place);
            } else {
                place += 1;
            }
        }
    }

    /// The last state before a piece. Later ones are dropped.
    pub fn back_before(&mut self, piece: Placed<'_>, rules: Rules<'_>) -> Checkpoint {
        let before = self.0.partition_point(|one| one.is_before(piece, rules.kinds));
        self.0.truncate(before);
        // It stays for the next time.
        let last = self.0.last().cloned();
        last.unwrap_or_else(|| Checkpoint { state: State::new(rules), last: None })
    }

    /// Approximate size in bytes.
    pub fn weight(&self) -> usize {
        self.0.iter().map(Checkpoint::weight).sum()
    }
}
