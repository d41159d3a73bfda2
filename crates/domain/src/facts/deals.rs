//! Deals: each exists from the first evidence that names it and is open, won or lost.

use std::collections::BTreeMap;

use crate::evidence::Piece;
use crate::ids::{DealId, EvidenceId};
use crate::kind::{Family, built_in as k};
use crate::money::Money;

/// The state of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Won,
    Lost,
}

/// A deal as one party's evidence shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Deal {
    pub state: State,
    /// The piece that gave it its state; the first that named it, if none of its own did.
    pub since: EvidenceId,
    pub amount: Option<Money>,
    pub product_line: Option<String>,
}

/// What a piece did to a deal.
pub(super) struct Change {
    /// The deal's place in the list.
    pub deal: usize,
    /// Whether the piece turned it from not won to won.
    pub newly_won: bool,
}

/// A party's deals in the order in which they were first named, found by id and by the pieces that are about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deals {
    list: Vec<Deal>,
    /// Deals that deal evidence opened without naming them have no id.
    by_id: BTreeMap<DealId, usize>,
    /// Deal evidence, so that other evidence can name a deal through a piece.
    by_piece: BTreeMap<EvidenceId, usize>,
    won: usize,
    lost: usize,
}

impl Deals {
    /// Folds a piece that names a deal, or deal evidence that names none and so is a deal of its own.
    pub fn fold(&mut self, piece: &Piece, family: Family) -> Change {
        let place = self.place_for(piece);
        let deal = &mut self.list[place];
        let before = deal.state;
        if family == Family::Deal {
            self.by_piece.insert(piece.id, place);
            deal.amount = piece.amount.or(deal.amount);
            if piece.product_line.is_some() {
                deal.product_line.clone_from(&piece.product_line);
            }
            let given = match piece.kind {
                k::DEAL_OPENED | k::DEAL_REOPENED => Some(State::Open),
                k::DEAL_WON => Some(State::Won),
                k::DEAL_LOST => Some(State::Lost),
                _ => None,
            };
            if let Some(given) = given {
                (deal.state, deal.since) = (given, piece.id);
            }
        }
        let after = deal.state;
        self.count(before, after);
        Change { deal: place, newly_won: before != State::Won && after == State::Won }
    }

    /// The place of the deal that a piece names; a new one if it is not there yet.
    fn place_for(&mut self, piece: &Piece) -> usize {
        if let Some(known) = piece.deal.and_then(|id| self.place_of(id)) {
            return known;
        }
        let place = self.list.len();
        if let Some(id) = piece.deal {
            self.by_id.insert(id, place);
        }
        self.list.push(Deal { state: State::Open, since: piece.id, amount: None, product_line: None });
        place
    }

    fn count(&mut self, before: State, after: State) {
        self.won = self.won + usize::from(after == State::Won) - usize::from(before == State::Won);
        self.lost = self.lost + usize::from(after == State::Lost) - usize::from(before == State::Lost);
    }

    pub fn get(&self, place: usize) -> Option<&Deal> {
        self.list.get(place)
    }

    pub fn is_won(&self, place: usize) -> bool {
        self.get(place).is_some_and(|deal| deal.state == State::Won)
    }

    pub fn total(&self) -> i64 {
        self.list.len() as i64
    }

    pub fn in_state(&self, state: State) -> i64 {
        let count = match state {
            State::Open => self.list.len() - self.won - self.lost,
            State::Won => self.won,
            State::Lost => self.lost,
        };
        count as i64
    }

    /// The pieces that gave deals their state: of those in one state, or of all.
    pub fn since(&self, state: Option<State>) -> impl Iterator<Item = EvidenceId> {
        let wanted = move |deal: &&Deal| state.is_none_or(|state| deal.state == state);
        self.list.iter().filter(wanted).map(|deal| deal.since)
    }

    pub fn place_of(&self, id: DealId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// The deal that a piece of deal evidence is about.
    pub fn about(&self, piece: EvidenceId) -> Option<usize> {
        self.by_piece.get(&piece).copied()
    }
}
