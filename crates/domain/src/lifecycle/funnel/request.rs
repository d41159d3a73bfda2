//! Requests to the funnel: which funnel, and which parties one of its numbers counts.

use super::{FunnelNumber, FunnelOptions, FunnelPeriods, GroupField, is_undated, place};
use crate::filter::Bound;
use crate::party::PartyKind;
use crate::time::Timestamp;
use crate::unknown::Unknown;
use crate::zone::Zone;

/// The basis of a funnel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// What had happened by then, as known today.
    #[default]
    Occurred,
    /// What had been recorded by then.
    Recorded,
}

/// The request for a funnel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunnelRequest {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// People or organizations only.
    pub of: Option<PartyKind>,
    /// The cohort: who reached its stage at this time or later …
    pub from: Option<Timestamp>,
    /// … and before this time.
    pub to: Option<Timestamp>,
    /// The time as of which it is computed; now, if none is given.
    pub as_of: Option<Timestamp>,
    /// The basis of a funnel.
    pub basis: Basis,
    /// The starting stage of the cohort; the first, if none is given.
    pub cohort_stage: Option<String>,
    /// The field that parties are grouped by, if they are.
    pub by: Option<GroupField>,
}

impl FunnelRequest {
    /// The options for a vocabulary with these stages, at `now`. Refuses an unknown stage.
    pub fn options<'s>(
        &self,
        stages: impl Iterator<Item = &'s str> + Clone,
        now: Timestamp,
    ) -> Result<FunnelOptions, Unknown> {
        let cohort_stage = match &self.cohort_stage {
            Some(name) => place_of(stages.clone(), name)?,
            None => 0,
        };
        Ok(FunnelOptions {
            stages: stages.count() as u8,
            cohort_stage,
            from: self.from,
            to: self.to,
            at: self.as_of.unwrap_or(now),
        })
    }
}

/// The members that a number of a funnel counts; those of a group fit [`GroupField::condition`], too.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelMembers {
    /// The funnel.
    pub request: FunnelRequest,
    /// The stage; the cohort's, if none is given.
    pub stage: Option<String>,
    /// Which of its numbers.
    pub number: Number,
    /// Its window and its time where some of them are dates; they take the place of those of the request.
    pub dates: Option<FunnelDates>,
}

/// The window of a funnel and its time, of which some are dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunnelDates {
    /// Where the window begins.
    pub from: Option<Bound>,
    /// Where it ends.
    pub to: Option<Bound>,
    /// The last instant that is counted; the end of a date is just after it.
    pub as_of: Option<Bound>,
}

impl FunnelDates {
    /// Where the window begins and ends, and the last instant that is counted, in a zone.
    pub fn instants(self, zone: &Zone) -> [Option<Timestamp>; 3] {
        let instant = |bound: Bound| bound.instant(zone);
        let last = |bound| match bound {
            Bound::End(_) => instant(bound).plus(-1),
            other => instant(other),
        };
        [self.from.map(instant), self.to.map(instant), self.as_of.map(last)]
    }
}

/// A number of a funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is defined where `FunnelStage` and `Funnel` have it")]
pub enum Number {
    /// Of the whole funnel, whatever the stage.
    Cohort,
    /// Of the whole funnel, whatever the stage.
    Undated,
    Reached,
    Entered,
    Skipped,
    Furthest,
    Here,
    Back,
    /// For one reason, or for any.
    Dropped(Option<String>),
    Returned,
    Timed,
}

/// Decides whether a number of a funnel counts a party.
#[derive(Clone, Copy, Debug)]
pub struct MemberTest<'n> {
    options: FunnelOptions,
    stage: u8,
    number: &'n Number,
}

impl FunnelMembers {
    /// The same with instants for dates.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        let Some(dates) = self.dates else { return self.clone() };
        let [from, to, as_of] = dates.instants(zone);
        let request = FunnelRequest { from, to, as_of, ..self.request.clone() };
        Self { request, dates: None, ..self.clone() }
    }

    /// The membership test for a funnel over these stages, at `now`. Refuses an unknown stage.
    pub fn test<'s>(
        &self,
        stages: impl Iterator<Item = &'s str> + Clone,
        now: Timestamp,
    ) -> Result<MemberTest<'_>, Unknown> {
        let options = self.request.options(stages.clone(), now)?;
        let stage = match &self.stage {
            Some(name) => place_of(stages, name)?,
            None => options.cohort_stage,
        };
        Ok(MemberTest { options, stage, number: &self.number })
    }
}

impl<'n> MemberTest<'n> {
    /// The test for a number of a stage, which is given by its place.
    pub fn of(options: FunnelOptions, stage: u8, number: &'n Number) -> Self {
        Self { options, stage, number }
    }

    /// The time as of which the funnel is computed.
    pub fn at(&self) -> Timestamp {
        self.options.at
    }

    /// Whether the number counts this party.
    pub fn counts(&self, party: &FunnelPeriods<'_>) -> bool {
        let number = match self.number {
            Number::Undated => return is_undated(party, &self.options),
            Number::Cohort => return place(party, &self.options).is_some(),
            Number::Reached => FunnelNumber::Reached,
            Number::Entered => FunnelNumber::Entered,
            Number::Skipped => FunnelNumber::Skipped,
            Number::Furthest => FunnelNumber::Furthest,
            Number::Here => FunnelNumber::Here,
            Number::Back => FunnelNumber::Back,
            Number::Dropped(reason) => FunnelNumber::Dropped(reason.as_deref()),
            Number::Returned => FunnelNumber::Returned,
            Number::Timed => FunnelNumber::Timed,
        };
        place(party, &self.options).is_some_and(|placement| placement.counts_in(self.stage, number))
    }
}

fn place_of<'s>(mut stages: impl Iterator<Item = &'s str> + Clone, name: &str) -> Result<u8, Unknown> {
    let all = stages.clone();
    let place = stages.position(|stage| stage == name);
    place.map(|place| place as u8).ok_or_else(|| Unknown::among("stage", name, all))
}
