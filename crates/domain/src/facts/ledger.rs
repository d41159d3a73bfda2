//! Running totals of the purchases that count, so that no rule has to go through all of them.

use std::collections::BTreeSet;

use super::payments::{PaidAt, Sums};
use crate::money::Currency;
use crate::time::Timestamp;

/// What one purchase that counts adds to the totals.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share {
    /// The place in the order of the evidence behind it.
    pub place: u32,
    /// The latest payment for it, if an amount is known.
    pub latest: Option<PaidAt>,
    /// What was kept of what was paid for it.
    pub kept: Sums,
    /// Whether it has ended.
    pub ended: bool,
}

/// The totals.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ledger {
    by_place: BTreeSet<(u32, usize)>,
    payments: BTreeSet<(Option<Timestamp>, Currency, usize)>,
    kept: Sums,
    ended: usize,
}

impl Ledger {
    /// Counts a purchase.
    pub fn enter(&mut self, purchase: usize, share: &Share) {
        self.by_place.insert((share.place, purchase));
        if let Some((at, currency)) = share.latest {
            self.payments.insert((at, currency, purchase));
        }
        self.kept.add_all(&share.kept);
        self.ended += usize::from(share.ended);
    }

    /// Stops counting a purchase; its share must be the one that was entered.
    pub fn withdraw(&mut self, purchase: usize, share: &Share) {
        self.by_place.remove(&(share.place, purchase));
        if let Some((at, currency)) = share.latest {
            self.payments.remove(&(at, currency, purchase));
        }
        self.kept.subtract_all(&share.kept);
        self.ended -= usize::from(share.ended);
    }

    /// How many purchases count.
    pub fn count(&self) -> usize {
        self.by_place.len()
    }

    /// The latest purchase.
    pub fn last(&self) -> Option<usize> {
        self.by_place.last().map(|(_, purchase)| *purchase)
    }

    /// The latest payment.
    pub fn latest(&self) -> Option<PaidAt> {
        self.payments.last().map(|(at, currency, _)| (*at, *currency))
    }

    /// What was kept in a currency.
    pub fn kept(&self, currency: Currency) -> i128 {
        self.kept.of(currency)
    }

    /// Whether there are purchases that count and every one has ended.
    pub fn have_all_ended(&self) -> bool {
        !self.by_place.is_empty() && self.ended == self.by_place.len()
    }
}
