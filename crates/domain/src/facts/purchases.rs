//! Purchases: what counts as one, when a refund cancels it, and when it has ended.

use std::collections::{BTreeMap, BTreeSet};

use super::deals::{Change, Deals};
use super::ledger::Ledger;
use super::payments::{Added, Paid};
use super::purchase::{Cover, Purchase};
use super::{Moment, reason};
use crate::evidence::Piece;
use crate::ids::EvidenceId;
use crate::kind::built_in as k;
use crate::money::Money;
use crate::time::Timestamp;

/// A renewal or an expansion.
#[derive(Clone, Debug, PartialEq)]
struct Addition {
    /// The purchase it adds to, where there is only one that it can mean.
    purchase: Option<usize>,
    paid: Paid,
}

/// A party's purchases in the order of their evidence, and what was added to them. What rules ask for
/// is kept current piece by piece: no question goes through the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Purchases {
    list: Vec<Purchase>,
    additions: Vec<Addition>,
    /// The evidence behind each purchase.
    by_piece: BTreeMap<EvidenceId, usize>,
    additions_by_piece: BTreeMap<EvidenceId, usize>,
    by_deal: BTreeMap<usize, usize>,
    /// All purchases, running ones first, each group by how long it is covered.
    covered: BTreeSet<Cover>,
    ledger: Ledger,
    /// Renewals and expansions that may mean several purchases; they count while any purchase does.
    floating: Added,
    /// Why the last departure happened.
    pub end_reason: Option<String>,
    /// The last departure that ended a purchase, or would have.
    ended_by: Option<EvidenceId>,
}

/// Why purchases do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// The deal of one is open or lost.
    pub unwon: bool,
    /// One was refunded.
    pub refunded: bool,
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

/// Whether what is covered until then does not end at `at`.
fn is_beyond(covers_until: Option<Timestamp>, at: Option<Timestamp>) -> bool {
    covers_until.is_some_and(|until| at.is_some_and(|at| until > at))
}

impl Purchases {
    fn push(&mut self, piece: &Piece, purchase: Purchase, deals: &Deals) -> usize {
        let place = self.list.len();
        self.by_piece.entry(piece.id).or_insert(place);
        if let Some(deal) = purchase.deal {
            self.by_deal.insert(deal, place);
        }
        self.covered.insert(purchase.cover(place));
        self.list.push(purchase);
        self.review(place, deals);
        place
    }

    /// Changes a purchase, and with it what it adds to the totals.
    fn change(&mut self, place: usize, deals: &Deals, change: impl FnOnce(&mut Purchase)) {
        let one = &mut self.list[place];
        let before = one.cover(place);
        change(one);
        let after = one.cover(place);
        if before != after {
            self.covered.remove(&before);
            self.covered.insert(after);
        }
        self.review(place, deals);
    }

    /// Brings the totals up to date with a purchase.
    fn review(&mut self, place: usize, deals: &Deals) {
        let one = &mut self.list[place];
        let share = one.share(deals);
        if one.share == share {
            return;
        }
        if let Some(before) = &one.share {
            self.ledger.withdraw(place, before);
        }
        if let Some(after) = &share {
            self.ledger.enter(place, after);
        }
        one.share = share;
    }

    /// Follows what a piece did to a deal: a deal newly won is a new purchase.
    pub fn follow_deal(&mut self, deals: &Deals, change: &Change, piece: &Piece, moment: Moment) {
        let known = self.by_deal.get(&change.deal).copied();
        if piece.kind != k::DEAL_WON || !deals.is_won(change.deal) {
            // It may no longer be won, or have another amount.
            if let Some(place) = known {
                self.review(place, deals);
            }
            return;
        }
        let Some(place) = known else {
            let mut purchase = Purchase::new(piece, moment, Some(change.deal));
            // The deal holds the amount; a later correction of it must show.
            purchase.paid.amount = None;
            self.push(piece, purchase, deals);
            return;
        };
        self.by_piece.entry(piece.id).or_insert(place);
        self.change(place, deals, |known| {
            known.covers_until = piece.detail.time("covers_until").max(known.covers_until);
            if change.newly_won {
                known.moment = moment;
                known.paid = Paid::of(known.paid.amount);
                known.ended = false;
            }
        });
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
        let Some(place) = deal.and_then(|deal| self.by_deal.get(&deal)).copied() else {
            self.push(piece, Purchase::new(piece, moment, deal), deals);
            return;
        };
        self.by_piece.entry(piece.id).or_insert(place);
        self.change(place, deals, |known| {
            known.moment = moment;
            known.paid.amount = piece.amount.or(known.paid.amount);
            known.covers_until = piece.detail.time("covers_until").max(known.covers_until);
            known.ended = false;
            if piece.product_line.is_some() {
                known.product_line.clone_from(&piece.product_line);
            }
        });
    }

    fn extend(&mut self, piece: &Piece, moment: Moment, deals: &Deals) {
        let mut places = match self.target(piece, deals) {
            Target::Unnamed if self.ledger.count() > 1 => return self.extend_all(piece, moment, deals),
            Target::Unnamed => self.ledger.last().into_iter().collect(),
            Target::Named(places) => places,
            Target::Addition(addition) => self.additions[addition].purchase.into_iter().collect(),
        };
        places.retain(|place| self.list[*place].share.is_some());
        if places.is_empty() {
            let purchase = Purchase::new(piece, moment, None);
            let purchase = Purchase { by_addition: true, paid: Paid::default(), ..purchase };
            places.push(self.push(piece, purchase, deals));
        }
        // Which of several it adds to is unknown, and must not depend on the order of equal purchases.
        let purchase = places.first().copied().filter(|_| places.len() == 1);
        self.add(piece, moment.at, purchase, deals);
        if piece.kind == k::RENEWED {
            self.renew(&places, piece, deals);
        }
    }

    /// Extends all purchases that count, if there are several; looks only at those that it changes.
    fn extend_all(&mut self, piece: &Piece, moment: Moment, deals: &Deals) {
        self.add(piece, moment.at, None, deals);
        if piece.kind == k::RENEWED {
            let until = piece.detail.time("covers_until");
            let running = self.covered.iter().take_while(|(ended, covers, _)| !ended && *covers < until);
            let ended = self.covered.range((true, None, 0)..);
            let places: Vec<usize> = running.chain(ended).map(|(_, _, place)| *place).collect();
            self.renew(&places, piece, deals);
        }
    }

    fn renew(&mut self, places: &[usize], piece: &Piece, deals: &Deals) {
        let until = piece.detail.time("covers_until");
        for place in places {
            let one = &self.list[*place];
            if one.share.is_some() && (one.ended || one.covers_until < until) {
                self.change(*place, deals, |one| {
                    one.ended = false;
                    one.covers_until = one.covers_until.max(until);
                });
            }
        }
    }

    /// Notes an addition to a purchase, or to one of several.
    fn add(&mut self, piece: &Piece, at: Option<Timestamp>, purchase: Option<usize>, deals: &Deals) {
        let paid = Paid::of(piece.amount);
        match purchase {
            Some(place) => self.change(place, deals, |one| one.added.add(at, &paid)),
            None => self.floating.add(at, &paid),
        }
        self.additions_by_piece.entry(piece.id).or_insert(self.additions.len());
        self.additions.push(Addition { purchase, paid });
    }

    fn refund(&mut self, piece: &Piece, deals: &Deals) {
        let place = match self.target(piece, deals) {
            Target::Addition(addition) => return self.refund_addition(addition, piece.amount, deals),
            Target::Named(places) => places.into_iter().max_by_key(|place| self.list[*place].moment.place),
            Target::Unnamed => self.ledger.last(),
        };
        if let Some(place) = place {
            self.change(place, deals, |one| one.paid.refund(piece.amount));
        }
    }

    fn refund_addition(&mut self, addition: usize, amount: Option<Money>, deals: &Deals) {
        let one = &mut self.additions[addition];
        let before = one.paid.clone();
        one.paid.refund(amount);
        let (after, purchase) = (one.paid.clone(), one.purchase);
        match purchase {
            Some(place) => self.change(place, deals, |one| one.added.follow_refund(&before, &after)),
            None => self.floating.follow_refund(&before, &after),
        }
    }

    /// Folds `cancelled`, `contract_ended` or `left_company`; `unreachable` ends nothing.
    pub fn depart(&mut self, piece: &Piece, deals: &Deals, person: bool) {
        let target = match piece.kind {
            k::LEFT_COMPANY if person => Target::Unnamed,
            k::CANCELLED | k::CONTRACT_ENDED => self.target(piece, deals),
            _ => return,
        };
        let stays =
            |covers_until| piece.kind == k::CONTRACT_ENDED && is_beyond(covers_until, piece.occurred_at);
        let places: Vec<usize> = match target {
            Target::Unnamed => return self.end_all(piece, deals, stays),
            Target::Named(places) => places,
            Target::Addition(addition) => self.additions[addition].purchase.into_iter().collect(),
        };
        for place in places {
            let one = &self.list[place];
            if stays(one.covers_until) {
                continue;
            }
            self.note_end(piece);
            let one = &self.list[place];
            if !one.ended {
                self.change(place, deals, |one| one.ended = true);
            }
        }
    }

    /// Ends every purchase that does not stay. Those that ended before are not looked at again.
    fn end_all(&mut self, piece: &Piece, deals: &Deals, stays: impl Fn(Option<Timestamp>) -> bool) {
        let running =
            self.covered.iter().take_while(|(ended, covers_until, _)| !ended && !stays(*covers_until));
        let running: Vec<usize> = running.map(|(_, _, place)| *place).collect();
        let mut ended = self.covered.range((true, None, 0)..);
        if !running.is_empty() || ended.next().is_some_and(|(_, covers_until, _)| !stays(*covers_until)) {
            self.note_end(piece);
        }
        for place in running {
            self.change(place, deals, |one| one.ended = true);
        }
    }

    fn note_end(&mut self, piece: &Piece) {
        self.end_reason = reason(piece);
        self.ended_by = Some(piece.id);
    }

    fn target(&self, piece: &Piece, deals: &Deals) -> Target {
        let of_deal = |deal| self.by_deal.get(&deal).copied().into_iter().collect();
        if let Some(named) = piece.names {
            if let Some(addition) = self.additions_by_piece.get(&named) {
                return Target::Addition(*addition);
            }
            if let Some(place) = self.by_piece.get(&named) {
                return Target::Named(vec![*place]);
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

    /// The evidence behind the purchases that count.
    pub fn pieces(&self) -> impl Iterator<Item = EvidenceId> {
        let counts = |place: usize| self.list.get(place).is_some_and(|one| one.share.is_some());
        self.by_piece.iter().filter(move |(_, place)| counts(**place)).map(|(piece, _)| *piece)
    }

    /// The last departure that ended a purchase, if all have ended.
    pub fn ended_by(&self) -> Option<EvidenceId> {
        self.ended_by.filter(|_| self.all_ended())
    }

    /// Why purchases do not count: whether a deal of one is not won, and whether one was refunded.
    pub fn uncounted(&self, deals: &Deals) -> Uncounted {
        let mut found = Uncounted::default();
        for one in self.list.iter().filter(|one| one.share.is_none()) {
            let is_won = one.deal.is_none_or(|deal| deals.is_won(deal));
            found.unwon |= !is_won;
            found.refunded |= is_won;
        }
        found
    }

    /// How many purchases and additions there are, those that do not count too.
    pub fn size(&self) -> usize {
        self.list.len() + self.additions.len()
    }

    pub fn count(&self) -> i64 {
        self.ledger.count() as i64
    }

    pub fn last(&self) -> Option<Moment> {
        self.ledger.last().map(|place| self.list[place].moment)
    }

    /// Money kept: purchases, renewals and expansions less refunds, in minor units of the currency of the
    /// latest payment that counts. Other currencies are left out: nothing is converted.
    pub fn net(&self) -> i64 {
        let floating = Some(&self.floating).filter(|_| self.ledger.count() > 0);
        let latest = self.ledger.latest().max(floating.and_then(|added| added.latest));
        let Some((_, currency)) = latest else { return 0 };
        let kept = self.ledger.kept(currency) + floating.map_or(0, |added| added.kept.of(currency));
        i64::try_from(kept).unwrap_or(if kept < 0 { i64::MIN } else { i64::MAX })
    }

    /// Whether there are counting purchases and every one of them has ended.
    pub fn all_ended(&self) -> bool {
        self.ledger.have_all_ended()
    }
}
