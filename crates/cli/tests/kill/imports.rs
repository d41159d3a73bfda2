//! Imports whose process is killed at any moment, and imports by two processes at once: no acknowledged row
//! is lost, and running the import again ends where an undisturbed run ends.

use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::Kills;
use rstest::rstest;
use serde_json::Value;

use crate::desk::{Desk, Dice, MAPPING, ROWS, finish, let_pass, now, rounds, rows};

/// Lets an import run for `moment` and kills it.
fn import_until(desk: &Desk, moment: Duration, kills: &mut Kills) {
    let mut import = desk.start_import("leads.csv");
    let_pass(moment);
    kills.kill(&mut import, moment);
}

/// What the journal says is in, is in; and what is in is consistent.
fn assert_nothing_is_lost(desk: &Desk, context: &str) -> (i64, Option<String>) {
    let verified = desk.verified();
    assert_eq!(verified["differences"], Value::Array(Vec::new()), "{context}");
    let imports = desk.imports();
    assert!(imports.len() <= 1, "{context}: {imports:?}");
    let Some(import) = imports.first() else { return (0, None) };
    let count = |name: &str| import[name].as_i64().unwrap();
    assert_eq!(verified["evidence"].as_i64().unwrap(), count("evidence"), "{context}: {import}");
    assert!(verified["parties"].as_i64().unwrap() >= count("created"), "{context}: {import}");
    let state = import["state"].as_str().unwrap();
    assert!(
        matches!(state, "interrupted" | "done"),
        "{context}: its process is dead, so it cannot be {state}"
    );
    (count("rows_done"), Some(import["import_id"].as_str().unwrap().to_owned()))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_killed_at_any_moment_ends_like_one_that_was_left_alone(#[case] engine: Engine) {
    let file = rows(0, ROWS);
    let undisturbed = Desk::new(engine);
    std::fs::write(undisturbed.path("leads.csv"), &file).unwrap();
    let begun = now();
    let (code, expected) = finish(undisturbed.start_import("leads.csv"));
    let mut kills = Kills::of(rounds(), begun.elapsed());
    assert_eq!(code, 3, "some rows are bad: {expected}");
    let rejected = std::fs::read_to_string(undisturbed.path("leads.csv.rejected.csv")).unwrap();
    let seen = undisturbed.seen();

    while let Some(round) = kills.next_round() {
        let mut dice = Dice(u64::from(round) * 7_919 + 11);
        let desk = Desk::new(engine);
        std::fs::write(desk.path("leads.csv"), &file).unwrap();
        let (mut done, mut id) = (0, None);
        for time in 0..=dice.below(3) {
            let moment = kills.moment(|end| dice.below(end));
            let context = format!("round {round}, kill {time} after {moment:?}: {kills:?}");
            import_until(&desk, moment, &mut kills);
            let (rows, import) = assert_nothing_is_lost(&desk, &context);
            assert!(rows >= done, "{context}: {rows} rows are in, {done} were before");
            if id.is_some() {
                assert_eq!(import, id, "{context}: it was resumed under another id");
            }
            (done, id) = (rows, import);
            if desk.imports().first().is_some_and(|import| import["state"] == "done") {
                break;
            }
        }
        if !desk.imports().first().is_some_and(|import| import["state"] == "done") {
            let (code, report) = finish(desk.start_import("leads.csv"));
            assert_eq!(code, 3, "round {round}: the lock is free at once: {report}");
            for count in ["created", "updated", "unchanged", "rejected", "evidence", "kept"] {
                assert_eq!(report[count], expected[count], "round {round}: {count}");
            }
            if let Some(id) = id {
                assert_eq!(report["import_id"].as_str(), Some(id.as_str()), "round {round}");
            }
        }
        let listed = std::fs::read_to_string(desk.path("leads.csv.rejected.csv")).unwrap();
        assert_eq!(listed, rejected, "round {round}");
        assert_eq!(desk.seen(), seen, "round {round}");
    }
    assert!(kills.killed() > 0, "no import was killed before its end");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn two_processes_import_two_files_at_once(#[case] engine: Engine) {
    let (one, other) = (rows(0, 1_200), rows(1_000, 2_200));
    let after_another = Desk::new(engine);
    let together = Desk::new(engine);
    for desk in [&after_another, &together] {
        std::fs::write(desk.path("one.csv"), &one).unwrap();
        std::fs::write(desk.path("other.csv"), &other).unwrap();
        // Files of two feeds that speak of some of the same people.
        std::fs::write(desk.path("other.toml"), MAPPING.replace("name = \"leads\"", "name = \"others\""))
            .unwrap();
    }
    let start = |desk: &Desk, file: &str, mapping: &str| {
        desk.start(&["import", &desk.path(file), "--mapping", &desk.path(mapping)])
    };
    finish(start(&after_another, "one.csv", "mapping.toml"));
    finish(start(&after_another, "other.csv", "other.toml"));
    let both = [start(&together, "one.csv", "mapping.toml"), start(&together, "other.csv", "other.toml")];
    let reports = both.map(finish);
    for (code, report) in &reports {
        assert_eq!(*code, 3, "{report}");
        let rows: i64 = ["created", "updated", "unchanged", "rejected"]
            .iter()
            .map(|name| report[name].as_i64().unwrap())
            .sum();
        assert_eq!(rows, 1_200, "{report}");
    }
    let (expected, found) = (after_another.seen(), together.seen());
    assert_eq!(found.0.len(), expected.0.len(), "nobody was added twice");
    assert_eq!((found.2, found.3), (expected.2, expected.3));
}
