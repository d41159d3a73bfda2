//! Deals as a list that is searched for every question.

use crate::evidence::Piece;
use crate::ids::{DealId, EvidenceId};
use crate::kind::{Family, built_in as k};
use crate::money::Money;

/// The state of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::facts) enum State {
    Open,
    Won,
    Lost,
}

/// A deal as one party's evidence shows it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::facts) struct Deal {
    /// Its id; `None` for one that deal evidence opened without naming it.
    pub id: Option<DealId>,
    pub state: State,
    pub amount: Option<Money>,
    pub product_line: Option<String>,
    /// Deal evidence about it, so that other evidence can name the deal through a piece.
    pub pieces: Vec<EvidenceId>,
}

/// What a piece did to a deal.
pub(in crate::facts) struct Change {
    /// The deal's place in the list.
    pub deal: usize,
    /// Whether the piece turned it from not won to won.
    pub newly_won: bool,
}

/// A party's deals in the order in which they were first named.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::facts) struct Deals(Vec<Deal>);

impl Deals {
    /// Folds a piece that names a deal, or deal evidence that names none and so is a deal of its own.
    pub fn fold(&mut self, piece: &Piece, family: Family) -> Change {
        let known = piece.deal.and_then(|id| self.0.iter().position(|deal| deal.id == Some(id)));
        let place = known.unwrap_or_else(|| {
            let empty =
                Deal { id: piece.deal, state: State::Open, amount: None, product_line: None, pieces: vec![] };
            self.0.push(empty);
            self.0.len() - 1
        });
        let deal = &mut self.0[place];
        let before = deal.state;
        if family == Family::Deal {
            deal.pieces.push(piece.id);
            deal.amount = piece.amount.or(deal.amount);
            if piece.product_line.is_some() {
                deal.product_line.clone_from(&piece.product_line);
            }
            deal.state = match piece.kind {
                k::DEAL_OPENED | k::DEAL_REOPENED => State::Open,
                k::DEAL_WON => State::Won,
                k::DEAL_LOST => State::Lost,
                _ => before,
            };
        }
        Change { deal: place, newly_won: before != State::Won && deal.state == State::Won }
    }

    pub fn get(&self, place: usize) -> Option<&Deal> {
        self.0.get(place)
    }

    pub fn is_won(&self, place: usize) -> bool {
        self.get(place).is_some_and(|deal| deal.state == State::Won)
    }

    pub fn total(&self) -> i64 {
        self.0.len() as i64
    }

    pub fn in_state(&self, state: State) -> i64 {
        self.0.iter().filter(|deal| deal.state == state).count() as i64
    }

    pub fn place_of(&self, id: DealId) -> Option<usize> {
        self.0.iter().position(|deal| deal.id == Some(id))
    }

    /// The deal that a piece of deal evidence is about.
    pub fn about(&self, piece: EvidenceId) -> Option<usize> {
        self.0.iter().position(|deal| deal.pieces.contains(&piece))
    }
}
