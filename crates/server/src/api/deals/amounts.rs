//! Amounts of deals, added up by how the deals stand.

use casebook_app::{Amounts, ExchangedAmounts};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::exchange_rates::RateBody;
use crate::api::records::groups::{SumBody, minor_of, sums};

/// Sums of amounts, one for each currency.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealAmounts {
    /// Of members that are worked on.
    open: Vec<SumBody>,
    /// The same, each weighted by the probability of its stage.
    weighted: Vec<SumBody>,
    /// Of members that were won.
    won: Vec<SumBody>,
    /// Of members that were lost.
    lost: Vec<SumBody>,
    /// The same in the workspace's own currency; null before that is set.
    #[schema(required)]
    exchanged: Option<Box<ExchangedBody>>,
}

/// Sums of amounts in the workspace's own currency, in its smallest unit. Those of deals that are worked on are exchanged by
/// the rates of the day that is looked at, those of others by the rates of the day on which they were won or lost.
#[derive(Serialize, ToSchema)]
#[schema(as = DealAmountsExchanged)]
pub(crate) struct ExchangedBody {
    /// The currency.
    currency: String,
    /// Of all of them.
    total: i64,
    /// Of those that are worked on.
    open: i64,
    /// The same, each weighted by the probability of its stage.
    weighted: i64,
    /// Of those that were won.
    won: i64,
    /// Of those that were lost.
    lost: i64,
    /// Deals that are in no sum, since there is no rate for their amount.
    without_rate: u64,
    /// The rates by which the others were exchanged.
    rates: Vec<RateBody>,
}

impl DealAmounts {
    pub fn of(amounts: &Amounts, exchanged: Option<&ExchangedAmounts>) -> Self {
        Self {
            open: sums(amounts.open.clone()),
            weighted: sums(amounts.weighted.clone()),
            won: sums(amounts.won.clone()),
            lost: sums(amounts.lost.clone()),
            exchanged: exchanged.map(|sums| Box::new(ExchangedBody::of(sums))),
        }
    }
}

impl ExchangedBody {
    pub fn of(sums: &ExchangedAmounts) -> Self {
        Self {
            currency: sums.currency.code().to_owned(),
            total: minor_of(sums.total()),
            open: minor_of(sums.open),
            weighted: minor_of(sums.weighted),
            won: minor_of(sums.won),
            lost: minor_of(sums.lost),
            without_rate: sums.without_rate,
            rates: sums.rates.iter().copied().map(RateBody::of).collect(),
        }
    }
}
