//! The commands, a group in a file: arguments in, use case called, answer out.

pub mod evidence;
pub mod explain;
pub mod export;
pub mod import;
pub mod kind;
mod migrate;
pub mod party;
pub mod serve;

use casebook_app::domain::vocabulary::VocabularyProblem;
use serde_json::{Value, json};

use crate::args::{Cli, Command};
use crate::output::{Answer, Failure};

/// Does what was typed.
pub fn run(parsed: Cli) -> Result<Answer, Failure> {
    let globals = &parsed.globals;
    match parsed.command {
        Command::Party(command) => party::run(globals, command),
        Command::Evidence(command) => evidence::run(globals, command),
        Command::Explain(arguments) => explain::run(globals, &arguments),
        Command::Import(arguments) => import::run(globals, *arguments),
        Command::Export(arguments) => export::run(globals, &arguments),
        Command::Kind(command) => kind::run(globals, command),
        Command::Migrate => migrate::run(globals),
        Command::Serve(arguments) => serve::run(globals, &arguments),
    }
}

/// The problems of a vocabulary's file as JSON.
pub fn vocabulary_problems(problems: &[VocabularyProblem]) -> Value {
    let one = |problem: &VocabularyProblem| {
        json!({
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "expected": problem.expected,
        })
    };
    problems.iter().map(one).collect()
}

/// Splits `NAME=VALUE`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("give NAME=VALUE".to_owned()),
    }
}
