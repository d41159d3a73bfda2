//! Change sets: each write is one, and each can be undone, and that too.

use std::sync::Mutex;

use casebook_app::changes::BulkEdit;
use casebook_app::domain::change::{Action, State, What};
use casebook_app::domain::ids::{ChangeSetId, PartyId};
use casebook_app::domain::party::PartyKind;
use casebook_app::links::{self, NewLink};
use casebook_app::parties::{self, Duplicates, FieldIs, Filter, Leaf, NewParty};
use casebook_app::{Error, Progress, Session, Unwatched, changes, evidence};
use casebook_store::Engine;
use casebook_testkit::{BACK_TO_STEP_6, JOURNAL_OF_STEP_6};
use rstest::rstest;

use crate::reimport::{CRM, crm};
use crate::room::Room;
use crate::undo::Stops;

fn person(name: &str) -> NewParty {
    let fields = [("name".to_owned(), name.to_owned())].into();
    NewParty { kind: PartyKind::Person, fields, external: Vec::new() }
}

fn latest(room: &Room) -> changes::Listed {
    changes::page(&room.session, None, None, 1).unwrap().remove(0)
}

fn undo(room: &Room, id: ChangeSetId) -> changes::UndoReport {
    room.undo_set(id)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_preview_of_an_undo_stores_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CRM, &crm(&["1,Ada,ada@example.org,Rome,,,2026-01-05,New"]));
    let (before, import, stored) =
        (room.seen(), latest(&room), room.count("SELECT count(*) FROM change_entry"));
    let preview = changes::preview_undo(&room.session, import.row.id).unwrap();
    assert_eq!((preview.change_set, preview.hidden), (None, 1));
    assert_eq!(room.seen(), before);
    assert_eq!((latest(&room), room.count("SELECT count(*) FROM change_entry")), (import, stored));
    room.assert_verified();
    let many = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) \
         INSERT INTO change_entry (change_set, id, at, action, detail) \
         SELECT {}, i, 1000, 'row_updated', '' FROM n",
        latest(&room).row.id.0
    );
    room.database.store().write(move |connection| connection.execute_script(&many)).unwrap();
    let refused = changes::preview_undo(&room.session, latest(&room).row.id);
    assert!(matches!(refused, Err(Error::Refused(_))), "it is too long: {refused:?}");
}

/// Notes how the latest change set stands, as another would see it, whenever the work says how far it is.
struct Watching(Mutex<(Session, Vec<State>)>);

impl Progress for Watching {
    fn at(&self, _: u64, _: u64) {
        let mut watching = self.0.lock().unwrap();
        let state = changes::page(&watching.0, None, None, 1).unwrap()[0].state;
        watching.1.push(state);
    }

    fn stopped(&self) -> bool {
        false
    }
}

/// The locks of change sets that nobody has removed: rows on PostgreSQL, files beside the database on SQLite.
fn locks_left(room: &Room) -> Vec<String> {
    let Some(file) = room.database.address().strip_prefix("sqlite:") else {
        let rows = room.count("SELECT count(*) FROM process_lock WHERE name <> 'change-feed'");
        return (0..rows).map(|row| row.to_string()).collect();
    };
    let beside = std::fs::read_dir(std::path::Path::new(file).parent().unwrap()).unwrap();
    let names = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("change-") || name.contains("import-")).collect()
}

fn set(field: &str, value: &str) -> Vec<(String, Option<String>)> {
    vec![(field.to_owned(), Some(value.to_owned()))]
}

fn field(room: &Room, id: PartyId, name: &str) -> Option<String> {
    parties::show(&room.session, id).unwrap().fields.get(name).cloned()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_edit_is_undone_unless_somebody_has_changed_the_field_since(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = parties::add(&room.session, person("Ada")).unwrap();
    parties::edit(&room.session, ada, set("city", "Rome")).unwrap();
    let rome = latest(&room);
    assert_eq!((rome.row.what, rome.state, rome.counts.parties_edited), (What::Edit, State::Done, 1));
    assert_eq!(room.session.change_set(), Some(rome.row.id), "the session knows what it wrote");
    parties::edit(&room.session, ada, set("city", "Oslo")).unwrap();
    let oslo = latest(&room).row.id;

    let kept = undo(&room, rome.row.id);
    assert_eq!(kept.undone(), 0);
    let kept: Vec<_> =
        kept.kept.iter().map(|one| (one.record.as_str(), one.field.as_deref(), one.reason)).collect();
    assert_eq!(kept, [(ada.to_string().as_str(), Some("city"), "changed_since")]);
    assert_eq!(field(&room, ada, "city").as_deref(), Some("Oslo"));

    let undone = undo(&room, oslo);
    assert_eq!((undone.undone(), undone.kept.len()), (1, 0));
    assert_eq!(field(&room, ada, "city").as_deref(), Some("Rome"));
    assert_eq!(changes::show(&room.session, oslo).unwrap().state, State::Undone);
    assert_eq!(undo(&room, oslo), changes::UndoReport::default(), "there is nothing left to undo");

    undo(&room, undone.change_set.unwrap());
    assert_eq!(field(&room, ada, "city").as_deref(), Some("Oslo"), "undoing the undo");
    assert_eq!(changes::show(&room.session, oslo).unwrap().state, State::Done);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_addition_is_undone_unless_the_party_has_a_life_of_its_own(#[case] engine: Engine) {
    let room = Room::new(engine);
    let known = NewParty { external: vec![("crm".into(), "7".into())], ..person("Ada") };
    let ada = parties::add(&room.session, known.clone()).unwrap();
    let added = latest(&room).row.id;
    let undone = undo(&room, added);
    assert!(parties::show(&room.session, ada).unwrap().hidden);
    assert!(parties::resolve(&room.session, "external:7").is_err(), "its key is free");

    undo(&room, undone.change_set.unwrap());
    assert!(!parties::show(&room.session, ada).unwrap().hidden);
    assert_eq!(parties::resolve(&room.session, "external:7").unwrap(), ada);

    room.record(ada, "call_held", 3);
    let stays = undo(&room, added);
    assert!(!parties::show(&room.session, ada).unwrap().hidden, "somebody has talked to her");
    assert_eq!((stays.stayed, stays.kept[0].reason), (1, "more_is_known"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn evidence_links_and_hiding_are_undone_and_redone(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = parties::add(&room.session, person("Ada")).unwrap();
    let works = NewParty { kind: PartyKind::Organization, ..person("Works") };
    let works = parties::add(&room.session, works).unwrap();
    let before = room.seen();

    room.record(ada, "inquiry_received", 4);
    room.record(ada, "call_held", 3);
    let call = latest(&room);
    assert_eq!((call.row.what, call.counts.evidence), (What::Evidence, 1));
    let after_call = room.seen();
    let undone = undo(&room, call.row.id);
    assert_eq!(undone.retracted, 1);
    undo(&room, undone.change_set.unwrap());
    assert_eq!(room.seen(), after_call, "redone");

    let new = NewLink { person: ada, organization: works, role: "buyer".into(), from: None, to: None };
    let link = links::add(&room.session, new).unwrap();
    let linked = latest(&room).row.id;
    assert_eq!(undo(&room, linked).links, 1);
    assert!(links::get(&room.session, link.id).is_err());
    let unlinked = latest(&room).row.id;
    undo(&room, unlinked);
    assert!(links::get(&room.session, link.id).is_ok());
    links::take_back(&room.session, link.id).unwrap();
    undo(&room, latest(&room).row.id);
    assert!(links::get(&room.session, link.id).is_ok());

    parties::hide(&room.session, ada).unwrap();
    undo(&room, latest(&room).row.id);
    assert!(!parties::show(&room.session, ada).unwrap().hidden);
    assert_ne!(room.seen(), before);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn ids_and_fields_that_were_added_to_somebody_are_taken_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mail = |fields: &[(&str, &str)]| NewParty {
        fields: fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        ..person("")
    };
    let ada = parties::add(&room.session, mail(&[("name", "Ada"), ("email", "ada@example.org")])).unwrap();
    let more = NewParty {
        external: vec![("crm".into(), "7".into())],
        ..mail(&[("email", "ada@example.org"), ("phone", "123")])
    };
    let added = parties::add_unless_there(&room.session, more, Duplicates::AddTo).unwrap();
    assert_eq!((added.card.id, added.created), (ada, false));
    undo(&room, latest(&room).row.id);
    assert_eq!(field(&room, ada, "phone"), None);
    assert!(parties::resolve(&room.session, "external:7").is_err());
    assert!(!parties::show(&room.session, ada).unwrap().hidden);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_is_one_change_set_and_undoing_its_undo_is_as_if_nothing_had_happened(#[case] engine: Engine) {
    let room = Room::new(engine);
    let row =
        |city: &str| crm(&[format!("1,Ada,ada@example.org,{city},web,Works Ltd,2026-01-05,New").as_str()]);
    room.import(CRM, &row("Rome"));
    let first = room.seen();
    let report = room.import(CRM, &row("Oslo"));
    let second = room.seen();
    let import = ChangeSetId::from(report.import.unwrap());
    let listed = changes::show(&room.session, import).unwrap();
    assert_eq!((listed.row.what, listed.state), (What::Import, State::Done));
    assert_eq!(listed.counts.parties_edited, 1);

    let undone = undo(&room, import).change_set.unwrap();
    assert_eq!(room.seen(), first);
    undo(&room, undone);
    assert_eq!(room.seen(), second);
    let again = room.import(CRM, &row("Oslo"));
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 1), "the rows are remembered again");
    undo(&room, import);
    assert_eq!(room.seen(), second, "the same file again has confirmed it");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_first_import_that_is_undone_and_redone_has_its_parties_keys_and_links(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows = ["1,Ada,ada@example.org,Rome,web,Works Ltd,2026-01-05,New", "2,Bob,bob@example.org,,,,,New"];
    let report = room.import(CRM, &crm(&rows));
    let before = room.seen();
    let undone = undo(&room, report.import.unwrap().into());
    assert_eq!(room.seen().len(), 0);
    undo(&room, undone.change_set.unwrap());
    assert_eq!(room.seen(), before);
    let again = room.import(CRM, &crm(&rows));
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_bulk_edit_is_one_change_set_that_can_be_stopped_resumed_and_undone(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ids: Vec<PartyId> = (0..250)
        .map(|number| parties::add(&room.session, person(&format!("P{number:03}"))).unwrap())
        .collect();
    parties::edit(&room.session, ids[0], set("owner", "eve")).unwrap();
    let edit = BulkEdit {
        filter: Filter::Leaf(Leaf::Field("name".into(), FieldIs::Contains("P".into()))),
        set: set("owner", "eve"),
        request: "{}".into(),
    };
    let stopped = changes::edit_all(&room.session, &edit, &Stops::after(1));
    assert!(matches!(stopped, Err(Error::Stopped(_))), "{stopped:?}");
    let half = latest(&room);
    assert_eq!((half.row.what, half.state), (What::Bulk, State::Interrupted));
    assert!(half.counts.parties_edited > 0 && half.counts.parties_edited < 249);
    assert_eq!(changes::bulk_request(&room.session, half.row.id).unwrap().1, "{}");
    let report = changes::resume_bulk(&room.session, half.row.id, &edit, &Unwatched).unwrap();
    assert_eq!(report.matched, 250);
    let done = changes::show(&room.session, half.row.id).unwrap();
    assert_eq!((done.state, done.counts.parties_edited), (State::Done, 249));
    assert!(changes::bulk_request(&room.session, half.row.id).is_err(), "it has come to its end");
    let over = changes::resume_bulk(&room.session, half.row.id, &edit, &Unwatched);
    assert!(matches!(over, Err(Error::Refused(_))), "{over:?}");

    parties::edit(&room.session, ids[3], set("owner", "bob")).unwrap();
    let undone = undo(&room, half.row.id);
    assert_eq!((undone.restored, undone.kept.len()), (248, 1));
    assert_eq!(field(&room, ids[0], "owner").as_deref(), Some("eve"), "she had it before");
    assert_eq!(field(&room, ids[3], "owner").as_deref(), Some("bob"), "changed since");
    assert_eq!(field(&room, ids[4], "owner"), None);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_interrupted_undo_goes_on_under_its_own_set(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows: Vec<String> =
        (1..=700).map(|n| format!("{n},P{n},p{n}@example.org,Rome,,,2026-01-05,New")).collect();
    let report = room.import(CRM, &crm(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
    let import = ChangeSetId::from(report.import.unwrap());
    let stopped = changes::undo(&room.session, import, &Stops::after(1));
    assert!(matches!(stopped, Err(Error::Stopped(_))));
    let half = latest(&room);
    assert_eq!((half.row.reverses, half.state), (Some(import), State::Interrupted));
    let seen = Watching(Mutex::new((room.session.clone(), Vec::new())));
    let undone = changes::undo(&room.session, import, &seen).unwrap();
    assert!(seen.0.lock().unwrap().1.contains(&State::Running), "it is under way to whoever asks meanwhile");
    assert_eq!(undone.change_set, Some(half.row.id));
    assert_eq!(room.seen().len(), 0);
    assert_eq!(locks_left(&room), [""; 0], "no lock stays behind");
    undo(&room, half.row.id);
    assert_eq!(room.seen().len(), 700);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_may_be_in_use_is_kept_and_reported(#[case] engine: Engine) {
    let room = Room::new(engine);
    casebook_app::kinds::add(&room.session, "showroom_visited", casebook_app::domain::kind::Family::Interest)
        .unwrap();
    let kept = undo(&room, latest(&room).row.id);
    assert_eq!((kept.undone(), kept.kept[0].record.as_str()), (0, "showroom_visited"));
    let unknown = changes::undo(&room.session, ChangeSetId(7), &Unwatched);
    assert!(matches!(unknown, Err(Error::NotFound { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_journal_says_who_did_what_to_a_party(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = parties::add(&room.session, person("Ada")).unwrap();
    parties::edit(&room.session, ada, set("city", "Rome")).unwrap();
    undo(&room, latest(&room).row.id);
    let log = changes::of_party(&room.session, ada, None, 10).unwrap();
    let actions: Vec<Action> = log.iter().map(|one| one.entry.action).collect();
    assert_eq!(actions, [Action::PartyTakenBack, Action::PartyEdited, Action::PartyAdded]);
    assert!(evidence::list(&room.session, ada).unwrap().len() == 1);
}

/// Moves the journal into the tables of the sixth step.
const INTO_STEP_6: &str = "INSERT INTO change_log \
    SELECT c.id, c.at, s.actor, s.via, c.action, c.party, NULL, c.detail, NULL \
    FROM change_entry c JOIN change_set s ON s.id = c.change_set WHERE c.party IS NOT NULL; \
    INSERT INTO import_effect SELECT c.change_set, c.id, r.feed, coalesce(c.row_key, ''), c.record, \
    CASE c.action WHEN 'row_added' THEN 'created' WHEN 'row_revived' THEN 'revived' ELSE 'updated' END, c.detail, NULL \
    FROM change_entry c JOIN import_run r ON r.id = c.change_set WHERE c.action LIKE 'row_%';";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn imports_of_an_earlier_program_keep_their_undo(#[case] engine: Engine) {
    let room = Room::new(engine);
    let row =
        |city: &str| crm(&[format!("1,Ada,ada@example.org,{city},web,Works Ltd,2026-01-05,New").as_str()]);
    room.import(CRM, &row("Rome"));
    let first = room.seen();
    let second = room.import(CRM, &row("Oslo"));
    room.edit(room.party("1"), "phone", "123");
    for script in [JOURNAL_OF_STEP_6, INTO_STEP_6, BACK_TO_STEP_6] {
        room.sql(script);
    }
    let session = room.another();
    let undone = changes::undo_import(&session, second.import.unwrap(), &Unwatched).unwrap();
    assert_eq!(undone.restored, 1);
    let ada = room.party("1");
    assert_eq!(field(&room, ada, "phone").as_deref(), Some("123"));
    room.edit(ada, "phone", "");
    assert_eq!(room.seen(), first);
    let edit = changes::page(&session, Some(ada), None, 9).unwrap();
    assert!(edit.iter().any(|one| one.row.what == What::Edit && one.row.actor == "ada"), "{edit:?}");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_change_set_that_is_missing_is_noticed(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = parties::add(&room.session, person("Ada")).unwrap();
    parties::edit(&room.session, ada, set("city", "Rome")).unwrap();
    undo(&room, latest(&room).row.id);
    room.assert_verified();
    room.sql("DELETE FROM change_set WHERE what = 'edit'");
    let report = room.verify();
    let tables: Vec<&str> = report.differences.iter().map(|one| one.table).collect();
    assert_eq!(tables, ["change_entry", "change_set"], "{report:?}");
}
