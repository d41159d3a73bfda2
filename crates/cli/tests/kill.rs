//! Imports whose process is killed at any moment, and imports by two processes at once: nothing that was told
//! to be in is lost, and running the import again ends where an undisturbed run ends.
//!
//! `CASEBOOK_KILL_ROUNDS` sets how many imports are disturbed for each engine.

#![expect(clippy::unwrap_used, reason = "a failed test is told by a panic")]

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

const MAPPING: &str = r#"
name = "leads"
system = "crm"
[party]
kind = "person"
external_id = "Id"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
city = "City"
source = "Source"
[organization]
name = "Firm"
[[evidence]]
kind = "form_submitted"
at = "Created"
[[evidence]]
column = "Status"
[evidence.values]
Qualified = "sales_accepted"
Junk = { kind = "disqualified", reason = "Junk" }
"#;

/// Imports disturbed in an ordinary run.
const ROUNDS: u32 = 4;
/// Rows of a file: several batches.
const ROWS: u32 = 2_400;

/// A database, a file and its mapping.
struct Desk {
    database: TestDatabase,
    folder: TempDir,
}

impl Desk {
    fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mapping.toml"), MAPPING).unwrap();
        Self { database: TestDatabase::unmigrated(engine), folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn start(&self, words: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args(words)
            .args(["--json", "--as", "ada", "--database", self.database.address()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs a command that answers; says its exit code too.
    fn run(&self, words: &[&str]) -> (i32, Value) {
        finish(self.start(words))
    }

    fn start_import(&self, file: &str) -> Child {
        self.start(&["import", &self.path(file), "--mapping", &self.path("mapping.toml")])
    }

    fn answer(&self, words: &[&str]) -> Value {
        let (code, answer) = self.run(words);
        assert_eq!(code, 0, "{words:?}: {answer}");
        answer
    }

    /// What `verify` says. A run that was killed at once may have left no schema yet.
    fn verified(&self) -> Value {
        self.answer(&["migrate"]);
        self.answer(&["verify"])
    }

    fn imports(&self) -> Vec<Value> {
        self.answer(&["import", "list"])["items"].as_array().unwrap().clone()
    }

    /// Everything that can be seen, whatever the ids and the times of recording.
    fn seen(&self) -> (Vec<String>, Vec<String>, Value, Value) {
        let verified = self.verified();
        assert_eq!(verified["differences"], Value::Array(Vec::new()));
        let mut names = BTreeMap::new();
        let mut parties = Vec::new();
        for mut party in self.answer(&["export", "parties"])["items"].as_array().unwrap().clone() {
            let id = forget(&mut party, &["id", "created_at", "updated_at"]);
            names.insert(id, party.to_string());
            parties.push(party.to_string());
        }
        let mut evidence = Vec::new();
        for mut piece in self.answer(&["export", "evidence"])["items"].as_array().unwrap().clone() {
            forget(&mut piece, &["id", "recorded_at"]);
            for one in piece["participants"].as_array_mut().unwrap() {
                one["party"] = names[one["party"].as_str().unwrap()].as_str().into();
            }
            // A retraction names its piece by an id that differs from run to run.
            piece["names"] = piece["names"].is_null().into();
            evidence.push(piece.to_string());
        }
        parties.sort();
        evidence.sort();
        let funnel = |vocabulary| self.answer(&["funnel", "--vocabulary", vocabulary]);
        (parties, evidence, funnel("journey"), funnel("zoho"))
    }
}

/// Takes entries out; answers with the first of them.
fn forget(one: &mut Value, names: &[&str]) -> String {
    let one = one.as_object_mut().unwrap();
    let gone: Vec<Value> = names.iter().map(|name| one.remove(*name).unwrap_or_default()).collect();
    gone[0].as_str().unwrap().to_owned()
}

fn finish(child: Child) -> (i32, Value) {
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = serde_json::from_slice(&output.stdout);
    (output.status.code().unwrap(), answer.unwrap_or_else(|error| panic!("{error}: {told}")))
}

/// People of some firms. One row in a hundred is bad, and some are told twice.
fn rows(from: u32, to: u32) -> String {
    let mut file = "Id,Name,Mail,City,Source,Firm,Created,Status\n".to_owned();
    for n in from..to {
        let id = if n % 50 == 49 { n - 40 } else { n };
        let created = if n % 100 == 98 { "never".to_owned() } else { format!("2025-{:02}-11", n % 12 + 1) };
        let status = ["Qualified", "New", "Junk", ""][(n % 4) as usize];
        let row = format!("{id},P {id},p{id}@example.org,City {n},web,Firm {},{created},{status}\n", n % 37);
        file.push_str(&row);
    }
    file
}

/// A generator of moments; the same seed gives the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u128) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u64::try_from(u128::from(self.0 >> 16) % end.max(1)).unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "the long run is asked for by the environment")]
fn rounds() -> u32 {
    std::env::var("CASEBOOK_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

#[expect(clippy::disallowed_methods, reason = "the moment of a kill is a time, not an event")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the moment of a kill is a time, not an event")]
fn let_pass(time: Duration) {
    std::thread::sleep(time);
}

/// Kills an import after a while; says whether it was killed before its end.
fn killed_after(desk: &Desk, time: Duration) -> bool {
    let mut import = desk.start_import("leads.csv");
    let_pass(time);
    import.kill().unwrap();
    import.wait().unwrap().code().is_none()
}

/// What the journal says is in, is in; and what is in is consistent.
fn assert_nothing_is_lost(desk: &Desk, told: &str) -> (i64, Option<String>) {
    let verified = desk.verified();
    assert_eq!(verified["differences"], Value::Array(Vec::new()), "{told}");
    let imports = desk.imports();
    assert!(imports.len() <= 1, "{told}: {imports:?}");
    let Some(import) = imports.first() else { return (0, None) };
    let count = |name: &str| import[name].as_i64().unwrap();
    assert_eq!(verified["evidence"].as_i64().unwrap(), count("evidence"), "{told}: {import}");
    assert!(verified["parties"].as_i64().unwrap() >= count("created"), "{told}: {import}");
    let state = import["state"].as_str().unwrap();
    assert!(matches!(state, "interrupted" | "done"), "{told}: its process is dead, so it cannot be {state}");
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
    let length = begun.elapsed();
    assert_eq!(code, 3, "some rows are bad: {expected}");
    let rejected = std::fs::read_to_string(undisturbed.path("leads.csv.rejected.csv")).unwrap();
    let seen = undisturbed.seen();

    let mut killed = 0;
    for round in 0..rounds() {
        let mut dice = Dice(u64::from(round) * 7_919 + 11);
        let desk = Desk::new(engine);
        std::fs::write(desk.path("leads.csv"), &file).unwrap();
        let (mut done, mut id) = (0, None);
        for time in 0..=dice.below(3) {
            // A kill in the very beginning, and while it ends, too.
            let wait = Duration::from_micros(dice.below(length.as_micros() * 11 / 10));
            let told = format!("round {round}, kill {time} after {wait:?} of {length:?}");
            if killed_after(&desk, wait) {
                killed += 1;
            }
            let (rows, import) = assert_nothing_is_lost(&desk, &told);
            assert!(rows >= done, "{told}: {rows} rows are in, {done} were before");
            if id.is_some() {
                assert_eq!(import, id, "{told}: it was taken up under another id");
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
    assert!(killed > 0, "no import was killed before its end");
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
    assert_eq!(found.0.len(), expected.0.len(), "nobody was made twice");
    assert_eq!((found.2, found.3), (expected.2, expected.3));
}
