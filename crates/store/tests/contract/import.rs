//! Imports.

use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::time::Timestamp;
use casebook_store::import::{ImportReject, ImportRow, ImportRun};
use casebook_store::{Engine, import};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

fn run(id: i64) -> ImportRun {
    ImportRun {
        id: ImportId(id),
        feed: "zoho".into(),
        file: "leads.csv".into(),
        file_digest: "abc".into(),
        mapping: "[columns]".into(),
        mapping_digest: "def".into(),
        state: "running".into(),
        rows_done: 0,
        created: 1,
        updated: 2,
        unchanged: 3,
        rejected: 4,
        evidence: 5,
        position: 6,
        started_at: FixedClock::START,
        finished_at: None,
        recorded_by: "ada".into(),
        report: String::new(),
    }
}

fn row(key: &str, import: i64) -> ImportRow {
    ImportRow {
        feed: "zoho".into(),
        row_key: key.into(),
        party: Some(PartyId(2)),
        import: ImportId(import),
        digest: "d".into(),
        fields: "{}".into(),
        evidence: "[]".into(),
        state: "taken".into(),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn runs_are_kept_changed_and_found_by_their_file(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.write(|c| import::insert_run(c, &run(1)).and_then(|()| import::insert_run(c, &run(2)))).unwrap();
    let done = ImportRun {
        state: "done".into(),
        finished_at: Some(Timestamp(9)),
        rows_done: 7,
        report: "{}".into(),
        ..run(1)
    };
    let written = done.clone();
    assert!(store.write(move |c| import::update_run(c, &written)).unwrap());
    assert_eq!(store.read(|c| import::run(c, ImportId(1))).unwrap(), Some(done.clone()));
    assert_eq!(store.read(|c| import::runs(c, None, 9)).unwrap(), [run(2), done.clone()]);
    assert_eq!(store.read(|c| import::runs(c, Some(ImportId(2)), 9)).unwrap(), std::slice::from_ref(&done));
    assert_eq!(store.read(|c| import::runs_of_file(c, "zoho", "abc")).unwrap(), [run(2), done]);
    assert_eq!(store.read(|c| import::runs_of_file(c, "zoho", "other")).unwrap(), []);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rows_are_kept_as_they_were_last_imported(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let many: Vec<ImportRow> = (0..20).map(|n| row(&n.to_string(), 1)).collect();
    store.write(move |c| import::insert_rows(c, &many)).unwrap();
    let changed = ImportRow { party: None, ..row("3", 2) };
    let put = vec![changed.clone(), row("new", 2)];
    store.write(move |c| import::put_rows(c, &put)).unwrap();
    let found = store.read(|c| import::rows(c, "zoho", &["new", "absent", "3", "4"])).unwrap();
    assert_eq!(found, [Some(row("new", 2)), None, Some(changed), Some(row("4", 1))]);
    assert_eq!(store.write(|c| import::delete_rows(c, "zoho", &["new", "absent"])).unwrap(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rejected_rows_are_read_in_order(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let reject = |seq| ImportReject {
        import: ImportId(1),
        seq,
        line: seq + 2,
        column_name: "E-Mail".into(),
        value: "@".into(),
        reason: "no mail address".into(),
        record: "a,@".into(),
    };
    store.write(move |c| import::insert_rejects(c, &[0, 1, 2].map(reject))).unwrap();
    assert_eq!(store.read(|c| import::rejects_after(c, ImportId(1), 0, 9)).unwrap(), [reject(1), reject(2)]);
    assert_eq!(store.read(|c| import::rejects_after(c, ImportId(2), -1, 9)).unwrap(), []);
}
