//! The commands, a group in a file: arguments in, use case called, answer out.

pub mod backup;
pub mod change;
pub mod demo;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod funnel;
pub mod import;
pub mod kind;
mod migrate;
mod openapi;
pub mod party;
mod projection;
pub mod serve;
pub mod vocabulary;

use casebook_app::Session;

use crate::args::{Cli, Command};
use crate::output::{Answer, Failure};

/// Does what was typed.
pub fn run(parsed: Cli) -> Result<Answer, Failure> {
    let globals = &parsed.globals;
    match parsed.command {
        Command::Party(command) => party::run(globals, command),
        Command::Change(command) => change::run(globals, &command),
        Command::Evidence(command) => evidence::run(globals, command),
        Command::Explain(arguments) => explain::run(globals, &arguments),
        Command::Import(arguments) => import::run(globals, *arguments),
        Command::Export(arguments) => export::run(globals, &arguments),
        Command::Funnel(arguments) => funnel::run(globals, *arguments),
        Command::Vocabulary(command) => vocabulary::run(globals, command),
        Command::Demo(arguments) => demo::run(globals, &arguments),
        Command::Verify => projection::run_verify(globals),
        Command::Rebuild => projection::run_rebuild(globals),
        Command::Backup(arguments) => backup::run_backup(globals, &arguments),
        Command::Restore(arguments) => backup::run_restore(globals, &arguments),
        Command::Doctor(arguments) => backup::run_doctor(globals, &arguments),
        Command::Kind(command) => kind::run(globals, command),
        Command::Migrate => migrate::run(globals),
        Command::Openapi => openapi::run(),
        Command::Serve(arguments) => serve::run(globals, &arguments),
    }
}

/// Writes a snapshot of the index that was read, if there is none or it is far behind: the next command has it at once.
fn save_index(session: &Session) {
    // The answer is there without it.
    drop(session.save_index());
}

/// Splits `NAME=VALUE`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("use NAME=VALUE".to_owned()),
    }
}
