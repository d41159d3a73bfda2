//! The funnel of deals, and the deals behind its numbers.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use casebook_domain::deals::{DealFunnel, DealMembers, DealRequest, DealState, Outcomes, Pipeline, weighted};
use casebook_domain::lifecycle::funnel::{Funnel, FunnelBuilder};
use casebook_domain::money::exchange::ExchangeRates;
use casebook_domain::records::Grouping;
use casebook_domain::time::Timestamp;
use serde_json::Value as Json;

use super::column::Column;
use super::exchange::{Exchange, ExchangedAmounts};
use super::groups::{Adding, GroupingNeeds, Sums, combinations, compare, values_of};
use super::key::{KeyColumn, Part};
use super::periods::{Periods, View};
use super::table::Table;
use crate::bitmap::Bitmap;
use crate::error::{Error, Result};

/// The most groups of a funnel.
pub const MOST_FUNNEL_GROUPS: usize = 200;

/// The funnel of deals, or one for each group.
#[derive(Clone, Debug)]
pub struct DealFunnelReport {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// The time as of which it was counted.
    pub at: Timestamp,
    /// The groups, in the order of their values; a single one without values if nothing is grouped.
    pub groups: Vec<DealFunnelGroup>,
}

/// The funnel of a group of deals.
#[derive(Clone, Debug)]
pub struct DealFunnelGroup {
    /// The values that its deals have in common, one for each key; null for none.
    pub values: Vec<Json>,
    /// The figures; each stage is a rung of the pipeline, see [`DealFunnel`].
    pub funnel: Funnel,
    /// How the deals of the cohort stand.
    pub outcomes: Outcomes,
    /// How many of the cohort are in another pipeline.
    pub elsewhere: u64,
    /// The amounts of those deals.
    pub amounts: Amounts,
    /// The same in the workspace's own currency; none before that is set.
    pub exchanged: Option<ExchangedAmounts>,
}

/// Amounts of deals as they are today, by how the deals stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amounts {
    /// Of those worked on.
    pub open: Sums,
    /// The same, each weighted by the probability of its stage.
    pub weighted: Sums,
    /// Of those won.
    pub won: Sums,
    /// Of those lost.
    pub lost: Sums,
}

/// What is counted of a group.
struct Counting {
    example: (u32, Vec<usize>),
    builder: FunnelBuilder,
    outcomes: Outcomes,
    elsewhere: u64,
    open: Adding,
    weighted: Adding,
    won: Adding,
    lost: Adding,
    exchanged: Option<ExchangedAmounts>,
}

/// The pipelines and the periods of the deals in a table.
fn periods(table: &Table) -> Result<&Periods> {
    table.deals.periods.as_ref().ok_or(Error::Unanswered)
}

fn pipeline<'t>(table: &'t Table, request: &DealRequest) -> Result<&'t Pipeline> {
    match &request.pipeline {
        Some(name) => Ok(table.deals.pipelines.get(name)?),
        None => Ok(table.deals.pipelines.first()),
    }
}

/// The slots that a number of a funnel counts, hidden ones too.
pub fn members(table: &Table, members: &DealMembers, now: Timestamp) -> Result<Bitmap> {
    // What a filter names is no address that was asked for.
    let unknown = |error: String| Error::argument("filter", error);
    let pipeline = pipeline(table, &members.request).map_err(|error| unknown(error.to_string()))?;
    let funnel = DealFunnel::of(pipeline, &members.request, now).map_err(|one| unknown(one.to_string()))?;
    let test = funnel.test(members).map_err(|one| unknown(one.to_string()))?;
    let mut view = View::of(periods(table)?, &funnel, &table.deals.zone);
    let mut counted = Bitmap::none(table.slots());
    for slot in 0..table.slots() as u32 {
        let deal = view.deal(slot);
        if test.counts(&deal.periods, deal.state) {
            counted.set(slot, true);
        }
    }
    Ok(counted)
}

/// The funnel of these deals.
pub fn funnel(
    table: &Table,
    found: &Bitmap,
    (request, rates): (&DealRequest, &ExchangeRates),
    grouping: Option<(&Grouping, &GroupingNeeds)>,
    now: Timestamp,
) -> Result<DealFunnelReport> {
    let pipeline = pipeline(table, request)?;
    let funnel = DealFunnel::of(pipeline, request, now)?;
    let mut view = View::of(periods(table)?, &funnel, &table.deals.zone);
    let keys = grouping.map(|(grouping, needs)| KeyColumn::all(table, grouping, needs)).unwrap_or_default();
    let amounts = table.column("amount");
    let exchange = Exchange::of(table, Arc::clone(&amounts), rates, funnel.options.at);
    let mut groups: HashMap<Vec<Part>, Counting> = HashMap::new();
    for slot in found.slots() {
        let deal = view.deal(slot);
        for (parts, places) in combinations(&keys, slot) {
            let new = || Counting::begin(&funnel, exchange.nothing(), (slot, places));
            let group = groups.entry(parts).or_insert_with(new);
            if group.builder.add(&deal.periods) {
                group.count(deal.state, deal.probability, (&amounts, slot));
                if let (Some(sums), Some(state)) = (&mut group.exchanged, deal.state) {
                    exchange.add(sums, state, deal.probability, slot);
                }
            }
        }
        if groups.len() > MOST_FUNNEL_GROUPS {
            let message =
                format!("there are more than {MOST_FUNNEL_GROUPS} groups; filter, or group by less");
            return Err(Error::argument("by", message));
        }
    }
    if keys.is_empty() {
        groups
            .entry(Vec::new())
            .or_insert_with(|| Counting::begin(&funnel, exchange.nothing(), (0, Vec::new())));
    }
    let mut groups: Vec<(Vec<Part>, Counting)> = groups.into_iter().collect();
    groups.sort_by(|(one, _), (other, _)| compare(&keys, one, other));
    let finished = |(parts, group): (Vec<Part>, Counting)| {
        let values = values_of(table, &keys, &parts, &group.example);
        group.finish(values, &amounts)
    };
    let mut groups: Vec<DealFunnelGroup> = groups.into_iter().map(finished).collect();
    groups.retain(|group| keys.is_empty() || group.funnel.cohort > 0 || group.funnel.undated > 0);
    Ok(DealFunnelReport { pipeline: pipeline.clone(), at: funnel.options.at, groups })
}

impl Counting {
    fn begin(
        funnel: &DealFunnel<'_>,
        exchanged: Option<ExchangedAmounts>,
        example: (u32, Vec<usize>),
    ) -> Self {
        Self {
            example,
            builder: FunnelBuilder::new(funnel.options),
            outcomes: Outcomes::default(),
            elsewhere: 0,
            open: Adding::default(),
            weighted: Adding::default(),
            won: Adding::default(),
            lost: Adding::default(),
            exchanged,
        }
    }

    /// Counts a deal of the cohort by its state.
    fn count(&mut self, state: Option<DealState>, probability: u8, (amounts, slot): (&Arc<Column>, u32)) {
        let Some(state) = state else {
            self.elsewhere += 1;
            return;
        };
        self.outcomes.add(state);
        let amounts = Some(&**amounts);
        match state {
            DealState::Open => {
                self.open.add(amounts, slot);
                self.weighted.add_each(amounts, slot, |minor| weighted(minor, probability));
            }
            DealState::Won => self.won.add(amounts, slot),
            DealState::Lost => self.lost.add(amounts, slot),
        }
    }

    fn finish(self, values: Vec<Json>, amounts: &Column) -> DealFunnelGroup {
        let sums = |adding: Adding| -> BTreeMap<String, i128> { adding.sums(Some(amounts)) };
        DealFunnelGroup {
            values,
            funnel: self.builder.finish(),
            outcomes: self.outcomes,
            elsewhere: self.elsewhere,
            amounts: Amounts {
                open: sums(self.open),
                weighted: sums(self.weighted),
                won: sums(self.won),
                lost: sums(self.lost),
            },
            exchanged: self.exchanged,
        }
    }
}
