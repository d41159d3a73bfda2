//! The shell's commands on a server's database.

use std::process::{Child, Command, Stdio};

use serde_json::Value;

pub fn start(database: &str, words: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(words)
        .args(["--json", "--as", "ada", "--database", database])
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

pub fn finish(child: Child) -> (i32, Value) {
    let output = child.wait_with_output().unwrap();
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = serde_json::from_slice(&output.stdout);
    (output.status.code().unwrap(), answer.unwrap_or_else(|error| panic!("{error}: {messages}")))
}

/// How a command ended, and everything that it wrote.
pub fn outcome(database: &str, words: &[&str]) -> (i32, String) {
    let output = start(database, words).wait_with_output().unwrap();
    let written = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&written).into_owned())
}

/// What a command answers that must succeed.
pub fn answer(database: &str, words: &[&str]) -> Value {
    let (code, answer) = finish(start(database, words));
    assert_eq!(code, 0, "{words:?}: {answer}");
    answer
}

/// Every stored fact and period is what a fresh derivation gives.
pub fn assert_verified(database: &str) -> Value {
    let verified = answer(database, &["verify"]);
    assert_eq!(verified["differences"], Value::Array(Vec::new()));
    verified
}
