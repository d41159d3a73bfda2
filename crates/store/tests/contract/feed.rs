//! The change feed: numbers in the order of becoming visible, none lost, none twice.

use casebook_domain::change::Action;
use casebook_domain::evidence::Via;
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::time::{SECOND, Timestamp};
use casebook_store::feed::{self, Change, Entry};
use casebook_store::request_key::{self, KeyRow};
use casebook_store::{Engine, Error, Store};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

fn entry(id: i64) -> Entry {
    let change = Change {
        evidence: Some(EvidenceId(id)),
        ..Change::of(Action::EvidenceAppended, vec![PartyId(id * 2)])
    };
    Entry { id, at: Timestamp(id * SECOND), actor: "ada".to_owned(), via: Via::Api, changes: vec![change] }
}

fn number_all(store: &Store) {
    while store.write(feed::number).unwrap() {}
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn entries_read_back_in_the_order_of_their_numbers(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    assert_eq!(store.read(feed::mark).unwrap(), (0, vec![]));
    for id in [3, 1, 2] {
        store.write(move |c| feed::append(c, &entry(id))).unwrap();
        number_all(store);
    }
    let all = store.read(|c| feed::after(c, 0, 10)).unwrap();
    assert_eq!(all, [(1, entry(3)), (2, entry(1)), (3, entry(2))]);
    assert_eq!(store.read(|c| feed::after(c, 1, 1)).unwrap(), [(2, entry(1))]);
    assert_eq!(store.read(feed::last).unwrap(), 3);
    assert_eq!(store.read(feed::mark).unwrap(), (3, vec![]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_committed_is_seen_at_once_numbered_or_not(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.write(move |c| feed::append(c, &entry(1))).unwrap();
    number_all(store);
    store.write(move |c| feed::append(c, &entry(2))).unwrap();
    let seen = store.read(|c| feed::since(c, 0, 10)).unwrap();
    assert_eq!(seen.into_iter().map(|(_, entry)| entry).collect::<Vec<_>>(), [entry(1), entry(2)]);
    let waits = store.read(feed::waits).unwrap();
    assert_eq!(waits, engine == Engine::Postgres, "one writer at a time numbers at once");
    let before = store.read(feed::mark).unwrap();
    number_all(store);
    assert_eq!(store.read(|c| feed::since(c, 1, 10)).unwrap(), [(Some(2), entry(2))]);
    assert_eq!(before == store.read(feed::mark).unwrap(), engine == Engine::Sqlite);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_entry_that_is_undone_leaves_no_trace(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let undone: Result<(), Error> = store.write(move |c| {
        feed::append(c, &entry(1))?;
        Err(Error::Other("changed our mind".to_owned()))
    });
    assert!(undone.is_err());
    store.write(move |c| feed::append(c, &entry(2))).unwrap();
    number_all(store);
    assert_eq!(store.read(|c| feed::after(c, 0, 10)).unwrap(), [(1, entry(2))]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn many_writers_and_numberers_lose_and_repeat_nothing(#[case] engine: Engine) {
    const WRITERS: i64 = 6;
    const EACH: i64 = 40;
    let database = TestDatabase::new(engine);
    let (one, other) = (database.store().clone(), Store::open(database.url()).unwrap());
    let followed = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let store = if writer % 2 == 0 { one.clone() } else { other.clone() };
                scope.spawn(move || {
                    for n in 0..EACH {
                        let id = writer * EACH + n + 1;
                        store.write(move |c| feed::append(c, &entry(id))).unwrap();
                        store.write(feed::number).unwrap();
                    }
                })
            })
            .collect();
        // Follows while they write, always going on behind the last number seen.
        let follower = scope.spawn(|| {
            let mut seen: Vec<(i64, Entry)> = Vec::new();
            while seen.len() < (WRITERS * EACH) as usize {
                let last = seen.last().map_or(0, |(seq, _)| *seq);
                seen.extend(other.read(|c| feed::after(c, last, 7)).unwrap());
            }
            seen
        });
        for writer in writers {
            writer.join().unwrap();
        }
        follower.join().unwrap()
    });
    let numbers: Vec<i64> = followed.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, (1..=WRITERS * EACH).collect::<Vec<_>>());
    let mut ids: Vec<i64> = followed.iter().map(|(_, entry)| entry.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=WRITERS * EACH).collect::<Vec<_>>());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn pruning_never_restarts_the_numbers(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    for id in 1..=3 {
        store.write(move |c| feed::append(c, &entry(id))).unwrap();
        number_all(store);
    }
    assert_eq!(store.write(|c| feed::prune(c, Timestamp(100 * SECOND), Timestamp(200 * SECOND))).unwrap(), 2);
    assert_eq!(store.read(feed::first).unwrap(), Some(3));
    store.write(move |c| feed::append(c, &entry(4))).unwrap();
    number_all(store);
    assert_eq!(store.read(feed::last).unwrap(), 4);
    store.write(move |c| feed::append_after(c, 100, &entry(5))).unwrap();
    assert_eq!(store.read(|c| feed::after(c, 4, 9)).unwrap(), [(101, entry(5))]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_entry_from_a_wrong_clock_is_as_old_as_its_neighbours(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    // Times far ahead and far back, between correct entries.
    for (id, at) in [(1, 100), (2, 900_000), (3, 110), (4, 1), (5, 120), (6, 1), (7, 900_000)] {
        store.write(move |c| feed::append(c, &Entry { at: Timestamp(at * SECOND), ..entry(id) })).unwrap();
        number_all(store);
    }
    let prune = |before: i64| {
        let (before, until) = (Timestamp(before * SECOND), Timestamp(200 * SECOND));
        store.write(move |c| feed::prune(c, before, until)).unwrap()
    };
    let first = || store.read(feed::first).unwrap();
    assert_eq!((prune(100), first()), (0, Some(1)));
    assert_eq!((prune(105), first()), (2, Some(3)));
    assert_eq!((prune(115), first()), (2, Some(5)));
    assert_eq!((prune(120), first()), (0, Some(5)), "what came behind it stays");
    assert_eq!((prune(121), first()), (2, Some(7)), "the last always stays");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_request_is_stored_once_and_deleted_in_time(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let row = KeyRow { key: "k".into(), digest: "d".into(), at: FixedClock::START, answer: None };
    let (first, again) = (row.clone(), row.clone());
    store.write(move |c| request_key::insert(c, &first)).unwrap();
    let twice = store.write(move |c| request_key::insert(c, &again));
    assert!(matches!(twice, Err(Error::Conflict { table, .. }) if table == "request_key"));
    assert!(store.write(|c| request_key::set_answer(c, "k", "201")).unwrap());
    assert!(!store.write(|c| request_key::set_answer(c, "other", "201")).unwrap());
    let kept = store.read(|c| request_key::get(c, "k")).unwrap();
    assert_eq!(kept, Some(KeyRow { answer: Some("201".into()), ..row }));
    assert_eq!(
        store.write(|c| request_key::prune(c, FixedClock::START, FixedClock::START.plus(9))).unwrap(),
        0
    );
    assert_eq!(
        store.write(|c| request_key::prune(c, FixedClock::START.plus(1), FixedClock::START.plus(9))).unwrap(),
        1
    );
    assert!(!store.write(|c| request_key::remove(c, "k")).unwrap());
}
