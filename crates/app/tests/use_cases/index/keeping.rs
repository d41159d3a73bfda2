//! What is committed, by whomever, and what time brings is seen by the next read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::history::Standing;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::DAY;
use casebook_app::evidence::{NewEvidence, When};
use casebook_app::parties::{self, Filter, FindRequest, Leaf, NewParty, StageIs, StageTest, find};
use casebook_app::restore::{self, RestoreRequest};
use casebook_app::{Clock, Session, Unwatched, backup, evidence, feed, sample, vocabularies};
use casebook_store::Engine;
use rstest::rstest;

use super::filters::unsettled;
use super::plain::Company;
use crate::room::Room;

fn count(session: &Session, leaf: Leaf) -> u64 {
    parties::count(session, &Filter::Leaf(leaf)).unwrap()
}

fn stage(vocabulary: &str, stage: &str) -> Leaf {
    let test = StageTest::OneOf(vec![stage.to_owned()]);
    Leaf::Stage(StageIs { vocabulary: vocabulary.to_owned(), test })
}

fn add(session: &Session, name: &str) -> PartyId {
    let fields = [("name".to_owned(), name.to_owned())].into_iter().collect();
    parties::add(session, NewParty { kind: PartyKind::Person, fields, external: Vec::new() }).unwrap()
}

fn record(session: &Session, party: PartyId, kind: &str) -> casebook_app::domain::evidence::Evidence {
    let new = NewEvidence { kind: kind.to_owned(), when: When::Now, ..NewEvidence::default() };
    evidence::record(session, party, new).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_another_process_commits_is_seen_by_the_next_read(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (here, there) = (&room.session, room.another());
    let named = |name: &str| parties::ids(here, &Filter::text(name)).unwrap();
    assert_eq!(named("ada"), []);
    let ada = add(&there, "Ada");
    assert_eq!(named("ada"), [ada]);
    assert_eq!(count(here, stage("journey", "lead")), 0);
    let recorded = record(&there, ada, "webinar_attended");
    assert_eq!(count(here, stage("journey", "lead")), 1);
    let row = || find(here, &FindRequest { limit: 5, ..FindRequest::default() }).unwrap().items.remove(0);
    assert_eq!(row().party.version, 1);
    parties::edit(&there, ada, vec![("name".to_owned(), Some("Ada King".to_owned()))]).unwrap();
    assert_eq!((row().party.version, row().party.fields["name"].as_str()), (2, "Ada King"));
    evidence::retract(&there, recorded.id, "somebody else").unwrap();
    assert_eq!(count(here, stage("journey", "lead")), 0);
    parties::hide(&there, ada).unwrap();
    assert_eq!(named("ada"), []);
    assert_eq!(count(here, Leaf::Hidden(true)), 1);
    parties::restore(&there, ada).unwrap();
    assert_eq!(named("king"), [ada]);
    sample::write(&there, 60, 5, &Unwatched).unwrap();
    assert_eq!(parties::count(here, &Filter::default()).unwrap(), 61);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_index_that_was_kept_current_is_that_which_is_loaded_anew(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.session.load_index().unwrap();
    sample::write(&room.session, 200, 41, &Unwatched).unwrap();
    let writer = room.another();
    let ids: Vec<PartyId> = room.seen().into_keys().collect();
    for (place, id) in ids.iter().enumerate() {
        match place % 5 {
            0 => parties::edit(&writer, *id, vec![("name".to_owned(), Some(format!("Zed {}", place % 3)))])
                .unwrap(),
            1 => _ = record(&writer, *id, "call_held"),
            2 => parties::hide(&writer, *id).unwrap(),
            _ => {}
        }
        if place % 20 == 0 {
            assert!(parties::count(&room.session, &Filter::default()).unwrap() > 0);
        }
    }
    let pages = |session: &Session| {
        super::pages::walked(session, &Filter::default(), &parties::Sort::default(), 50, |_| ())
    };
    let fresh = room.another();
    assert_eq!(pages(&room.session), pages(&fresh));
    let company = Company::of(&room);
    for leaf in
        [stage("journey", "lead"), stage("zoho", "contact"), Leaf::Standing(vec![Some(Standing::Active)])]
    {
        let filter = Filter::Leaf(leaf);
        let expected = company.fitting(&filter);
        for session in [&room.session, &fresh] {
            assert_eq!(parties::ids(session, &filter).unwrap(), expected);
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nobody_misses_what_was_committed_before_the_read_began(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.session.load_index().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let session = if writer == 0 { room.session.clone() } else { room.another() };
                let room = &room;
                scope.spawn(move || {
                    for place in 0..40 {
                        let id = add(&session, &format!("Writer {writer} {place}"));
                        let found = parties::ids(&room.session, &Filter::Leaf(Leaf::Ids(vec![id]))).unwrap();
                        assert_eq!(found, [id], "whoever has an answer sees it in the next read");
                    }
                })
            })
            .collect();
        let done = &done;
        let room = &room;
        for _ in 0..2 {
            scope.spawn(move || {
                let mut last = 0;
                while !done.load(Ordering::SeqCst) {
                    let count = parties::count(&room.session, &Filter::text("writer")).unwrap();
                    assert!(count >= last, "nothing goes away");
                    last = count;
                }
            });
        }
        let ended: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::SeqCst);
        for one in ended {
            one.unwrap();
        }
    });
    assert_eq!(parties::count(&room.session, &Filter::default()).unwrap(), 80);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn time_alone_moves_standings_and_stages_and_a_clock_set_back_moves_them_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let until = room.session.now().plus(10 * DAY);
    room.record_all(ada, "parked", 0, &format!("{{\"until\":\"{until}\"}}")).unwrap();
    let judged = room.session.now().plus(30 * DAY);
    let judgement = format!(
        "{{\"vocabulary\":\"journey\",\"stage\":\"customer\",\"reason\":\"told\",\"until\":\"{judged}\"}}"
    );
    room.record_all(ada, "stage_judged", 0, &judgement).unwrap();
    let seen = || {
        let of = |leaf| count(&room.session, leaf);
        (of(Leaf::Standing(vec![Some(Standing::Nurturing)])), of(stage("journey", "customer")))
    };
    assert_eq!(seen(), (1, 1));
    room.clock.advance(10 * DAY);
    assert_eq!(seen(), (0, 1));
    room.clock.advance(20 * DAY);
    assert_eq!(seen(), (0, 0));
    room.clock.advance(-DAY);
    assert_eq!(seen(), (0, 1));
    room.clock.advance(-20 * DAY);
    assert_eq!(seen(), (1, 1));
    room.clock.advance(-40 * DAY);
    assert_eq!(seen(), (0, 0));
}

#[test]
fn the_present_is_right_at_any_time_of_a_companys_life() {
    let room = unsettled(Engine::Sqlite, 200, 43);
    for days in [0, 1, 20, 90, 400, -300, -600, 200] {
        room.clock.advance(days * DAY);
        let company = Company::of(&room);
        for vocabulary in ["journey", "inbound"] {
            for test in [
                StageTest::None,
                StageTest::AtLeast("lead".to_owned()),
                StageTest::AtLeast("customer".to_owned()),
            ] {
                let is = StageIs { vocabulary: vocabulary.to_owned(), test };
                for leaf in [Leaf::Stage(is.clone()), Leaf::Furthest(is)] {
                    let filter = Filter::Leaf(leaf);
                    assert_eq!(
                        parties::ids(&room.session, &filter).unwrap(),
                        company.fitting(&filter),
                        "{filter:?}"
                    );
                }
            }
        }
        for standing in Standing::ALL {
            let filter = Filter::Leaf(Leaf::Standing(vec![Some(standing)]));
            assert_eq!(parties::ids(&room.session, &filter).unwrap(), company.fitting(&filter));
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn another_version_of_a_vocabulary_is_seen_too(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 80, 44, &Unwatched).unwrap();
    let known = count(&room.session, stage("zoho", "lead"));
    assert!(known > 0);
    let there = room.another();
    let text = "name = \"zoho\"\ntitle = \"Short\"\n\n[[stages]]\nname = \"anybody\"\ntitle = \"Anybody\"\n\
                definition = \"Everybody.\"\nrule = \"any_evidence\"\n";
    vocabularies::adopt(&there, text, &Unwatched).unwrap();
    let all = parties::count(&room.session, &Filter::default()).unwrap();
    assert_eq!(count(&room.session, stage("zoho", "anybody")), all);
    assert!(parties::count(&room.session, &Filter::Leaf(stage("zoho", "lead"))).is_err());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_backup_that_is_put_back_is_seen_too(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = add(&room.session, "Ada");
    let file = room.folder.path().join("backup");
    let clock: Arc<dyn Clock> = Arc::clone(&room.clock) as Arc<dyn Clock>;
    backup::backup(room.database.address(), &clock, &file, &Unwatched).unwrap();
    let bob = add(&room.session, "Bob");
    parties::hide(&room.session, ada).unwrap();
    let all = || parties::ids(&room.session, &Filter::default()).unwrap();
    assert_eq!(all(), [bob]);
    let database = room.database.address().to_owned();
    restore::restore(&RestoreRequest { database, file, replace: true }, &clock).unwrap();
    assert_eq!(all(), [ada]);
}

#[test]
fn a_feed_that_was_pruned_meanwhile_is_no_gap() {
    let room = Room::new(Engine::Sqlite);
    let all = || parties::count(&room.session, &Filter::default()).unwrap();
    let there = room.another();
    add(&there, "Ada");
    assert_eq!(all(), 1);
    add(&there, "Bob");
    add(&there, "Cyd");
    room.clock.advance(40 * DAY);
    assert!(feed::forget_old(&there).unwrap() > 0);
    assert_eq!(all(), 3);
}
