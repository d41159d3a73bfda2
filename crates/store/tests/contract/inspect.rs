//! Inspecting a SQLite file without changing anything, and a store whose file is damaged while it is open.

use std::fs;
use std::path::Path;

use casebook_store::{Engine, Error, Store, setting};
use casebook_testkit::{FixedClock, TestDatabase};

fn file(database: &TestDatabase) -> &Path {
    database.url().file().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A copy of a database as it is while it is open, with its log.
fn copy(database: &TestDatabase, folder: &Path) -> casebook_store::DatabaseUrl {
    for ending in ["", "-wal"] {
        let from = format!("{}{ending}", file(database).display());
        fs::copy(from, folder.join(format!("copy.db{ending}"))).unwrap();
    }
    casebook_store::DatabaseUrl::Sqlite(folder.join("copy.db"))
}

#[test]
fn an_inspection_reads_the_log_of_a_dead_process_and_leaves_it() {
    let database = TestDatabase::new(Engine::Sqlite);
    database.store().write(|c| setting::set(c, "a", "1")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = copy(&database, folder.path());
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let before = (read("copy.db"), read("copy.db-wal"));
    let store = Store::inspect(&url).unwrap();
    assert_eq!(store.read(|c| setting::get(c, "a")).unwrap().as_deref(), Some("1"));
    assert!(!store.is_locked("import-x").unwrap());
    assert!(matches!(store.write(|c| setting::set(c, "a", "2")), Err(Error::ReadOnly(_))));
    drop(store);
    assert!((read("copy.db"), read("copy.db-wal")) == before, "the file and its log are as they were");
    assert!(!names(folder.path()).iter().any(|name| name.contains("lock")));
}

#[test]
fn an_inspection_creates_no_file_and_leaves_none() {
    let database = TestDatabase::new(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let url = copy(&database, folder.path());
    // Its log goes into the file when the last who has it open for work leaves.
    drop(Store::open(&url).unwrap());
    assert_eq!(names(folder.path()), ["copy.db"]);
    let store = Store::inspect(&url).unwrap();
    store.check_schema().unwrap();
    drop(store);
    assert_eq!(names(folder.path()), ["copy.db"]);
    let missing = casebook_store::DatabaseUrl::Sqlite(folder.path().join("missing.db"));
    assert!(Store::inspect(&missing).is_err());
    assert_eq!(names(folder.path()), ["copy.db"]);
}

#[test]
fn damage_under_a_store_ends_writing_at_once() {
    let database = TestDatabase::new(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let url = copy(&database, folder.path());
    let many: Vec<String> = (0..2_000).map(|number| format!("{number:0>200}")).collect();
    let store = Store::open(&url).unwrap();
    store.write(move |c| many.iter().try_for_each(|name| setting::set(c, name, "1"))).unwrap();
    drop(store);
    let store = Store::open(&url).unwrap();
    store.write(|c| setting::set(c, "a", "1")).unwrap();
    // Every page but the first is overwritten, also in the log.
    for name in ["copy.db", "copy.db-wal"] {
        let path = folder.path().join(name);
        let mut bytes = fs::read(&path).unwrap();
        bytes.iter_mut().skip(4_096).for_each(|byte| *byte = 0x55);
        fs::write(&path, bytes).unwrap();
    }
    assert!(store.damage().is_none());
    let read = store.read(setting::all);
    assert!(matches!(read, Err(Error::Corrupt(_) | Error::Unreadable(_))), "{read:?}");
    assert!(store.damage().is_some());
    let before = fs::read(folder.path().join("copy.db-wal")).unwrap();
    let refused = store.write(|c| setting::set(c, "a", "2"));
    assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    assert!(fs::read(folder.path().join("copy.db-wal")).unwrap() == before, "nothing is written any more");
}

#[cfg(unix)]
#[test]
fn the_file_its_log_and_its_locks_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("data").join("inner");
    let store = Store::open(&casebook_store::DatabaseUrl::Sqlite(inner.join("casebook.db"))).unwrap();
    store.migrate(FixedClock::START).unwrap();
    let _lock = store.try_lock("import").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for path in [inner.clone(), folder.path().join("data")] {
        assert_eq!(mode(&path), 0o700, "{}", path.display());
    }
    assert_eq!(names(&inner).len(), 4, "{:?}", names(&inner));
    for name in names(&inner) {
        assert_eq!(mode(&inner.join(&name)), 0o600, "{name}");
    }
}
