//! Ids from leased nodes.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use casebook_domain::ids::{NODES, made_at};
use casebook_domain::party::PartyKind;
use casebook_domain::time::{DAY, SECOND, Timestamp};
use casebook_store::{Clock, Engine, Error, Ids, Store, SystemClock, diagnose, lease};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn no_id_is_created_twice_by_eight_threads_and_two_leases(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let leases = [(); 2].map(|()| Ids::lease(database.store(), Arc::clone(&clock)).unwrap());
    let ids: Vec<Vec<i64>> = thread::scope(|scope| {
        let run = |ids: &Ids| {
            let mut list = Vec::new();
            for _ in 0..10_000 {
                list.push(ids.next());
                list.push(ids.party(PartyKind::Organization).0);
            }
            list
        };
        let runs: Vec<_> = (0..8)
            .map(|n| (n, &leases))
            .map(|(n, leases)| scope.spawn(move || run(&leases[n % 2])))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|list| list.is_sorted()));
    let different: HashSet<i64> = ids.iter().flatten().copied().collect();
    assert_eq!(different.len(), 160_000);
    assert!(different.iter().all(|id| *id > 0));
}

#[test]
fn parties_of_two_kinds_never_share_all_but_the_lowest_bit() {
    let database = TestDatabase::new(Engine::Sqlite);
    let ids = Ids::lease(database.store(), Arc::new(FixedClock::default())).unwrap();
    let mut seen = HashSet::new();
    for n in 0..10_000 {
        let kind = if n % 3 == 0 { PartyKind::Person } else { PartyKind::Organization };
        let id = ids.party(kind);
        assert_eq!(id.kind(), kind);
        assert!(seen.insert(id.0 >> 1));
        if n % 5 == 0 {
            assert!(ids.next() > id.0);
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_clock_set_back_or_far_ahead_creates_no_id_twice(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock = Arc::new(FixedClock::default());
    let mut last = 0;
    for step in [0, -DAY, 40 * SECOND, -10 * SECOND, DAY] {
        let ids = Ids::lease(database.store(), clock.clone()).unwrap();
        clock.advance(step);
        for _ in 0..5_000 {
            let id = ids.next();
            assert!(id > last, "{id} after {last}");
            last = id;
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_node_is_returned_and_leased_again(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let nodes =
        |store: &Store| store.read(|c| c.query_one("SELECT count(*) FROM node_lease", &[], |row| row.int(0)));
    for _ in 0..3 {
        drop(Ids::lease(database.store(), Arc::new(FixedClock::default())).unwrap());
    }
    assert_eq!(nodes(database.store()).unwrap(), Some(1));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn several_lease_at_once_and_get_different_nodes(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let firsts: HashSet<i64> = thread::scope(|scope| {
        let lease = || Ids::lease(database.store(), Arc::new(FixedClock::default())).unwrap();
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(lease)).collect();
        let leases: Vec<Ids> = runs.into_iter().map(|run| run.join().unwrap()).collect();
        leases.iter().map(Ids::next).collect()
    });
    assert_eq!(firsts.len(), 6);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn one_that_slept_through_the_end_of_its_lease_creates_no_id_of_the_next(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock = Arc::new(FixedClock::default());
    let sleeper = Ids::lease(database.store(), clock.clone()).unwrap();
    // No number is left that nobody used.
    let highest = format!(
        "INSERT INTO node_lease (node, holder, expires_at, last_millis) VALUES ({}, 'retired', {}, 0)",
        NODES - 1,
        i64::MAX
    );
    database.store().write(move |c| c.execute_script(&highest)).unwrap();
    clock.advance(120 * SECOND);
    let next = Ids::lease(database.store(), clock).unwrap();
    let nodes = count(database.store(), "SELECT count(*) FROM node_lease");
    assert_eq!(nodes, 2, "both have the same node");
    let ids: HashSet<i64> = (0..10_000).flat_map(|_| [sleeper.next(), next.next()]).collect();
    assert_eq!(ids.len(), 20_000);
}

/// Leaves the lease of `node` as a process does that was killed: no one returns the node.
fn kill(store: &Store, node: i64, at: Timestamp) {
    let (expires_at, mark) = (at.0 + 60 * SECOND, at.0 / 1_000 + 10 * 60 * 1_000);
    let sql = "INSERT INTO node_lease (node, holder, expires_at, last_millis) VALUES ($1, 'killed', $2, $3)";
    let values = [node.into(), expires_at.into(), mark.into()];
    store.write(move |c| c.execute(sql, &values)).unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn after_a_kill_ids_stay_in_the_order_of_time(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock = Arc::new(FixedClock::default());
    let live = Ids::lease(database.store(), clock.clone()).unwrap();
    kill(database.store(), 7, clock.now());
    clock.advance(120 * SECOND);
    let mut last = 0;
    for _ in 0..3 {
        // A process for one command, then one that goes on.
        let next = Ids::lease(database.store(), clock.clone()).unwrap().next();
        assert!(next > last, "{next} after {last}");
        clock.advance(SECOND);
        last = live.next();
        assert!(last > next, "{last} after {next}");
        clock.advance(SECOND);
    }
    assert_eq!(count(database.store(), "SELECT count(*) FROM node_lease"), 3);
    clock.advance(11 * 60 * SECOND);
    // Its mark has passed, and no number is lost.
    let _held = [(); 2].map(|()| Ids::lease(database.store(), clock.clone()).unwrap());
    assert_eq!(count(database.store(), "SELECT count(*) FROM node_lease WHERE holder = 'killed'"), 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn numbers_of_killed_processes_are_used_when_there_are_no_others(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock = Arc::new(FixedClock::default());
    kill(database.store(), NODES - 1, clock.now());
    let refused = Ids::lease(database.store(), clock.clone()).map(drop);
    assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
    clock.advance(61 * SECOND);
    let id = Ids::lease(database.store(), clock.clone()).unwrap().next();
    assert!(
        made_at(id) > FixedClock::START.plus(10 * 60 * SECOND),
        "above what the killed one may have created"
    );
}

fn count(store: &Store, sql: &str) -> i64 {
    store.read(|c| c.query_one(sql, &[], |row| row.int(0))).unwrap().unwrap()
}

/// 1970, a moment before this program, 2060, 2089, and as far as numbers go.
const WRONG: [i64; 6] =
    [0, 1_767_225_599_999_999, 2_840_140_800_000_000, 3_770_000_000_000_000, i64::MAX, i64::MIN];

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_impossible_reading_is_refused_and_not_noted(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock = Arc::new(FixedClock::default());
    for shows in WRONG {
        clock.set(Timestamp(shows));
        let refused = Ids::lease(database.store(), clock.clone()).map(drop);
        assert_eq!(refused, Err(Error::Clock { shows: Timestamp(shows) }));
        let migrated = TestDatabase::unmigrated(engine).store().migrate(clock.now());
        assert_eq!(migrated, Err(Error::Clock { shows: Timestamp(shows) }));
    }
    assert_eq!(count(database.store(), "SELECT count(*) FROM node_lease"), 0);
    clock.set(FixedClock::START);
    assert!(Ids::lease(database.store(), clock).unwrap().next() > 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_clock_that_goes_wrong_within_a_run_creates_no_negative_or_duplicate_id(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let clock = Arc::new(FixedClock::default());
    let ids = Ids::lease(database.store(), clock.clone()).unwrap();
    let mut last = ids.next();
    // Years that are within bounds too: the machine cannot have slept for so long.
    for shows in WRONG.into_iter().chain([FixedClock::START.0 + 3_650 * DAY]) {
        clock.set(Timestamp(shows));
        for _ in 0..1_000 {
            let id = ids.next();
            assert!(id > last, "{id} after {last} at {shows}");
            last = id;
        }
        assert!(made_at(last) < FixedClock::START.plus(DAY), "ids go on where they were");
    }
    let noted = "SELECT max(last_millis) FROM node_lease";
    assert!(count(database.store(), noted) < FixedClock::START.plus(DAY).0 / 1_000);
    clock.set(FixedClock::START.plus(SECOND));
    assert!(ids.next() > last);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn marks_that_lie_decades_ahead_do_not_keep_ids_from_the_present(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let clock = Arc::new(FixedClock::default());
    // As an earlier program left them: one killed, one that gave its node back, one beyond the room of ids.
    let left = "INSERT INTO node_lease (node, holder, expires_at, last_millis) VALUES \
                (0, 'killed', 3700000000000000, 3700000000000), (1, 'gone', 0, 3700000000000), \
                (2, 'gone', 0, 9000000000000)";
    store.write(move |c| c.execute_script(left)).unwrap();
    let ids = Ids::lease(store, clock.clone()).unwrap();
    let id = ids.next();
    assert!(id > 0 && made_at(id) < FixedClock::START.plus(DAY));
    let ahead = || store.read(|c| diagnose::leases_far_ahead(c, clock.now())).unwrap();
    assert_eq!(ahead(), 3);
    let now = clock.now();
    assert_eq!(store.write(move |c| lease::retire_far_ahead(c, now)).unwrap(), 3);
    assert_eq!((ahead(), store.read(|c| diagnose::leases(c, now)).unwrap()), (0, 1));
    // What was noted stays noted, so that even decades later none of their ids is made again.
    assert_eq!(count(store, "SELECT count(*) FROM node_lease WHERE last_millis >= 3700000000000"), 3);
    let another = Ids::lease(store, clock).unwrap();
    assert_ne!(another.next(), ids.next());
}
