//! The tasks that begin when a deal is won.

use casebook_app::domain::deals::Pipeline;
use casebook_app::domain::ids::{DealId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{Field, FieldKind, RecordSort};
use casebook_app::pipelines::adopt;
use casebook_app::records::{self, FieldChange, NewRecord, RecordChange, RecordImport};
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{RecordRequest, Unwatched};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::room::Room;

const SALES: &str = "name = \"sales\"\ntitle = \"Sales\"\nmoved = { proposal = \"qualification\", negotiation = \"qualification\" }\n\
    [[stages]]\nname = \"qualification\"\ntitle = \"Qualification\"\nprobability = 20\n\
    [[checklist]]\ntitle = \"Call them\"\ndue_after = 1\n[[checklist]]\ntitle = \"Visit them\"\ndue_after = 30\n";

fn change(fields: &Json) -> RecordChange {
    RecordChange { fields: fields.as_object().unwrap().clone(), ..RecordChange::default() }
}

fn edit(room: &Room, of: &str, id: RecordId, fields: &Json) {
    records::edit_if(&room.session, of, id, change(fields), |_| true).unwrap();
}

fn deal(room: &Room, fields: &Json) -> RecordId {
    let mut holds = change(fields);
    (holds.name, holds.owner) = (Some("Looms".into()), Some(Some("kim".into())));
    records::add(&room.session, "deal", NewRecord { holds }).unwrap().row.id
}

/// The tasks that are not hidden, each with its title and its values, in the order of the days on which they are due.
fn tasks(room: &Room) -> Vec<(RecordId, String, Json)> {
    let declared = records::record_type(&room.session, "task").unwrap();
    let sort = RecordSort::parse(&declared, "due_on").unwrap();
    let request = RecordRequest { sort, limit: 100, ..RecordRequest::default() };
    let (found, _) = records::find(&room.session, "task", &request).unwrap();
    found.into_iter().map(|one| (one.row.id, one.row.name.clone(), one.values.to_json())).collect()
}

fn titles(room: &Room) -> Vec<String> {
    tasks(room).into_iter().map(|(_, title, _)| title).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_that_is_won_begins_its_checklist_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill");
    adopt(&room.session, SALES, &Unwatched).unwrap();
    let looms = deal(&room, &json!({ "account": mill.to_string() }));
    assert_eq!(titles(&room), [""; 0]);
    room.clock.advance(60_000_000);
    edit(&room, "deal", looms, &json!({ "stage": "won" }));
    let set = room.session.change_set().unwrap();
    let begun = tasks(&room);
    assert_eq!(titles(&room), ["Call them", "Visit them"]);
    let due: Vec<&Json> = begun.iter().map(|(_, _, holds)| &holds["due_on"]).collect();
    assert_eq!(due, [&json!("2026-03-04"), &json!("2026-04-02")]);
    let (call, _, holds) = &begun[0];
    assert_eq!((&holds["done"], &holds["deal"]), (&json!(false), &json!(DealId(looms.0).to_string())));
    assert_eq!(holds["about"][0]["party"], mill.to_string());
    let shown = records::show(&room.session, "task", *call).unwrap();
    assert_eq!(shown.row.owner.as_deref(), Some("kim"));

    // It is of the same change set; a task that somebody has done since stays.
    edit(&room, "task", *call, &json!({ "done": true }));
    let report = room.undo_set(set);
    assert_eq!((titles(&room), report.kept.len()), (vec!["Call them".to_owned()], 1));
    room.clock.advance(60_000_000);
    edit(&room, "deal", looms, &json!({ "stage": "won" }));
    assert_eq!(titles(&room), ["Call them", "Visit them"]);
    room.clock.advance(60_000_000);
    edit(&room, "deal", looms, &json!({ "stage": "qualification" }));
    room.clock.advance(60_000_000);
    edit(&room, "deal", looms, &json!({ "stage": "won" }));
    assert_eq!(titles(&room), ["Call them", "Visit them"], "a deal that is won again has its tasks");
    assert_eq!(tasks(&room).iter().filter(|(_, _, holds)| holds["done"] == true).count(), 1);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_says_that_a_deal_was_won_begins_no_checklist(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill");
    room.record_all(mill, "deal_won", 20, "{\"deal\":\"Press\"}").unwrap();
    deal(&room, &json!({ "account": mill.to_string(), "stage": "won" }));
    let file = room.file(b"name,account,stage\nOld looms,Mill,won\n");
    let table = Table::open(&file, &ReadOptions::default()).unwrap();
    let import = RecordImport { type_name: "deal".into(), table, dry_run: false };
    let report = records::import(&room.session, &import, &Unwatched).unwrap();
    assert_eq!((report.added, report.rejects), (1, vec![]));
    assert_eq!(titles(&room), [""; 0]);
    room.assert_verified();
}

/// Fields that a workspace requires of its tasks keep no deal from being won.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_required_field_of_tasks_stops_no_deal(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill");
    let looms = deal(&room, &json!({ "account": mill.to_string() }));
    records::add_field(&room.session, "task", Field::of_kind("size", "Size", FieldKind::Text)).unwrap();
    let required = FieldChange { required: Some(true), ..FieldChange::default() };
    records::change_field(&room.session, "task", "size", required).unwrap();
    room.clock.advance(60_000_000);
    edit(&room, "deal", looms, &json!({ "stage": "won" }));
    assert_eq!(titles(&room).len(), Pipeline::built_in().checklist.len());
    room.assert_verified();
}
