//! A database whose commands can be killed, and repeatable random numbers.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use serde_json::Value;
use tempfile::TempDir;

pub const MAPPING: &str = r#"
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
pub const ROWS: u32 = 2_400;

/// A database, a file and its mapping.
pub struct Desk {
    pub database: TestDatabase,
    folder: TempDir,
}

impl Desk {
    pub fn new(engine: Engine) -> Self {
        Self::of(TestDatabase::unmigrated(engine))
    }

    pub fn of(database: TestDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mapping.toml"), MAPPING).unwrap();
        Self { database, folder }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn start(&self, words: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args(words)
            .args(["--json", "--as", "ada", "--database", self.database.address()])
            .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs a command that answers; returns its exit code too.
    pub fn run(&self, words: &[&str]) -> (i32, Value) {
        finish(self.start(words))
    }

    pub fn start_import(&self, file: &str) -> Child {
        self.start(&["import", &self.path(file), "--mapping", &self.path("mapping.toml")])
    }

    pub fn answer(&self, words: &[&str]) -> Value {
        let (code, answer) = self.run(words);
        assert_eq!(code, 0, "{words:?}: {answer}");
        answer
    }

    /// What `verify` says. A run that was killed at once may have left no schema yet.
    pub fn verified(&self) -> Value {
        self.answer(&["migrate"]);
        self.answer(&["verify"])
    }

    pub fn imports(&self) -> Vec<Value> {
        self.answer(&["import", "list"])["items"].as_array().unwrap().clone()
    }

    /// Everything that can be seen, whatever the ids and the times of recording.
    pub fn seen(&self) -> (Vec<String>, Vec<String>, Value, Value) {
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
    let removed: Vec<Value> = names.iter().map(|name| one.remove(*name).unwrap_or_default()).collect();
    removed[0].as_str().unwrap().to_owned()
}

pub fn finish(child: Child) -> (i32, Value) {
    let output = child.wait_with_output().unwrap();
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = serde_json::from_slice(&output.stdout);
    (output.status.code().unwrap(), answer.unwrap_or_else(|error| panic!("{error}: {messages}")))
}

/// People of some firms. One row in a hundred is bad, and some occur twice.
pub fn rows(from: u32, to: u32) -> String {
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
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u128) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u64::try_from(u128::from(self.0 >> 16) % end.max(1)).unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "the long run is asked for by the environment")]
pub fn rounds() -> u32 {
    std::env::var("CASEBOOK_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

#[expect(clippy::disallowed_methods, reason = "the moment of a kill is a time, not an event")]
pub fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the moment of a kill is a time, not an event")]
pub fn let_pass(time: Duration) {
    std::thread::sleep(time);
}
