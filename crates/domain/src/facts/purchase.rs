//! One purchase, and what it adds to the totals.

use super::Moment;
use super::deals::Deals;
use super::ledger::Share;
use super::payments::{Added, Paid};
use crate::evidence::Piece;
use crate::money::Money;
use crate::time::Timestamp;

/// A purchase as one party's evidence shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Purchase {
    /// The deal whose purchase it is; it counts only while that deal is won.
    pub deal: Option<usize>,
    pub moment: Moment,
    pub product_line: Option<String>,
    pub paid: Paid,
    pub covers_until: Option<Timestamp>,
    pub ended: bool,
    /// Created by a renewal or expansion that had nothing to refer to: what was paid stands in the additions.
    pub by_addition: bool,
    /// The renewals and expansions that can mean no other purchase.
    pub added: Added,
    /// What it adds to the ledger; nothing while it does not count.
    pub share: Option<Share>,
}

/// Whether a purchase has ended, until when it is covered, and its place.
pub(super) type Cover = (bool, Option<Timestamp>, usize);

impl Purchase {
    /// The purchase that a piece of evidence stands for.
    pub fn new(piece: &Piece, moment: Moment, deal: Option<usize>) -> Self {
        Self {
            deal,
            moment,
            product_line: piece.product_line.clone(),
            paid: Paid::of(piece.amount),
            covers_until: piece.detail.time("covers_until"),
            ended: false,
            by_addition: false,
            added: Added::default(),
            share: None,
        }
    }

    fn amount(&self, deals: &Deals) -> Option<Money> {
        self.paid.amount.or_else(|| deals.get(self.deal?)?.amount)
    }

    /// Whether it is of a product line, its own or that of its deal.
    pub fn is_of_line(&self, line: &str, deals: &Deals) -> bool {
        let own = self.product_line.as_deref();
        own.or_else(|| deals.get(self.deal?)?.product_line.as_deref()) == Some(line)
    }

    fn is_refunded(&self, deals: &Deals) -> bool {
        if self.by_addition {
            self.added.are_all_refunded()
        } else {
            self.paid.is_refunded(self.amount(deals))
        }
    }

    /// What it adds to the totals: nothing unless its deal, if it has one, is won, and not everything was refunded.
    pub fn share(&self, deals: &Deals) -> Option<Share> {
        let counts = self.deal.is_none_or(|deal| deals.is_won(deal)) && !self.is_refunded(deals);
        counts.then(|| {
            let amount = self.amount(deals);
            let mut kept = self.paid.kept(amount);
            kept.add_all(&self.added.kept);
            let latest = amount.map(|money| (self.moment.at, money.currency)).max(self.added.latest);
            Share { place: self.moment.place, latest, kept, ended: self.ended }
        })
    }

    /// Its place among all by how long they last.
    pub fn cover(&self, place: usize) -> Cover {
        (self.ended, self.covers_until, place)
    }
}
