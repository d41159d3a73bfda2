//! Running the binary on a database of its own.

use std::fs;
use std::process::{Command, Stdio};

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use serde_json::Value;
use tempfile::TempDir;

/// A database and a folder that one test has to itself.
pub struct Shell {
    database: TestDatabase,
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Shell {
    /// An empty database, without a single table.
    pub fn new(engine: Engine) -> Self {
        Self { database: TestDatabase::unmigrated(engine), folder: tempfile::tempdir().unwrap() }
    }

    /// The database's address.
    pub fn address(&self) -> &str {
        self.database.address()
    }

    /// Runs a command; its words are separated by spaces.
    pub fn run(&self, words: &str) -> Outcome {
        self.run_words(&words.split(' ').collect::<Vec<_>>())
    }

    /// Runs a command of these words.
    pub fn run_words(&self, words: &[&str]) -> Outcome {
        run_in(self.database.address(), words)
    }

    /// The answer of a command that ends well, with --json.
    pub fn answer(&self, words: &str) -> Value {
        self.answer_words(&words.split(' ').collect::<Vec<_>>())
    }

    /// The same for words that hold spaces.
    pub fn answer_words(&self, words: &[&str]) -> Value {
        let outcome = self.run_words(&[words, &["--json"]].concat());
        assert_eq!(outcome.code, 0, "{words:?}: {outcome:?}");
        outcome.json()
    }

    /// Adds a person of that name under `external:test/KEY`; returns its id.
    pub fn person(&self, name: &str, key: &str) -> String {
        let external = format!("test/{key}");
        let words = ["party", "add", "--kind", "person", "--name", name, "--external", &external];
        self.answer_words(&words)["id"].as_str().unwrap().to_owned()
    }

    /// Writes a file; returns its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// A path in the test's folder.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

/// Runs a command on a database.
pub fn run_in(address: &str, words: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(words)
        .args(["--database", address, "--as", "ada"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Outcome {
    /// The one line of JSON on stdout.
    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.matches('\n').count(), 1, "not one line: {self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the error on stdout.
    pub fn error_code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap().to_owned()
    }
}
