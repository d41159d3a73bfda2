//! Days beside instants, what is so at the earliest, and unknown times of what has a place. The zone's own clock
//! changes are in the tests of zones.

use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::derive::{Rules, derive};
use casebook_domain::lifecycle::funnel::{FunnelBuilder, FunnelOptions, FunnelPeriods};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::party::PartyKind;
use casebook_domain::time::{DAY, Timestamp};
use casebook_domain::zone::{self, UTC, Zone};

use super::journey;
use super::story::{day, pieces, vocabulary};

#[test]
fn a_day_stands_behind_what_happened_that_day_before_it() {
    journey(&[
        // Won on the day of a form of noon.
        ("form_submitted@1.5 deal_won@1d", "lead 1.5-1.5, customer 1.5-"),
        // The form was sent before the win of 18:00, not known when.
        ("deal_won@1.75 form_submitted@1d", "lead 1-1.75, customer 1.75-"),
        // Two days with an instant between: the form comes first, the win stands at the call.
        ("form_submitted@1d call_held@1.25 deal_won@1d", "lead 1-1.25, customer 1.25-"),
        ("form_submitted@1d deal_won@1d", "customer 1-"),
        // On another day nothing holds it.
        ("form_submitted@1.5 deal_won@2d", "lead 1.5-2, customer 2-"),
        ("purchased@1.25 cancelled@1d", "customer 1.25-1.25, contact 1.25-"),
    ]);
}

#[test]
fn rejections_and_losses_of_a_day_follow_what_they_end() {
    super::standings(&[
        ("sales_accepted@1.25 sales_rejected@1d", "active 1.25-1.25, nurturing 1.25-"),
        ("sales_accepted@1d sales_rejected@1.25", "nurturing 1.25-1.25, active 1.25-"),
        ("form_submitted@1.5 deal_opened@1.125[deal=A] deal_lost@1d[deal=A]", "active 1.125-1.5, lost 1.5-"),
        ("form_submitted@1.5 disqualified@1d[reason=budget]", "active 1.5-1.5, disqualified(budget) 1.5-"),
    ]);
}

#[test]
fn what_is_so_at_the_earliest_stands_behind_its_day() {
    journey(&[
        ("details_learned@1d sales_accepted@1de", "contact 1-1, prospect 1-"),
        ("form_submitted@1.5 sales_accepted@1de", "lead 1.5-1.5, prospect 1.5-"),
        ("form_submitted@1.5 sales_accepted@1.125e", "lead 1.5-1.5, prospect 1.5-"),
        ("details_learned@1d sales_accepted@1de sales_rejected@3", "contact 1-1, prospect 1-3, contact 3-"),
    ]);
}

#[test]
fn an_unknown_time_stands_behind_the_first_of_what_it_names() {
    journey(&[
        ("deal_opened@2d[deal=A] deal_won@?[deal=A]", "prospect 2-2, customer 2-"),
        (
            "deal_opened@2[deal=A] deal_won@?[deal=A] deal_lost@5[deal=A]",
            "prospect 2-2, customer 2-5, contact 5-",
        ),
        ("purchased@3[id=p] refunded@?[names=p]", "customer 3-3, contact 3-"),
        ("deal_opened@2[deal=A] deal_won@?[id=w deal=A] refunded@?[names=w]", "prospect 2-2, contact 2-"),
        // What comes before it stays where it was.
        ("deal_opened@?[deal=A] deal_won@4[deal=A]", "prospect ?-4, customer 4-"),
        ("deal_won@?[deal=A] form_submitted@4", "customer ?-"),
    ]);
}

#[test]
fn when_what_holds_a_piece_is_retracted_it_moves_back() {
    journey(&[
        ("form_submitted@1.5[id=f] deal_won@1d retracted@9[names=f reason=test]", "customer 1-"),
        ("deal_opened@2[id=o deal=A] deal_won@?[deal=A] retracted@9[names=o reason=test]", "customer ?-"),
    ]);
}

fn funnel_of(story: &str, zone: &Zone) -> (u64, Option<f64>) {
    let (kinds, vocabularies) = (Kinds::default(), [vocabulary("journey")]);
    let history = derive(
        &pieces(story),
        Rules { party: PartyKind::Person, kinds: &kinds, vocabularies: &vocabularies, zone },
    );
    let at = day("400");
    let mut builder =
        FunnelBuilder::new(FunnelOptions { stages: 5, cohort_stage: 1, from: None, to: None, at });
    builder.add(&FunnelPeriods { stages: &history.stages[0], standings: &history.standings, zone });
    let lead = builder.finish().stages.swap_remove(0);
    (lead.timed, lead.median_days)
}

#[test]
fn days_are_counted_whole_over_a_change_of_the_clock_and_the_earliest_never() {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    // 28 and 30 March 2026: on the 29th the clock goes forward.
    assert_eq!(funnel_of("form_submitted@86d sales_accepted@88d", &berlin), (1, Some(2.0)));
    assert_eq!(funnel_of("form_submitted@86d sales_accepted@88d", &UTC), (1, Some(2.0)));
    assert_eq!(funnel_of("form_submitted@86d sales_accepted@86d", &berlin), (1, Some(0.0)));
    assert_eq!(funnel_of("form_submitted@86d sales_accepted@88de", &berlin), (0, None));
    assert_eq!(funnel_of("form_submitted@86de sales_accepted@88", &berlin), (0, None));
}

#[test]
fn a_day_begins_with_its_zone_and_each_beginning_knows_how_exact_it_is() {
    let (kinds, vocabularies) = (Kinds::default(), [vocabulary("journey")]);
    let of = |name: &str, story: &str| {
        let zone = Zone::named(name).unwrap();
        let rules =
            Rules { party: PartyKind::Person, kinds: &kinds, vocabularies: &vocabularies, zone: &zone };
        derive(&pieces(story), rules).stages.swap_remove(0)
    };
    let east = of("Asia/Tokyo", "form_submitted@10d");
    assert_eq!(east[0].entered_at, Some(Timestamp(day("10").0 - 9 * DAY / 24)));
    assert_eq!(east[0].step, Step::Day);
    // 22:00 in Tokyo is still the tenth; 01:00 UTC of the eleventh is not.
    let held = of("Asia/Tokyo", "form_submitted@10.5 deal_won@10d");
    assert_eq!(held.iter().map(|one| one.step).collect::<Vec<_>>(), [Step::Instant, Step::Day]);
    let not_held = of("Asia/Tokyo", "form_submitted@10.7 deal_won@10d");
    assert_eq!(not_held[0].step, Step::Day);
    let earliest = of("America/Los_Angeles", "details_learned@10de");
    assert_eq!((earliest[0].step, zone::written(day("10"))), (Step::Earliest, "2026-01-11".to_owned()));
}
