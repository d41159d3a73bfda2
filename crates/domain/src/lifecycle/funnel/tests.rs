//! Tests of the funnel: small cohorts by hand, and the identities over random histories.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::lifecycle::history::{Cause, StagePeriod, Standing, StandingPeriod};
use crate::lifecycle::places::Step;
use crate::time::DAY;
use crate::zone::UTC;

fn day(number: i64) -> Timestamp {
    Timestamp(number * DAY)
}

/// A period in a stage: stage, first day (`None`: unknown), day it was left.
fn stage(stage: u8, entered: Option<i64>, left: Option<i64>) -> StagePeriod {
    StagePeriod {
        stage,
        entered_at: entered.map(day),
        step: Step::Instant,
        left_at: left.map(day),
        entered_by: Cause::Time,
        left_by: left.map(|_| Cause::Time),
    }
}

fn standing(
    standing: Standing,
    reason: Option<&str>,
    entered: Option<i64>,
    left: Option<i64>,
) -> StandingPeriod {
    StandingPeriod {
        standing,
        reason: reason.map(str::to_owned),
        entered_at: entered.map(day),
        step: Step::Instant,
        left_at: left.map(day),
        entered_by: Cause::Time,
        left_by: left.map(|_| Cause::Time),
    }
}

/// Periods that follow each other without a gap: (stage, first day), the last one open.
fn path(steps: &[(u8, i64)]) -> Vec<StagePeriod> {
    let ends = steps.iter().skip(1).map(|step| Some(step.1)).chain([None]);
    steps.iter().zip(ends).map(|(step, end)| stage(step.0, Some(step.1), end)).collect()
}

fn options() -> FunnelOptions {
    FunnelOptions { stages: 5, cohort_stage: 0, from: None, to: None, at: day(100) }
}

/// A funnel by a field, of so many parties of the cohort by its value.
fn grouped_by(by: &str, counts: &[(Option<String>, u64)]) -> FunnelReport {
    let mut groups = FunnelGroups::new(options());
    let stages = path(&[(0, 1)]);
    for (key, count) in counts {
        let party = FunnelPeriods { stages: &stages, standings: &[], zone: &UTC };
        (0..*count).for_each(|_| groups.add(key.as_deref(), &party));
    }
    let by = Some(GroupField::read(by).unwrap());
    groups.finish(&FunnelRequest { by, ..FunnelRequest::default() }, Vec::new())
}

#[rstest]
#[case::spellings(&[("Retail", 1), ("retail", 2), ("Rétail", 1)], &[("retail", 4)])]
#[case::largest_first(&[("Bank", 1), ("Retail", 3)], &[("Retail", 3), ("Bank", 1)])]
#[case::none(&[], &[])]
fn spellings_of_one_value_are_one_group(#[case] counts: &[(&str, u64)], #[case] expected: &[(&str, u64)]) {
    let counts: Vec<_> = counts.iter().map(|(key, count)| (Some((*key).to_owned()), *count)).collect();
    let report = grouped_by("more.branch", &counts);
    let found: Vec<(&str, u64)> =
        report.groups.iter().map(|(key, one)| (key.as_deref().unwrap_or_default(), one.cohort)).collect();
    assert_eq!((found, report.others), (expected.to_vec(), None));
}

#[rstest]
#[case::as_many_as_are_answered("more.branch", MOST_GROUPS as u64, None)]
#[case::more("more.branch", MOST_GROUPS as u64 + 3, Some(OtherGroups { groups: 3, cohort: 3, undated: 0 }))]
#[case::sources_are_answered_all("source", MOST_GROUPS as u64 + 3, None)]
fn small_groups_beyond_the_most_are_added_up(
    #[case] by: &str,
    #[case] groups: u64,
    #[case] others: Option<OtherGroups>,
) {
    let mut counts: Vec<_> = (1..groups).map(|number| (Some(format!("B{number}")), 1)).collect();
    counts.push((None, 5));
    let report = grouped_by(by, &counts);
    assert_eq!(report.others, others);
    assert_eq!(report.groups.first().map(|(key, one)| (key.clone(), one.cohort)), Some((None, 5)));
    let shown: u64 = report.groups.iter().map(|(_, one)| one.cohort).sum();
    assert_eq!(shown + others.map_or(0, |others| others.cohort), groups + 4, "nobody is lost");
}

#[derive(Clone, Debug, Default)]
struct History {
    stages: Vec<StagePeriod>,
    standings: Vec<StandingPeriod>,
}

impl History {
    fn party(&self) -> FunnelPeriods<'_> {
        FunnelPeriods { stages: &self.stages, standings: &self.standings, zone: &UTC }
    }
}

fn funnel(histories: &[History], options: FunnelOptions) -> Funnel {
    let mut builder = FunnelBuilder::new(options);
    for history in histories {
        builder.add(&history.party());
    }
    builder.finish()
}

fn of(stages: Vec<StagePeriod>) -> History {
    History { stages, standings: vec![standing(Standing::Active, None, None, None)] }
}

fn column(funnel: &Funnel, number: impl Fn(&FunnelStage) -> u64) -> Vec<u64> {
    funnel.stages.iter().map(number).collect()
}

#[test]
fn a_funnel_adds_up_by_hand() {
    let found = funnel(
        &[
            of(path(&[(0, 1), (1, 3), (2, 10), (3, 20), (4, 60)])),
            of(path(&[(0, 1), (3, 11)])),
            of(path(&[(0, 2), (1, 4), (0, 50)])),
            of(path(&[(0, 5)])),
            of(path(&[(0, 101)])),
            of(vec![]),
        ],
        options(),
    );
    assert_eq!((found.cohort, found.undated), (4, 0));
    assert_eq!(column(&found, |stage| stage.reached), [4, 3, 2, 2, 1]);
    assert_eq!(column(&found, |stage| stage.entered), [4, 2, 1, 2, 1]);
    assert_eq!(column(&found, |stage| stage.skipped), [0, 1, 1, 0, 0]);
    assert_eq!(column(&found, |stage| stage.furthest), [1, 1, 0, 1, 1]);
    assert_eq!(column(&found, |stage| stage.here), [1, 0, 0, 1, 1]);
    assert_eq!(column(&found, |stage| stage.back), [0, 1, 0, 0, 0]);
    assert_eq!(column(&found, |stage| stage.timed), [3, 2, 2, 1, 0]);
    let conversions: Vec<_> = found.stages.iter().map(|stage| stage.conversion).collect();
    assert_eq!(conversions, [Some(0.75), Some(2.0 / 3.0), Some(1.0), Some(0.5), None]);
    let medians: Vec<_> = found.stages.iter().map(|stage| stage.median_days).collect();
    assert_eq!(medians, [Some(2.0), Some(3.5), Some(5.0), Some(40.0), None]);
}

#[test]
fn those_dropped_are_counted_by_reason_at_their_furthest_stage() {
    let lost = |reason, left| History {
        stages: path(&[(0, 1), (2, 5), (1, 30)]),
        standings: vec![
            standing(Standing::Active, None, Some(1), Some(30)),
            standing(Standing::Lost, reason, Some(30), left),
        ],
    };
    let parked = History {
        stages: path(&[(0, 1), (2, 5)]),
        standings: vec![standing(Standing::Nurturing, Some("later"), Some(9), None)],
    };
    let histories = [lost(Some("price"), None), lost(Some("price"), Some(90)), lost(Some(" "), None), parked];
    let found = funnel(&histories, options());
    let dropped = BTreeMap::from([("price".to_owned(), 1), (NOT_STATED.to_owned(), 1)]);
    assert_eq!(found.stages[2].dropped, dropped);
    assert_eq!((found.stages[2].here, found.stages[2].back, found.stages[2].furthest), (1, 1, 4));
    let earlier = funnel(&histories, FunnelOptions { at: day(50), ..options() });
    assert_eq!(earlier.stages[2].dropped["price"], 2);
}

#[rstest]
#[case(path(&[(2, 1), (1, 5), (2, 9)]), &[2])]
#[case(path(&[(3, 1), (0, 5), (2, 9)]), &[1, 2])]
#[case(path(&[(3, 1), (0, 5), (2, 9), (3, 12)]), &[1, 2, 3])]
#[case(path(&[(2, 1), (1, 5), (2, 101)]), &[])]
#[case(path(&[(0, 1), (1, 5), (2, 9)]), &[])]
#[case(vec![stage(1, Some(1), Some(5)), stage(1, Some(9), None)], &[0, 1])]
#[case(vec![stage(1, None, Some(5)), stage(2, Some(9), None)], &[0, 1])]
#[case(vec![stage(1, Some(1), Some(5)), stage(2, Some(5), None)], &[])]
fn returned_is_who_fell_below_a_stage_and_came_back(
    #[case] stages: Vec<StagePeriod>,
    #[case] expected: &[u8],
) {
    let history = of(stages);
    let placement = place(&history.party(), &options()).unwrap();
    let returned: Vec<u8> = (0..5).filter(|stage| placement.returned.has(*stage)).collect();
    assert_eq!(returned, expected);
}

#[rstest]
#[case(None, None, 3, 1)]
#[case(Some(1), None, 2, 1)]
#[case(Some(2), None, 1, 1)]
#[case(None, Some(2), 1, 1)]
#[case(Some(1), Some(1), 0, 1)]
fn a_party_of_unknown_start_is_in_the_cohort_only_without_a_window(
    #[case] from: Option<i64>,
    #[case] to: Option<i64>,
    #[case] cohort: u64,
    #[case] undated: u64,
) {
    let histories = [
        of(vec![stage(0, None, Some(4)), stage(2, Some(4), None)]),
        of(path(&[(0, 1), (1, 5)])),
        of(path(&[(0, 2)])),
    ];
    let found = funnel(&histories, FunnelOptions { from: from.map(day), to: to.map(day), ..options() });
    assert_eq!((found.cohort, found.undated), (cohort, undated));
}

#[test]
fn unknown_times_count_for_reaching_but_not_for_durations() {
    let found = funnel(&[of(vec![stage(1, None, Some(4)), stage(2, Some(4), None)])], options());
    assert_eq!(column(&found, |stage| stage.reached), [1, 1, 1, 0, 0]);
    assert_eq!(column(&found, |stage| stage.timed), [0, 0, 0, 0, 0]);
}

#[test]
fn a_skipped_stage_takes_no_time() {
    let found = funnel(&[of(path(&[(0, 1), (3, 11)]))], options());
    let medians: Vec<_> = found.stages.iter().map(|stage| stage.median_days).collect();
    assert_eq!(medians, [Some(10.0), Some(0.0), Some(0.0), None, None]);
}

#[test]
fn a_later_cohort_stage_leaves_the_stages_before_it_out() {
    let histories = [of(path(&[(0, 1), (2, 10)])), of(path(&[(0, 1), (1, 10)])), of(path(&[(3, 50)]))];
    let later = FunnelOptions { cohort_stage: 2, from: Some(day(5)), to: Some(day(50)), ..options() };
    let found = funnel(&histories, later);
    assert_eq!(found.cohort, 1);
    assert_eq!(column(&found, |stage| u64::from(stage.stage)), [2, 3, 4]);
}

#[test]
fn a_cohort_stage_that_does_not_exist_has_no_stages_and_no_cohort() {
    let found = funnel(&[of(path(&[(4, 1)]))], FunnelOptions { cohort_stage: 9, ..options() });
    assert_eq!(found, Funnel::default());
}

#[test]
fn in_no_stage_at_all_any_more_is_back() {
    let left = of(vec![stage(0, Some(1), Some(3)), stage(2, Some(3), Some(9))]);
    assert_eq!(place(&left.party(), &options()).unwrap().end, End::Back);
}

fn histories() -> impl Strategy<Value = Vec<History>> {
    let step = (0..6_u8, 1..20_i64);
    let standing = (0..Standing::ALL.len(), 1..40_i64, prop::option::of("[ab]"));
    let one =
        (any::<bool>(), 0..40_i64, prop::collection::vec(step, 0..9), prop::collection::vec(standing, 0..4));
    prop::collection::vec(
        one.prop_map(|(dated, start, steps, standings)| History {
            stages: stages(dated.then_some(start), &steps),
            standings: standings_of(start, standings),
        }),
        0..12,
    )
}

/// Stage 5 stands for being in no stage, and a stage that repeats is one long period.
fn stages(start: Option<i64>, steps: &[(u8, i64)]) -> Vec<StagePeriod> {
    let mut found: Vec<StagePeriod> = Vec::new();
    let mut entered = start;
    for (index, (number, length)) in steps.iter().enumerate() {
        let left = entered.unwrap_or(0) + length;
        let end = (index + 1 < steps.len()).then_some(left);
        match found.last_mut() {
            Some(last) if last.stage == *number && last.left_at == entered.map(day) => {
                last.left_at = end.map(day);
            }
            _ if *number == 5 => {}
            _ => found.push(stage(*number, entered, end)),
        }
        entered = Some(left);
    }
    found
}

fn standings_of(start: i64, steps: Vec<(usize, i64, Option<String>)>) -> Vec<StandingPeriod> {
    let mut found: Vec<StandingPeriod> = Vec::new();
    let mut entered = start;
    for (index, length, reason) in steps {
        found.push(standing(Standing::ALL[index], reason.as_deref(), Some(entered), Some(entered + length)));
        entered += length;
    }
    found
}

fn some_options() -> impl Strategy<Value = FunnelOptions> {
    let window = (prop::option::of(0..60_i64), prop::option::of(0..80_i64));
    (0..5_u8, window, 0..120_i64).prop_map(|(cohort_stage, (from, to), at)| FunnelOptions {
        stages: 5,
        cohort_stage,
        from: from.map(day),
        to: to.map(day),
        at: day(at),
    })
}

/// The stages on each day, from the unknown time before all days (index 0) to the day T.
fn days(history: &History, at: Timestamp) -> Vec<Option<u8>> {
    let on = |when: i64| {
        let covering = |period: &&StagePeriod| {
            period.entered_at.is_none_or(|entered| entered <= day(when))
                && period.left_at.is_none_or(|left| left > day(when))
        };
        history.stages.iter().find(covering).map(|period| period.stage)
    };
    (-1..=at.0 / DAY).map(on).collect()
}

proptest! {
    #[test]
    fn every_stage_splits_without_remainder(histories in histories(), options in some_options()) {
        let found = funnel(&histories, options);
        for (index, stage) in found.stages.iter().enumerate() {
            let reached_next = found.stages.get(index + 1).map_or(0, |next| next.reached);
            prop_assert_eq!(stage.furthest, stage.reached - reached_next);
            prop_assert_eq!(stage.furthest, stage.here + stage.back + stage.dropped.values().sum::<u64>());
            prop_assert_eq!(stage.reached, stage.entered + stage.skipped);
            prop_assert!(stage.timed <= reached_next && stage.returned <= stage.reached);
            prop_assert_eq!(stage.timed == 0, stage.median_days.is_none());
            prop_assert!(stage.median_days <= stage.p75_days && stage.p75_days <= stage.p90_days);
        }
        prop_assert_eq!(found.stages.iter().map(|stage| stage.furthest).sum::<u64>(), found.cohort);
        prop_assert_eq!(found.stages.first().map_or(0, |first| first.reached), found.cohort);
    }

    #[test]
    fn every_number_has_that_many_parties_behind_it(histories in histories(), options in some_options()) {
        let found = funnel(&histories, options);
        let listed = |stage: u8, number: FunnelNumber<'_>| {
            let members = histories.iter().filter_map(|history| place(&history.party(), &options));
            members.filter(|placement| placement.counts_in(stage, number)).count() as u64
        };
        for stage in &found.stages {
            let numbers = [
                (FunnelNumber::Reached, stage.reached),
                (FunnelNumber::Entered, stage.entered),
                (FunnelNumber::Skipped, stage.skipped),
                (FunnelNumber::Furthest, stage.furthest),
                (FunnelNumber::Here, stage.here),
                (FunnelNumber::Back, stage.back),
                (FunnelNumber::Dropped(None), stage.dropped.values().sum()),
                (FunnelNumber::Returned, stage.returned),
                (FunnelNumber::Timed, stage.timed),
            ];
            for (number, count) in numbers {
                prop_assert_eq!(listed(stage.stage, number), count, "{:?}", number);
            }
            for (reason, count) in &stage.dropped {
                prop_assert_eq!(listed(stage.stage, FunnelNumber::Dropped(Some(reason))), *count);
            }
        }
        let undated = histories.iter().filter(|history| is_undated(&history.party(), &options)).count();
        prop_assert_eq!(found.undated, undated as u64);
    }

    #[test]
    fn a_placement_agrees_with_a_look_at_every_day(histories in histories(), at in 0..120_i64) {
        let options = FunnelOptions { at: day(at), ..options() };
        for history in &histories {
            let days = days(history, options.at);
            let found = place(&history.party(), &options);
            prop_assert_eq!(found.map(|found| found.furthest), days.iter().flatten().max().copied());
            let Some(found) = found else { continue };
            for stage in 0..5 {
                prop_assert_eq!(found.entered.has(stage), days.contains(&Some(stage)));
                let mut above: Vec<bool> = days.iter().map(|day| day.is_some_and(|day| day >= stage)).collect();
                above.dedup();
                let times = above.iter().filter(|above| **above).count();
                prop_assert_eq!(found.returned.has(stage), times > 1);
            }
            if !matches!(found.end, End::Dropped(_)) {
                let here = days.last().copied().flatten() == Some(found.furthest);
                prop_assert_eq!(found.end == End::Here, here);
            }
        }
    }

    #[test]
    fn parts_merged_in_any_order_give_the_whole(histories in histories(), options in some_options(), cut in 0..12_usize) {
        let part = |histories: &[History]| {
            let mut builder = FunnelBuilder::new(options);
            for history in histories {
                builder.add(&history.party());
            }
            builder
        };
        let (left, right) = histories.split_at(cut.min(histories.len()));
        let whole = funnel(&histories, options);
        prop_assert_eq!(&part(left).merge(part(right)).finish(), &whole);
        prop_assert_eq!(&part(right).merge(part(left)).finish(), &whole);
    }

    #[test]
    fn what_happens_after_t_changes_nothing(histories in histories(), options in some_options()) {
        let cut = |history: &History| {
            let mut history = history.clone();
            history.stages.retain(|period| period.entered_at.is_none_or(|entered| entered <= options.at));
            history.standings.retain(|period| period.entered_at.is_none_or(|entered| entered <= options.at));
            history
        };
        let known: Vec<History> = histories.iter().map(cut).collect();
        prop_assert_eq!(funnel(&known, options), funnel(&histories, options));
    }
}
