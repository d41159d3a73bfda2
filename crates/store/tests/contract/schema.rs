//! Migrations, and the likeness of the two schemas.

use std::thread;

use casebook_store::{DatabaseUrl, Engine, Error, Store, tables};
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

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_newer_or_a_changed_schema_is_refused(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let run = |sql: &'static str| database.store().write(move |c| c.execute_script(sql)).unwrap();
    run("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'later', '', 0)");
    assert!(matches!(
        database.store().migrate(FixedClock::START),
        Err(Error::NewerSchema { found: 9999, .. })
    ));
    run("DELETE FROM schema_migration WHERE number = 9999");
    run("UPDATE schema_migration SET checksum = 'other' WHERE number = 1");
    assert!(matches!(database.store().migrate(FixedClock::START), Err(Error::ChangedStep { number: 1, .. })));
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
