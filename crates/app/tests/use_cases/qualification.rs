//! Qualification of a party: what is known, what to ask next, and the hand-over from marketing to sales.

use casebook_app::domain::facts::Finding;
use casebook_app::domain::frameworks::{HandOverState, Step};
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::DAY;
use casebook_app::domain::zone::{read as date, written};
use casebook_app::qualification::{HandOversRequest, Request, days, hand_overs, set_days, show, take};
use casebook_app::{Error, Result, parties};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;

fn plain(step: Step) -> Request {
    Request { step, reason: None, words: None, until: None }
}

fn because(step: Step, reason: &str) -> Request {
    Request { reason: Some(reason.to_owned()), ..plain(step) }
}

fn step(room: &Room, party: PartyId, request: Request) -> Result<HandOverState> {
    room.clock.advance(60_000_000);
    take(&room.session, party, request).map(|(_, shown)| shown.state)
}

fn lead(room: &Room, name: &str) -> PartyId {
    let lead = room.add(PartyKind::Person, name);
    room.record(lead, "form_submitted", 3);
    lead
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn each_criterion_has_its_finding_with_who_said_so_and_the_next_question(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room, "Ada");
    let call = room.record(ada, "call_held", 2);
    let said = json!({ "criterion": "need", "value": "partly" }).to_string();
    room.record_all(ada, "criterion_assessed", 2, &said).unwrap();
    let until = room.session.now().plus(5 * DAY).to_string();
    let said = json!({ "criterion": "need", "value": "met", "answer": "two looms", "confidence": "high",
        "evidence": call.id.to_string(), "expires": until });
    room.record_all(ada, "criterion_assessed", 1, &said.to_string()).unwrap();

    let shown = show(&room.session, ada).unwrap();
    let [journey] = &shown.qualification.frameworks[..] else { panic!("one framework is in use") };
    let need = journey.criteria[1];
    assert_eq!((need.finding, need.count, need.expired), (Finding::Met, 2, false));
    let piece = &shown.assessments[&need.assessed.unwrap()];
    assert_eq!((piece.detail.text("answer"), piece.names), (Some("two looms"), Some(call.id)));
    assert_eq!(
        journey.next.map(|one| one.to_string()).as_deref(),
        Some("fit"),
        "the weightiest that is open"
    );
    let missing: Vec<String> = journey.gate.missing.iter().map(|one| one.criterion.to_string()).collect();
    assert_eq!(missing, ["fit", "authority", "budget"]);
    assert!(!shown.qualification.qualified && shown.qualification.since.is_none());

    for criterion in ["fit", "authority", "budget"] {
        let said = json!({ "criterion": criterion, "value": "met" }).to_string();
        room.record_all(ada, "criterion_assessed", 0, &said).unwrap();
    }
    let shown = show(&room.session, ada).unwrap().qualification;
    assert!(shown.qualified && shown.since.is_some() && shown.frameworks[0].gate.holds);
    assert_eq!(shown.until.map(|at| at.to_string()), Some(until));
    assert_eq!(shown.frameworks[0].next.map(|one| one.to_string()).as_deref(), Some("interest"));
    room.clock.advance(6 * DAY);
    let shown = show(&room.session, ada).unwrap().qualification;
    assert!(!shown.qualified && shown.frameworks[0].criteria[1].expired);
    assert_eq!(shown.frameworks[0].next.map(|one| one.to_string()).as_deref(), Some("need"));
    assert!(matches!(show(&room.guest(ada), lead(&room, "Bo")), Err(Error::NotFound { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_lead_is_handed_over_rejected_until_a_day_and_comes_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room, "Ada");
    let state = |request| step(&room, ada, request);
    let code = |request| step(&room, ada, request).unwrap_err().code();
    assert_eq!(code(because(Step::Reject, "not_ready")), "usage", "until when?");
    let in_days = |days: i64| Some(room.session.zone().unwrap().day_of(room.session.now().plus(days * DAY)));
    let reject = |days| Request { until: in_days(days), ..because(Step::Reject, "not the right year") };
    assert_eq!(code(reject(30)), "not_handed_over");
    assert_eq!(state(plain(Step::HandOver)).unwrap(), HandOverState::Waiting);
    assert_eq!(code(plain(Step::HandOver)), "already_handed_over");
    assert_eq!(code(reject(0)), "usage", "that is today");
    assert_eq!(code(Request { until: in_days(30), ..plain(Step::Reject) }), "usage", "no reason");

    let before = room.seen_of(ada);
    room.clock.advance(60_000_000);
    let (set, shown) = take(&room.session, ada, reject(30)).unwrap();
    assert_eq!((shown.state, shown.back), (HandOverState::Rejected, false));
    assert_eq!(shown.until, in_days(30));
    let kinds: Vec<String> =
        room.facts(ada).iter().map(|one| one.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(kinds[kinds.len() - 2..], ["sales_rejected", "parked"]);
    let standing = |room: &Room| parties::show(&room.session, ada).unwrap().standing.map(|one| one.0.word());
    assert_eq!(standing(&room), Some("nurturing"));
    room.assert_verified();
    assert!(room.undo_set(set).kept.is_empty(), "one change set, one undo");
    assert_eq!(room.seen_of(ada), before);

    assert_eq!(state(reject(30)).unwrap(), HandOverState::Rejected);
    room.clock.advance(31 * DAY);
    assert_eq!(standing(&room), Some("active"), "the day has come");
    let shown = show(&room.session, ada).unwrap().hand_over;
    assert!(shown.back && shown.state == HandOverState::Rejected);
    assert_eq!(state(plain(Step::HandOver)).unwrap(), HandOverState::Waiting);
    assert_eq!(state(plain(Step::Accept)).unwrap(), HandOverState::Accepted);
    assert_eq!(code(plain(Step::Accept)), "already_accepted");
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn who_is_disqualified_needs_a_reason_of_the_list_and_can_be_requalified(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room, "Ada");
    let state = |request| step(&room, ada, request);
    let code = |request| step(&room, ada, request).unwrap_err().code();
    assert_eq!(code(plain(Step::Requalify)), "not_disqualified");
    assert_eq!(code(because(Step::Disqualify, "ugly")), "usage");
    assert_eq!(code(because(Step::Disqualify, "other")), "usage", "other needs words");
    let other = Request { words: Some("went to sea".to_owned()), ..because(Step::Disqualify, "other") };
    assert_eq!(state(other).unwrap(), HandOverState::Disqualified);
    assert_eq!(code(because(Step::Disqualify, "no_budget")), "already_disqualified");
    assert_eq!(code(plain(Step::HandOver)), "disqualified");
    assert_eq!(code(plain(Step::Accept)), "disqualified");
    let shown = show(&room.session, ada).unwrap().hand_over;
    assert_eq!(shown.decided.unwrap().detail.text("words"), Some("went to sea"));
    assert_eq!(state(plain(Step::Requalify)).unwrap(), HandOverState::Requalified);
    assert_eq!(state(because(Step::Disqualify, "no_budget")).unwrap(), HandOverState::Disqualified);
    parties::hide(&room.session, ada).unwrap();
    assert_eq!(code(plain(Step::Requalify)), "refused", "it is hidden");
    let bo = lead(&room, "Bo");
    let foreign = take(&room.guest(ada), bo, plain(Step::HandOver)).unwrap_err();
    assert_eq!(foreign.code(), "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn those_who_wait_are_listed_longest_first_with_the_day_on_which_they_are_due(#[case] engine: Engine) {
    let room = Room::new(engine);
    assert_eq!(days(&room.session).unwrap(), 3);
    let people: Vec<PartyId> = (0..5).map(|n| lead(&room, &format!("P{n}"))).collect();
    for (n, party) in people.iter().enumerate() {
        room.record(*party, "marketing_qualified", 2 * n as i64);
    }
    room.record(people[3], "sales_accepted", 1);
    parties::hide(&room.session, people[2]).unwrap();
    let listed = |session: &casebook_app::Session, overdue, limit| {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = hand_overs(session, HandOversRequest { overdue, after, limit }).unwrap();
            assert!(page.items.len() <= limit);
            all.extend(page.items.into_iter().map(|one| (one.party, one.overdue)));
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    };
    let expected = [(people[4], true), (people[1], false), (people[0], false)];
    for limit in [1, 2, 50] {
        assert_eq!(listed(&room.session, false, limit), expected);
        assert_eq!(listed(&room.session, true, limit), expected[..1]);
    }
    assert_eq!(listed(&room.guest(people[1]), false, 50), expected[1..2], "in scope alone");

    assert_eq!(set_days(&room.session, 1).unwrap(), 1);
    assert_eq!(listed(&room.session, true, 50), [(people[4], true), (people[1], true)]);
    assert_eq!(set_days(&room.session, 366).unwrap_err().code(), "usage");
    assert_eq!(set_days(&room.guest(people[1]), 9).unwrap_err().code(), "forbidden");
    let shown = show(&room.session, people[0]).unwrap().hand_over;
    let today = room.session.zone().unwrap().day_of(room.session.now());
    assert_eq!(shown.due.map(written), Some(written(today.plus(DAY))));
    assert!(date("2026-03-31").is_some());
    room.assert_verified();
}
