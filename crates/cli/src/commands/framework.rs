//! `casebook framework …`.

use std::path::{Path, PathBuf};

use casebook_app::Session;
use casebook_app::domain::frameworks::Framework;
use casebook_app::frameworks::{self, FrameworkTryReport, Listed, Switched};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::vocabulary::{in_file, read, report_text, try_json};
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, plural};
use crate::progress::Bar;

/// What can be done with frameworks of qualification.
#[derive(Subcommand)]
pub enum Command {
    /// List the frameworks
    List,
    /// Print the text of the version of a framework that is in use, or else of its newest
    Show(Show),
    /// Check a framework file; problems are reported with line and column
    Check(InFile),
    /// Preview a framework in use over all history: who would move; nothing is stored
    Try(Source),
    /// Put a framework to use beside the others
    Use(Source),
    /// Take a framework out of use; its versions are kept and can be put to use again
    Retire(Retire),
}

/// Arguments of `framework show`.
#[derive(Args)]
pub struct Show {
    /// Its name, for example bant
    name: String,
    /// The version
    #[arg(long)]
    number: Option<i64>,
}

/// Arguments of `framework retire`.
#[derive(Args)]
pub struct Retire {
    /// Its name, for example bant
    name: String,
}

/// A framework in a file.
#[derive(Args)]
pub struct InFile {
    /// The file (TOML)
    file: PathBuf,
}

/// A framework in a file, or one that is stored.
#[derive(Args)]
pub struct Source {
    /// The file (TOML), or the name of a stored framework, for example bant
    framework: PathBuf,
}

/// Runs a command about frameworks.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::List => Ok(list(&frameworks::list(&globals.open()?)?)),
        Command::Show(Show { name, number }) => {
            let found = frameworks::show(&globals.open()?, &name, number)?;
            Ok(Answer::new(listed_json(&found), found.source))
        }
        Command::Check(InFile { file }) => {
            let found = frameworks::check(&read(&file)?).map_err(|error| in_file(error, &file))?;
            let criteria = plural(found.criteria.len() as u64, "criterion", "criteria");
            let text = format!("`{}` is valid: {criteria}, {}.", found.name, found.gate_in_words());
            Ok(Answer::new(framework_json(&found), text))
        }
        Command::Try(Source { framework }) => {
            let session = globals.open()?;
            let text = text_of(&session, &framework)?;
            let bar = Bar::start("Replaying", "parties");
            let report =
                frameworks::try_out(&session, &text, &bar).map_err(|error| in_file(error, &framework))?;
            drop(bar);
            Ok(tried(&report))
        }
        Command::Use(Source { framework }) => {
            let session = globals.open()?;
            let text = text_of(&session, &framework)?;
            let bar = Bar::start("Deriving", "parties");
            let switched =
                frameworks::adopt(&session, &text, &bar).map_err(|error| in_file(error, &framework))?;
            drop(bar);
            Ok(switched_answer(&switched, true))
        }
        Command::Retire(Retire { name }) => {
            let session = globals.open()?;
            let bar = Bar::start("Deriving", "parties");
            let switched = frameworks::retire(&session, &name, &bar)?;
            drop(bar);
            Ok(switched_answer(&switched, false))
        }
    }
}

/// The text of a file, or of the newest version of a stored framework of that name.
fn text_of(session: &Session, given: &Path) -> Result<String, Failure> {
    let name = given.to_str().filter(|name| !given.exists() && !name.contains(['.', '/', '\\']));
    match name {
        Some(name) => Ok(frameworks::newest(session, name)?),
        None => read(given),
    }
}

fn list(all: &[Listed]) -> Answer {
    let mut table = Table::new(&[
        Column::Left("name"),
        Column::Right("version"),
        Column::Left("in use"),
        Column::Left("title"),
        Column::Left("gate"),
    ]);
    for one in all {
        let in_use = if one.in_use { "yes" } else { "" };
        let gate = one.framework.gate_in_words();
        table.row([&one.framework.name, &one.version.to_string(), in_use, &one.framework.title, &gate]);
    }
    let items: Vec<Value> = all.iter().map(listed_json).collect();
    Answer::new(json!({ "items": items }), table.text("No frameworks."))
}

fn listed_json(one: &Listed) -> Value {
    let mut json = framework_json(&one.framework);
    json["version"] = json!(one.version);
    json["in_use"] = json!(one.in_use);
    json["built_in"] = json!(one.built_in);
    json
}

fn framework_json(framework: &Framework) -> Value {
    let criteria: Vec<Value> = framework
        .criteria
        .iter()
        .map(|one| {
            let answers = one
                .answers
                .iter()
                .map(|answer| json!({ "text": answer.text, "finding": answer.finding.word() }));
            json!({
                "name": one.criterion.word(),
                "title": one.title,
                "question": one.question,
                "weight": one.weight,
                "answers": answers.collect::<Vec<_>>(),
            })
        })
        .collect();
    let minimum: Vec<Value> = framework
        .gate
        .minimum
        .iter()
        .map(|(criterion, least)| json!({ "criterion": criterion.word(), "finding": least.word() }))
        .collect();
    json!({
        "name": framework.name,
        "title": framework.title,
        "description": framework.description,
        "criteria": criteria,
        "gate": {
            "minimum": minimum,
            "total": framework.gate.total,
            "most": framework.most_points(),
            "words": framework.gate_in_words(),
        },
        "reasons": framework.reasons,
    })
}

fn tried(report: &FrameworkTryReport) -> Answer {
    let mut text = Text::default();
    if report.vocabularies.is_empty() {
        text.line("No vocabulary in use asks whether a party is qualified.");
    }
    for one in &report.vocabularies {
        text.line(format_args!("Vocabulary `{}`:", one.vocabulary));
        report_text(&mut text, one);
        text.line("");
    }
    text.line("Nothing was stored. Put it to use with `casebook framework use`.");
    let vocabularies: Vec<Value> = report.vocabularies.iter().map(try_json).collect();
    Answer::new(json!({ "framework": report.framework, "vocabularies": vocabularies }), text)
}

fn switched_answer(switched: &Switched, to_use: bool) -> Answer {
    let Switched { name, version, unchanged, vocabularies } = switched;
    let text = match (to_use, unchanged) {
        (true, true) => format!("`{name}` is already in use as version {version}."),
        (true, false) => format!("Version {version} of `{name}` is now in use."),
        (false, _) => format!("`{name}` is out of use."),
    };
    let derived = if vocabularies.is_empty() {
        String::new()
    } else {
        format!(" Derived anew: {}.", vocabularies.join(", "))
    };
    let json = json!({
        "name": name,
        "version": version,
        "unchanged": unchanged,
        "vocabularies": vocabularies,
    });
    Answer::new(json, text + &derived)
}
