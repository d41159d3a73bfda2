//! Migrations, and the likeness of the two schemas.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use casebook_store::{DatabaseUrl, Engine, Error, Ids, Store, setting, tables};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

#[test]
fn both_engines_have_the_same_tables_columns_keys_and_indexes() {
    let described = |engine| TestDatabase::new(engine).store().read(tables).unwrap();
    let (sqlite, postgres) = (described(Engine::Sqlite), described(Engine::Postgres));
    assert_eq!(sqlite.len(), postgres.len());
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one, other);
    }
    assert!(sqlite.iter().any(|table| table.name == "evidence_party" && table.key.len() == 3));
}

#[test]
fn text_on_postgres_is_compared_by_its_bytes() {
    let database = TestDatabase::new(Engine::Postgres);
    let sql = "SELECT c.table_name::text || '.' || c.column_name::text FROM information_schema.columns c \
               WHERE c.table_schema = current_schema() AND c.data_type = 'text' \
               AND c.collation_name IS DISTINCT FROM 'C' AND c.table_name <> 'schema_migration'";
    let others = database.store().read(|c| c.query(sql, &[], |row| row.string(0))).unwrap();
    assert_eq!(others, Vec::<String>::new());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn several_at_once_migrate_an_empty_database(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    assert!(matches!(database.store().check_schema(), Err(Error::OlderSchema { found: 0, .. })));
    let outcomes: Vec<_> = thread::scope(|scope| {
        let migrate = || Store::open(database.url()).unwrap().migrate(FixedClock::START);
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(migrate)).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(database.store().check_schema().is_ok());
}

/// A handle for another program, which goes by no schema.
fn another_program(database: &TestDatabase) -> impl Fn(&'static str) + use<> {
    let store = Store::open(database.url()).unwrap();
    move |sql| store.write(move |c| c.execute_script(sql)).unwrap()
}

const LATER: &str =
    "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'later', '', 0)";
const NOT_LATER: &str = "DELETE FROM schema_migration WHERE number = 9999";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_newer_or_a_changed_schema_is_refused(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let run = another_program(&database);
    run(LATER);
    assert!(matches!(
        database.store().migrate(FixedClock::START),
        Err(Error::NewerSchema { found: 9999, .. })
    ));
    run(NOT_LATER);
    run("UPDATE schema_migration SET checksum = 'other' WHERE number = 1");
    assert!(matches!(database.store().migrate(FixedClock::START), Err(Error::ChangedStep { number: 1, .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_step_that_was_left_out_is_noticed(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let run = another_program(&database);
    run("DELETE FROM schema_migration WHERE number = 3");
    let missing = Error::MissingStep { missing: 3, later: 4 };
    assert_eq!(database.store().check_schema(), Err(missing.clone()));
    assert_eq!(database.store().migrate(FixedClock::START), Err(missing));
    run("DELETE FROM schema_migration WHERE number = 1");
    assert_eq!(database.store().check_schema(), Err(Error::MissingStep { missing: 1, later: 2 }));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_open_store_writes_nothing_once_a_newer_program_has_migrated_it(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let (store, run) = (database.store(), another_program(&database));
    let set = |name: &'static str| store.write(move |c| setting::set(c, name, "1"));
    let names = || store.read(setting::all).unwrap().into_keys().collect::<Vec<_>>();
    set("before").unwrap();
    run(LATER);
    let refused = |outcome: Result<(), Error>| matches!(outcome, Err(Error::NewerSchema { found: 9999, .. }));
    assert!(refused(set("after")));
    // A write that asks nothing first, one that asks first, one that makes ids, and one that locks.
    let ask = store.write(|c| setting::get(c, "before").map(|_| ()));
    assert!(refused(ask));
    assert!(refused(Ids::lease(store, Arc::new(FixedClock::default())).map(drop)));
    if engine == Engine::Postgres {
        assert!(refused(store.try_lock("import").map(drop)));
    }
    assert_eq!(names(), ["before"], "what is there can be read");
    run(NOT_LATER);
    set("at last").unwrap();
    assert_eq!(names(), ["at last", "before"]);
}

/// Waits until someone waits for a lock on the table of steps.
fn somebody_waits(database: &TestDatabase) {
    let sql = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'schema_migration'::regclass";
    for _ in 0..20_000 {
        if database.store().read(|c| c.query_one(sql, &[], |row| row.int(0))).unwrap() != Some(0) {
            return;
        }
        thread::yield_now();
    }
    panic!("no one waits");
}

#[test]
fn a_migration_waits_for_writes_under_way_and_writes_wait_for_it() {
    let database = TestDatabase::new(Engine::Postgres);
    let run = another_program(&database);
    let ((begun, has_begun), (go_on, may_go_on)) = (channel(), channel::<()>());
    let (begun, may_go_on) = (Mutex::new(begun), Mutex::new(may_go_on));
    let store = database.store().clone();
    let write = thread::spawn(move || {
        store.write(move |c| {
            setting::get(c, "any")?;
            begun.lock().unwrap().send(()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
            setting::set(c, "under way", "1")
        })
    });
    has_begun.recv().unwrap();
    let newer = thread::spawn(move || {
        run("LOCK TABLE schema_migration IN EXCLUSIVE MODE; \
             INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'later', '', 0)");
    });
    somebody_waits(&database);
    let store = database.store().clone();
    let late = thread::spawn(move || store.write(|c| setting::set(c, "late", "1")));
    go_on.send(()).unwrap();
    assert_eq!(write.join().unwrap(), Ok(()), "it began before the migration and ends before it");
    newer.join().unwrap();
    assert!(matches!(late.join().unwrap(), Err(Error::NewerSchema { .. })), "it began after");
}

#[test]
fn taking_a_step_waits_for_writes_under_way() {
    let database = TestDatabase::new(Engine::Postgres);
    let last = "DELETE FROM schema_migration WHERE number = (SELECT max(number) FROM schema_migration)";
    another_program(&database)(last);
    let other = Store::open(database.url()).unwrap();
    let ((held, is_held), (go_on, may_go_on)) = (channel(), channel::<()>());
    let (held, may_go_on) = (Mutex::new(held), Mutex::new(may_go_on));
    let holder = thread::spawn(move || {
        other.write(move |c| {
            c.hold("schema_migration")?;
            setting::get(c, "any")?;
            held.lock().unwrap().send(()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
            setting::set(c, "under way", "1")
        })
    });
    is_held.recv().unwrap();
    let url = database.url().clone();
    // What it creates exists already, so that it fails once it may run; before that it waits.
    let migration = thread::spawn(move || Store::open(&url).unwrap().migrate(FixedClock::START));
    somebody_waits(&database);
    go_on.send(()).unwrap();
    assert_eq!(holder.join().unwrap(), Ok(()));
    drop(migration.join().unwrap());
}

#[test]
fn a_file_of_another_kind_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(&path, "Dear database,\n".repeat(500)).unwrap();
    match Store::open(&DatabaseUrl::Sqlite(path)).map(|_| ()) {
        Err(Error::NotADatabase(name)) => assert!(name.ends_with("letter.txt")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_tables_of_another_program_are_left_alone() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    database.store().write(|c| c.execute_script("CREATE TABLE song (id INTEGER PRIMARY KEY)")).unwrap();
    assert!(matches!(database.store().migrate(FixedClock::START), Err(Error::NotADatabase(_))));
}
