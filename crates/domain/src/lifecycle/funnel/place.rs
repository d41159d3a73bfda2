//! The placement of one party in a funnel.

use super::{FunnelOptions, NOT_STATED};
use crate::lifecycle::history::{StagePeriod, StandingPeriod, covers};
use crate::lifecycle::places::Step;
use crate::time::{Micros, Timestamp};
use crate::zone::Zone;

/// What a funnel needs to know of a party, or of a deal: its periods in one vocabulary or pipeline, in their order.
#[derive(Clone, Copy, Debug)]
pub struct FunnelPeriods<'p> {
    /// Its stages.
    pub stages: &'p [StagePeriod],
    /// Its standings.
    pub standings: &'p [StandingPeriod],
    /// The zone in which days are counted.
    pub zone: &'p Zone,
}

impl<'p> FunnelPeriods<'p> {
    /// The first period in the stage or a later one.
    fn first(&self, stage: u8) -> Option<&'p StagePeriod> {
        self.stages.iter().find(|period| period.stage >= stage)
    }

    /// The time from reaching a stage to reaching the next, if both are known: between two days whole days, though a
    /// clock change makes one of 23 hours. It is 0 where one step reached both.
    pub fn duration(&self, stage: u8) -> Option<Micros> {
        let (start, end) = (self.first(stage)?, self.first(stage.checked_add(1)?)?);
        let mut between = [start.entered_at?, end.entered_at?];
        let steps = [start.step, end.step];
        if steps.contains(&Step::Earliest) {
            return None;
        }
        if steps == [Step::Day; 2] {
            between = between.map(|at| self.zone.day_of(at));
        }
        Some(between[1].0.saturating_sub(between[0].0).max(0))
    }
}

/// A set of stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageSet(u64);

impl StageSet {
    fn up_to(stage: u8) -> Self {
        Self(u64::MAX.checked_shr(63 - u32::from(stage.min(63))).unwrap_or(u64::MAX))
    }

    fn only(stage: u8) -> Self {
        Self(1 << stage.min(63))
    }

    /// Whether the stage is in the set.
    pub fn has(self, stage: u8) -> bool {
        stage < 64 && self.0 & Self::only(stage).0 != 0
    }
}

/// What became of a party in its highest stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End<'p> {
    /// It is in its furthest stage.
    Here,
    /// It is in an earlier stage, or in none.
    Back,
    /// It was lost, disqualified or is former, for this reason ([`NOT_STATED`] if none is known).
    Dropped(&'p str),
}

/// A number of a funnel's stage, with a list of parties behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is defined where `FunnelStage` has it")]
pub enum FunnelNumber<'n> {
    Reached,
    Entered,
    Skipped,
    Furthest,
    Here,
    Back,
    /// For one reason, or for any.
    Dropped(Option<&'n str>),
    Returned,
    Timed,
}

/// Where a member of the cohort stands at T.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement<'p> {
    /// The highest stage that it was in by T.
    pub furthest: u8,
    /// What became of it.
    pub end: End<'p>,
    /// Whether it reached the cohort's stage at an unknown time.
    pub undated: bool,
    /// The stages that it was in by T.
    pub entered: StageSet,
    /// The stages that it had reached, fell below, and reached again by T.
    pub returned: StageSet,
    /// The stages from which the time to the next is known.
    pub timed: StageSet,
}

impl Placement<'_> {
    /// Whether the party is one of those that the number of the stage counts.
    pub fn counts_in(&self, stage: u8, number: FunnelNumber<'_>) -> bool {
        let furthest = self.furthest == stage;
        match number {
            FunnelNumber::Reached => stage <= self.furthest,
            FunnelNumber::Entered => self.entered.has(stage),
            FunnelNumber::Skipped => stage <= self.furthest && !self.entered.has(stage),
            FunnelNumber::Furthest => furthest,
            FunnelNumber::Here => furthest && self.end == End::Here,
            FunnelNumber::Back => furthest && self.end == End::Back,
            FunnelNumber::Dropped(wanted) => match self.end {
                End::Dropped(reason) => furthest && wanted.is_none_or(|wanted| wanted == reason),
                End::Here | End::Back => false,
            },
            FunnelNumber::Returned => self.returned.has(stage),
            FunnelNumber::Timed => self.timed.has(stage),
        }
    }
}

/// Whether the party reached the cohort's stage at an unknown time: it is one of [`super::Funnel::undated`].
pub fn is_undated(party: &FunnelPeriods<'_>, options: &FunnelOptions) -> bool {
    party.first(options.cohort_stage).is_some_and(|period| period.entered_at.is_none())
}

/// Where the party stands, if it is a member of the cohort.
pub fn place<'p>(party: &FunnelPeriods<'p>, options: &FunnelOptions) -> Option<Placement<'p>> {
    let first = party.first(options.cohort_stage)?.entered_at;
    if !in_window(first, options) {
        return None;
    }
    let begun = |entered_at: Option<Timestamp>| entered_at.is_none_or(|entered_at| entered_at <= options.at);
    let walk = walked(party.stages.iter().take_while(|period| begun(period.entered_at)));
    let present = party.stages.iter().rfind(|period| covers(period.entered_at, period.left_at, options.at));
    let mut timed = StageSet::default();
    for stage in options.cohort_stage..walk.furthest {
        if party.duration(stage).is_some() {
            timed.0 |= StageSet::only(stage).0;
        }
    }
    Some(Placement {
        furthest: walk.furthest,
        end: end(party.standings, present, walk.furthest, options.at),
        undated: first.is_none(),
        entered: walk.entered,
        returned: walk.returned,
        timed,
    })
}

/// A start of unknown time is in no window that has an end or a beginning.
fn in_window(first: Option<Timestamp>, options: &FunnelOptions) -> bool {
    match first {
        None => options.from.is_none() && options.to.is_none(),
        Some(first) => {
            first <= options.at
                && options.from.is_none_or(|from| first >= from)
                && options.to.is_none_or(|to| first < to)
        }
    }
}

#[derive(Default)]
struct Walk {
    furthest: u8,
    entered: StageSet,
    returned: StageSet,
}

fn walked<'p>(periods: impl Iterator<Item = &'p StagePeriod>) -> Walk {
    let mut walk = Walk::default();
    let (mut reached, mut fallen_below) = (0_u64, 0_u64);
    let mut left_at: Option<Timestamp> = None;
    for period in periods {
        if left_at.is_some() && left_at < period.entered_at {
            fallen_below |= reached;
        }
        let now_reached = StageSet::up_to(period.stage).0;
        walk.returned.0 |= fallen_below & now_reached;
        fallen_below |= reached & !now_reached;
        reached |= now_reached;
        walk.entered.0 |= StageSet::only(period.stage).0;
        walk.furthest = walk.furthest.max(period.stage);
        left_at = period.left_at;
    }
    walk
}

fn end<'p>(
    standings: &'p [StandingPeriod],
    present: Option<&StagePeriod>,
    furthest: u8,
    at: Timestamp,
) -> End<'p> {
    let standing = standings.iter().rfind(|period| covers(period.entered_at, period.left_at, at));
    if let Some(standing) = standing.filter(|period| period.standing.is_dropped()) {
        let reason = standing.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        return End::Dropped(reason.unwrap_or(NOT_STATED));
    }
    match present {
        Some(present) if present.stage >= furthest => End::Here,
        _ => End::Back,
    }
}
