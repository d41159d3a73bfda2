//! Purchases and additions as lists that are searched for every question.

use super::deals::{Change, Deals};
use crate::evidence::Piece;
use crate::facts::{Moment, reason};
use crate::ids::EvidenceId;
use crate::kind::built_in as k;
use crate::money::{Currency, Money};
use crate::time::Timestamp;

/// A purchase as one party's evidence shows it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::facts) struct Purchase {
    /// The deal whose purchase it is; it counts only while that deal is won.
    deal: Option<usize>,
    /// The evidence behind it, the first piece first.
    pub pieces: Vec<EvidenceId>,
    moment: Moment,
    product_line: Option<String>,
    paid: Paid,
    covers_until: Option<Timestamp>,
    ended: bool,
    /// Created by a renewal or expansion that had nothing to refer to: what was paid stands in the additions.
    by_addition: bool,
}

/// A renewal or an expansion.
#[derive(Clone, Debug, PartialEq)]
struct Addition {
    piece: EvidenceId,
    at: Option<Timestamp>,
    /// The purchase it adds to, where there is only one that it can mean.
    purchase: Option<usize>,
    paid: Paid,
}

/// Money paid and refunded.
#[derive(Clone, Debug, Default, PartialEq)]
struct Paid {
    amount: Option<Money>,
    refunded: Vec<Money>,
    /// A refund without an amount was a full refund.
    refunded_whole: bool,
}

impl Paid {
    fn refund(&mut self, amount: Option<Money>) {
        match amount {
            Some(amount) => self.refunded.push(amount),
            None => self.refunded_whole = true,
        }
    }

    /// Whether all of `amount` was refunded, or an unknown amount in full.
    fn is_refunded(&self, amount: Option<Money>) -> bool {
        let given_back = |amount: Money| sum(&self.refunded, amount.currency) >= amount.minor;
        self.refunded_whole || (!self.refunded.is_empty() && amount.is_some_and(given_back))
    }

    /// What was kept of `amount` in a currency.
    fn kept(&self, amount: Option<Money>, currency: Currency) -> i64 {
        if self.refunded_whole {
            return 0;
        }
        let paid = amount.filter(|amount| amount.currency == currency).map_or(0, |amount| amount.minor);
        paid.saturating_sub(sum(&self.refunded, currency))
    }
}

/// A party's purchases in the order of their evidence, and what was added to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::facts) struct Purchases {
    list: Vec<Purchase>,
    additions: Vec<Addition>,
    /// Why the last departure happened.
    pub end_reason: Option<String>,
}

/// What a piece of purchase or departure evidence refers to.
enum Target {
    /// It names nothing.
    Unnamed,
    /// These purchases; none if what it names is not there.
    Named(Vec<usize>),
    /// An addition.
    Addition(usize),
}

impl Purchase {
    fn new(piece: &Piece, moment: Moment, deal: Option<usize>) -> Self {
        Self {
            deal,
            pieces: vec![piece.id],
            moment,
            product_line: piece.product_line.clone(),
            paid: Paid { amount: piece.amount, ..Paid::default() },
            covers_until: piece.detail.time("covers_until"),
            ended: false,
            by_addition: false,
        }
    }

    fn amount(&self, deals: &Deals) -> Option<Money> {
        self.paid.amount.or_else(|| deals.get(self.deal?)?.amount)
    }

    fn is_of_line(&self, line: &str, deals: &Deals) -> bool {
        let own = self.product_line.as_deref();
        own.or_else(|| deals.get(self.deal?)?.product_line.as_deref()) == Some(line)
    }

    fn covers_beyond(&self, at: Option<Timestamp>) -> bool {
        self.covers_until.is_some_and(|until| at.is_some_and(|at| until > at))
    }
}

fn sum(amounts: &[Money], currency: Currency) -> i64 {
    let of_currency = amounts.iter().filter(|one| one.currency == currency);
    of_currency.fold(0, |total, one| total.saturating_add(one.minor))
}

impl Purchases {
    /// Follows what a piece did to a deal: a deal newly won is a new purchase.
    pub fn follow_deal(&mut self, deals: &Deals, change: &Change, piece: &Piece, moment: Moment) {
        if piece.kind != k::DEAL_WON || !deals.is_won(change.deal) {
            return;
        }
        let Some(known) = self.list.iter_mut().find(|one| one.deal == Some(change.deal)) else {
            let mut purchase = Purchase::new(piece, moment, Some(change.deal));
            // The deal holds the amount; a later correction of it must show.
            purchase.paid.amount = None;
            self.list.push(purchase);
            return;
        };
        known.pieces.push(piece.id);
        known.covers_until = piece.detail.time("covers_until").max(known.covers_until);
        if change.newly_won {
            known.moment = moment;
            known.paid = Paid { amount: known.paid.amount, ..Paid::default() };
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
        known.moment = moment;
        known.paid.amount = piece.amount.or(known.paid.amount);
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
            Target::Addition(addition) => self.additions[addition].purchase.into_iter().collect(),
        };
        places.retain(|place| self.counts(*place, deals));
        if places.is_empty() {
            let purchase = Purchase::new(piece, moment, None);
            places.push(self.list.len());
            self.list.push(Purchase { by_addition: true, paid: Paid::default(), ..purchase });
        }
        // Which of several it adds to is unknown, and must not depend on the order of equal purchases.
        let purchase = places.first().copied().filter(|_| places.len() == 1);
        let paid = Paid { amount: piece.amount, ..Paid::default() };
        self.additions.push(Addition { piece: piece.id, at: moment.at, purchase, paid });
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
            Target::Addition(addition) => {
                self.additions[addition].paid.refund(piece.amount);
                return;
            }
            Target::Named(places) => places.into_iter().max_by_key(|place| self.list[*place].moment.place),
            Target::Unnamed => self.last_place(deals),
        };
        if let Some(place) = place {
            self.list[place].paid.refund(piece.amount);
        }
    }

    /// Folds `cancelled`, `contract_ended` or `left_company`; `unreachable` ends nothing.
    pub fn depart(&mut self, piece: &Piece, deals: &Deals, person: bool) {
        let places = match piece.kind {
            k::LEFT_COMPANY if person => (0..self.list.len()).collect(),
            k::CANCELLED | k::CONTRACT_ENDED => match self.target(piece, deals) {
                Target::Unnamed => (0..self.list.len()).collect(),
                Target::Named(places) => places,
                Target::Addition(addition) => self.additions[addition].purchase.into_iter().collect(),
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
            if let Some(addition) = self.additions.iter().position(|one| one.piece == named) {
                return Target::Addition(addition);
            }
            if let Some(place) = self.list.iter().position(|one| one.pieces.contains(&named)) {
                return Target::Named(vec![place]);
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

    /// Whether a purchase counts: its deal, if it has one, is won, and not everything was refunded.
    fn counts(&self, place: usize, deals: &Deals) -> bool {
        let one = &self.list[place];
        one.deal.is_none_or(|deal| deals.is_won(deal)) && !self.is_refunded(place, deals)
    }

    fn is_refunded(&self, place: usize, deals: &Deals) -> bool {
        let one = &self.list[place];
        if one.by_addition {
            let mut own = self.additions.iter().filter(|addition| addition.purchase == Some(place));
            return own.all(|addition| addition.paid.is_refunded(addition.paid.amount));
        }
        one.paid.is_refunded(one.amount(deals))
    }

    fn counting_places(&self, deals: &Deals) -> impl Iterator<Item = usize> {
        (0..self.list.len()).filter(|place| self.counts(*place, deals))
    }

    fn last_place(&self, deals: &Deals) -> Option<usize> {
        self.counting_places(deals).max_by_key(|place| self.list[*place].moment.place)
    }

    pub fn counting<'a>(&'a self, deals: &'a Deals) -> impl Iterator<Item = &'a Purchase> {
        self.counting_places(deals).filter_map(|place| self.list.get(place))
    }

    pub fn count(&self, deals: &Deals) -> i64 {
        self.counting_places(deals).count() as i64
    }

    pub fn last(&self, deals: &Deals) -> Option<Moment> {
        self.last_place(deals).map(|place| self.list[place].moment)
    }

    /// Money kept: purchases, renewals and expansions less refunds, in minor units of the currency of the
    /// latest payment that counts. Other currencies are left out: nothing is converted.
    pub fn net(&self, deals: &Deals) -> i64 {
        let counting: Vec<usize> = self.counting_places(deals).collect();
        let purchases = || counting.iter().map(|place| &self.list[*place]);
        let additions = || {
            let counts = |one: &&Addition| {
                one.purchase.map_or(!counting.is_empty(), |place| counting.contains(&place))
            };
            self.additions.iter().filter(counts)
        };
        let priced = purchases().filter_map(|one| Some((one.moment.at, one.amount(deals)?)));
        let added = additions().filter_map(|one| Some((one.at, one.paid.amount?)));
        // Of payments at one time the larger code decides, so that the order of equal pieces does not.
        let latest = priced.chain(added).max_by_key(|(at, money)| (*at, money.currency));
        let Some((_, Money { currency, .. })) = latest else { return 0 };
        let kept = purchases().map(|one| one.paid.kept(one.amount(deals), currency));
        let kept = kept.chain(additions().map(|one| one.paid.kept(one.paid.amount, currency)));
        kept.fold(0, i64::saturating_add)
    }

    /// Whether there are counting purchases and every one of them has ended.
    pub fn all_ended(&self, deals: &Deals) -> bool {
        if self.list.is_empty() {
            return false;
        }
        let mut counting = self.counting(deals).peekable();
        counting.peek().is_some() && counting.all(|one| one.ended)
    }
}
