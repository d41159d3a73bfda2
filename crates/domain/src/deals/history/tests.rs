//! Properties of courses, periods and funnels of deals over random evidence.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::deals::{
    Course, DealFunnel, DealMembers, DealNumber, DealRequest, DealRules, DealState, Outcomes, Pipeline,
    Pipelines, courses,
};
use crate::evidence::{Detail, Evidence, Participant, SUBJECT, Via};
use crate::ids::{DealId, EvidenceId, PartyId};
use crate::kind::{KindCode, Kinds, built_in as k};
use crate::lifecycle::funnel::{FunnelBuilder, Number};
use crate::time::{DAY, Precision, Timestamp};
use crate::zone::UTC;

const KINDS: [KindCode; 7] = [
    k::DEAL_OPENED,
    k::DEAL_MOVED,
    k::DEAL_MOVED,
    k::PROPOSAL_SENT,
    k::DEAL_WON,
    k::DEAL_LOST,
    k::DEAL_REOPENED,
];
const STAGES: [&str; 7] = ["qualification", "proposal", "Negotiation", "talk", "offer", "legal", "won"];
const PIPELINES: [&str; 3] = ["sales", "Renewals", "elsewhere"];
const PRECISIONS: [Precision; 4] =
    [Precision::Instant, Precision::Day, Precision::DayAtEarliest, Precision::Unknown];

fn pipelines() -> Pipelines {
    let renewals = "name = \"renewals\"\ntitle = \"Renewals\"\n[[stages]]\nname = \"talk\"\ntitle = \"Talk\"\n\
        probability = 40\n[[stages]]\nname = \"offer\"\ntitle = \"Offer\"\nprobability = 70\n";
    Pipelines::of(vec![Pipeline::built_in(), Pipeline::parse(renewals).unwrap()])
}

/// A piece, by its number: kind, hour of six days, precision, and perhaps a stage and a pipeline.
type Drawn = (usize, i64, usize, Option<usize>, Option<usize>, i64);

fn piece(number: usize, (kind, hours, precision, stage, pipeline, deal): Drawn) -> Evidence {
    let precision = PRECISIONS[precision];
    let at = Timestamp(20_000 * DAY + hours * DAY / 24);
    let occurred_at = match precision {
        Precision::Unknown => None,
        Precision::Instant => Some(at),
        _ => Some(UTC.day_of(at)),
    };
    let text = |name: &str, value: Option<&&str>| value.map(|value| (name.to_owned(), (*value).into()));
    let stage = text("stage", stage.and_then(|stage| STAGES.get(stage)));
    let pipeline = text("pipeline", pipeline.and_then(|pipeline| PIPELINES.get(pipeline)));
    let detail: BTreeMap<_, _> = stage.into_iter().chain(pipeline).collect();
    Evidence {
        id: EvidenceId(number as i64 + 1),
        kind: KINDS[kind],
        occurred_at,
        precision,
        recorded_at: at,
        recorded_by: String::new(),
        via: Via::Api,
        deal: Some(DealId(deal)),
        amount: None,
        product_line: None,
        names: None,
        detail: Detail(detail),
        participants: vec![Participant { party: PartyId(2), role: SUBJECT.to_owned() }],
    }
}

fn drawn() -> impl Strategy<Value = Vec<Evidence>> {
    let stage = proptest::option::of(0..STAGES.len());
    let pipeline = proptest::option::weighted(0.3, 0..PIPELINES.len());
    let one = (0..KINDS.len(), 0_i64..144, 0..PRECISIONS.len(), stage, pipeline, 1_i64..4);
    proptest::collection::vec(one, 1..14)
        .prop_map(|all| all.into_iter().enumerate().map(|(number, one)| piece(number, one)).collect())
}

fn courses_of(evidence: &[Evidence], pipelines: &Pipelines) -> BTreeMap<DealId, Course> {
    courses(evidence, DealRules { kinds: &Kinds::default(), pipelines, zone: &UTC })
}

/// Every number of a stage.
const NUMBERS: [Number; 9] = [
    Number::Reached,
    Number::Entered,
    Number::Skipped,
    Number::Furthest,
    Number::Here,
    Number::Back,
    Number::Dropped(None),
    Number::Returned,
    Number::Timed,
];

fn request(days: (i64, i64, i64), parts: u8) -> DealRequest {
    let day = |day: i64, part: u8| (parts & part != 0).then(|| Timestamp((20_000 + day) * DAY));
    let pipeline = (parts & 8 != 0).then(|| "renewals".to_owned());
    DealRequest { pipeline, from: day(days.0, 1), to: day(days.1, 2), at: day(days.2, 4), cohort_stage: None }
}

proptest! {
    #[test]
    fn the_order_of_arrival_and_other_deals_do_not_matter(evidence in drawn(), turn in 0_usize..14) {
        let pipelines = pipelines();
        let whole = courses_of(&evidence, &pipelines);
        let mut turned = evidence.clone();
        turned.rotate_left(turn % evidence.len());
        turned.reverse();
        prop_assert_eq!(&courses_of(&turned, &pipelines), &whole);
        for (deal, course) in &whole {
            let own: Vec<Evidence> = evidence.iter().filter(|one| one.deal == Some(*deal)).cloned().collect();
            prop_assert_eq!(&courses_of(&own, &pipelines)[deal], course);
        }
    }

    #[test]
    fn periods_follow_each_other_and_end_where_the_deal_is(evidence in drawn()) {
        let pipelines = pipelines();
        for course in courses_of(&evidence, &pipelines).into_values() {
            let last = course.periods.last().unwrap();
            prop_assert_eq!((&last.pipeline, &last.stage), (&course.pipeline, &course.stage));
            prop_assert_eq!((last.left_at, last.left_by), (None, None));
            prop_assert_eq!(&last.reason, &course.lost_reason);
            for both in course.periods.windows(2) {
                let (one, next) = (&both[0], &both[1]);
                prop_assert!((&one.pipeline, &one.stage) != (&next.pipeline, &next.stage));
                prop_assert_eq!((one.left_at, one.left_by), (next.entered_at, Some(next.entered_by)));
                prop_assert!((one.entered_at, one.step) <= (next.entered_at, next.step));
            }
            prop_assert!(course.periods.iter().all(|one| pipelines.stage(&one.pipeline, &one.stage).is_some()));
        }
    }

    #[test]
    fn the_numbers_of_a_funnel_add_up_and_count_who_is_behind_them(
        evidence in drawn(),
        days in (-1_i64..7, -1_i64..7, -1_i64..7),
        parts in 0_u8..16,
    ) {
        let pipelines = pipelines();
        let request = request(days, parts);
        let pipeline = request.pipeline.as_deref().map_or(pipelines.first(), |name| pipelines.get(name).unwrap());
        let funnel = DealFunnel::of(pipeline, &request, Timestamp(20_009 * DAY)).unwrap();
        let deals: Vec<_> = courses_of(&evidence, &pipelines).into_values().map(|one| funnel.deal(&one.periods)).collect();
        let mut builder = FunnelBuilder::new(funnel.options);
        let (mut outcomes, mut elsewhere) = (Outcomes::default(), 0);
        for deal in &deals {
            if builder.add(&deal.periods(&UTC)) {
                match deal.state {
                    Some(state) => outcomes.add(state),
                    None => elsewhere += 1,
                }
            }
        }
        let found = builder.finish();
        let behind = |number: DealNumber, stage: Option<String>| {
            let members = DealMembers { request: request.clone(), stage, number, dates: None };
            let test = funnel.test(&members).unwrap();
            deals.iter().filter(|deal| test.counts(&deal.periods(&UTC), deal.state)).count() as u64
        };
        prop_assert_eq!(found.cohort, outcomes.open + outcomes.won + outcomes.lost + elsewhere);
        for (state, count) in [
            (Some(DealState::Open), outcomes.open),
            (Some(DealState::Won), outcomes.won),
            (Some(DealState::Lost), outcomes.lost),
            (None, elsewhere),
        ] {
            prop_assert_eq!(behind(DealNumber::State(state), None), count);
        }
        prop_assert_eq!(found.stages.len(), pipeline.ladder().count());
        for both in found.stages.windows(2) {
            prop_assert!(both[0].reached >= both[1].reached);
            prop_assert_eq!(both[0].furthest, both[0].reached - both[1].reached);
        }
        prop_assert_eq!(found.stages[0].reached, found.cohort);
        for one in &found.stages {
            let dropped: u64 = one.dropped.values().sum();
            prop_assert_eq!(one.reached, one.entered + one.skipped);
            prop_assert_eq!(one.furthest, one.here + one.back + dropped);
            let counts = [
                one.reached, one.entered, one.skipped, one.furthest, one.here, one.back, dropped, one.returned, one.timed,
            ];
            for (number, count) in NUMBERS.into_iter().zip(counts) {
                let stage = Some(funnel.stage(one.stage).to_owned());
                prop_assert_eq!(behind(DealNumber::Stage(number.clone()), stage), count, "{:?}", number);
            }
        }
    }
}
