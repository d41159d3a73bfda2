//! Money paid and refunded, and its sums by currency. Nothing is ever converted.

use crate::money::{Currency, Money};
use crate::time::Timestamp;

/// Sums of money, one for each currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sums(Vec<(Currency, i128)>);

impl Sums {
    pub fn add(&mut self, currency: Currency, minor: i128) {
        match self.0.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, sum)) => *sum += minor,
            None => self.0.push((currency, minor)),
        }
    }

    pub fn add_all(&mut self, more: &Self) {
        more.0.iter().for_each(|(currency, minor)| self.add(*currency, *minor));
    }

    pub fn subtract_all(&mut self, less: &Self) {
        less.0.iter().for_each(|(currency, minor)| self.add(*currency, -minor));
    }

    pub fn of(&self, currency: Currency) -> i128 {
        self.0.iter().find(|(known, _)| *known == currency).map_or(0, |(_, sum)| *sum)
    }
}

/// When something was paid, and in which currency: of payments at one time the larger code decides which is the
/// latest, so that the order of equal pieces does not.
pub(super) type PaidAt = (Option<Timestamp>, Currency);

/// Money paid and refunded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paid {
    pub amount: Option<Money>,
    /// What was refunded, one sum for each currency.
    refunded: Vec<Money>,
    /// A refund without an amount was a full refund.
    refunded_whole: bool,
}

impl Paid {
    pub fn of(amount: Option<Money>) -> Self {
        Self { amount, ..Self::default() }
    }

    pub fn refund(&mut self, amount: Option<Money>) {
        let Some(amount) = amount else {
            self.refunded_whole = true;
            return;
        };
        match self.refunded.iter_mut().find(|sum| sum.currency == amount.currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(amount.minor),
            None => self.refunded.push(amount),
        }
    }

    fn given_back(&self, currency: Currency) -> i64 {
        self.refunded.iter().find(|sum| sum.currency == currency).map_or(0, |sum| sum.minor)
    }

    /// Whether all of `amount` was refunded, or an unknown amount in full.
    pub fn is_refunded(&self, amount: Option<Money>) -> bool {
        let is_given_back = |amount: Money| self.given_back(amount.currency) >= amount.minor;
        self.refunded_whole || (!self.refunded.is_empty() && amount.is_some_and(is_given_back))
    }

    /// What was kept of `amount`.
    pub fn kept(&self, amount: Option<Money>) -> Sums {
        let mut kept = Sums::default();
        if self.refunded_whole {
            return kept;
        }
        let paid = amount.into_iter().map(|money| (money.currency, i128::from(money.minor)));
        let refunded = self.refunded.iter().map(|money| (money.currency, -i128::from(money.minor)));
        paid.chain(refunded).for_each(|(currency, minor)| kept.add(currency, minor));
        kept
    }
}

/// The sum of several renewals and expansions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Added {
    pub kept: Sums,
    pub latest: Option<PaidAt>,
    count: u32,
    refunded: u32,
}

impl Added {
    /// Adds one that was paid for at a time.
    pub fn add(&mut self, at: Option<Timestamp>, paid: &Paid) {
        self.count += 1;
        self.refunded += u32::from(paid.is_refunded(paid.amount));
        self.kept.add_all(&paid.kept(paid.amount));
        self.latest = self.latest.max(paid.amount.map(|money| (at, money.currency)));
    }

    /// Follows a refund of one of them.
    pub fn follow_refund(&mut self, before: &Paid, after: &Paid) {
        self.kept.subtract_all(&before.kept(before.amount));
        self.kept.add_all(&after.kept(after.amount));
        self.refunded += u32::from(after.is_refunded(after.amount));
        self.refunded -= u32::from(before.is_refunded(before.amount));
    }

    /// Whether each of them was refunded.
    pub fn are_all_refunded(&self) -> bool {
        self.refunded == self.count
    }
}
