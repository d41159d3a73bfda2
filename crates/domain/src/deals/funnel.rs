//! The funnel of deals: the same figures as of parties, over the stages of a pipeline.
//!
//! The stages are rungs of a ladder: those of open deals in their order, then `won`. Below the first rung are deals that
//! were lost, and those that are in another pipeline.

use super::history::{DealPeriod, period_at};
use super::pipeline::Pipeline;
use super::state::{DealState, LOST, state_of};
use crate::lifecycle::funnel::{FunnelDates, FunnelOptions, FunnelPeriods, MemberTest, Number};
use crate::lifecycle::history::{Cause, StagePeriod, Standing, StandingPeriod};
use crate::lifecycle::places::Step;
use crate::time::Timestamp;
use crate::unknown::Unknown;
use crate::zone::Zone;

/// The rung of deals that are on none.
const BELOW: u8 = 0;

/// The request for a funnel of deals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DealRequest {
    /// The pipeline, by name; the first, if none is given.
    pub pipeline: Option<String>,
    /// The cohort: deals that reached its stage at this time or later …
    pub from: Option<Timestamp>,
    /// … and before this time.
    pub to: Option<Timestamp>,
    /// The time as of which it is counted; now, if none is given.
    pub at: Option<Timestamp>,
    /// The stage whose first reaching makes a deal a member of the cohort; the first, if none is given.
    pub cohort_stage: Option<String>,
}

/// A number of a funnel of deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DealNumber {
    /// One that the funnel of parties has, too.
    Stage(Number),
    /// Deals of the cohort in a state; none for those in another pipeline.
    State(Option<DealState>),
}

/// The deals that a number of a funnel counts.
#[derive(Clone, Debug, PartialEq)]
pub struct DealMembers {
    /// The funnel.
    pub request: DealRequest,
    /// The stage; that of the cohort, if none is given.
    pub stage: Option<String>,
    /// Which of its numbers.
    pub number: DealNumber,
    /// Its window and its time where some of them are dates; they take the place of those of the request.
    pub dates: Option<FunnelDates>,
}

impl DealMembers {
    /// The same with instants for dates.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        let Some(dates) = self.dates else { return self.clone() };
        let [from, to, at] = dates.instants(zone);
        Self { request: DealRequest { from, to, at, ..self.request.clone() }, dates: None, ..self.clone() }
    }
}

/// A funnel over the stages of a pipeline.
#[derive(Clone, Copy, Debug)]
pub struct DealFunnel<'p> {
    /// The pipeline.
    pub pipeline: &'p Pipeline,
    /// The options of the funnel over its rungs.
    pub options: FunnelOptions,
}

impl<'p> DealFunnel<'p> {
    /// The funnel of a request, at `now`. Refuses a stage that is not on the ladder.
    pub fn of(pipeline: &'p Pipeline, request: &DealRequest, now: Timestamp) -> Result<Self, Unknown> {
        let first = BELOW + 1;
        let cohort_stage = match &request.cohort_stage {
            Some(name) => rung_named(pipeline, name)?,
            None => first,
        };
        let options = FunnelOptions {
            stages: pipeline.ladder().count() as u8 + first,
            cohort_stage,
            from: request.from,
            to: request.to,
            at: request.at.unwrap_or(now),
        };
        Ok(Self { pipeline, options })
    }

    /// The rung of a stage, both by name; that below the first, if it is on none.
    pub fn rung(&self, pipeline: &str, stage: &str) -> u8 {
        let place = self.pipeline.ladder().position(|name| name == stage);
        place.filter(|_| pipeline == self.pipeline.name).map_or(BELOW, |place| place as u8 + 1)
    }

    /// The name of the stage on a rung.
    pub fn stage(&self, rung: u8) -> &'p str {
        let place = usize::from(rung).checked_sub(1);
        place.and_then(|place| self.pipeline.ladder().nth(place)).unwrap_or_default()
    }

    /// The state in this pipeline of a deal in a stage; none if it is in another.
    pub fn state(&self, pipeline: &str, stage: &str) -> Option<DealState> {
        (pipeline == self.pipeline.name).then(|| state_of(stage))
    }

    /// How a deal stands that is in a stage: a deal that was lost in this pipeline has dropped out, for its reason.
    pub fn standing(&self, pipeline: &str, stage: &str, reason: Option<&str>) -> Option<StandingPeriod> {
        let is_lost = pipeline == self.pipeline.name && stage == LOST;
        is_lost.then(|| StandingPeriod {
            standing: Standing::Lost,
            reason: reason.map(str::to_owned),
            entered_at: None,
            step: Step::Instant,
            left_at: None,
            entered_by: Cause::Time,
            left_by: None,
        })
    }

    /// A deal as this funnel sees it.
    pub fn deal(&self, periods: &[DealPeriod]) -> FunnelDeal {
        let present = period_at(periods, self.options.at);
        let stage = |one: &DealPeriod| StagePeriod {
            stage: self.rung(&one.pipeline, &one.stage),
            entered_at: one.entered_at,
            step: one.step,
            left_at: one.left_at,
            entered_by: Cause::Evidence(one.entered_by),
            left_by: one.left_by.map(Cause::Evidence),
        };
        let standing =
            present.and_then(|one| self.standing(&one.pipeline, &one.stage, one.reason.as_deref()));
        FunnelDeal {
            stages: periods.iter().map(stage).collect(),
            standings: standing.into_iter().collect(),
            state: present.and_then(|one| self.state(&one.pipeline, &one.stage)),
        }
    }

    /// The test for a number of this funnel. Refuses a stage that is not on the ladder.
    pub fn test<'n>(&self, members: &'n DealMembers) -> Result<DealTest<'n>, Unknown> {
        let stage = match &members.stage {
            Some(name) => rung_named(self.pipeline, name)?,
            None => self.options.cohort_stage,
        };
        Ok(match &members.number {
            DealNumber::Stage(number) => DealTest::Stage(MemberTest::of(self.options, stage, number)),
            DealNumber::State(wanted) => {
                DealTest::State(MemberTest::of(self.options, stage, &Number::Cohort), *wanted)
            }
        })
    }
}

/// The rung of a stage by its name. `lost` is on none.
fn rung_named(pipeline: &Pipeline, name: &str) -> Result<u8, Unknown> {
    let place = pipeline.ladder().position(|known| known == name);
    place.map(|place| place as u8 + 1).ok_or_else(|| Unknown::among("stage", name, pipeline.ladder()))
}

/// A deal as a funnel sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelDeal {
    /// On which rungs it was.
    pub stages: Vec<StagePeriod>,
    /// How it stands at the time of the funnel, if it has dropped out.
    pub standings: Vec<StandingPeriod>,
    /// Its state at that time; none if it is in another pipeline.
    pub state: Option<DealState>,
}

impl FunnelDeal {
    /// Its periods, with the zone in which days are counted.
    pub fn periods<'d>(&'d self, zone: &'d Zone) -> FunnelPeriods<'d> {
        FunnelPeriods { stages: &self.stages, standings: &self.standings, zone }
    }
}

/// Decides whether a number of a funnel counts a deal.
#[derive(Clone, Copy, Debug)]
pub enum DealTest<'n> {
    /// By where it stands on the ladder.
    Stage(MemberTest<'n>),
    /// By its state, if it is in the cohort.
    State(MemberTest<'n>, Option<DealState>),
}

impl DealTest<'_> {
    /// Whether it counts a deal with these periods, which is in this state.
    pub fn counts(&self, periods: &FunnelPeriods<'_>, state: Option<DealState>) -> bool {
        match self {
            Self::Stage(test) => test.counts(periods),
            Self::State(test, wanted) => state == *wanted && test.counts(periods),
        }
    }
}
