//! Taking an import back: exactly what it did, and nothing that others did.

use std::sync::atomic::{AtomicU32, Ordering};

use casebook_app::domain::party::PartyKind;
use casebook_app::imports::{self, ImportState};
use casebook_app::parties::{self, NewParty};
use casebook_app::{Error, Progress, Unwatched, changes, evidence};
use casebook_store::Engine;
use rstest::rstest;

use crate::reimport::{CRM, crm};
use crate::room::Room;

const ADA: &str = "1,Ada,ada@example.org,Rome,web,Analytical Ltd,2026-01-05,Qualified";
const BOB: &str = "2,Bob,bob@example.org,Rome,,Analytical Ltd,2026-01-06,New";

const FAIR: &str = r#"
name = "fair"
[party]
kind = "person"
key = ["email"]
[fields]
email = "Mail"
phone = "Phone"
city = "Town"
[[evidence]]
kind = "booth_visited"
at = "Day"
"#;

/// Stops when it has been asked so often.
pub struct Stops {
    pub after: u32,
    pub asked: AtomicU32,
}

impl Stops {
    pub fn after(after: u32) -> Self {
        Self { after, asked: AtomicU32::new(0) }
    }
}

impl Progress for Stops {
    fn at(&self, _done: u64, _total: u64) {}

    fn stopped(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst) >= self.after
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn import_undo_import_is_import(#[case] engine: Engine) {
    let room = Room::new(engine);
    let nothing = room.seen();
    let first = room.import(CRM, &crm(&[ADA, BOB, "3,Eve,eve@example.org,,,,,"]));
    let (before, journey, zoho) = (room.seen(), room.funnel_of("journey"), room.funnel_of("zoho"));
    for _ in 0..3 {
        let last = imports::list(&room.session).unwrap().remove(0);
        let undone = room.undo(Some(last.run.id));
        assert_eq!((undone.hidden, undone.stayed), (4, 0), "three people and a company");
        assert_eq!(room.seen(), nothing);
        assert_eq!(room.funnel_of("journey").cohort, 0);
        assert_eq!(imports::list(&room.session).unwrap()[0].state, ImportState::Undone);
        assert!(parties::resolve(&room.session, "external:crm/1").is_err(), "the key is free");
        room.assert_verified();

        let again = room.import(CRM, &crm(&[ADA, BOB, "3,Eve,eve@example.org,,,,,"]));
        assert_eq!((again.created, again.updated, again.unchanged), (3, 0, 0));
        assert_eq!(again.evidence, first.evidence);
        assert_eq!(room.seen(), before, "the same parties with the same ids are back as they were");
        assert_eq!((room.funnel_of("journey"), room.funnel_of("zoho")), (journey.clone(), zoho.clone()));
        room.assert_verified();
    }
    assert!(parties::show(&room.session, room.party("crm/1")).is_ok());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn undoing_a_second_feed_restores_what_it_changed_and_leaves_later_edits(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CRM, &crm(&[ADA, BOB]));
    let (ada, bob) = (room.party("crm/1"), room.party("crm/2"));
    let before = room.seen();
    let second = room.import(FAIR, "Mail,Phone,Town,Day\nada@example.org,1234567,,2026-02-01\nbob@example.org,7654321,,2026-02-01\nnew@example.org,,,2026-02-01\n");
    assert_eq!((second.created, second.updated), (1, 2));
    room.edit(bob, "phone", "999999");
    room.edit(bob, "city", "Paris");

    let undone = room.undo(second.import);
    assert_eq!((undone.retracted, undone.hidden, undone.stayed), (3, 1, 0));
    assert_eq!(room.seen_of(ada), before[&ada]);
    assert_eq!(room.field(bob, "phone").as_deref(), Some("999999"), "what was edited later stays");
    assert_eq!(room.field(bob, "city").as_deref(), Some("Paris"));
    assert_eq!(room.facts(bob), before[&bob].evidence);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_party_of_whom_anything_else_is_known_stays(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows: Vec<String> =
        (1..=5).map(|n| format!("{n},P{n},p{n}@example.org,Rome,,,2026-01-05,New")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let first = room.import(CRM, &crm(&rows));
    let [called, edited, fed, retracted, plain] = [1, 2, 3, 4, 5].map(|n| room.party(&format!("crm/{n}")));
    room.record(called, "call_held", 1);
    room.edit(edited, "note", "met at the fair");
    room.import(FAIR, "Mail,Phone,Town,Day\np3@example.org,,,2026-02-01\n");
    let piece = room.record(retracted, "call_held", 1);
    evidence::retract(&room.session, piece.id, "a mistake").unwrap();

    let undone = room.undo(first.import);
    assert_eq!((undone.hidden, undone.stayed), (2, 3));
    let seen = room.seen();
    assert!(seen.contains_key(&called) && seen.contains_key(&edited) && seen.contains_key(&fed));
    assert!(!seen.contains_key(&retracted) && !seen.contains_key(&plain));
    assert_eq!(room.facts(called).len(), 1);
    assert_eq!(room.stage(edited, "journey").as_deref(), Some("contact"), "their details are known");
    assert_eq!(room.party("crm/1"), called, "who stays keeps the id");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_organization_to_which_others_are_linked_stays(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = room.import(CRM, &crm(&[ADA]));
    let other = CRM.replace("crm-leads", "crm-others").replace("system = \"crm\"", "system = \"erp\"");
    room.import(&other, &crm(&[BOB]));
    let undone = room.undo(first.import);
    assert_eq!((undone.hidden, undone.stayed), (1, 1));
    let bob = room.seen_of(room.party("erp/2"));
    assert_eq!(bob.links, [("Analytical Ltd".to_owned(), "works at".to_owned())]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_freed_key_can_be_given_to_somebody_else_who_then_keeps_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = room.import(CRM, &crm(&[ADA]));
    let before = room.party("crm/1");
    let new = NewParty {
        kind: PartyKind::Person,
        fields: [("name".to_owned(), "Ada Byron".to_owned())].into_iter().collect(),
        external: vec![("crm".to_owned(), "1".to_owned())],
    };
    assert!(parties::add(&room.session, new.clone()).is_err(), "taken while the import stands");
    room.undo(first.import);
    let added = parties::add(&room.session, new).unwrap();
    assert_ne!(added, before);
    assert_eq!(room.party("crm/1"), added);

    let again = room.import(CRM, &crm(&[ADA]));
    assert_eq!((again.created, again.updated), (0, 1), "the row is about whoever has the id now");
    assert_eq!(room.party("crm/1"), added);
    assert_eq!(room.stage(added, "journey").as_deref(), Some("prospect"));
    assert!(parties::show(&room.session, before).unwrap().hidden);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_two_imports_of_one_feed_either_can_be_undone_first(#[case] engine: Engine) {
    let changed = ADA.replace("Rome", "Milan");
    for first_first in [false, true] {
        let room = Room::new(engine);
        let first = room.import(CRM, &crm(&[ADA]));
        let before = room.seen();
        let second = room.import(CRM, &crm(&[&changed]));
        let between = room.seen();
        let ada = room.party("crm/1");
        if first_first {
            room.undo(first.import);
            assert_eq!(room.seen(), between, "the second file says all of it too");
            room.undo(second.import);
        } else {
            room.undo(second.import);
            assert_eq!(room.seen(), before);
            room.undo(first.import);
        }
        assert_eq!(room.seen().len(), 0, "nothing is left, the first undone first: {first_first}");
        room.import(CRM, &crm(&[ADA]));
        assert_eq!(room.party("crm/1"), ada);
        assert_eq!(room.seen(), before, "the first undone first: {first_first}");
        room.assert_verified();
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_interrupted_import_can_be_undone_and_undone_again(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows: Vec<String> =
        (1..=900).map(|n| format!("{n},P{n},p{n}@example.org,Rome,,,2026-01-05,New")).collect();
    let file = crm(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let stopped = room.try_import(&room.session, CRM, &file, &Stops::after(1));
    assert!(matches!(stopped, Err(Error::Stopped(_))));
    let listed = imports::list(&room.session).unwrap().remove(0);
    assert_eq!(listed.state, ImportState::Interrupted);
    assert!(listed.run.rows_done > 0 && listed.run.rows_done < 900);

    let half = changes::undo_import(&room.session, listed.run.id, &Stops::after(1));
    assert!(matches!(half, Err(Error::Stopped(_))), "an undo can be stopped too");
    room.undo(Some(listed.run.id));
    assert_eq!(room.seen().len(), 0);
    let twice = room.undo(Some(listed.run.id));
    assert_eq!(twice, changes::UndoReport::default(), "there is nothing left to take back");
    assert_eq!(imports::list(&room.session).unwrap()[0].state, ImportState::Undone);
    room.assert_verified();

    let all = room.import(CRM, &file);
    assert_ne!(all.import, Some(listed.run.id), "what was undone is not taken up again");
    assert_eq!(all.created, 900);
    assert_eq!(room.seen().len(), 900);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_was_retracted_by_hand_stays_retracted(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = room.import(CRM, &crm(&[ADA]));
    let ada = room.party("crm/1");
    let all = evidence::list(&room.session, ada).unwrap();
    let accepted = all.iter().find(|one| one.evidence.occurred_at.is_none()).unwrap();
    evidence::retract(&room.session, accepted.evidence.id, "not our customer").unwrap();
    let before = room.seen();
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    room.undo(first.import);
    room.import(CRM, &crm(&[ADA]));
    assert_eq!(room.seen(), before, "importing again does not overrule a person");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_party_hidden_by_hand_is_not_brought_back_by_undo_and_import(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = room.import(CRM, &crm(&[ADA]));
    let ada = room.party("crm/1");
    parties::hide(&room.session, ada).unwrap();
    let before = room.seen();
    room.undo(first.import);
    room.import(CRM, &crm(&[ADA]));
    assert_eq!(room.seen(), before);
    assert!(parties::show(&room.session, ada).unwrap().hidden);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_that_nobody_made_cannot_be_undone(#[case] engine: Engine) {
    let room = Room::new(engine);
    let id = casebook_app::domain::ids::ImportId(7);
    assert!(matches!(changes::undo_import(&room.session, id, &Unwatched), Err(Error::NotFound { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_an_import_changes_and_what_its_undo_brings_back_is_in_the_change_log(#[case] engine: Engine) {
    let room = Room::new(engine);
    let row = |city: &str| crm(&[format!("1,Ada,ada@example.org,{city},web,,2026-01-05,New").as_str()]);
    room.import(CRM, &row("Rome"));
    let second = room.import(CRM, &row("Oslo"));
    let log = || -> Vec<(String, String)> {
        let all = changes::of_party(&room.session, room.party("1"), None, 10).unwrap();
        all.into_iter().map(|one| (one.entry.action.word().to_owned(), one.entry.detail)).collect()
    };
    let imported = ("party_imported".to_owned(), r#"{"city":["Rome","Oslo"]}"#.to_owned());
    assert_eq!(log(), std::slice::from_ref(&imported), "an addition by a file is in its receipt");
    let third = room.import(CRM, &row("Oslo"));
    assert_eq!(log().len(), 1, "the same again changes nothing");
    room.undo(third.import);
    room.undo(second.import);
    let taken_back = ("party_taken_back".to_owned(), r#"{"city":["Oslo","Rome"]}"#.to_owned());
    assert_eq!(log(), [taken_back, imported]);
}
