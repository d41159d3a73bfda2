//! Copies of everything.

use casebook_store::{DatabaseUrl, Engine, Error, Store};
use casebook_testkit::TestDatabase;

#[test]
fn a_copy_opens_as_a_database_and_nothing_is_overwritten() {
    let database = TestDatabase::new(Engine::Sqlite);
    let store = database.store();
    store.write(|c| c.execute("INSERT INTO setting (name, value) VALUES ('a', '1')", &[])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    store.backup(&copy).unwrap();
    assert!(matches!(store.backup(&copy), Err(Error::File(_))));
    let opened = Store::open(&DatabaseUrl::Sqlite(copy)).unwrap();
    let value = opened.read(|c| c.query_one("SELECT value FROM setting", &[], |row| row.string(0))).unwrap();
    assert_eq!(value.as_deref(), Some("1"));
}
