//! A program that is killed while it takes a database of an earlier program to the present form: the next one finds
//! the old form or the new, and loses nothing of the journal.

use std::time::Duration;

use casebook_store::{DatabaseUrl, Engine, Store};
use casebook_testkit::{BACK_TO_STEP_6, JOURNAL_OF_STEP_6, Kills, TestDatabase};
use rstest::rstest;
use serde_json::Value;

use crate::desk::{Desk, Dice, let_pass, now, rounds};

/// What the earlier program noted: that many changes of parties, and rows of one import.
const CHANGES: i64 = 8_000;
const ROWS: i64 = 8_000;

/// The run of the import that the earlier program noted.
const IMPORT: &str = "INSERT INTO import_run (id, feed, file, file_digest, mapping, mapping_digest, state, rows_done, created, updated, \
    unchanged, rejected, evidence, position, started_at, finished_at, recorded_by, report) VALUES \
    (10, 'crm', 'a.csv', 'd', 'm', 'e', 'done', 2, 1, 1, 0, 0, 3, 9, 100, 200, 'ada', ''); ";

/// Makes what a database of an earlier program holds, noted by hand.
fn make_old(database: &TestDatabase) {
    let store = database.store();
    store
        .write(|connection| {
            connection.execute_script(JOURNAL_OF_STEP_6)?;
            connection.execute_script(IMPORT)?;
            connection.execute_script(&format!(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {CHANGES}) \
                 INSERT INTO change_log (id, at, actor, via, action, party, evidence, detail) \
                 SELECT 1000 + i, 1000 + i, 'ada', 2, 'party_edited', i % 50 * 2, NULL, '' FROM n; \
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) \
                 INSERT INTO import_effect (import, seq, feed, row_key, party, effect, before) \
                 SELECT 10, i, 'crm', 'row ' || i, i * 2, 'created', '' FROM n;"
            ))?;
            connection.execute_script(BACK_TO_STEP_6)
        })
        .unwrap();
}

fn count(store: &Store, sql: &str) -> i64 {
    store.read(|connection| connection.query_one(sql, &[], |row| row.int(0))).unwrap().unwrap()
}

/// Every line of the old journal is in the new one, once.
fn assert_whole(address: &str, context: &str) {
    let store = Store::open(&DatabaseUrl::parse(address).unwrap()).unwrap();
    let expected = [
        ("SELECT count(*) FROM change_set WHERE what = 'edit'", CHANGES),
        ("SELECT count(*) FROM change_set WHERE what = 'import'", 1),
        ("SELECT count(*) FROM change_entry WHERE action = 'party_edited'", CHANGES),
        (
            "SELECT count(DISTINCT row_key) FROM change_entry WHERE action = 'row_added' AND change_set = 10",
            ROWS,
        ),
        ("SELECT count(*) FROM change_entry", CHANGES + ROWS),
        ("SELECT count(*) FROM change_entry WHERE checksum IS NULL", 0),
        ("SELECT count(*) FROM change_set WHERE checksum IS NULL", 0),
        ("SELECT count(*) FROM schema_migration WHERE number = 7", 1),
    ];
    for (sql, expected) in expected {
        assert_eq!(count(&store, sql), expected, "{context}: {sql}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_migration_of_the_journal_killed_at_any_moment_is_continued_by_the_next(#[case] engine: Engine) {
    // The first is left alone.
    let mut kills = Kills::of(rounds() + 1, Duration::ZERO);
    while let Some(round) = kills.next_round() {
        let mut dice = Dice(u64::from(round) * 15_485_863 + 3);
        let desk = Desk::of(TestDatabase::new(engine));
        desk.answer(&["migrate"]);
        make_old(&desk.database);
        let context = format!("round {round}");
        for _ in 0..round.min(3) {
            let mut migration = desk.start(&["migrate"]);
            let moment = kills.moment(|end| dice.below(end));
            let_pass(moment);
            kills.kill(&mut migration, moment);
        }
        let begun = now();
        desk.answer(&["migrate"]);
        if round == 0 {
            kills.take(begun.elapsed());
        }
        assert_whole(desk.database.address(), &context);
        assert_eq!(desk.answer(&["verify"])["differences"], Value::Array(Vec::new()), "{context}");
        let newest = &desk.answer(&["change", "list", "--limit", "1"])["items"][0];
        assert_eq!((&newest["what"], &newest["actor"]), (&"edit".into(), &"ada".into()), "{context}");
    }
    assert!(kills.killed() > 0, "no migration was killed before its end");
}
