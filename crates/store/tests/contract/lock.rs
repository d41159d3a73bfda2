//! Locks that die with their holders.

#![expect(
    clippy::disallowed_methods,
    reason = "a test of processes waits for them and tells its child what to do"
)]

use std::process::{Command, Stdio};
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

/// What the next test does when it is started as its own child.
fn hold_a_lock_until_killed(path: &str) {
    let store = Store::open(&DatabaseUrl::parse(path).unwrap()).unwrap();
    let _guard = store.try_lock("import").unwrap().unwrap();
    loop {
        std::thread::park();
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
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(store.try_lock("import").unwrap().is_some());
}
