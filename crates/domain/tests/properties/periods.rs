//! The form of every history: periods in order, of some length, without overlap, each end with its cause.

use casebook_domain::lifecycle::history::Cause;
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;
use proptest::prelude::*;

use super::generated::{new_pieces, stored};
use super::history;

/// What stage and standing periods have in common.
#[derive(Clone, Copy, Debug)]
struct Ends {
    entered_at: Option<Timestamp>,
    left_at: Option<Timestamp>,
    entered_by: Cause,
    left_by: Option<Cause>,
    step: Step,
}

macro_rules! ends {
    ($periods:expr) => {
        $periods
            .iter()
            .map(|one| Ends {
                entered_at: one.entered_at,
                left_at: one.left_at,
                entered_by: one.entered_by,
                left_by: one.left_by,
                step: one.step,
            })
            .collect::<Vec<_>>()
    };
}

fn check_form(periods: &[Ends]) -> Result<(), TestCaseError> {
    for one in periods {
        prop_assert_eq!(one.left_at.is_some(), one.left_by.is_some(), "an end has a cause: {:?}", one);
        prop_assert!(
            one.left_at.is_none() || one.entered_at <= one.left_at,
            "ends before it begins: {:?}",
            one
        );
        prop_assert!(one.entered_at.is_some() || one.entered_by != Cause::Time, "{:?}", one);
    }
    for pair in periods.windows(2) {
        prop_assert!(pair[0].left_at.is_some() && pair[1].entered_at.is_some(), "{:?}", pair);
        prop_assert!(pair[0].left_at <= pair[1].entered_at, "they overlap: {:?}", pair);
        // Between two places of one instant there may be a gap that no clock shows.
        if pair[0].left_at == pair[1].entered_at && pair[1].step == Step::Instant {
            prop_assert_eq!(pair[0].left_by, Some(pair[1].entered_by));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn periods_are_in_order_and_each_end_has_its_cause(new in new_pieces()) {
        let pieces = stored(&new);
        let history = history(&pieces);
        for periods in &history.stages {
            check_form(&ends!(periods))?;
            for pair in periods.windows(2) {
                prop_assert!(
                    pair[0].stage != pair[1].stage
                        || pair[0].left_at < pair[1].entered_at
                        || pair[1].step != Step::Instant,
                    "two that are one: {:?}", pair
                );
            }
        }
        check_form(&ends!(history.standings))?;
    }

    #[test]
    fn standings_leave_no_gap_and_the_last_one_lasts(new in new_pieces()) {
        let standings = history(&stored(&new)).standings;
        for pair in standings.windows(2) {
            prop_assert_eq!(pair[0].left_at, pair[1].entered_at);
            prop_assert!((pair[0].standing, &pair[0].reason) != (pair[1].standing, &pair[1].reason));
        }
        prop_assert!(standings.last().is_none_or(|one| one.left_at.is_none()));
    }

    #[test]
    fn causes_are_pieces_of_the_history(new in new_pieces()) {
        let pieces = stored(&new);
        let history = history(&pieces);
        let stages = history.stages.iter().flatten().flat_map(|one| [Some(one.entered_by), one.left_by]);
        let standings = history.standings.iter().flat_map(|one| [Some(one.entered_by), one.left_by]);
        for cause in stages.chain(standings).flatten() {
            if let Cause::Evidence(id) = cause {
                prop_assert!(pieces.iter().any(|piece| piece.id == id));
            }
        }
    }
}
