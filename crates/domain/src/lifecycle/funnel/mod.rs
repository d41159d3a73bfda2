//! The funnel: how many parties of a cohort reached each stage by a time T, and where the others stopped.
//!
//! Each party is placed on its own, and the placements are added up. Because the lists behind the numbers
//! are filtered by the same placement, every number has exactly as many rows as it says.

mod by;
mod days;
mod groups;
mod place;
mod request;

use std::collections::BTreeMap;

use crate::time::{Micros, Timestamp};

pub use by::GroupField;
pub use groups::{FunnelGroups, FunnelReport, MOST_GROUPS, OtherGroups};
pub use place::{End, FunnelNumber, FunnelPeriods, Placement, StageSet, is_undated, place};
pub use request::{Basis, FunnelDates, FunnelMembers, FunnelRequest, MemberTest, Number};

/// The key under which drop-outs without a stated reason are counted.
pub const NOT_STATED: &str = "not_stated";

/// Which parties a funnel follows, and up to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunnelOptions {
    /// How many stages the vocabulary has.
    pub stages: u8,
    /// The stage whose first reaching makes a party a member of the cohort. Stages before it are left out.
    pub cohort_stage: u8,
    /// The cohort reached its stage at this time or later; `None`: from the beginning.
    pub from: Option<Timestamp>,
    /// The cohort reached its stage before this time; `None`: without an end.
    pub to: Option<Timestamp>,
    /// T: what happened later is ignored. The cohort holds only parties that reached its stage by T, even if the
    /// window goes beyond it.
    pub at: Timestamp,
}

/// A finished funnel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Funnel {
    /// How many parties the cohort holds.
    pub cohort: u64,
    /// How many parties reached the cohort's stage at an unknown time. With a window they are left out of
    /// the cohort; without one they are in it.
    pub undated: u64,
    /// The cohort's stage and those after it, in order.
    pub stages: Vec<FunnelStage>,
}

/// The numbers of one stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunnelStage {
    /// The stage's place in its vocabulary, from 0.
    pub stage: u8,
    /// Members that were in this stage or a later one by T.
    pub reached: u64,
    /// Of these, members that were in this very stage.
    pub entered: u64,
    /// Of these, members that were not.
    pub skipped: u64,
    /// Members whose highest stage this is: `here + back + dropped`.
    pub furthest: u64,
    /// Of these, members that are in the stage at T.
    pub here: u64,
    /// Of these, members that are in an earlier stage at T, or in none.
    pub back: u64,
    /// Of these, members that were lost, disqualified or are former at T, by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Members that were in this stage or later, fell below it, and returned.
    pub returned: u64,
    /// The share of those who reached this stage that reached the next; `None` for the last stage and if no one
    /// reached this one.
    pub conversion: Option<f64>,
    /// Days from reaching this stage to reaching the next, within which half of those timed did.
    pub median_days: Option<f64>,
    /// The same for 75% of them.
    pub p75_days: Option<f64>,
    /// The same for 90% of them.
    pub p90_days: Option<f64>,
    /// How many reached both this stage and the next at known times.
    pub timed: u64,
}

/// Adds parties up. Builders with equal options can work side by side and be merged, in any order.
#[derive(Clone, Debug)]
pub struct FunnelBuilder {
    options: FunnelOptions,
    cohort: u64,
    undated: u64,
    tallies: Vec<Tally>,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    reached: u64,
    entered: u64,
    here: u64,
    back: u64,
    dropped: BTreeMap<String, u64>,
    returned: u64,
    durations: Vec<Micros>,
}

impl FunnelBuilder {
    /// A funnel without parties.
    pub fn new(options: FunnelOptions) -> Self {
        let printed = options.stages.saturating_sub(options.cohort_stage);
        Self { options, cohort: 0, undated: 0, tallies: vec![Tally::default(); usize::from(printed)] }
    }

    /// Counts a party, if it is in the cohort; returns whether it is.
    pub fn add(&mut self, party: &FunnelPeriods<'_>) -> bool {
        self.undated += u64::from(is_undated(party, &self.options));
        let Some(placement) = place(party, &self.options) else { return false };
        self.cohort += 1;
        // In no later stage does it count for anything.
        let stages = self.options.cohort_stage..=placement.furthest;
        for (stage, tally) in stages.zip(&mut self.tallies) {
            tally.add(stage, &placement);
            if placement.counts_in(stage, FunnelNumber::Timed) {
                tally.durations.extend(party.duration(stage));
            }
        }
        true
    }

    /// Merges what another builder with the same options has counted.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        debug_assert_eq!(self.options, other.options, "funnels of different cohorts have no sum");
        self.cohort += other.cohort;
        self.undated += other.undated;
        for (tally, other) in self.tallies.iter_mut().zip(other.tallies) {
            tally.merge(other);
        }
        self
    }

    /// The funnel of all parties added.
    pub fn finish(self) -> Funnel {
        let reached_next = self.tallies.iter().skip(1).map(|tally| Some(tally.reached));
        let reached_next: Vec<Option<u64>> = reached_next.chain([None]).collect();
        let tallies = (self.options.cohort_stage..).zip(self.tallies).zip(reached_next);
        Funnel {
            cohort: self.cohort,
            undated: self.undated,
            stages: tallies.map(|((stage, tally), next)| tally.finish(stage, next)).collect(),
        }
    }
}

impl Tally {
    fn add(&mut self, stage: u8, placement: &Placement<'_>) {
        let one = |number| u64::from(placement.counts_in(stage, number));
        self.reached += one(FunnelNumber::Reached);
        self.entered += one(FunnelNumber::Entered);
        self.here += one(FunnelNumber::Here);
        self.back += one(FunnelNumber::Back);
        self.returned += one(FunnelNumber::Returned);
        if let End::Dropped(reason) = placement.end
            && placement.furthest == stage
        {
            match self.dropped.get_mut(reason) {
                Some(count) => *count += 1,
                None => {
                    self.dropped.insert(reason.to_owned(), 1);
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.reached += other.reached;
        self.entered += other.entered;
        self.here += other.here;
        self.back += other.back;
        self.returned += other.returned;
        self.durations.extend(other.durations);
        for (reason, count) in other.dropped {
            *self.dropped.entry(reason).or_default() += count;
        }
    }

    fn finish(mut self, stage: u8, reached_next: Option<u64>) -> FunnelStage {
        FunnelStage {
            stage,
            reached: self.reached,
            entered: self.entered,
            skipped: self.reached - self.entered,
            furthest: self.reached - reached_next.unwrap_or(0),
            here: self.here,
            back: self.back,
            returned: self.returned,
            conversion: reached_next
                .filter(|_| self.reached > 0)
                .map(|reached_next| reached_next as f64 / self.reached as f64),
            median_days: days::percentile(&mut self.durations, 0.5),
            p75_days: days::percentile(&mut self.durations, 0.75),
            p90_days: days::percentile(&mut self.durations, 0.9),
            timed: self.durations.len() as u64,
            dropped: self.dropped,
        }
    }
}

#[cfg(test)]
mod tests;
