//! `casebook vocabulary …`.

use std::fs;
use std::path::{Path, PathBuf};

use casebook_app::domain::vocabulary::CompiledVocabulary;
use casebook_app::vocabularies::{self, Move, TryReport, VersionRow};
use casebook_app::{Error, Session};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::funnel::{funnel_json, funnel_text};
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, plain, plural};
use crate::progress::Bar;

/// What can be done with vocabularies.
#[derive(Subcommand)]
pub enum Command {
    /// List all versions of all vocabularies
    List,
    /// Print the text of the active version of a vocabulary, or of an earlier one
    Show(Show),
    /// Check a vocabulary file; problems are reported with line and column
    Check(InFile),
    /// Preview a vocabulary file over all history: who would move; nothing is stored
    Try(InFile),
    /// Activate a vocabulary file; the previous version is kept
    Use(InFile),
    /// Retire a vocabulary; its versions are kept and can be activated again
    Retire(Retire),
}

/// Arguments of `vocabulary show`.
#[derive(Args)]
pub struct Show {
    /// Its name, for example journey
    name: String,
    /// The version; the active one by default
    #[arg(long)]
    number: Option<i64>,
}

/// Arguments of `vocabulary retire`.
#[derive(Args)]
pub struct Retire {
    /// Its name, for example inbound
    name: String,
}

/// A vocabulary in a file.
#[derive(Args)]
pub struct InFile {
    /// The file (TOML)
    file: PathBuf,
}

/// Runs a command about vocabularies.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::List => Ok(list(&vocabularies::list(&globals.open()?)?)),
        Command::Show(arguments) => {
            let (row, compiled) = vocabularies::show(&globals.open()?, &arguments.name, arguments.number)?;
            Ok(Answer::new(vocabulary_json(Some(&row), &compiled), row.source))
        }
        Command::Check(arguments) => {
            let text = read(&arguments.file)?;
            let compiled = vocabularies::check(&globals.open()?, &text)
                .map_err(|error| in_file(error, &arguments.file))?;
            let stages = plural(compiled.vocabulary.stages.len() as u64, "stage", "stages");
            let text = format!("`{}` is valid: {stages}.", compiled.vocabulary.name);
            Ok(Answer::new(vocabulary_json(None, &compiled), text))
        }
        Command::Try(arguments) => try_out(&globals.open()?, &arguments.file),
        Command::Use(arguments) => adopt(&globals.open()?, &arguments.file),
        Command::Retire(Retire { name }) => {
            vocabularies::retire(&globals.open()?, &name)?;
            Ok(Answer::new(json!({ "name": name, "state": "retired" }), format!("`{name}` is retired.")))
        }
    }
}

pub(super) fn read(path: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(path).map_err(|error| Error::file(path, error))?)
}

/// Says in which file the problems are, and what was expected.
pub(super) fn in_file(error: Error, path: &Path) -> Failure {
    let (Error::Vocabulary(problems) | Error::Framework(problems)) = &error else { return error.into() };
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| match &problem.expected {
            Some(question) if question.ends_with('?') => format!("{}: {problem}; {question}", path.display()),
            Some(expected) => format!("{}: {problem}; expected {expected}", path.display()),
            None => format!("{}: {problem}", path.display()),
        })
        .collect();
    Failure::from(error).saying(lines.join("\n"))
}

fn try_out(session: &Session, path: &Path) -> Result<Answer, Failure> {
    let bar = Bar::start("Replaying", "parties");
    let report = vocabularies::try_out(session, &read(path)?, &bar).map_err(|error| in_file(error, path))?;
    drop(bar);
    Ok(Answer::new(try_json(&report), try_text(&report)))
}

fn adopt(session: &Session, path: &Path) -> Result<Answer, Failure> {
    let bar = Bar::start("Deriving", "parties");
    let adopted = vocabularies::adopt(session, &read(path)?, &bar).map_err(|error| in_file(error, path))?;
    drop(bar);
    let text = if adopted.unchanged {
        format!("`{}` is already active as version {}.", adopted.name, adopted.version)
    } else {
        format!("Version {} of `{}` is now active.", adopted.version, adopted.name)
    };
    let json = json!({ "name": adopted.name, "version": adopted.version, "unchanged": adopted.unchanged });
    Ok(Answer::new(json, text))
}

fn list(all: &[VersionRow]) -> Answer {
    let mut table = Table::new(&[
        Column::Left("name"),
        Column::Right("version"),
        Column::Left("state"),
        Column::Left("by"),
        Column::Left("title"),
    ]);
    for row in all {
        table.row([&row.name, &row.version.to_string(), row.state.word(), &row.recorded_by, &row.title]);
    }
    let items: Vec<Value> = all
        .iter()
        .map(|row| {
            json!({
                "name": row.name,
                "version": row.version,
                "state": row.state.word(),
                "title": row.title,
                "created_at": row.created_at.to_string(),
                "recorded_by": Some(&row.recorded_by).filter(|name| !name.is_empty()),
            })
        })
        .collect();
    Answer::new(json!({ "items": items }), table.text("No vocabularies."))
}

fn vocabulary_json(row: Option<&VersionRow>, compiled: &CompiledVocabulary) -> Value {
    let vocabulary = &compiled.vocabulary;
    let stages: Vec<Value> = vocabulary
        .stages
        .iter()
        .map(|stage| {
            json!({
                "name": stage.name,
                "title": stage.title,
                "definition": stage.definition,
                "rule": stage.rule,
                "goal": stage.goal,
                "actions": stage.actions,
            })
        })
        .collect();
    json!({
        "name": vocabulary.name,
        "version": row.map(|row| row.version),
        "title": vocabulary.title,
        "description": vocabulary.description,
        "stages": stages,
    })
}

pub(super) fn try_json(report: &TryReport) -> Value {
    let moves: Vec<Value> = report
        .moves
        .iter()
        .map(|one| {
            let examples =
                one.examples.iter().map(|(id, name)| json!({ "party": id.to_string(), "name": name }));
            json!({
                "from": one.from,
                "to": one.to,
                "count": one.count,
                "examples": examples.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "vocabulary": report.vocabulary,
        "moves": moves,
        "before": funnel_json(&report.stages_before, &report.before),
        "after": funnel_json(&report.stages_after, &report.after),
    })
}

fn try_text(report: &TryReport) -> String {
    let mut text = Text::default();
    report_text(&mut text, report);
    text.line("\nNothing was stored. Activate it with `casebook vocabulary use FILE`.");
    text.into()
}

/// Who would move in a vocabulary, and its funnel before and after.
pub(super) fn report_text(text: &mut Text, report: &TryReport) {
    if report.moves.is_empty() {
        text.line("No one would move.");
    }
    for one in &report.moves {
        move_text(text, one);
    }
    text.line("\nFunnel now:");
    text.block(&funnel_text(&report.stages_before, &report.before));
    text.line("\nFunnel with the new rules:");
    text.block(&funnel_text(&report.stages_after, &report.after));
}

fn move_text(text: &mut Text, one: &Move) {
    let stage = |stage: &Option<String>| stage.clone().unwrap_or_else(|| "no stage".to_owned());
    let parties = plural(one.count, "party", "parties");
    text.line(format_args!("{parties} from {} to {}:", stage(&one.from), stage(&one.to)));
    for (id, name) in &one.examples {
        text.line(format_args!("  {id}  {}", plain(name)));
    }
    if one.count > one.examples.len() as u64 {
        text.line("  …");
    }
}
