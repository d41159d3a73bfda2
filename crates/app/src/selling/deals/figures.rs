//! What a deal's record does not say itself: how likely it is won, what it comes to, and how long it has been where it is.

use std::collections::BTreeMap;

use casebook_domain::deals::{DealPeriod, DealState, Terms, weighted};
use casebook_domain::ids::{DealId, RecordId};
use casebook_domain::lifecycle::history::Since;
use casebook_domain::money::Money;
use casebook_domain::money::exchange::Exchanged;
use casebook_domain::records::{RecordType, Values};
use casebook_domain::time::Timestamp;
use casebook_store::{Connection, deal_period};

use crate::desk::Definitions;
use crate::error::Result;
use crate::exchange_rates;

/// Figures of a deal that follow from its stage and from today's date.
#[derive(Clone, Debug, PartialEq)]
pub struct DealFigures {
    /// How likely it is won, in percent: that of its stage.
    pub probability: u8,
    /// Its amount, weighted by that.
    pub weighted: Option<Money>,
    /// Since when it is in its stage, if that is known.
    pub since: Option<Since>,
    /// For how many days of the calendar it has been in its stage; `None` if its beginning is not known exactly.
    pub days_in_stage: Option<i64>,
    /// Whether it has been there for longer than its stage allows.
    pub rotting: bool,
    /// Its amount in the workspace's own currency, if that is set and there is a rate: by that of today, of a deal that is
    /// won or lost by that of the day on which it was.
    pub exchanged: Option<Exchanged>,
}

/// The figures of deals with these values, at `now`.
pub(crate) fn figures(
    connection: &mut Connection<'_>,
    words: &Definitions,
    (of, deals): (&RecordType, &[(RecordId, &Values)]),
    now: Timestamp,
) -> Result<BTreeMap<RecordId, DealFigures>> {
    let ids: Vec<DealId> = deals.iter().map(|(id, _)| DealId(id.0)).collect();
    let periods = deal_period::last_of(connection, &ids)?;
    let rates = exchange_rates::stored(connection)?;
    let of_one = |(id, values): &(RecordId, &Values)| {
        let terms = Terms::of(of, values);
        let figures = of_deal(words, &terms, periods.get(&DealId(id.0)), now);
        let day = terms.closed_on.unwrap_or_else(|| words.zone.day_of(now));
        (
            *id,
            DealFigures { exchanged: terms.amount.and_then(|amount| rates.exchange(amount, day)), ..figures },
        )
    };
    Ok(deals.iter().map(of_one).collect())
}

fn of_deal(words: &Definitions, terms: &Terms, period: Option<&DealPeriod>, now: Timestamp) -> DealFigures {
    let stage = words.pipelines.stage(&terms.pipeline, &terms.stage);
    let probability = words.pipelines.probability(&terms.pipeline, &terms.stage);
    let days = period.and_then(|period| period.days(now, &words.zone));
    let limit = stage.and_then(|stage| stage.rots_after).filter(|_| terms.state() == DealState::Open);
    DealFigures {
        probability,
        weighted: terms.amount.map(|one| Money { minor: weighted(one.minor, probability), ..one }),
        since: period.and_then(|period| period.since(&words.zone)),
        days_in_stage: days,
        rotting: matches!((days, limit), (Some(days), Some(limit)) if days > i64::from(limit)),
        exchanged: None,
    }
}
