//! Undoing a file takes back what that file brought, and nothing of what others did, whatever was undone before.

use casebook_app::domain::ids::PartyId;
use casebook_app::imports::ImportReport;
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const STAFF: &str = r#"
name = "staff"
system = "books"
[party]
kind = "person"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
[organization]
name = "Firm"
external_id = "Firm no"
"#;
const FIRMS: &str = r#"
name = "firms"
[party]
kind = "organization"
key = ["name"]
[fields]
name = "Firm"
city = "City"
[[evidence]]
kind = "details_learned"
at = "Since"
when = "Since"
"#;
const ORDERS: &str = r#"
name = "orders"
system = "books"
[party]
kind = "person"
key = ["email"]
[fields]
email = "Mail"
[deal]
id = "Deal"
[[evidence]]
kind = "deal_opened"
at = "Opened"
"#;
const STAFF_OF_TWO: &str =
    "Name,Mail,Firm,Firm no\nIda Moor,ida@x.example,Alder Mills,\nUwe Falk,uwe@x.example,Alder Mills,7\n";
const ORDERS_OF_TWO: &str = "Mail,Deal,Opened\nida@x.example,D1,2025-02-01\nuwe@x.example,D1,2025-02-02\n";

/// Imports a file, undoes that, and imports it once more.
fn twice(room: &Room, mapping: &str, table: &str) -> ImportReport {
    let first = room.import(mapping, table);
    room.undo(first.import);
    room.import(mapping, table)
}

fn named(room: &Room, name: &str) -> PartyId {
    *room.seen().iter().find(|(_, one)| one.fields["name"] == name).unwrap().0
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn dates_of_an_organization_go_with_the_file_that_brought_them(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(STAFF, STAFF_OF_TWO);
    let before = room.seen();
    let firms = room.import(FIRMS, "Firm,City,Since\nAlder Mills,Bern,2024-05-06\n");
    room.undo(firms.import);
    assert_eq!(room.seen(), before, "people are linked to it, and still nobody knows since when it is known");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn links_that_a_file_brought_a_second_time_stay_when_another_is_undone(#[case] engine: Engine) {
    let room = Room::new(engine);
    let staff = twice(&room, STAFF, STAFF_OF_TWO);
    let before = room.seen();
    let links = &before[&named(&room, "Ida Moor")].links;
    assert_eq!(links, &[("Alder Mills".to_owned(), "works at".to_owned())]);
    let firms = room.import(FIRMS, "Firm,City,Since\nAlder Mills,Bern,\n");
    room.undo(firms.import);
    assert_eq!(room.seen(), before);
    room.undo(staff.import);
    assert_eq!(room.seen().len(), 0);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_about_another_stays_when_a_file_about_a_participant_is_undone(#[case] engine: Engine) {
    let room = Room::new(engine);
    twice(&room, ORDERS, ORDERS_OF_TWO);
    let before = room.seen();
    let ida = "Name,Mail,Firm,Firm no\nIda Moor,ida@x.example,,\n";
    let staff = room.import(STAFF, ida);
    room.undo(staff.import);
    assert_eq!(room.seen(), before, "Uwe's order names the deal in which Ida takes part");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_organization_that_comes_back_appears_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let report = twice(&room, STAFF, STAFF_OF_TWO);
    assert_eq!((report.created, report.evidence), (2, 3), "two people, and the firm by either of its keys");
    assert_eq!(room.facts(named(&room, "Alder Mills")).len(), 1);
    room.assert_verified();
}

const LIST: &str = r#"
name = "list"
system = "books"
[party]
kind = "person"
external_id = "No"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
"#;
const GUESTS: &str = "Name,Mail,Firm,Firm no\nIda Moor,ida@x.example,,\nUwe Falk,uwe@x.example,,\n";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn ids_that_a_file_gave_go_with_it_and_are_free_for_others(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(STAFF, GUESTS);
    let before = room.seen();
    let wrong = room.import(LIST, "No,Name,Mail\n9,Ida Moor,ida@x.example\n");
    let ida = room.party("books/9");
    room.undo(wrong.import);
    assert_eq!(room.seen(), before, "the id is nobody's");
    let right = room.import(LIST, "No,Name,Mail\n9,Uwe Falk,uwe@x.example\n");
    assert_eq!((right.created, right.rejected), (0, 0));
    assert_eq!(room.card(room.party("books/9")).fields["name"], "Uwe Falk");
    assert_eq!(room.card(ida).external, []);
    assert_eq!(room.seen().len(), 2);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_id_that_a_later_file_knows_stays(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(STAFF, GUESTS);
    let list = "No,Name,Mail\n9,Ida Moor,ida@x.example\n";
    let first = room.import(LIST, list);
    let second = room.import(LIST, &format!("{list}10,Uwe Falk,uwe@x.example\n"));
    let report = room.undo(first.import);
    assert_eq!(report.kept.len(), 1, "{report:?}");
    assert_eq!(room.card(room.party("books/9")).fields["name"], "Ida Moor");
    let undone = room.undo(second.import);
    assert_eq!(undone.kept.len(), 0, "{undone:?}");
    let restored = room.undo_set(undone.change_set.unwrap());
    assert_eq!(restored.kept.len(), 0, "{restored:?}");
    assert_eq!(room.card(room.party("books/10")).fields["name"], "Uwe Falk");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_a_file_brought_back_stays_when_its_next_export_is_undone(#[case] engine: Engine) {
    let room = Room::new(engine);
    twice(&room, ORDERS, ORDERS_OF_TWO);
    let before = room.seen();
    let moved = ORDERS_OF_TWO.replace("2025-02-01", "2025-02-03");
    let next = room.import(ORDERS, &moved);
    let again = room.import(ORDERS, &moved);
    room.undo(again.import);
    room.undo(next.import);
    assert_eq!(room.seen(), before, "the second order was in each of them");
    room.assert_verified();
}
