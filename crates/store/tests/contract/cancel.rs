//! Cancellation: who waits, for how long, and what is not begun for callers who have left.

#![expect(clippy::disallowed_methods, reason = "waits are bounded by a deadline")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use casebook_store::{Cancel, Connection, Engine, Error, Result, Store};
use casebook_testkit::TestDatabase;
use rstest::rstest;

/// Generous, for a busy machine; a regression waits for twenty seconds and more.
const SOON: Duration = Duration::from_secs(10);

fn put(connection: &mut Connection<'_>, name: &str) -> Result<u64> {
    connection.execute("INSERT INTO setting (name, value) VALUES ($1, '1')", &[name.into()])
}

fn names(store: &Store) -> Vec<String> {
    store.read(|c| c.query("SELECT name FROM setting ORDER BY name", &[], |row| row.string(0))).unwrap()
}

/// Another store that holds the file until it may let go.
fn held(database: &TestDatabase) -> (Sender<()>, JoinHandle<()>) {
    let other = Store::open(database.url()).unwrap();
    let ((signal, holding), (let_go, may_go)) = (channel(), channel());
    let may_go = std::sync::Mutex::new(may_go);
    let holder = thread::spawn(move || {
        let hold = move |connection: &mut Connection<'_>| {
            put(connection, "held")?;
            signal.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            Ok::<_, Error>(())
        };
        other.write(hold).unwrap();
    });
    holding.recv().unwrap();
    (let_go, holder)
}

#[test]
fn behind_a_lock_of_another_process_everyone_is_answered_in_time_and_only_patient_writes_happen() {
    let database = TestDatabase::new(Engine::Sqlite);
    let (let_go, holder) = held(&database);
    let begun = Arc::new(AtomicUsize::new(0));
    let write = |store: Store, name: String| {
        let begun = Arc::clone(&begun);
        thread::spawn(move || {
            store.write(move |connection| {
                begun.fetch_add(1, Ordering::SeqCst);
                put(connection, &name)
            })
        })
    };
    let patient = write(database.store().clone(), "patient".to_owned());
    let by = Instant::now() + Duration::from_millis(200);
    let hasty: Vec<_> = (0..20)
        .map(|n| write(database.store().cancelled_by(Cancel::new().beginning_by(by)), format!("hasty {n}")))
        .collect();
    let cancelled = Cancel::new();
    let left = write(database.store().cancelled_by(cancelled.clone()), "left".to_owned());
    assert!(!cancelled.cancel(), "it had not begun");
    for one in hasty {
        assert!(matches!(one.join().unwrap(), Err(Error::Busy(_))));
    }
    assert_eq!(left.join().unwrap(), Err(Error::Cancelled));
    assert!(by.elapsed() < SOON, "{:?}", by.elapsed());
    assert_eq!(begun.load(Ordering::SeqCst), 0, "nothing was begun");
    let_go.send(()).unwrap();
    holder.join().unwrap();
    patient.join().unwrap().unwrap();
    assert_eq!(names(database.store()), ["held", "patient"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nothing_is_begun_for_a_caller_who_has_left_or_is_too_late(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let late = database.store().cancelled_by(Cancel::new().beginning_by(Instant::now()));
    assert!(matches!(late.write(|c| put(c, "late")), Err(Error::Busy(_))));
    let cancel = Cancel::new();
    cancel.cancel();
    let left = database.store().cancelled_by(cancel);
    assert_eq!(left.write(|c| put(c, "left")), Err(Error::Cancelled));
    assert_eq!(left.read(|c| c.query("SELECT 1", &[], |_| Ok(()))), Err(Error::Cancelled));
    assert_eq!(left.ask(|c| c.query("SELECT 1", &[], |_| Ok(()))), Err(Error::Cancelled));
    assert_eq!(names(database.store()), Vec::<String>::new());

    let cancel = Cancel::new();
    database.store().cancelled_by(cancel.clone()).write(|c| put(c, "kept")).unwrap();
    assert!(cancel.cancel(), "it had begun");
    assert_eq!(names(database.store()), ["kept"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_answer_ends_at_the_row_at_which_no_one_waits_any_more(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let fill = |c: &mut Connection<'_>| (0..2_000).try_for_each(|n| put(c, &format!("{n:04}")).map(|_| ()));
    database.store().write(fill).unwrap();
    let cancel = Cancel::new();
    let mut seen = 0;
    let outcome: Result<()> = database.store().cancelled_by(cancel.clone()).read(|c| {
        c.for_each("SELECT name FROM setting ORDER BY name", &[], |_| {
            seen += 1;
            if seen == 3 {
                cancel.cancel();
            }
            Ok(())
        })
    });
    assert_eq!((outcome, seen), (Err(Error::Cancelled), 3));
    assert_eq!(names(database.store()).len(), 2_000, "the connection is good for others");
}
