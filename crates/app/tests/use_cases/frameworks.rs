//! Frameworks: trying one stores nothing, using one switches all vocabularies at once, and criteria are data.

use std::thread;

use casebook_app::domain::frameworks::Framework;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::vocabulary::Vocabulary;
use casebook_app::{Error, Unwatched, frameworks, sample, vocabularies};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;
use crate::undo::Stops;

fn text(name: &str) -> String {
    Framework::built_in().into_iter().find(|one| one.name == name).unwrap().to_toml()
}

fn assess(room: &Room, party: PartyId, findings: &[(&str, &str)]) {
    for (criterion, value) in findings {
        let detail = json!({ "criterion": criterion, "value": value }).to_string();
        room.record_all(party, "criterion_assessed", 1, &detail).unwrap();
    }
}

/// Somebody whom BANT qualifies and the journey does not: nobody knows whether they fit.
fn by_bant(room: &Room) -> PartyId {
    let ada = room.add(PartyKind::Person, "Ada");
    room.record(ada, "form_submitted", 3);
    assess(room, ada, &[("budget", "met"), ("authority", "met"), ("need", "met"), ("timing", "partly")]);
    ada
}

fn in_use(room: &Room) -> Vec<String> {
    let all = frameworks::list(&room.session).unwrap();
    all.into_iter().filter(|one| one.in_use).map(|one| one.framework.name).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_new_casebook_has_the_built_in_frameworks_and_uses_the_journey_alone(#[case] engine: Engine) {
    let room = Room::new(engine);
    let all = frameworks::list(&room.session).unwrap();
    let names: Vec<&str> = all.iter().map(|one| one.framework.name.as_str()).collect();
    assert_eq!(names, ["bant", "champ", "gpct", "journey", "meddic"]);
    assert_eq!(in_use(&room), ["journey"]);
    assert!(all.iter().all(|one| one.built_in && one.version == 1));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_gate_of_any_framework_in_use_qualifies_and_retiring_it_takes_that_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = by_bant(&room);
    sample::write(&room.session, 200, 4, &Unwatched).unwrap();
    let before = room.seen();
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));

    let rows = room.rows();
    let tried = frameworks::try_out(&room.session, &text("bant"), &Unwatched).unwrap();
    assert_eq!(room.rows(), rows, "trying stores nothing");
    let [journey] = &tried.vocabularies[..] else { panic!("the journey alone asks: {tried:?}") };
    let moved = journey.moves.iter().find(|one| one.to.as_deref() == Some("prospect")).unwrap();
    assert!(moved.examples.iter().any(|(id, _)| *id == ada));

    let used = frameworks::adopt(&room.session, &text("bant"), &Unwatched).unwrap();
    assert_eq!((used.version, used.unchanged, &*used.vocabularies), (1, false, &["journey".to_owned()][..]));
    assert_eq!(in_use(&room), ["bant", "journey"]);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    assert_eq!(room.funnel_of("journey"), journey.after);
    room.assert_verified();
    assert!(frameworks::adopt(&room.another(), &text("bant"), &Unwatched).unwrap().unchanged);
    // What is written from now on is derived by both, whoever writes it.
    room.clock.advance(60_000_000);
    assess(&room, ada, &[("budget", "not_met")]);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    room.clock.advance(60_000_000);
    assess(&room, ada, &[("budget", "met")]);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    room.assert_verified();

    frameworks::retire(&room.session, "bant", &Unwatched).unwrap();
    let after = room.seen();
    for (party, seen) in before.iter().filter(|(party, _)| **party != ada) {
        assert_eq!(after[party], *seen);
    }
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    room.assert_verified();
    let last = frameworks::retire(&room.session, "journey", &Unwatched);
    assert!(matches!(last, Err(Error::Refused(detail)) if detail.contains("last framework")));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn criteria_of_frameworks_in_use_may_stand_in_rules_and_then_they_have_to_stay(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = by_bant(&room);
    let rule = Vocabulary::built_in()[0]
        .to_toml()
        .replace("qualified || deals.open > 0", "criteria.timing >= \\\"partly\\\"")
        .replace("name = \"journey\"", "name = \"ours\"")
        .replace("criteria.timing >= \\\"partly\\\"", "criteria.timing >= 'partly'");
    let refused = vocabularies::adopt(&room.session, &rule, &Unwatched);
    let Err(Error::Vocabulary(problems)) = refused else { panic!("timing is of no framework in use") };
    assert!(problems[0].message.contains("`criteria` has no `timing`"), "{problems:?}");

    frameworks::adopt(&room.session, &text("bant"), &Unwatched).unwrap();
    vocabularies::adopt(&room.session, &rule, &Unwatched).unwrap();
    assert_eq!(room.stage(ada, "ours").as_deref(), Some("prospect"));

    let without = text("bant").replace("timing", "moment");
    for outcome in [
        frameworks::adopt(&room.session, &without, &Unwatched),
        frameworks::retire(&room.session, "bant", &Unwatched),
    ] {
        let Err(error @ Error::CriteriaInUse { .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!(error.code(), "criteria_in_use");
        assert!(error.to_string().contains("`timing`, which the vocabulary `ours` names"), "{error}");
    }
    vocabularies::retire(&room.session, "ours").unwrap();
    frameworks::adopt(&room.session, &without, &Unwatched).unwrap();
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"), "nobody knows the moment");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn evidence_may_assess_criteria_that_a_framework_in_use_or_a_built_in_one_has(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let own = text("bant").replace("name = \"bant\"", "name = \"site\"").replace("timing", "room_for_it");
    let assessed = |criterion: &str| {
        let detail = json!({ "criterion": criterion, "value": "met" }).to_string();
        room.record_all(ada, "criterion_assessed", 1, &detail)
    };
    assessed("economic_buyer").unwrap();
    let error = assessed("room_for_it").unwrap_err();
    assert_eq!(error.code(), "evidence_refused");
    frameworks::adopt(&room.session, &own, &Unwatched).unwrap();
    assessed("room_for_it").unwrap();
    let sure = |word: &str| {
        let detail = json!({ "criterion": "fit", "value": "met", "confidence": word }).to_string();
        room.record_all(ada, "criterion_assessed", 1, &detail)
    };
    sure("high").unwrap();
    assert!(sure("surely").unwrap_err().to_string().contains("low, medium, high"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_switch_that_is_stopped_half_way_leaves_what_was_in_use_and_the_same_call_goes_on(
    #[case] engine: Engine,
) {
    let room = Room::new(engine);
    let ada = by_bant(&room);
    sample::write(&room.session, 1_500, 6, &Unwatched).unwrap();
    let stopped = frameworks::adopt(&room.another(), &text("bant"), &Stops::after(1));
    assert!(matches!(stopped, Err(Error::Stopped(_))), "{stopped:?}");
    assert_eq!(in_use(&room), ["journey"]);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    assess(&room, ada, &[("timing", "met")]);
    let used = frameworks::adopt(&room.session, &text("bant"), &Unwatched).unwrap();
    assert_eq!(used.version, 1);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    assert_eq!(room.count("SELECT count(*) FROM vocabulary WHERE state = 'building'"), 0);
    assert_eq!(room.count("SELECT count(*) FROM framework WHERE state = 'building'"), 0);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_several_who_switch_at_once_each_gets_on_and_all_hold_in_the_end(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = by_bant(&room);
    let (sessions, stricter) =
        ([room.another(), room.another(), room.another()], Vocabulary::built_in()[0].to_toml());
    let stricter = stricter
        .replace("qualified || deals.open > 0", "(qualified || deals.open > 0) && dialogue.count > 0");
    thread::scope(|scope| {
        for (session, name) in sessions.iter().zip(["bant", "champ", "meddic"]) {
            scope.spawn(move || frameworks::adopt(session, &text(name), &Unwatched).unwrap());
        }
        scope.spawn(|| vocabularies::adopt(&room.session, &stricter, &Unwatched));
    });
    assert_eq!(in_use(&room), ["bant", "champ", "journey", "meddic"]);
    assert_eq!(room.count("SELECT count(*) FROM vocabulary WHERE name = 'journey' AND state = 'active'"), 1);
    let (row, _) = vocabularies::show(&room.session, "journey", None).unwrap();
    assert_eq!(row.frameworks.as_deref(), Some("bant/1 champ/1 journey/1 meddic/1"));
    room.record(ada, "call_held", 0);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_two_versions_of_one_framework_one_is_in_use(#[case] engine: Engine) {
    let room = Room::new(engine);
    let sessions = [room.another(), room.another()];
    let version = |who: usize| text("bant").replace("title = \"BANT\"", &format!("title = \"BANT {who}\""));
    let outcomes: Vec<_> = thread::scope(|scope| {
        let run = |(who, session)| scope.spawn(move || frameworks::adopt(session, &version(who), &Unwatched));
        let all: Vec<_> = sessions.iter().enumerate().map(run).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(outcomes.iter().any(Result::is_ok), "{outcomes:?}");
    let refused = |error: &Error| matches!(error, Error::Refused(_));
    assert!(outcomes.iter().filter_map(|one| one.as_ref().err()).all(refused), "{outcomes:?}");
    assert_eq!(room.count("SELECT count(*) FROM framework WHERE name = 'bant' AND state = 'active'"), 1);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_framework_is_kept_without_being_used_and_its_versions_can_be_shown(#[case] engine: Engine) {
    let room = Room::new(engine);
    let own = text("bant").replace("name = \"bant\"", "name = \"ours\"");
    let saved = frameworks::save(&room.session, "ours", &own).unwrap();
    assert_eq!((saved.version, saved.in_use, saved.built_in), (1, false, false));
    assert_eq!(frameworks::save(&room.session, "ours", &own).unwrap().version, 1, "the same text is there");
    let next = own.replace("title = \"BANT\"", "title = \"Ours\"");
    assert_eq!(frameworks::save(&room.session, "ours", &next).unwrap().version, 2);
    assert_eq!(frameworks::show(&room.session, "ours", Some(1)).unwrap().source, own);
    assert_eq!(in_use(&room), ["journey"]);
    let used = frameworks::adopt_named(&room.session, "ours", &Unwatched).unwrap();
    assert_eq!(used.version, 2, "the newest");
    let other = frameworks::save(&room.session, "theirs", &own).unwrap_err();
    assert_eq!(other.code(), "usage");
    let bad = frameworks::save(&room.session, "ours", "name = \"ours\"").unwrap_err();
    assert_eq!(bad.code(), "framework_refused");
    assert_eq!(frameworks::show(&room.session, "latin", None).unwrap_err().code(), "not_found");
}
