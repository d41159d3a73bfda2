//! The commands, one group a file: arguments in, one use case, an answer out.

mod backup;
mod change;
mod company;
mod convert;
mod convert_all;
mod deal;
mod demo;
mod evidence;
mod evidence_numbers;
mod exchange_rates;
mod exchanged;
mod explain;
mod export;
mod framework;
mod funnel;
mod import;
mod kind;
mod migrate;
mod openapi;
mod party;
mod party_tree;
mod pipeline;
mod projection;
mod qualify;
mod quote;
mod quote_line;
mod quote_text;
mod record;
mod record_groups;
mod record_table;
mod serve;
mod setting;
mod views;
mod vocabulary;

use casebook_app::Session;
use clap::Subcommand;

use crate::globals::Globals;
use crate::output::{Answer, Failure};

/// Every command.
#[derive(Subcommand)]
pub enum Command {
    /// Add, edit, list and show people and organizations
    #[command(subcommand)]
    Party(party::Command),
    /// Record, correct, retract and list evidence
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Explain why a party is in its stage, since when, and what is missing for the next one
    Explain(explain::Arguments),
    /// Convert a lead into a contact of an account with a deal
    Convert(Box<convert::Arguments>),
    /// Convert all leads that a filter fits
    ConvertAll(Box<convert_all::Arguments>),
    /// Show how many reached each stage, and where the others stopped
    Funnel(Box<funnel::Arguments>),
    /// List, check, preview and activate vocabularies
    #[command(subcommand)]
    Vocabulary(vocabulary::Command),
    /// List, check, preview and activate frameworks of qualification
    #[command(subcommand)]
    Framework(framework::Command),
    /// Show how far a party is qualified, record an assessment, or take a step between marketing and sales
    Qualify(Box<qualify::Arguments>),
    /// List, check, preview and activate pipelines: the stages that deals go through
    #[command(subcommand)]
    Pipeline(pipeline::Command),
    /// Show what became of deals
    #[command(subcommand)]
    Deal(deal::Command),
    /// Import a file; list and undo imports
    Import(Box<import::Arguments>),
    /// List what was changed, and undo it
    #[command(subcommand)]
    Change(change::Command),
    /// Export all parties or all evidence as CSV or JSON
    Export(export::Arguments),
    /// List kinds of evidence or add your own
    #[command(subcommand)]
    Kind(kind::Command),
    /// Show and change what holds for the whole workspace
    #[command(subcommand)]
    Setting(setting::Command),
    /// Add, edit, list and show records of a type
    Record(Box<record::Arguments>),
    /// Write, send and answer quotes
    #[command(subcommand)]
    Quote(quote::Command),
    /// Show and set what is printed of the company on its quotes
    #[command(subcommand)]
    Company(company::Command),
    /// List and declare record types
    #[command(subcommand)]
    RecordType(record::TypeCommand),
    /// Add sample data: a fictional company
    Demo(demo::Arguments),
    /// Check for damage, derive everything again from the evidence and compare it with what is stored
    Verify,
    /// Derive everything again from the evidence and store it
    Rebuild,
    /// Back up the whole database into one file, while others work
    Backup(backup::BackupArguments),
    /// Restore a backup into an empty database of either engine
    Restore(backup::RestoreArguments),
    /// Make read-only SQL views for other tools
    Views(views::Arguments),
    /// Check database, disk, clock and derived data
    Doctor(backup::DoctorArguments),
    /// Migrate the database to the schema of this version
    Migrate,
    /// Serve the screens and the API to this machine
    Serve(serve::Arguments),
    /// Print the OpenAPI 3.1 document of the API
    Openapi,
}

/// Runs a command.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Party(command) => party::run(globals, command),
        Command::Change(command) => change::run(globals, &command),
        Command::Evidence(command) => evidence::run(globals, command),
        Command::Explain(arguments) => explain::run(globals, &arguments),
        Command::Convert(arguments) => convert::run(globals, *arguments),
        Command::ConvertAll(arguments) => convert_all::run(globals, &arguments),
        Command::Import(arguments) => import::run(globals, *arguments),
        Command::Export(arguments) => export::run(globals, &arguments),
        Command::Funnel(arguments) => funnel::run(globals, *arguments),
        Command::Vocabulary(command) => vocabulary::run(globals, command),
        Command::Framework(command) => framework::run(globals, command),
        Command::Qualify(arguments) => qualify::run(globals, &arguments),
        Command::Pipeline(command) => pipeline::run(globals, command),
        Command::Deal(command) => deal::run(globals, command),
        Command::Demo(arguments) => demo::run(globals, &arguments),
        Command::Verify => projection::run_verify(globals),
        Command::Rebuild => projection::run_rebuild(globals),
        Command::Backup(arguments) => backup::run_backup(globals, &arguments),
        Command::Restore(arguments) => backup::run_restore(globals, &arguments),
        Command::Views(arguments) => views::run(globals, &arguments),
        Command::Doctor(arguments) => backup::run_doctor(globals, &arguments),
        Command::Setting(command) => setting::run(globals, &command),
        Command::Kind(command) => kind::run(globals, command),
        Command::Record(arguments) => record::run(globals, *arguments),
        Command::Quote(command) => quote::run(globals, command),
        Command::Company(command) => company::run(globals, command),
        Command::RecordType(command) => record::run_types(globals, command),
        Command::Migrate => migrate::run(globals),
        Command::Openapi => openapi::run(),
        Command::Serve(arguments) => serve::run(globals, &arguments),
    }
}

/// Saves the index that was read, unless its snapshot is recent enough, so that the next command starts faster.
fn save_index(session: &Session) {
    // The answer does not depend on it.
    drop(session.save_index());
}

/// Splits `NAME=VALUE`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("use NAME=VALUE".to_owned()),
    }
}
