//! Changing a definition: trying it out stores nothing, using it switches all at once.

use std::sync::atomic::{AtomicBool, Ordering};

use casebook_app::domain::party::PartyKind;
use casebook_app::domain::vocabulary::Vocabulary;
use casebook_app::{Error, Unwatched, sample, vocabularies};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn journey() -> String {
    Vocabulary::built_in()[0].to_toml()
}

/// A journey whose prospects have been talked to.
fn stricter() -> String {
    let stricter = journey()
        .replace("qualified || deals.open > 0", "(qualified || deals.open > 0) && dialogue.count > 0");
    assert_ne!(stricter, journey());
    stricter
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_same_definition_moves_nobody(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 300, 5, &Unwatched).unwrap();
    let before = room.rows();
    for built_in in Vocabulary::built_in() {
        let tried = vocabularies::try_out(&room.session, &built_in.to_toml(), &Unwatched).unwrap();
        assert_eq!(tried.moves, []);
        assert_eq!(tried.before, tried.after);
        assert_eq!(tried.before, room.funnel_of(&built_in.name));
        let adopted = vocabularies::adopt(&room.session, &built_in.to_toml(), &Unwatched).unwrap();
        assert!(adopted.unchanged);
    }
    assert_eq!(room.rows(), before);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_stricter_stage_moves_exactly_those_who_do_not_meet_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let people: Vec<_> = (0..12).map(|n| room.add(PartyKind::Person, &format!("P{n}"))).collect();
    for (n, party) in people.iter().enumerate() {
        room.record(*party, "webinar_attended", 30);
        if n % 2 == 0 {
            room.record(*party, "sales_accepted", 20);
        }
        if n % 4 == 0 {
            room.record(*party, "call_held", 10);
        }
    }
    let before = room.rows();
    let tried = vocabularies::try_out(&room.session, &stricter(), &Unwatched).unwrap();
    assert_eq!(room.rows(), before, "trying stores nothing");
    assert_eq!(tried.moves.len(), 1);
    let moved = &tried.moves[0];
    assert_eq!((moved.from.as_deref(), moved.to.as_deref()), (Some("prospect"), Some("lead")));
    assert_eq!(moved.count, 3, "P2, P6 and P10 were accepted and never talked to");
    let mut names: Vec<&str> = moved.examples.iter().map(|(_, name)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["P10", "P2", "P6"]);
    assert_eq!((tried.before.stages[2].reached, tried.after.stages[2].reached), (6, 3));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn using_a_definition_switches_stages_and_going_back_restores_them(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 400, 9, &Unwatched).unwrap();
    let before = room.seen();
    let funnel = room.funnel_of("journey");
    let tried = vocabularies::try_out(&room.session, &stricter(), &Unwatched).unwrap();
    assert!(!tried.moves.is_empty());

    let adopted = vocabularies::adopt(&room.session, &stricter(), &Unwatched).unwrap();
    assert_eq!((adopted.name.as_str(), adopted.version, adopted.unchanged), ("journey", 2, false));
    assert_eq!(room.funnel_of("journey"), tried.after);
    let after = room.seen();
    let moved = before.iter().filter(|(party, seen)| after[*party].stages[1].1 != seen.stages[1].1).count();
    assert_eq!(moved as u64, tried.moves.iter().map(|one| one.count).sum::<u64>());
    for (party, seen) in &before {
        assert_eq!(after[party].standing, seen.standing);
        assert_eq!((&after[party].stages[0], &after[party].stages[2]), (&seen.stages[0], &seen.stages[2]));
    }
    room.assert_verified();
    assert_eq!(room.another().now(), room.session.now());
    let other = vocabularies::show(&room.another(), "journey", None).unwrap();
    assert_eq!(other.0.version, 2, "another process sees it too");
    let (first, read) = vocabularies::show(&room.session, "journey", Some(1)).unwrap();
    assert_eq!(
        (first.version, first.source.as_str()),
        (1, journey().as_str()),
        "an earlier one is kept whole"
    );
    assert_eq!(read.vocabulary.name, "journey");
    let missing = vocabularies::show(&room.session, "journey", Some(7)).unwrap_err();
    assert_eq!(missing.code(), "not_found");

    let back = vocabularies::adopt(&room.session, &journey(), &Unwatched).unwrap();
    assert_eq!((back.version, back.unchanged), (3, false));
    assert_eq!(room.seen(), before);
    assert_eq!(room.funnel_of("journey"), funnel);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_vocabulary_of_ones_own_stands_beside_the_others(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let own = journey().replace("name = \"journey\"", "name = \"ours\"");
    assert!(matches!(
        casebook_app::explain::explain(&room.session, ada, "ours", None),
        Err(Error::NotFound { .. })
    ));
    vocabularies::adopt(&room.session, &own, &Unwatched).unwrap();
    assert_eq!(room.stage(ada, "ours").as_deref(), Some("contact"));
    let judgement = |vocabulary: &str| {
        format!(
            "{{\"vocabulary\":\"{vocabulary}\",\"stage\":\"customer\",\"reason\":\"paid in cash\",\"until\":\"2026-09-01\"}}"
        )
    };
    room.record_all(ada, "stage_judged", 0, &judgement("ours")).unwrap();
    assert_eq!(room.stage(ada, "ours").as_deref(), Some("customer"));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("contact"), "it was judged in one vocabulary");
    assert!(room.record_all(ada, "stage_judged", 0, &judgement("theirs")).is_err());
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn evidence_recorded_while_a_version_is_built_counts_in_both(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 300, 3, &Unwatched).unwrap();
    let people: Vec<_> = (0..40).map(|n| room.add(PartyKind::Person, &format!("P{n}"))).collect();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|half| {
                let (people, done, room, session) = (&people, &done, &room, room.another());
                scope.spawn(move || {
                    let mut recorded = 0;
                    while !done.load(Ordering::SeqCst) || recorded < 40 {
                        let kinds = ["webinar_attended", "sales_accepted", "call_held", "purchased"];
                        let new = casebook_app::evidence::NewEvidence {
                            kind: kinds[recorded % 4].to_owned(),
                            ..Default::default()
                        };
                        let party = people[(recorded * 2 + half) % people.len()];
                        casebook_app::evidence::record(&session, party, new).unwrap();
                        recorded += 1;
                    }
                    assert!(room.session.now() == session.now());
                    recorded
                })
            })
            .collect();
        vocabularies::adopt(&room.session, &stricter(), &Unwatched).unwrap();
        vocabularies::adopt(&room.session, &journey(), &Unwatched).unwrap();
        vocabularies::adopt(&room.session, &stricter(), &Unwatched).unwrap();
        done.store(true, Ordering::SeqCst);
        let recorded: usize = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
        let listed: usize = people.iter().map(|party| room.facts(*party).len()).sum();
        assert_eq!(listed, recorded + people.len());
    });
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn every_problem_of_a_bad_vocabulary_is_reported_with_its_place(#[case] engine: Engine) {
    let room = Room::new(engine);
    let bad = "name = \"ours\"\ntitle = \"Ours\"\n\n[[stages]]\nname = \"a\"\ntitle = \"A\"\ndefinition = \"x\"\n\
               rule = \"interrest.count > 0\"\n\n[[stages]]\nname = \"a\"\ntitle = \"B\"\ndefinition = \"y\"\n\
               rule = \"deals.open >\"\n";
    let before = room.rows();
    for outcome in [
        vocabularies::try_out(&room.session, bad, &Unwatched).map(|_| ()),
        vocabularies::adopt(&room.session, bad, &Unwatched).map(|_| ()),
    ] {
        let Err(Error::Vocabulary(problems)) = outcome else { panic!("it was taken") };
        let places: Vec<(usize, usize)> = problems.iter().map(|one| (one.line, one.column)).collect();
        assert!(places.contains(&(8, 9)), "the misspelt fact: {problems:?}");
        assert!(places.iter().any(|(line, _)| *line == 11), "the name that is taken: {problems:?}");
        assert!(places.iter().any(|(line, _)| *line == 14), "the rule without an end: {problems:?}");
    }
    assert_eq!(room.rows(), before);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_vocabulary_that_is_retired_goes_from_what_is_in_use_and_can_be_taken_up_again(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let stages = || room.card(ada).stages.into_iter().map(|one| one.vocabulary).collect::<Vec<_>>();
    let before = (stages(), room.stage(ada, "inbound"));
    let text = vocabularies::show(&room.session, "inbound", None).unwrap().0.source;
    vocabularies::retire(&room.session, "inbound").unwrap();
    assert_eq!(stages(), ["journey", "zoho"]);
    assert!(matches!(vocabularies::show(&room.session, "inbound", None), Err(Error::NotFound { .. })));
    assert!(vocabularies::show(&room.session, "inbound", Some(1)).is_ok(), "its versions are kept");
    assert!(matches!(vocabularies::retire(&room.session, "inbound"), Err(Error::NotFound { .. })));
    room.assert_verified();

    let again = vocabularies::adopt(&room.session, &text, &Unwatched).unwrap();
    assert_eq!((again.version, again.unchanged), (2, false));
    assert_eq!((stages(), room.stage(ada, "inbound")), before);
    room.assert_verified();

    // The one that is meant where none is named stays, and so does a last one.
    assert!(matches!(vocabularies::retire(&room.session, "journey"), Err(Error::Refused(_))));
    vocabularies::retire(&room.session, "inbound").unwrap();
    vocabularies::retire(&room.session, "zoho").unwrap();
    assert_eq!(stages(), ["journey"]);
}

#[test]
fn only_so_many_vocabularies_are_in_use_and_so_many_versions_kept() {
    let room = Room::new(Engine::Sqlite);
    let text = |name: &str, title: &str| {
        format!(
            "name = \"{name}\"\ntitle = \"{title}\"\n\n[[stages]]\nname = \"known\"\ntitle = \"Known\"\n\
             definition = \"Anybody\"\nrule = \"any_evidence\"\n"
        )
    };
    let adopt = |name: &str, title: &str| vocabularies::adopt(&room.session, &text(name, title), &Unwatched);
    for n in 3..vocabularies::MOST_IN_USE {
        adopt(&format!("own{n}"), "Own").unwrap();
    }
    assert!(matches!(adopt("more", "More"), Err(Error::Refused(detail)) if detail.contains("the maximum")));
    adopt("own3", "Changed").unwrap();
    vocabularies::retire(&room.session, "own4").unwrap();
    adopt("more", "More").unwrap();
    room.sql(&format!("UPDATE vocabulary SET version = {} WHERE name = 'own5'", vocabularies::MOST_VERSIONS));
    assert!(matches!(adopt("own5", "Next"), Err(Error::Refused(detail)) if detail.contains("versions")));
}
