//! Many pieces of evidence at once, requests sent twice, links, and what the feed has of all that.

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::DAY;
use casebook_app::evidence::{self, MOST_AT_ONCE, NewEvidence, When};
use casebook_app::links::{self, NewLink};
use casebook_app::requests::{self, RequestKey};
use casebook_app::{Error, Session, changes, history, parties};
use casebook_store::{Engine, feed};
use rstest::rstest;

use crate::room::Room;

fn piece(kind: &str, detail: &str) -> NewEvidence {
    NewEvidence { kind: kind.to_owned(), detail: serde_json::from_str(detail).unwrap(), when: When::Now }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_refused_piece_of_many_spoils_no_other(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let nobody = PartyId(4242);
    let sent = vec![
        (ada, piece("webinar_attended", "{}")),
        (bob, piece("no_such_kind", "{}")),
        (nobody, piece("call_held", "{}")),
        (bob, piece("criterion_assessed", r#"{"criterion":"budget"}"#)),
        (ada, piece("purchased", &format!(r#"{{"participants":[{{"party":"{bob}"}}]}}"#))),
    ];
    let outcome = evidence::record_many(&room.session, sent).unwrap();
    let done: Vec<bool> = outcome.iter().map(Result::is_ok).collect();
    assert_eq!(done, [true, false, false, false, true]);
    assert!(matches!(outcome[1], Err(Error::NotFound { what: "kind of evidence", .. })));
    assert!(matches!(outcome[2], Err(Error::NotFound { what: "party", .. })));
    assert!(matches!(outcome[3], Err(Error::Evidence(_))));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("customer"));
    assert_eq!(room.stage(bob, "journey").as_deref(), Some("customer"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_thousand_pieces_go_in_at_once_and_one_more_does_not(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let pieces = |count: usize| vec![(ada, piece("call_held", "{}")); count];
    let outcome = evidence::record_many(&room.session, pieces(MOST_AT_ONCE)).unwrap();
    assert!(outcome.iter().all(Result::is_ok));
    assert_eq!(evidence::list(&room.session, ada).unwrap().len(), MOST_AT_ONCE + 1);
    let refused = evidence::record_many(&room.session, pieces(MOST_AT_ONCE + 1));
    assert!(matches!(refused, Err(Error::Usage(_))));
    room.assert_verified();
}

fn key(key: &str, digest: &str) -> RequestKey {
    RequestKey { key: key.to_owned(), digest: digest.to_owned() }
}

fn call(session: &Session, party: PartyId) -> Result<(), Error> {
    evidence::record(session, party, piece("call_held", "{}")).map(|_| ())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_request_sent_twice_is_carried_out_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let sent = key("k1", "POST /evidence a");
    assert_eq!(requests::recall(&room.session, &sent).unwrap(), None);
    call(&room.session.for_request(sent.clone()), ada).unwrap();
    assert!(matches!(call(&room.session.for_request(sent.clone()), ada), Err(Error::Repeated)));
    assert!(
        matches!(requests::recall(&room.session, &sent), Err(Error::Repeated)),
        "the answer is not kept yet"
    );
    requests::keep_answer(&room.session, &sent, "201".to_owned()).unwrap();
    assert_eq!(requests::recall(&room.another(), &sent).unwrap().as_deref(), Some("201"));
    let other = key("k1", "POST /evidence b");
    assert!(matches!(requests::recall(&room.session, &other), Err(Error::KeyReused)));
    assert!(matches!(call(&room.session.for_request(other), ada), Err(Error::KeyReused)));
    assert_eq!(evidence::list(&room.session, ada).unwrap().len(), 2);
    room.clock.advance(DAY + 1);
    assert_eq!(requests::recall(&room.session, &sent).unwrap(), None, "a day later it is another request");
    call(&room.session.for_request(sent), ada).unwrap();
    assert_eq!(requests::forget_old(&room.session).unwrap(), 0);
    room.clock.advance(DAY + 1);
    assert_eq!(requests::forget_old(&room.session).unwrap(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_request_that_was_refused_may_be_sent_again(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let sent = key("k1", "d");
    let refused = evidence::record(&room.session.for_request(sent.clone()), ada, piece("nonsense", "{}"));
    assert!(refused.is_err());
    call(&room.session.for_request(sent), ada).unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_equal_requests_at_once_one_is_carried_out(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    std::thread::scope(|scope| {
        for n in 0..8 {
            let session = if n % 2 == 0 { room.session.clone() } else { room.another() };
            scope.spawn(move || match call(&session.for_request(key("k", "d")), ada) {
                Ok(()) | Err(Error::Repeated) => {}
                Err(other) => panic!("{other}"),
            });
        }
    });
    assert_eq!(evidence::list(&room.session, ada).unwrap().len(), 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_link_is_made_ended_taken_back_and_taken_up_again(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, mill) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Organization, "Mill"));
    let now = room.session.now();
    let new =
        NewLink { person: ada, organization: mill, role: " employee ".into(), from: Some(now), to: None };
    let made = links::add(&room.session, new.clone()).unwrap();
    assert_eq!((made.role.as_str(), made.ended), ("employee", false));
    assert_eq!(links::add(&room.session, new.clone()).unwrap().id, made.id, "the same role is one link");
    assert_eq!(links::of_party(&room.session, mill).unwrap()[0].name, "Ada");
    assert!(matches!(links::end(&room.session, made.id, Some(now.plus(-1))), Err(Error::Argument { .. })));
    assert_eq!(links::end(&room.session, made.id, Some(now.plus(DAY))).unwrap().to_at, Some(now.plus(DAY)));
    links::take_back(&room.session, made.id).unwrap();
    assert!(links::of_party(&room.session, ada).unwrap().is_empty());
    assert!(matches!(links::get(&room.session, made.id), Err(Error::NotFound { .. })));
    assert_eq!(links::add(&room.session, new.clone()).unwrap().id, made.id);
    let wrong = [
        NewLink { person: mill, organization: ada, ..new.clone() },
        NewLink { role: "  ".into(), ..new.clone() },
        NewLink { to: Some(now.plus(-DAY)), ..new.clone() },
    ];
    for new in wrong {
        assert!(matches!(links::add(&room.session, new), Err(Error::Argument { .. })));
    }
    let nobody = NewLink { person: PartyId(4242), ..new };
    assert!(matches!(links::add(&room.session, nobody), Err(Error::NotFound { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn everything_that_happens_is_in_the_feed_once_in_its_transaction(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    room.edit(ada, "city", "London");
    room.record(ada, "purchased", 1);
    parties::hide(&room.session, ada).unwrap();
    assert!(evidence::record(&room.session, ada, piece("nonsense", "{}")).is_err());
    let store = room.database.store();
    while store.write(feed::number).unwrap() {}
    let entries = store.read(|c| feed::after(c, 0, 100)).unwrap();
    let listed: Vec<Vec<String>> = entries
        .iter()
        .map(|(_, entry)| entry.changes.iter().map(|change| change.action.word().to_owned()).collect())
        .collect();
    assert_eq!(
        listed,
        [
            vec!["evidence_appended", "party_added"],
            vec!["party_edited"],
            vec!["evidence_appended"],
            vec!["party_hidden"]
        ]
    );
    assert!(entries.iter().all(|(_, entry)| entry.changes.iter().all(|change| change.parties == [ada])));
    let logged = changes::of_party(&room.session, ada, None, 10).unwrap();
    let actions: Vec<&str> = logged.iter().map(|one| one.entry.action.word()).collect();
    assert_eq!(actions, ["party_hidden", "party_edited", "party_added"]);
    let before = Some(logged[0].entry.id);
    assert_eq!(changes::of_party(&room.session, ada, before, 1).unwrap(), logged[1..2]);
    assert!(changes::of_party(&room.session, PartyId(4242), None, 10).is_err());
    let sets = changes::page(&room.session, Some(ada), None, 10).unwrap();
    let kinds: Vec<&str> = sets.iter().map(|one| one.row.what.word()).collect();
    assert_eq!(kinds, ["hide", "evidence", "edit", "add"]);
    assert_eq!(changes::page(&room.session, None, Some(sets[0].row.id), 1).unwrap(), sets[1..2]);
    assert!(changes::page(&room.session, Some(PartyId(4242)), None, 10).is_err());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_reports_every_party_that_it_touches(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = "name = \"people\"\n[party]\nkind = \"person\"\nkey = \"email\"\n[fields]\nname = \"name\"\nemail = \"mail\"\n";
    room.import(mapping, "name,mail\nAda,ada@example.org\nBob,bob@example.org\n");
    let store = room.database.store();
    while store.write(feed::number).unwrap() {}
    let entries = store.read(|c| feed::after(c, 0, 100)).unwrap();
    let changes: Vec<_> = entries.into_iter().flat_map(|(_, entry)| entry.changes).collect();
    let actions: Vec<&str> = changes.iter().map(|one| one.action.word()).collect();
    assert_eq!(actions, ["import_begun", "rows_imported", "import_done"]);
    assert_eq!(changes[1].parties.len(), 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_history_names_the_stages_of_every_vocabulary(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    room.record(ada, "purchased", 3);
    let history = history::history(&room.session, ada).unwrap();
    let journey = history.stages.iter().find(|one| one.vocabulary == "journey").unwrap();
    let names: Vec<&str> =
        journey.periods.iter().map(|period| journey.names[usize::from(period.stage)].as_str()).collect();
    assert_eq!(names, ["customer"]);
    assert_eq!(history.stages.len(), 3);
    assert_eq!(history.standings.len(), 1);
    assert!(matches!(history::history(&room.session, PartyId(4242)), Err(Error::NotFound { .. })));
}
