//! The funnel of deals over imported stage histories that are made up at random, held against a plain model: skips, steps
//! back, two moves in one instant, deals that were lost and reopened, and rows in any order.

mod histories;
mod model;

use std::collections::BTreeSet;

use casebook_app::deals;
use casebook_app::domain::deals::{DealFunnel, DealRequest};
use casebook_app::domain::ids::RecordId;
use casebook_app::domain::records::{Grouping, RecordFilter};
use casebook_app::domain::time::{DAY, Timestamp};
use casebook_app::{DealFunnelReport, records};
use casebook_store::Engine;
use histories::{Dice, Event, Happening, MAPPING, generated, table};
use model::{Figures, figures};
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::room::Room;

const DEALS: usize = 60;

/// The names under which deals are known, by id.
fn names(room: &Room, filter: &Json) -> BTreeSet<String> {
    let of = records::record_type(&room.session, "deal").unwrap();
    let filter = RecordFilter::read(&of, filter).unwrap();
    let ids: Vec<RecordId> = records::ids(&room.session, "deal", &filter).unwrap();
    ids.into_iter().map(|id| records::show(&room.session, "deal", id).unwrap().row.name.clone()).collect()
}

fn funnel(room: &Room, request: &DealRequest) -> DealFunnelReport {
    deals::funnel(&room.session, request, &RecordFilter::default(), None).unwrap()
}

/// The condition of one number, as the interface sends it.
fn condition(request: &DealRequest, number: &str, stage: Option<&str>, reason: Option<&str>) -> Json {
    let mut condition = json!({ "number": number, "pipeline": "sales" });
    let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
    let entries = [
        ("stage", stage.map(str::to_owned)),
        ("reason", reason.map(str::to_owned)),
        ("from", time(request.from)),
        ("to", time(request.to)),
        ("at", time(request.at)),
    ];
    for (key, value) in entries {
        if let Some(value) = value {
            condition[key] = value.into();
        }
    }
    json!({ "funnel": condition })
}

/// Holds every figure against the model, and the deals behind it.
fn assert_same(room: &Room, request: &DealRequest, expected: &Figures) {
    let report = funnel(room, request);
    let group = &report.groups[0];
    let counts =
        |number: &str, stage: Option<&str>, reason: Option<&str>, count: u64, set: &BTreeSet<String>| {
            assert_eq!(count, set.len() as u64, "{number} of {stage:?} for {reason:?}, {request:?}");
            let listed = names(room, &condition(request, number, stage, reason));
            assert_eq!(&listed, set, "behind {number} of {stage:?} for {reason:?}, {request:?}");
        };
    counts("cohort", None, None, group.funnel.cohort, &expected.cohort);
    counts("won", None, None, group.outcomes.won, &expected.won);
    counts("lost", None, None, group.outcomes.lost, &expected.lost);
    counts("open", None, None, group.outcomes.open, &expected.open);
    counts("elsewhere", None, None, group.elsewhere, &BTreeSet::new());
    let closed = expected.won.len() + expected.lost.len();
    let rate = (closed > 0).then(|| expected.won.len() as f64 / closed as f64);
    assert_eq!(group.outcomes.win_rate(), rate);
    let ladder = DealFunnel::of(&report.pipeline, request, report.at).unwrap();
    assert_eq!(group.funnel.stages.len(), expected.stages.len());
    for (one, plain) in group.funnel.stages.iter().zip(&expected.stages) {
        let stage = Some(ladder.stage(one.stage));
        counts("reached", stage, None, one.reached, &plain.reached);
        counts("entered", stage, None, one.entered, &plain.entered);
        counts("skipped", stage, None, one.skipped, &plain.skipped);
        counts("furthest", stage, None, one.furthest, &plain.furthest);
        counts("here", stage, None, one.here, &plain.here);
        counts("back", stage, None, one.back, &plain.back);
        counts("returned", stage, None, one.returned, &plain.returned);
        counts("timed", stage, None, one.timed, &plain.timed);
        let reasons: BTreeSet<&String> = one.dropped.keys().chain(plain.dropped.keys()).collect();
        let nobody = BTreeSet::new();
        for reason in reasons {
            let set = plain.dropped.get(reason).unwrap_or(&nobody);
            counts("dropped", stage, Some(reason), one.dropped.get(reason).copied().unwrap_or(0), set);
        }
        assert_eq!(one.median_days, plain.median_days, "{stage:?}");
        // The identities of the funnel.
        assert_eq!(one.reached, one.entered + one.skipped);
        assert_eq!(one.furthest, one.here + one.back + one.dropped.values().sum::<u64>());
    }
    let (won, minor) = (expected.won.len(), expected.won.len() as i128 * 1_000);
    assert_eq!(group.amounts.won.get("EUR").copied().unwrap_or(0), minor, "{won} deals of 10 euros");
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 1)]
#[case::sqlite_in_another_order(Engine::Sqlite, 2)]
#[case::postgres(Engine::Postgres, 3)]
fn figures_of_imported_histories_are_those_of_a_plain_model(#[case] engine: Engine, #[case] order: u64) {
    let room = Room::new(engine);
    let mut events = generated(DEALS, 11);
    let expected = events.clone();
    Dice(order).shuffle(&mut events);
    let report = room.import(MAPPING, &table(&events));
    assert_eq!(report.rejected, 0, "{report:?}");
    let start = histories::start();
    let day = |days: i64| Some(start.plus(days * DAY));
    let requests = [
        DealRequest::default(),
        DealRequest { at: day(40), ..DealRequest::default() },
        DealRequest { from: day(10), to: day(30), ..DealRequest::default() },
        DealRequest { from: day(5), at: day(25), ..DealRequest::default() },
        DealRequest { at: day(-3), ..DealRequest::default() },
    ];
    let now = room.session.now();
    for request in &requests {
        assert_same(&room, request, &figures(&expected, request, now));
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn late_evidence_and_its_retraction_change_the_figures_at_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let start = histories::start();
    let event = |happening, days: i64| Event { deal: "D1".into(), at: start.plus(days * DAY), happening };
    let first = vec![event(Happening::Opened, 0), event(Happening::Won, 20)];
    room.import(MAPPING, &table(&first));
    let now = room.session.now();
    assert_same(&room, &DealRequest::default(), &figures(&first, &DealRequest::default(), now));
    // A second file says what happened in between; the record of the deal stays as it is.
    let late = vec![event(Happening::Moved("negotiation"), 10)];
    let text = table(&late).replace("R0", "R9");
    let import = room.import(&MAPPING.replace("histories", "late"), &text);
    let both: Vec<Event> = first.iter().chain(&late).cloned().collect();
    assert_same(&room, &DealRequest::default(), &figures(&both, &DealRequest::default(), now));
    room.undo(import.import);
    assert_same(&room, &DealRequest::default(), &figures(&first, &DealRequest::default(), now));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn groups_of_a_funnel_add_up_to_the_whole(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(MAPPING, &table(&generated(DEALS, 23)));
    let of = records::record_type(&room.session, "deal").unwrap();
    let whole = funnel(&room, &DealRequest::default());
    for by in ["opened_on:month", "account", "stage,state", "account.country"] {
        let grouping = Grouping::parse(&of, by, None).unwrap();
        let all = RecordFilter::default();
        let grouped = deals::funnel(&room.session, &DealRequest::default(), &all, Some(&grouping)).unwrap();
        let sum =
            |of: &dyn Fn(&casebook_app::DealFunnelGroup) -> u64| grouped.groups.iter().map(of).sum::<u64>();
        let group = &whole.groups[0];
        assert_eq!(sum(&|one| one.funnel.cohort), group.funnel.cohort, "{by}");
        assert_eq!(sum(&|one| one.outcomes.won), group.outcomes.won, "{by}");
        assert_eq!(sum(&|one| one.funnel.stages[1].reached), group.funnel.stages[1].reached, "{by}");
    }
    let guest =
        deals::funnel(&room.guest(room.party("A0")), &DealRequest::default(), &RecordFilter::default(), None);
    // Whoever does not see the workspace's deals sees none in numbers either.
    assert_eq!(guest.unwrap().groups[0].funnel.cohort, 0);
}

#[test]
fn what_a_funnel_does_not_know_is_refused() {
    let room = Room::new(Engine::Sqlite);
    let asked = |request: DealRequest| {
        deals::funnel(&room.session, &request, &RecordFilter::default(), None).unwrap_err().to_string()
    };
    let pipeline = DealRequest { pipeline: Some("sale".into()), ..DealRequest::default() };
    assert_eq!(asked(pipeline), "there is no pipeline `sale`; did you mean `sales`?");
    let stage = DealRequest { cohort_stage: Some("lost".into()), ..DealRequest::default() };
    assert!(asked(stage).starts_with("there is no stage `lost`"));
    let of = records::record_type(&room.session, "deal").unwrap();
    for (condition, message) in [
        (json!({ "number": "reeched" }), "did you mean `reached`?"),
        (json!({ "number": "won", "reason": "Price" }), "only `dropped` has a reason"),
        (json!({ "number": "won", "from": "soon" }), "expected a date"),
        (json!({ "stage": "won" }), "the key `number` is missing"),
    ] {
        let error = RecordFilter::read(&of, &json!({ "funnel": condition })).unwrap_err();
        assert!(error.message.contains(message), "{error}");
    }
}
