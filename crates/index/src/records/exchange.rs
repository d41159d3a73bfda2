//! Amounts of deals in the workspace's own currency, added up.

use std::collections::BTreeSet;
use std::sync::Arc;

use casebook_domain::deals::{DealState, weighted};
use casebook_domain::money::exchange::{ExchangeRate, ExchangeRates};
use casebook_domain::money::{Currency, Money};
use casebook_domain::time::Timestamp;

use super::column::{Cell, Column, day_of};
use super::table::Table;

/// Amounts of deals in one currency, by how the deals stand, in minor units. Each is exchanged by itself, so that a sum is
/// that of what is shown of each deal.
#[derive(Clone, Debug, PartialEq)]
pub struct ExchangedAmounts {
    /// The currency.
    pub currency: Currency,
    /// Of those worked on.
    pub open: i128,
    /// The same, each weighted by the probability of its stage.
    pub weighted: i128,
    /// Of those won.
    pub won: i128,
    /// Of those lost.
    pub lost: i128,
    /// Deals that are in none of the sums, since there is no rate for their amount.
    pub without_rate: u64,
    /// The rates by which the others were exchanged.
    pub rates: BTreeSet<ExchangeRate>,
}

impl ExchangedAmounts {
    /// Of all deals, however they stand.
    pub fn total(&self) -> i128 {
        self.open + self.won + self.lost
    }
}

/// What amounts are exchanged by: those of deals worked on by the rates of the day that is looked at, those of others by the
/// rates of the day on which they were won or lost.
pub(super) struct Exchange<'e> {
    rates: &'e ExchangeRates,
    today: Timestamp,
    amounts: Arc<Column>,
    closed_on: Arc<Column>,
}

impl<'e> Exchange<'e> {
    /// For the amounts in a column of deals.
    pub fn of(table: &Table, amounts: Arc<Column>, rates: &'e ExchangeRates, at: Timestamp) -> Self {
        Self { rates, today: table.deals.zone.day_of(at), amounts, closed_on: table.column("closed_on") }
    }

    /// Sums of nothing; none where amounts cannot be exchanged.
    pub fn nothing(&self) -> Option<ExchangedAmounts> {
        let currency = self.rates.base()?;
        let (open, weighted, won, lost) = (0, 0, 0, 0);
        Some(ExchangedAmounts {
            currency,
            open,
            weighted,
            won,
            lost,
            without_rate: 0,
            rates: BTreeSet::new(),
        })
    }

    /// Adds the amount of a deal in this state.
    pub fn add(&self, sums: &mut ExchangedAmounts, state: DealState, probability: u8, slot: u32) {
        let closed_on = self.closed_on.at(slot).all().first().and_then(|(_, cell)| day_of(*cell));
        let day = closed_on.filter(|_| state != DealState::Open).unwrap_or(self.today);
        for amount in self.amounts.at(slot).all() {
            let Some(found) = self.money(*amount).and_then(|money| self.rates.exchange(money, day)) else {
                sums.without_rate += 1;
                continue;
            };
            sums.rates.extend(found.by);
            let minor = found.money.minor;
            match state {
                DealState::Open => {
                    sums.open += i128::from(minor);
                    sums.weighted += i128::from(weighted(minor, probability));
                }
                DealState::Won => sums.won += i128::from(minor),
                DealState::Lost => sums.lost += i128::from(minor),
            }
        }
    }

    fn money(&self, (currency, minor): Cell) -> Option<Money> {
        let currency = Currency::parse(self.amounts.text_of(i64::from(currency)))?;
        Some(Money { minor, currency })
    }
}
