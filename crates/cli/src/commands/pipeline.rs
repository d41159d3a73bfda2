//! `casebook pipeline …`.

use std::fs;
use std::path::{Path, PathBuf};

use casebook_app::domain::deals::{ChecklistItem, Pipeline, PipelineStage};
use casebook_app::pipelines::{self, DealMove, PipelineRow, PipelineTrial};
use casebook_app::{Error, Session};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::record_groups::{amounts, sums_json};
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, plain, plural};
use crate::progress::Bar;

/// What can be done with pipelines.
#[derive(Subcommand)]
pub enum Command {
    /// List all versions of all pipelines
    List,
    /// Print the text of the active version of a pipeline, or of an earlier one
    Show(Show),
    /// Check a pipeline file; problems are reported with line and column
    Check(InFile),
    /// Preview a pipeline file over all deals: which would move; nothing is stored
    Try(InFile),
    /// Activate a pipeline file; the previous version is kept
    Use(InFile),
    /// Retire a pipeline in which no deals are; its versions are kept and can be activated again
    Retire(Retire),
}

/// Arguments of `pipeline show`.
#[derive(Args)]
pub struct Show {
    /// Its name, for example sales
    name: String,
    /// The version; the active one by default
    #[arg(long)]
    number: Option<i64>,
}

/// Arguments of `pipeline retire`.
#[derive(Args)]
pub struct Retire {
    /// Its name, for example renewals
    name: String,
}

/// A pipeline in a file.
#[derive(Args)]
pub struct InFile {
    /// The file (TOML)
    file: PathBuf,
}

/// Runs a command about pipelines.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    let session = globals.open()?;
    match command {
        Command::List => Ok(list(&pipelines::list(&session)?)),
        Command::Show(arguments) => {
            let (row, pipeline) = pipelines::show(&session, &arguments.name, arguments.number)?;
            Ok(Answer::new(pipeline_json(Some(&row), &pipeline), row.source))
        }
        Command::Check(InFile { file }) => {
            let checked = pipelines::check(&session, &read(&file)?);
            let pipeline = checked.map_err(|error| in_file(error, &file))?;
            let stages = plural(pipeline.stages.len() as u64, "stage", "stages");
            let text = format!("`{}` is valid: {stages}.", pipeline.name);
            Ok(Answer::new(pipeline_json(None, &pipeline), text))
        }
        Command::Try(InFile { file }) => try_out(&session, &file),
        Command::Use(InFile { file }) => adopt(&session, &file),
        Command::Retire(Retire { name }) => {
            pipelines::retire(&session, &name, &Bar::start("Deriving", "deals"))?;
            Ok(Answer::new(json!({ "name": name, "state": "retired" }), format!("`{name}` is retired.")))
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(path).map_err(|error| Error::file(path, error))?)
}

/// Says in which file the problems are, and what was expected.
fn in_file(error: Error, path: &Path) -> Failure {
    let Error::Pipeline(problems) = &error else { return error.into() };
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
    let bar = Bar::start("Deriving", "deals");
    let trial = pipelines::try_out(session, &read(path)?, &bar).map_err(|error| in_file(error, path))?;
    drop(bar);
    Ok(Answer::new(trial_json(&trial), trial_text(&trial)))
}

fn adopt(session: &Session, path: &Path) -> Result<Answer, Failure> {
    let bar = Bar::start("Deriving", "deals");
    let adopted = pipelines::adopt(session, &read(path)?, &bar).map_err(|error| in_file(error, path))?;
    drop(bar);
    let text = if adopted.unchanged {
        format!("`{}` is already active as version {}.", adopted.name, adopted.version)
    } else {
        format!("Version {} of `{}` is now active.", adopted.version, adopted.name)
    };
    let json = json!({ "name": adopted.name, "version": adopted.version, "unchanged": adopted.unchanged });
    Ok(Answer::new(json, text))
}

fn list(all: &[PipelineRow]) -> Answer {
    let mut table = Table::new(&[
        Column::Left("name"),
        Column::Right("version"),
        Column::Left("state"),
        Column::Left("by"),
        Column::Left("title"),
    ]);
    let state = |row: &PipelineRow| if row.active { "active" } else { "retired" };
    for row in all {
        table.row([&row.name, &row.version.to_string(), state(row), &row.recorded_by, &row.title]);
    }
    let items: Vec<Value> = all
        .iter()
        .map(|row| {
            json!({
                "name": row.name,
                "version": row.version,
                "state": state(row),
                "title": row.title,
                "created_at": Some(row.created_at).filter(|at| at.0 != 0).map(|at| at.to_string()),
                "recorded_by": row.recorded_by,
            })
        })
        .collect();
    Answer::new(json!({ "items": items }), table.text("No pipelines."))
}

fn pipeline_json(row: Option<&PipelineRow>, pipeline: &Pipeline) -> Value {
    json!({
        "name": pipeline.name,
        "version": row.map(|row| row.version),
        "title": pipeline.title,
        "description": pipeline.description,
        "stages": pipeline.stages.iter().map(stage_json).collect::<Vec<_>>(),
        "lost_reasons": pipeline.lost_reasons,
        "quote_wins": pipeline.quote_wins,
        "checklist": pipeline.checklist.iter().map(item_json).collect::<Vec<_>>(),
        "moved": pipeline.moved,
    })
}

fn item_json(item: &ChecklistItem) -> Value {
    json!({ "title": item.title, "due_after": item.due_after })
}

fn stage_json(stage: &PipelineStage) -> Value {
    json!({
        "name": stage.name,
        "title": stage.title,
        "probability": stage.probability,
        "required": stage.required,
        "rots_after": stage.rots_after,
        "aliases": stage.aliases,
        "state": stage.state().word(),
    })
}

fn trial_json(trial: &PipelineTrial) -> Value {
    let place = |(pipeline, stage): &(String, String)| json!({ "pipeline": pipeline, "stage": stage });
    let one = |one: &DealMove| {
        let examples = one.examples.iter().map(|(id, name)| json!({ "deal": id.text("deal"), "name": name }));
        json!({
            "from": place(&one.from),
            "to": one.to.as_ref().map(place),
            "count": one.count,
            "examples": examples.collect::<Vec<_>>(),
        })
    };
    json!({
        "pipeline": trial.pipeline,
        "gone": trial.gone,
        "stranded": trial.stranded(),
        "moves": trial.moves.iter().map(one).collect::<Vec<_>>(),
        "weighted_before": sums_json(&trial.weighted_before),
        "weighted_after": sums_json(&trial.weighted_after),
    })
}

fn trial_text(trial: &PipelineTrial) -> String {
    let mut text = Text::default();
    if trial.moves.is_empty() {
        text.line("No deal would move.");
    }
    for one in &trial.moves {
        move_text(&mut text, one);
    }
    text.line(format_args!("Weighted now: {}", or_nothing(amounts(&trial.weighted_before))));
    text.line(format_args!("Weighted then: {}", or_nothing(amounts(&trial.weighted_after))));
    if trial.stranded() > 0 {
        text.line("It cannot be activated while deals stand in stages that go: name the stages that take their places.");
    } else {
        text.line("Nothing was stored. Activate it with `casebook pipeline use FILE`.");
    }
    text.into()
}

fn or_nothing(amounts: String) -> String {
    if amounts.is_empty() { "nothing".to_owned() } else { amounts }
}

fn move_text(text: &mut Text, one: &DealMove) {
    let place = |(pipeline, stage): &(String, String)| format!("{pipeline}/{stage}");
    let deals = plural(one.count, "deal", "deals");
    let to = one.to.as_ref().map_or_else(|| "a stage that goes".to_owned(), place);
    text.line(format_args!("{deals} from {} to {to}:", place(&one.from)));
    for (id, name) in &one.examples {
        text.line(format_args!("  {}  {}", id.text("deal"), plain(name)));
    }
    if one.count > one.examples.len() as u64 {
        text.line("  …");
    }
}
