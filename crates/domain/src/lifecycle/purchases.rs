//! Purchases: what counts as one, when it is undone by a refund, and when it has ended.

use serde::{Deserialize, Serialize};

use super::deals::{Change, Deals};
use super::facts::{Moment, reason};
use crate::evidence::Piece;
use crate::ids::EvidenceId;
use crate::kind::built_in as k;
use crate::money::{Currency, Money};
use crate::time::Timestamp;

/// A purchase as one party's evidence shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Purchase {
    /// The deal whose purchase it is; it counts only while that deal is won.
    deal: Option<usize>,
    /// The evidence that made it, the first piece first.
    pub pieces: Vec<EvidenceId>,
    made: Moment,
    product_line: Option<String>,
    amount: Option<Money>,
    refunded: Vec<Money>,
    /// A refund without an amount gave everything back.
    refunded_whole: bool,
    covers_until: Option<Timestamp>,
    ended: bool,
    /// Renewals and expansions of it: evidence and what was paid less what was refunded.
    additions: Vec<(EvidenceId, Option<Money>)>,
}

/// A party's purchases in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Purchases {
    list: Vec<Purchase>,
    /// Why the last departure happened.
    pub end_reason: Option<String>,
}

/// What a piece of purchase or departure evidence refers to.
enum Target {
    /// It names nothing.
    Unnamed,
    /// These purchases; none if what it names is not there.
    Named(Vec<usize>),
    /// An addition to a purchase.
    Addition(usize, usize),
}

impl Purchase {
    fn new(piece: &Piece, made: Moment, deal: Option<usize>) -> Self {
        Self {
            deal,
            pieces: vec![piece.id],
            made,
            product_line: piece.product_line.clone(),
            amount: piece.amount,
            refunded: Vec::new(),
            refunded_whole: false,
            covers_until: piece.detail.time("covers_until"),
            ended: false,
            additions: Vec::new(),
        }
    }

    fn amount(&self, deals: &Deals) -> Option<Money> {
        self.amount.or_else(|| deals.get(self.deal?)?.amount)
    }

    fn is_refunded(&self, deals: &Deals) -> bool {
        if self.refunded_whole {
            return true;
        }
        let (Some(amount), false) = (self.amount(deals), self.refunded.is_empty()) else { return false };
        sum(self.refunded.iter(), amount.currency) >= amount.minor
    }

    pub fn counts(&self, deals: &Deals) -> bool {
        self.deal.is_none_or(|deal| deals.is_won(deal)) && !self.is_refunded(deals)
    }

    fn is_of_line(&self, line: &str, deals: &Deals) -> bool {
        let own = self.product_line.as_deref();
        own.or_else(|| deals.get(self.deal?)?.product_line.as_deref()) == Some(line)
    }

    fn covers_beyond(&self, at: Option<Timestamp>) -> bool {
        self.covers_until.is_some_and(|until| at.is_some_and(|at| until > at))
    }

    fn paid(&self, deals: &Deals, currency: Currency) -> i64 {
        let own = self.amount(deals);
        let additions = self.additions.iter().filter_map(|(_, amount)| amount.as_ref());
        sum(own.iter().chain(additions), currency) - sum(self.refunded.iter(), currency)
    }
}

fn sum<'a>(amounts: impl Iterator<Item = &'a Money>, currency: Currency) -> i64 {
    amounts.filter(|one| one.currency == currency).fold(0, |total, one| total.saturating_add(one.minor))
}

impl Purchases {
    /// Follows what a piece did to a deal: a deal newly won is a purchase made anew.
    pub fn follow_deal(&mut self, deals: &Deals, change: &Change, piece: &Piece, moment: Moment) {
        if piece.kind != k::DEAL_WON || !deals.is_won(change.deal) {
            return;
        }
        let Some(known) = self.list.iter_mut().find(|one| one.deal == Some(change.deal)) else {
            let mut made = Purchase::new(piece, moment, Some(change.deal));
            // The deal holds the amount; a later correction of it must show.
            made.amount = None;
            self.list.push(made);
            return;
        };
        known.pieces.push(piece.id);
        known.covers_until = piece.detail.time("covers_until").max(known.covers_until);
        if change.newly_won {
            known.made = moment;
            known.refunded.clear();
            known.refunded_whole = false;
            known.ended = false;
        }
    }

    /// Folds `purchased`, `renewed`, `expanded` or `refunded`; other kinds of the family are only tallied.
    pub fn fold(&mut self, piece: &Piece, moment: Moment, deals: &Deals) {
        match piece.kind {
            k::PURCHASED => self.purchase(piece, moment, deals),
            k::RENEWED | k::EXPANDED => self.extend(piece, moment, deals),
            k::REFUNDED => self.refund(piece, deals),
            _ => {}
        }
    }

    fn purchase(&mut self, piece: &Piece, moment: Moment, deals: &Deals) {
        let deal = piece.deal.and_then(|id| deals.place_of(id));
        let known = deal.and_then(|place| self.list.iter_mut().find(|one| one.deal == Some(place)));
        let Some(known) = known else {
            self.list.push(Purchase::new(piece, moment, deal));
            return;
        };
        known.pieces.push(piece.id);
        known.made = moment;
        known.amount = piece.amount.or(known.amount);
        known.covers_until = piece.detail.time("covers_until").max(known.covers_until);
        known.ended = false;
        if piece.product_line.is_some() {
            known.product_line.clone_from(&piece.product_line);
        }
    }

    fn extend(&mut self, piece: &Piece, moment: Moment, deals: &Deals) {
        let mut places = match self.target(piece, deals) {
            Target::Unnamed => (0..self.list.len()).collect(),
            Target::Named(places) => places,
            Target::Addition(place, _) => vec![place],
        };
        places.retain(|place| self.list[*place].counts(deals));
        let Some(latest) = places.iter().copied().max_by_key(|place| self.list[*place].made.place) else {
            self.list.push(Purchase::new(piece, moment, None));
            return;
        };
        self.list[latest].additions.push((piece.id, piece.amount));
        if piece.kind == k::RENEWED {
            let until = piece.detail.time("covers_until");
            for place in places {
                let one = &mut self.list[place];
                one.ended = false;
                one.covers_until = one.covers_until.max(until);
            }
        }
    }

    fn refund(&mut self, piece: &Piece, deals: &Deals) {
        let place = match self.target(piece, deals) {
            Target::Addition(place, addition) => {
                let paid = &mut self.list[place].additions[addition].1;
                *paid = piece.amount.zip(*paid).and_then(|(back, paid)| less(paid, back));
                return;
            }
            Target::Named(places) => places.into_iter().max_by_key(|place| self.list[*place].made.place),
            Target::Unnamed => self.last_place(deals),
        };
        let Some(one) = place.map(|place| &mut self.list[place]) else { return };
        match piece.amount {
            Some(amount) => one.refunded.push(amount),
            None => one.refunded_whole = true,
        }
    }

    /// Folds `cancelled`, `contract_ended` or `left_company`; `unreachable` ends nothing.
    pub fn depart(&mut self, piece: &Piece, deals: &Deals, person: bool) {
        let places = match piece.kind {
            k::LEFT_COMPANY if person => (0..self.list.len()).collect(),
            k::CANCELLED | k::CONTRACT_ENDED => match self.target(piece, deals) {
                Target::Unnamed => (0..self.list.len()).collect(),
                Target::Named(places) => places,
                Target::Addition(place, _) => vec![place],
            },
            _ => return,
        };
        for place in places {
            let one = &mut self.list[place];
            if piece.kind == k::CONTRACT_ENDED && one.covers_beyond(piece.occurred_at) {
                continue;
            }
            one.ended = true;
            self.end_reason = reason(piece);
        }
    }

    fn target(&self, piece: &Piece, deals: &Deals) -> Target {
        let of_deal = |place| self.list.iter().position(|one| one.deal == Some(place)).into_iter().collect();
        if let Some(named) = piece.names {
            if let Some(place) = self.list.iter().position(|one| one.pieces.contains(&named)) {
                return Target::Named(vec![place]);
            }
            for (place, one) in self.list.iter().enumerate() {
                if let Some(addition) = one.additions.iter().position(|(id, _)| *id == named) {
                    return Target::Addition(place, addition);
                }
            }
            return Target::Named(deals.about(named).map(of_deal).unwrap_or_default());
        }
        if let Some(deal) = piece.deal {
            return Target::Named(deals.place_of(deal).map(of_deal).unwrap_or_default());
        }
        let Some(line) = piece.product_line.as_deref() else { return Target::Unnamed };
        Target::Named(
            (0..self.list.len()).filter(|place| self.list[*place].is_of_line(line, deals)).collect(),
        )
    }

    fn last_place(&self, deals: &Deals) -> Option<usize> {
        let counting = (0..self.list.len()).filter(|place| self.list[*place].counts(deals));
        counting.max_by_key(|place| self.list[*place].made.place)
    }

    pub fn counting<'a>(&'a self, deals: &'a Deals) -> impl Iterator<Item = &'a Purchase> {
        self.list.iter().filter(|one| one.counts(deals))
    }

    pub fn count(&self, deals: &Deals) -> i64 {
        self.counting(deals).count() as i64
    }

    pub fn last(&self, deals: &Deals) -> Option<Moment> {
        self.last_place(deals).map(|place| self.list[place].made)
    }

    /// Money kept: purchases, renewals and expansions less refunds, in minor units of the currency of the
    /// latest counting purchase that names one. Other currencies are left out: nothing is converted.
    pub fn net(&self, deals: &Deals) -> i64 {
        let priced = self.counting(deals).filter_map(|one| Some((one.made.place, one.amount(deals)?)));
        let Some((_, latest)) = priced.max_by_key(|(place, _)| *place) else { return 0 };
        self.counting(deals).fold(0, |total, one| total.saturating_add(one.paid(deals, latest.currency)))
    }

    /// Whether there are counting purchases and every one of them has ended.
    pub fn all_ended(&self, deals: &Deals) -> bool {
        let mut counting = self.counting(deals).peekable();
        counting.peek().is_some() && counting.all(|one| one.ended)
    }
}

fn less(paid: Money, back: Money) -> Option<Money> {
    (paid.currency == back.currency).then(|| Money { minor: paid.minor.saturating_sub(back.minor), ..paid })
}
