//! Transactions: what is kept, what is undone, and what writers do to each other.

#![expect(
    clippy::disallowed_methods,
    reason = "a test of processes waits for them and tells its child what to do"
)]

use std::sync::mpsc::channel;
use std::thread;

use casebook_store::{Batch, Connection, Engine, Error, NULL, Result, Store, Value, setting};
use casebook_testkit::TestDatabase;
use rstest::rstest;

fn put(connection: &mut Connection<'_>, name: &str, value: &str) -> Result<u64> {
    connection.execute("INSERT INTO setting (name, value) VALUES ($1, $2)", &[name.into(), value.into()])
}

fn names(store: &Store) -> Vec<String> {
    store.read(|c| c.query("SELECT name FROM setting ORDER BY name", &[], |row| row.string(0))).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_error_or_a_panic_undoes_everything(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let outcome: Result<()> = store.write(|c| {
        put(c, "a", "1")?;
        Err(Error::Other("thought better of it".into()))
    });
    assert!(outcome.is_err());
    let panicked = thread::scope(|scope| {
        let write = || {
            store.write(|c| -> Result<()> {
                put(c, "b", "1")?;
                panic!("on purpose")
            })
        };
        scope.spawn(write).join()
    });
    assert!(panicked.is_err());
    assert_eq!(names(store), Vec::<String>::new());
    store.write(|c| put(c, "c", "1")).unwrap();
    assert_eq!(names(store), ["c"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_failed_statement_aborts_the_transaction_unless_it_was_an_attempt(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let outcome: Result<()> = store.write(|c| {
        put(c, "a", "1")?;
        let _ = put(c, "a", "2");
        Ok(())
    });
    assert!(matches!(outcome, Err(Error::Conflict { table, .. }) if table == "setting"));
    assert_eq!(names(store), Vec::<String>::new());
    store
        .write(|c| {
            put(c, "a", "1")?;
            assert!(c.attempt(|c| put(c, "b", "1").and_then(|_| put(c, "a", "2"))).is_err());
            put(c, "c", "1")
        })
        .unwrap();
    assert_eq!(names(store), ["a", "c"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_statements_sent_at_once_the_error_is_that_of_the_first_that_failed(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.write(|connection| put(connection, "taken", "1")).unwrap();
    // Which answer is noticed first is a matter of chance.
    for round in 0..50 {
        let outcome = store.write(|connection| {
            let mut batch = Batch::default();
            // Some succeed, one fails, and those behind it fail for that.
            for number in 0..28 {
                let name = if number == 9 { "taken".to_owned() } else { format!("free {number}") };
                let values = vec![name.into(), "2".into()];
                batch.execute("INSERT INTO setting (name, value) VALUES ($1, $2)", values);
            }
            connection.run(&batch)
        });
        assert!(
            matches!(&outcome, Err(Error::Conflict { table, .. }) if table == "setting"),
            "{round}: {outcome:?}"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn writes_that_wait_together_fail_alone(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let (started, has_started) = channel();
    let (go, may_go) = channel::<()>();
    let outcomes: Vec<Result<u64>> = thread::scope(|scope| {
        let first = scope.spawn(move || {
            store.write(move |c| {
                started.send(()).unwrap();
                may_go.recv().unwrap();
                put(c, "first", "1")
            })
        });
        has_started.recv().unwrap();
        // These queue up behind the first and share its transaction on SQLite.
        let names = ["a", "b", "bad", "c"];
        let rest: Vec<_> = names
            .map(|name| {
                scope.spawn(move || {
                    store.write(move |c| {
                        put(c, name, "1")?;
                        if name == "bad" { put(c, "a_second_time", "\0") } else { Ok(1) }
                    })
                })
            })
            .into_iter()
            .collect();
        go.send(()).unwrap();
        std::iter::once(first).chain(rest).map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), 1);
    assert_eq!(names(store), ["a", "b", "c", "first"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn several_stores_write_to_one_database(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let add = |store: Store| {
        for _ in 0..50 {
            let bump = "INSERT INTO setting (name, value) VALUES ('n', '1') ON CONFLICT (name) \
                        DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)";
            store.write(move |c| c.execute(bump, &[])).unwrap();
        }
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| add(Store::open(database.url()).unwrap()));
        }
    });
    let sql = "SELECT value FROM setting WHERE name = 'n'";
    let n = database.store().read(|c| c.query_one(sql, &[], |row| row.string(0))).unwrap();
    assert_eq!(n.as_deref(), Some("200"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn readers_cannot_write_and_keep_one_snapshot(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    assert!(matches!(store.read(|c| put(c, "a", "1")), Err(Error::ReadOnly(_))));
    let count = "SELECT count(*) FROM setting";
    let seen: Result<(Option<i64>, Option<i64>)> = store.read(|c| {
        let before = c.query_one(count, &[], |row| row.int(0))?;
        store.write(|c| put(c, "a", "1"))?;
        Ok((before, c.query_one(count, &[], |row| row.int(0))?))
    });
    assert_eq!(seen.unwrap(), (Some(0), Some(0)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn every_type_and_every_kind_of_nothing_comes_back(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let columns = ["party", "projection_version", "pieces", "first_at", "last_at", "facts"];
    let read = "SELECT party, first_at, last_at, facts FROM party_facts ORDER BY party";
    // One row goes in by INSERT, many by the engine's bulk way; both must bind alike.
    for rows in [1_i64, 100] {
        let found = database
            .store()
            .write(move |c| {
                c.execute("DELETE FROM party_facts", &[])?;
                let row =
                    |n: i64| [n.into(), 1.into(), 0.into(), NULL, i64::MAX.into(), vec![0_u8, 1, 255].into()];
                let values: Vec<Value<'static>> = (1..=rows).flat_map(row).collect();
                c.insert_many("party_facts", &columns, &values)?;
                c.query(read, &[], |row| {
                    Ok((row.int(0)?, row.opt_int(1)?, row.int(2)?, row.bytes(3)?.to_vec()))
                })
            })
            .unwrap();
        assert_eq!(found.len() as i64, rows);
        assert_eq!(found.last(), Some(&(rows, None, i64::MAX, vec![0, 1, 255])));
    }
    let text_nulls = "SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT)";
    let nothing = database
        .store()
        .read(|c| c.query_one(text_nulls, &[NULL, NULL], |row| Ok((row.opt_string(0)?, row.opt_int(1)?))));
    assert_eq!(nothing.unwrap(), Some((None, None)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn wrong_counts_of_values_and_nul_are_refused(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let short: Result<u64> =
        store.write(|c| c.execute("INSERT INTO setting (name, value) VALUES ($1, $2)", &["a".into()]));
    assert!(matches!(short, Err(Error::Other(_))), "{short:?}");
    assert_eq!(store.write(|c| put(c, "a", "b\0c")), Err(Error::NulInText));
    let many = store.write(|c| {
        let values: Vec<Value<'_>> = (0..20).flat_map(|n| [n.to_string().into(), "\0".into()]).collect();
        c.insert_many("setting", &["name", "value"], &values)
    });
    assert_eq!(many, Err(Error::NulInText));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn long_answers_stream_and_stop_on_request(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store
        .write(|c| {
            let values: Vec<Value<'_>> =
                (0..2_000).flat_map(|n| [format!("{n:04}").into(), "x".into()]).collect();
            c.insert_many("setting", &["name", "value"], &values)
        })
        .unwrap();
    let mut seen = 0;
    let stopped = store.read(|c| {
        c.for_each("SELECT name FROM setting ORDER BY name", &[], |_| {
            seen += 1;
            if seen == 700 { Err(Error::Other("enough".into())) } else { Ok(()) }
        })
    });
    assert_eq!((stopped, seen), (Err(Error::Other("enough".into())), 700));
    assert_eq!(names(store).len(), 2_000);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn lookups_by_many_keys_return_the_key_of_each_row(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.write(|c| put(c, "a", "1").and_then(|_| put(c, "b", "2"))).unwrap();
    let keys: Vec<Value<'_>> = vec!["b".into(), "x".into(), "a".into()];
    let mut found = Vec::new();
    store
        .read(|c| {
            c.for_each_key("SELECT value FROM setting WHERE name = $1", 1, &keys, |run, row| {
                found.push((run, row.string(0)?));
                Ok(())
            })
        })
        .unwrap();
    assert_eq!(found, [(0, "2".to_owned()), (2, "1".to_owned())]);
}

#[test]
fn a_write_inside_a_write_is_an_error_not_a_deadlock() {
    let database = TestDatabase::new(Engine::Sqlite);
    let store = database.store().clone();
    let inner = store.clone();
    let outcome = store.write(move |_| inner.write(|c| put(c, "a", "1")));
    assert!(matches!(outcome, Err(Error::Other(_))));
}

#[test]
fn a_dropped_connection_is_reported_and_replaced() {
    let database = TestDatabase::new(Engine::Postgres);
    let store = database.store();
    let mut tries = 0;
    let outcome: Result<u64> = {
        let admin = Store::open(database.url()).unwrap();
        store.write(move |c| {
            tries += 1;
            assert_eq!(tries, 1, "work on a dropped connection is not repeated unasked");
            let pid = c.query_one("SELECT pg_backend_pid()::bigint", &[], |row| row.int(0))?.unwrap();
            admin.write(move |c| {
                c.query_one(
                    "SELECT pg_terminate_backend($1::bigint::int)::int::bigint",
                    &[pid.into()],
                    |row| row.int(0),
                )
            })?;
            put(c, "a", "1")
        })
    };
    assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
    store.write(|c| put(c, "b", "1")).unwrap();
    assert_eq!(names(store), ["b"]);
}

#[test]
fn connections_that_died_while_idle_are_not_noticed() {
    let database = TestDatabase::new(Engine::Postgres);
    let (store, admin) = (database.store(), Store::open(database.url()).unwrap());
    let own = |c: &mut Connection<'_>| c.query_one("SELECT pg_backend_pid()::bigint", &[], |row| row.int(0));
    let sql = "SELECT pg_terminate_backend($1::bigint::int)::int::bigint";
    for round in 0..30 {
        // Two connections lie in the pool when both are cut.
        let (outer, inner) =
            store.read(|c| Ok::<_, Error>((own(c)?.unwrap(), store.read(own)?.unwrap()))).unwrap();
        assert_ne!(outer, inner);
        for pid in [outer, inner] {
            admin.ask(|c| c.query_one(sql, &[pid.into()], |row| row.int(0))).unwrap();
        }
        let name = format!("round {round}");
        match round % 3 {
            0 => assert_eq!(names(store).len(), round / 3),
            1 => assert_eq!(store.ask(own).map(|pid| pid.is_some()), Ok(true)),
            _ => assert_eq!(store.write(move |c| put(c, &name, "1")), Ok(1)),
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_query_without_a_snapshot_stays_the_only_one(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let one = |c: &mut Connection<'_>| c.query_one("SELECT CAST(1 AS BIGINT)", &[], |row| row.int(0));
    assert_eq!(store.ask(one), Ok(Some(1)));
    let second = store.ask(|c| one(c).and_then(|_| one(c)));
    assert!(
        matches!(&second, Err(Error::Other(message)) if message.contains("second question")),
        "{second:?}"
    );
    assert_eq!(store.ask(one), Ok(Some(1)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_held_setting_is_changed_once_no_one_holds_it(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.write(|c| setting::set(c, "generation", "1")).unwrap();
    let (held, is_held) = channel();
    let (end, may_end) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut may_end = Some(may_end);
            store
                .write(move |c| {
                    let before = setting::held(c, "generation")?;
                    held.send(before).unwrap();
                    may_end.take().unwrap().recv().unwrap();
                    put(c, "written before the change", "1")
                })
                .unwrap();
        });
        assert_eq!(is_held.recv().unwrap().as_deref(), Some("1"));
        let changer = scope.spawn(|| {
            store.write(|c| {
                setting::change(c, "generation", "2")?;
                setting::get(c, "written before the change")
            })
        });
        thread::sleep(std::time::Duration::from_millis(50));
        assert!(!changer.is_finished(), "it waits");
        end.send(()).unwrap();
        let seen = changer.join().unwrap().unwrap();
        assert!(seen.is_some(), "what was written before is seen by who changes it");
    });
    assert_eq!(store.write(|c| setting::held(c, "generation")).unwrap().as_deref(), Some("2"));
}

#[test]
fn a_lost_race_is_run_again() {
    let database = TestDatabase::new(Engine::Postgres);
    let store = database.store();
    store.write(|c| put(c, "a", "0").and_then(|_| put(c, "b", "0"))).unwrap();
    // Two writers take the same two rows in opposite orders until one of them is chosen as the victim.
    let cross = |first: &'static str, second: &'static str| {
        for _ in 0..20 {
            store
                .write(move |c| {
                    let sql =
                        "UPDATE setting SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = $1";
                    c.execute(sql, &[first.into()])?;
                    c.execute("SELECT pg_sleep(0.002)", &[])?;
                    c.execute(sql, &[second.into()])
                })
                .unwrap();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| cross("a", "b"));
        scope.spawn(|| cross("b", "a"));
    });
    let sql = "SELECT value FROM setting ORDER BY name";
    let sums = store.read(|c| c.query(sql, &[], |row| row.string(0))).unwrap();
    assert_eq!(sums, ["40", "40"]);
}

/// What the next test does when it is started as its own child.
fn write_fifty_times(url: &str) {
    let store = Store::open(&casebook_store::DatabaseUrl::parse(url).unwrap()).unwrap();
    for n in 0..50 {
        let name = format!("{}-{n}", std::process::id());
        store.write(move |c| put(c, &name, "1")).unwrap();
    }
}

#[test]
fn several_processes_write_to_one_file() {
    if let Ok(url) = std::env::var("WRITE_CHILD") {
        return write_fifty_times(&url);
    }
    let database = TestDatabase::new(Engine::Sqlite);
    let children: Vec<_> = (0..3)
        .map(|_| {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["transaction::several_processes_write_to_one_file", "--exact"])
                .env("WRITE_CHILD", database.url().to_string())
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(names(database.store()).len(), 150);
}
