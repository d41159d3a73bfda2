//! An import a step at a time, as a program sees it: proposed, previewed, begun, stopped, resumed, corrected.

use std::sync::Mutex;

use casebook_app::domain::ids::ImportId;
use casebook_app::domain::party::PartyKind;
use casebook_app::imports::{self, ImportRequest, ImportState, Listed, PrepareOptions, Prepared};
use casebook_app::parties::{self, Filter, ImportedIs, Leaf, StageNow};
use casebook_app::tables::guess::GuessOptions;
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Error, Progress, Session, Unwatched, changes, tables};
use casebook_store::Engine;
use rstest::rstest;

use crate::reimport::{CRM, crm};
use crate::room::Room;
use crate::undo::Stops;

fn many() -> String {
    let row = |n: usize| {
        let created = if n % 90 == 7 { "never" } else { "2025-11-02" };
        format!("{n},P{n},p{n}@example.org,Rome,,Firm,{created},Asleep")
    };
    let rows: Vec<String> = (0..1_500).map(row).collect();
    crm(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn table(room: &Room, text: &str) -> (Table, std::path::PathBuf) {
    let path = room.file(text);
    (Table::open_as("leads.csv", &path, &ReadOptions::default()).unwrap(), path)
}

fn only(session: &Session) -> Listed {
    let mut all = imports::list(session).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Asks by id, from elsewhere, that the import stop.
struct StopsFromElsewhere(Mutex<Session>);

impl Progress for StopsFromElsewhere {
    fn at(&self, _done: u64, _total: u64) {
        let session = self.0.lock().unwrap();
        let id = only(&session).run.id;
        assert_eq!(imports::stop(&session, id).unwrap().state, ImportState::Running);
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_has_an_id_before_it_ends_and_stops_by_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = room.request(CRM, &many(), false).mapping;
    let (opened, path) = table(&room, &many());
    let begun = imports::begin(&room.session, opened, &mapping).unwrap();
    let id = begun.id();
    let listed = imports::show(&room.session, id).unwrap();
    assert_eq!((listed.state, listed.run.rows_done), (ImportState::Running, 0));
    assert_eq!((listed.run.file.as_str(), listed.total), ("leads.csv", many().len() as u64));
    let elsewhere = StopsFromElsewhere(Mutex::new(room.another()));
    let stopped = imports::carry_on(&room.session, begun, &elsewhere);
    assert!(matches!(stopped, Err(Error::Stopped(_))), "{stopped:?}");
    let listed = imports::show(&room.session, id).unwrap();
    assert_eq!((listed.state, listed.run.rows_done), (ImportState::Interrupted, 400));
    assert_eq!(listed.problem, None, "somebody asked for it");
    assert_eq!(imports::digests_in_use(&room.session).unwrap(), [listed.run.file_digest]);

    let other = room.file("Id,Name\n1,Somebody else\n");
    assert!(matches!(imports::resume(&room.session, id, &other), Err(Error::Refused(_))));
    let resumed = imports::resume(&room.another(), id, &path).unwrap();
    assert!(resumed.is_resumed() && resumed.id() == id);
    let report = imports::carry_on(&room.session, resumed, &Unwatched).unwrap();
    assert_eq!((report.created, report.rejected, report.rejected_file), (1_483, 17, None));
    assert_eq!(imports::show(&room.session, id).unwrap().state, ImportState::Done);
    assert_eq!(imports::digests_in_use(&room.session).unwrap(), [""; 0]);
    assert!(matches!(imports::stop(&room.session, id), Err(Error::Refused(_))), "it has ended");
    assert!(matches!(imports::resume(&room.session, id, &path), Err(Error::Refused(_))), "it has ended");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_half_undone_is_neither_resumed_nor_stopped(#[case] engine: Engine) {
    let room = Room::new(engine);
    let id = room.import(CRM, &many()).import.unwrap();
    let path = room.file(many());
    assert!(changes::undo_import(&room.session, id, &Stops::after(1)).is_err());
    let listed = imports::show(&room.session, id).unwrap();
    assert!(listed.undoing && listed.state == ImportState::Interrupted);
    assert!(matches!(imports::resume(&room.session, id, &path), Err(Error::Refused(_))));
    assert!(matches!(imports::stop(&room.session, id), Err(Error::Refused(_))));
    assert_eq!(imports::list(&room.session).unwrap().len(), 1, "and none is begun beside it");
    room.undo(Some(id));
    assert!(matches!(imports::stop(&room.session, id), Err(Error::Refused(_))));
    assert_eq!(imports::show(&room.session, id).unwrap().state, ImportState::Undone);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_preview_has_the_rows_and_problems_that_the_import_then_has(#[case] engine: Engine) {
    let room = Room::new(engine);
    let request = room.request(CRM, &many(), true);
    let before = room.rows();
    let preview = imports::preview(&room.session, &request.table, &request.mapping, &Unwatched).unwrap();
    assert_eq!(room.rows(), before, "nothing is stored");
    assert_eq!((preview.report.created, preview.report.rejected), (1_483, 17));
    assert_eq!(preview.rows.len(), 20);
    assert_eq!(preview.rows[0].fields["name"], "P0");
    assert_eq!(preview.rows[0].organization, Some(("Firm".to_owned(), "works at".to_owned())));
    assert_eq!(preview.rows[0].evidence, ["form submitted on 2025-11-02"]);
    assert_eq!(stage_in(&preview.rows[0].stages, "journey"), Some("lead"));
    assert!(preview.rows.iter().all(|row| row.fields["name"] != "P7"), "a refused row is none that will be");

    let id = room.import(CRM, &many()).import.unwrap();
    let (headers, rejects) = imports::rejects(&room.session, id, None, 10).unwrap();
    assert_eq!(headers[0], "Id");
    assert_eq!(rejects[0].cells[1], "P7");
    let (_, more) = imports::rejects(&room.session, id, Some(rejects[9].seq), 10).unwrap();
    let stored =
        rejects.into_iter().chain(more).map(|one| (one.line as u64, one.column, one.value, one.reason));
    let previewed = preview.refused.into_iter().map(|one| (one.line, one.column, one.value, one.reason));
    assert_eq!(stored.collect::<Vec<_>>(), previewed.collect::<Vec<_>>());
}

fn stage_in<'s>(stages: &'s [StageNow], vocabulary: &str) -> Option<&'s str> {
    stages.iter().find(|now| now.vocabulary == vocabulary)?.stage.as_deref()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_rows_of_a_preview_have_the_stages_that_they_have_afterwards(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows = ["1,Ada,ada@example.org,Rome,web,,2026-01-05,New", "2,Bob,,Rome,web,,2026-01-05,New"];
    room.import(CRM, &crm(&rows));
    // Ada buys meanwhile: what the file does not know of her counts in the preview too.
    room.record(room.party("1"), "purchased", 3);
    let rows =
        ["1,Ada,ada@example.org,Paris,web,,2026-01-06,New", "3,Eve,,Rome,web,,2026-01-05,New", rows[1]];
    let request = room.request(CRM, &crm(&rows), true);
    let preview = imports::preview(&room.session, &request.table, &request.mapping, &Unwatched).unwrap();
    let listed: Vec<Vec<StageNow>> = preview.rows.into_iter().map(|row| row.stages).collect();
    let journey: Vec<_> = listed.iter().map(|stages| stage_in(stages, "journey")).collect();
    assert_eq!(journey, [Some("customer"), Some("lead"), Some("lead")]);

    room.import(CRM, &crm(&rows));
    for (external, stages) in ["1", "3", "2"].into_iter().zip(listed) {
        assert_eq!(stages, room.card(room.party(external)).stages, "{external}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whom_an_import_added_and_changed_are_as_many_as_its_receipt_says(#[case] engine: Engine) {
    let room = Room::new(engine);
    let row = |n: usize, city: &str| format!("{n},P{n},p{n}@example.org,{city},web,Firm,2026-01-05,New");
    let import = |rows: Vec<String>| {
        room.import(CRM, &crm(&rows.iter().map(String::as_str).collect::<Vec<_>>())).import.unwrap()
    };
    let first = import((0..5).map(|n| row(n, "Rome")).collect());
    let second = import((0..8).map(|n| row(n, if n < 3 { "Oslo" } else { "Rome" })).collect());

    let found = |import, added, kind| {
        let imported = Filter::Leaf(Leaf::Imported(ImportedIs { import, added }));
        let all = Filter::All(vec![imported, Filter::Leaf(Leaf::Kind(kind))]);
        parties::count(&room.session, &all).unwrap()
    };
    let (people, organizations) = (PartyKind::Person, PartyKind::Organization);
    assert_eq!((found(first, Some(true), people), found(first, Some(false), people)), (5, 0));
    assert_eq!(found(first, Some(true), organizations), 1, "the firm came with them");
    let receipt = imports::show(&room.session, second).unwrap();
    assert_eq!((receipt.run.created, receipt.run.updated), (3, 3));
    assert_eq!((found(second, Some(true), people), found(second, Some(false), people)), (3, 3));
    assert_eq!((found(second, None, people), found(second, Some(true), organizations)), (6, 0));

    let unknown = Filter::Leaf(Leaf::Imported(ImportedIs { import: ImportId(7), added: None }));
    assert!(matches!(parties::count(&room.session, &unknown), Err(Error::NotFound { what: "import", .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn refused_rows_come_out_as_a_table_that_goes_in_once_it_is_corrected(#[case] engine: Engine) {
    let room = Room::new(engine);
    let text = crm(&[
        "1,Ada,ada@example.org,Rome,web,,2026-01-05,New",
        "2,=Bob,bob@example.org,Rome,web,,=never,New",
    ]);
    let id = room.import(CRM, &text).import.unwrap();
    let mut out = Vec::new();
    assert_eq!(imports::write_rejects(&room.session, id, &mut out, &Unwatched).unwrap(), 1);
    let list = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(
        lines[0],
        "Id,Name,Mail,City,Source,Company,Created,Status,rejected line,rejected column,rejected value,\
         rejected because"
    );
    assert!(lines[1].starts_with("2,=Bob,bob@example.org,Rome,web,,=never,New,3,Created,'=never,"), "{list}");

    let corrected = list.replacen("=never", "2026-01-06", 1);
    let report = room.import(CRM, &corrected);
    assert_eq!((report.created, report.rejected), (1, 0));
    let bob = room.seen_of(room.party("crm/2"));
    assert_eq!(bob.fields["name"], "=Bob");
    assert!(bob.fields.keys().all(|name| !name.contains("rejected")), "{:?}", bob.fields);
    assert!(room.field(room.party("crm/1"), "name").is_some());

    let again = room.import(CRM, &list).import.unwrap();
    let mut out = Vec::new();
    imports::write_rejects(&room.session, again, &mut out, &Unwatched).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap().lines().next(),
        Some(lines[0]),
        "the reasons stand there once"
    );
    let stranger = imports::write_rejects(&room.session, ImportId(1), &mut Vec::new(), &Unwatched);
    assert!(matches!(stranger, Err(Error::NotFound { .. })));
}

#[test]
fn refused_rows_open_in_the_program_that_wrote_the_file() {
    let room = Room::new(Engine::Sqlite);
    let text = crm(&["1,Ada,ada@example.org,Rome,web,,2026-01-05,New", "2,Bob,,K\u{f6}ln,web,,never,New"]);
    let old: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect();
    for (bytes, begin) in [
        (format!("\u{feff}{}", text.replace(',', ";")).into_bytes(), "\u{feff}Id;Name;"),
        (old, "\u{feff}Id,Name,"),
        (text.replace(',', "\t").into_bytes(), "Id\tName\t"),
        (text.into_bytes(), "Id,Name,"),
    ] {
        let file = room.file(bytes);
        let options = PrepareOptions { mapping: Some(CRM.to_owned()), ..PrepareOptions::default() };
        let Prepared { table, mapping, .. } = imports::prepare(&room.session, &file, options).unwrap();
        let request = ImportRequest { table, mapping, dry_run: false };
        let id = imports::run(&room.session, &request, &Unwatched).unwrap().import.unwrap();
        let mut out = Vec::new();
        imports::write_rejects(&room.session, id, &mut out, &Unwatched).unwrap();
        let list = String::from_utf8(out).unwrap();
        assert!(list.starts_with(begin), "{list}");
        assert!(list.contains("K\u{f6}ln"), "{list}");
    }
}

#[test]
fn an_ambiguous_order_of_dates_is_a_question_and_its_dates_are_refused_until_it_is_answered() {
    let room = Room::new(Engine::Sqlite);
    let path = room.file("Name,Email,Created Date\nAda,ada@example.org,01/02/2026\nBob,bob@example.org,\n");
    let propose = |options| {
        let file = ("leads.csv", path.as_path());
        imports::propose(&room.session, file, &ReadOptions::default(), options).unwrap()
    };
    let open = propose(GuessOptions::default());
    assert_eq!(open.headers, ["Name", "Email", "Created Date"]);
    assert_eq!(open.sample[0], ["Ada", "ada@example.org", "01/02/2026"]);
    let [question, rows_are] = open.questions.as_slice() else { panic!("{:?}", open.questions) };
    assert_eq!(
        (question.option, question.choices.as_slice()),
        ("date_order", ["day-first", "month-first"].as_slice())
    );
    assert_eq!(rows_are.option, "rows_are");
    assert_eq!((open.rows.len(), open.refused.len()), (1, 1), "{open:?}");
    assert!(open.refused[0].reason.contains("day"), "{:?}", open.refused);

    let date_order = tables::dates::DateOrder::from_word("month-first");
    let rows_are = tables::guess::RowsAre::from_word("known");
    let answered = propose(GuessOptions { date_order, rows_are, ..GuessOptions::default() });
    assert_eq!((answered.questions.len(), answered.refused.len()), (0, 0), "{answered:?}");
    assert!(answered.rows[0].evidence[0].ends_with("on 2026-01-02"), "{:?}", answered.rows[0]);
}
