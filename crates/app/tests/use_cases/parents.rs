//! Files of organizations that say which one each belongs to build the tree.

use casebook_app::domain::party::PartyKind;
use casebook_app::imports::{self, ImportReport, ImportRequest, PrepareOptions};
use casebook_app::tables::guess::GuessOptions;
use casebook_app::{Unwatched, organizations};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

/// Imports a table as the shell would without a mapping, after a dry run that says the same.
fn guessed(room: &Room, table: &str) -> ImportReport {
    let run = |dry_run| {
        room.clock.advance(60_000_000);
        let guess = GuessOptions { name: Some("accounts".to_owned()), ..GuessOptions::default() };
        let options = PrepareOptions { guess, ..PrepareOptions::default() };
        let prepared = imports::prepare(&room.session, &room.file(table), options).unwrap();
        let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run };
        imports::run(&room.session, &request, &Unwatched).unwrap()
    };
    let (dry, report) = (run(true), run(false));
    let counts = |one: &ImportReport| (one.created, one.updated, one.unchanged, one.evidence, one.kept);
    assert_eq!(counts(&dry), counts(&report));
    report
}

/// The links of the tree of an organization, each with the other's name.
fn tree(room: &Room, id: &str) -> Vec<(String, String)> {
    room.seen_of(room.party(&format!("accounts/{id}"))).links
}

fn link(name: &str, role: &str) -> (String, String) {
    (name.to_owned(), role.to_owned())
}

const BY_NAME: &str = "Account ID,Account Name,Parent Account,City\n\
                       A3,Alder Far East,Alder East,Thun\nA1,Alder Group,,Bern\nA2,Alder East,Alder Group,Basel\n";
const BY_ID: &str = "Account ID,Account Name,Parent Account ID,City\n\
                     A3,Alder Far East,A2,Thun\nA1,Alder Group,,Bern\nA2,Alder East,A1,Basel\n";
const BY_ID_UNDER_THE_NAME: &str = "Account ID,Account Name,Parent Account,City\n\
                     A3,Alder Far East,A2,Thun\nA1,Alder Group,,Bern\nA2,Alder East,A1,Basel\n";

#[rstest]
#[case::sqlite(Engine::Sqlite, BY_NAME)]
#[case::postgres(Engine::Postgres, BY_NAME)]
#[case::by_id_sqlite(Engine::Sqlite, BY_ID)]
#[case::by_id_postgres(Engine::Postgres, BY_ID)]
#[case::by_id_under_the_name(Engine::Sqlite, BY_ID_UNDER_THE_NAME)]
fn parents_of_a_file_are_the_tree(#[case] engine: Engine, #[case] table: &str) {
    let room = Room::new(engine);
    let report = guessed(&room, table);
    assert_eq!((report.created + report.updated, report.rejected, report.kept), (3, 0, 0));
    assert_eq!(tree(&room, "A3"), [link("Alder East", "parent")]);
    assert_eq!(tree(&room, "A2"), [link("Alder Far East", "subsidiary"), link("Alder Group", "parent")]);
    let before = room.seen();
    assert_eq!(before.len(), 3);
    assert_eq!(guessed(&room, table).unchanged, 3);
    assert_eq!(room.seen(), before);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_somebody_has_chosen_and_circles_stay_as_they_are(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = guessed(&room, BY_NAME);
    // The next file moves one, and closes a circle.
    let moved = BY_NAME
        .replace("Far East,Alder East", "Far East,Alder Group")
        .replace("Group,,", "Group,Alder East,");
    let report = guessed(&room, &moved);
    assert_eq!(tree(&room, "A3"), [link("Alder Group", "parent")]);
    let kept = &report.kept_values[0];
    assert_eq!((report.kept, kept.field.as_str(), kept.stays.as_deref()), (1, "parent", None));
    assert_eq!((kept.name.as_str(), kept.given.as_deref()), ("Alder Group", Some("Alder East")));
    room.undo(report.import);
    assert_eq!(tree(&room, "A3"), [link("Alder East", "parent")]);
    // By hand.
    let (one, other) = (room.party("accounts/A3"), room.add(PartyKind::Organization, "Cedar Group"));
    organizations::set_parent(&room.session, one, Some(other)).unwrap();
    let named = BY_NAME.replace("Thun", "Bern");
    let report = guessed(&room, &named);
    assert_eq!((report.kept, report.kept_values[0].stays.as_deref()), (1, Some("Cedar Group")));
    assert_eq!(tree(&room, "A3"), [link("Cedar Group", "parent")]);
    assert!(first.import.is_some());
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn undoing_the_file_leaves_nothing_of_the_tree(#[case] engine: Engine) {
    let room = Room::new(engine);
    let group = room.add(PartyKind::Organization, "Alder Group");
    let report = guessed(&room, BY_NAME);
    assert_eq!(room.seen().len(), 3);
    room.undo(report.import);
    assert_eq!(room.seen().into_keys().collect::<Vec<_>>(), [group]);
    assert_eq!(room.seen_of(group).links, []);
    room.assert_verified();
}
