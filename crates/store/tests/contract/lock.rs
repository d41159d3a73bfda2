//! Locks that die with their holders.

#![expect(
    clippy::disallowed_methods,
    reason = "a test of processes waits for them and tells its child what to do"
)]

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use casebook_store::{DatabaseUrl, Engine, Store};
use casebook_testkit::TestDatabase;
use rstest::rstest;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn one_holder_at_a_time_and_none_after_it_is_dropped(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let other = Store::open(database.url()).unwrap();
    assert!(!store.is_locked("import").unwrap());
    let guard = store.try_lock("import").unwrap().unwrap();
    assert!(guard.is_held());
    assert!(other.try_lock("import").unwrap().is_none());
    assert!(store.is_locked("import").unwrap());
    assert!(other.try_lock("export").unwrap().is_some(), "another name is another lock");
    drop(guard);
    let deadline = Instant::now() + Duration::from_secs(5);
    while other.is_locked("import").unwrap() {
        assert!(Instant::now() < deadline, "a dropped lock is free");
    }
}

/// The files or rows of locks.
fn left(database: &TestDatabase, engine: Engine) -> usize {
    if engine == Engine::Postgres {
        let sql = "SELECT count(*) FROM process_lock";
        let rows = database.store().read(|c| c.query_one(sql, &[], |row| row.int(0))).unwrap();
        return usize::try_from(rows.unwrap()).unwrap();
    }
    let folder = database.url().file().unwrap().parent().unwrap().to_owned();
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().contains("-lock-")).count()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_removed_lock_leaves_nothing_behind(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let other = Store::open(database.url()).unwrap();
    for _ in 0..50 {
        let guard = store.try_lock("import").unwrap().unwrap();
        assert!(other.is_locked("import").unwrap());
        assert_eq!(left(&database, engine), 1);
        guard.forget().unwrap();
        assert_eq!(left(&database, engine), 0, "at once, not a moment later");
        assert!(!other.is_locked("import").unwrap());
    }
    assert!(store.try_lock("import").unwrap().is_some(), "it can be taken again");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_lock_that_comes_and_goes_has_one_holder_at_a_time(#[case] engine: Engine) {
    const ROUNDS: usize = 200;
    let database = TestDatabase::new(engine);
    let holders = AtomicUsize::new(0);
    let taken = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..ROUNDS / 4 {
                    database.store().is_locked("import").unwrap();
                    if let Some(guard) = database.store().try_lock("import").unwrap() {
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0, "one at a time");
                        thread::yield_now();
                        holders.fetch_sub(1, Ordering::SeqCst);
                        taken.fetch_add(1, Ordering::SeqCst);
                        guard.forget().unwrap();
                    }
                }
            });
        }
    });
    assert!(taken.into_inner() > 0);
}

/// What the next test does when it is started as its own child.
fn hold_a_lock_until_killed(path: &str) {
    let store = Store::open(&DatabaseUrl::parse(path).unwrap()).unwrap();
    let _guard = store.try_lock("import").unwrap().unwrap();
    loop {
        thread::park();
    }
}

#[test]
fn a_killed_process_holds_nothing() {
    if let Ok(path) = std::env::var("LOCK_CHILD") {
        hold_a_lock_until_killed(&path);
    }
    let database = TestDatabase::new(Engine::Sqlite);
    let store = database.store();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["lock::a_killed_process_holds_nothing", "--exact"])
        .env("LOCK_CHILD", database.url().to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while !store.is_locked("import").unwrap() {
        assert!(Instant::now() < deadline, "the child takes the lock");
        thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(store.try_lock("import").unwrap().is_some());
}
