//! `casebook import …`: a file in, and everything about earlier imports.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::ImportId;
use casebook_app::imports::{
    self, AbsentParty, ImportReport, ImportRequest, KeptValue, Listed, PrepareOptions, Prepared,
};
use casebook_app::tables::dates::DateOrder;
use casebook_app::tables::guess::{GuessOptions, Question, RowsAre};
use casebook_app::tables::mapping::SharedMail;
use casebook_app::tables::read::ReadOptions;
use casebook_app::{Error, Session, changes, files};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::ask;
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, number, plain, plural, print_message};
use crate::progress::Bar;

/// Values that were not taken over and are shown; with `--json` there are more.
const KEPT_SHOWN: usize = 20;

/// Arguments of `import`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    file: Option<FileArguments>,
}

/// What can be done with earlier imports.
#[derive(Subcommand)]
pub enum Command {
    /// List imports with their state, newest first
    List,
    /// Undo one import
    Undo(Undo),
}

/// Arguments of `import undo`.
#[derive(Args)]
pub struct Undo {
    /// The import (imp_…)
    id: String,
}

/// Arguments of `import FILE`.
#[derive(Args)]
pub struct FileArguments {
    /// The file: CSV, TSV or another text table, in any encoding
    #[arg(required = true)]
    file: PathBuf,
    /// The mapping (TOML); suggested by default
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Save the mapping to a file
    #[arg(long, value_name = "FILE")]
    save_mapping: Option<PathBuf>,
    /// Preview the import; nothing is stored
    #[arg(long)]
    dry_run: bool,
    /// What comes first in 01/02/26: day-first, month-first or year-first
    #[arg(long, value_name = "ORDER", value_parser = order_of, conflicts_with = "mapping")]
    date_order: Option<DateOrder>,
    /// What the people of a list are, if it does not say: known, interested (they asked for something) or bought
    #[arg(long, value_name = "WHAT", value_parser = rows_are_of, conflicts_with = "mapping")]
    rows_are: Option<RowsAre>,
    /// Time zone of times without one, for example Europe/Berlin
    #[arg(long, conflicts_with = "mapping")]
    zone: Option<String>,
    /// The encoding, for example windows-1252; detected by default
    #[arg(long)]
    encoding: Option<String>,
    /// The delimiter: one character, or `tab`; detected by default
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter_of)]
    delimiter: Option<char>,
    /// The feed; files of one feed are compared row by row
    #[arg(long, value_name = "FEED", conflicts_with = "mapping")]
    name: Option<String>,
    /// Who people of different names are that have one email address: people (each name is a person) or one
    #[arg(long, value_name = "WHO", value_parser = shared_mail_of, conflicts_with = "mapping")]
    shared_mail: Option<SharedMail>,
    /// The external system that assigned the ids, for example zoho
    #[arg(long, conflicts_with = "mapping")]
    system: Option<String>,
}

/// Imports a file, or runs a command about imports.
pub fn run(globals: &Globals, arguments: Arguments) -> Result<Answer, Failure> {
    match (arguments.command, arguments.file) {
        (Some(Command::List), _) => Ok(list(&imports::list(&globals.open()?)?)),
        (Some(Command::Undo(arguments)), _) => undo(&globals.open_by(Via::Import)?, &arguments.id),
        (None, Some(arguments)) => import(globals, arguments),
        (None, None) => Err(Failure::usage("give the file to import")),
    }
}

fn order_of(word: &str) -> Result<DateOrder, String> {
    DateOrder::from_word(word).ok_or_else(|| "use day-first, month-first or year-first".to_owned())
}

fn shared_mail_of(word: &str) -> Result<SharedMail, String> {
    SharedMail::from_word(word).ok_or_else(|| "use people or one".to_owned())
}

fn rows_are_of(word: &str) -> Result<RowsAre, String> {
    RowsAre::from_word(word).ok_or_else(|| "use known, interested or bought".to_owned())
}

fn delimiter_of(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("tab" | "\\t", _, _) => Ok('\t'),
        (_, Some(only), None) => Ok(only),
        _ => Err("use one character, or `tab`".to_owned()),
    }
}

fn import(globals: &Globals, arguments: FileArguments) -> Result<Answer, Failure> {
    let mapping = arguments.mapping.as_deref().map(read).transpose()?;
    let guessed = mapping.is_none();
    let options = PrepareOptions {
        read: ReadOptions { encoding: arguments.encoding, delimiter: arguments.delimiter, header_line: None },
        mapping,
        guess: GuessOptions {
            date_order: arguments.date_order,
            rows_are: arguments.rows_are,
            zone: arguments.zone,
            name: arguments.name,
            system: arguments.system,
            shared_mail: arguments.shared_mail.unwrap_or_default(),
            ..GuessOptions::default()
        },
    };
    let session = globals.open_by(Via::Import)?;
    let place = |error| in_mapping(error, arguments.mapping.as_deref());
    let Prepared { table, mapping, notes, questions } =
        prepared(globals, &session, &arguments.file, options).map_err(place)?;
    if guessed {
        print_message(&format!(
            "# Suggested mapping. Save it with --save-mapping FILE, use it with --mapping FILE.\n{}",
            mapping.to_toml()
        ));
        for note in notes.into_iter().chain(questions.iter().map(in_the_shell)) {
            print_message(&plain(&note));
        }
    }
    if let Some(path) = &arguments.save_mapping {
        save(path, &mapping.to_toml())?;
    }
    let request = ImportRequest { table, mapping, dry_run: arguments.dry_run };
    let bar = Bar::bytes("Importing");
    let report = imports::run(&session, &request, &bar)?;
    drop(bar);
    let rejected = report.rejected > 0;
    let dry_run = arguments.dry_run;
    Ok(Answer::new(report_json(&report, dry_run), report_text(&report, dry_run)).rejected_if(rejected))
}

/// Opens the file; what only the user knows is asked at a terminal.
fn prepared(
    globals: &Globals,
    session: &Session,
    file: &Path,
    mut options: PrepareOptions,
) -> Result<Prepared, Error> {
    match imports::prepare(session, file, options.clone()) {
        Err(Error::AmbiguousDate(question)) if !globals.json && ask::is_possible() => {
            options.guess.date_order = Some(ask::date_order(&question)?);
            imports::prepare(session, file, options)
        }
        Ok(prepared) if !globals.json && ask::is_possible() && asks_what_rows_are(&prepared) => {
            options.guess.rows_are = Some(ask::rows_are()?);
            imports::prepare(session, file, options)
        }
        other => other,
    }
}

fn asks_what_rows_are(prepared: &Prepared) -> bool {
    prepared.questions.iter().any(|question| question.option == "rows_are")
}

/// A question with the argument that answers it, if there is one.
fn in_the_shell(question: &Question) -> String {
    if question.choices.is_empty() {
        return question.text.clone();
    }
    let argument = question.option.replace('_', "-");
    format!("{} Answer with --{argument} {}.", question.text, question.choices.join("|"))
}

fn read(path: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(path).map_err(|error| Error::file(path, error))?)
}

/// Says in which file the problems are, or which argument is missing.
fn in_mapping(error: Error, path: Option<&Path>) -> Failure {
    match (&error, path) {
        (Error::Mapping(problems), Some(path)) => {
            let lines: Vec<String> =
                problems.iter().map(|problem| format!("{}: {problem}", path.display())).collect();
            Failure::from(error).saying(lines.join("\n"))
        }
        // An argument can settle this one.
        (Error::AmbiguousDate(ambiguous), None) => {
            let orders = ambiguous.orders.iter().map(|order| format!("--date-order {}", order.word()));
            Failure::usage(format!("{ambiguous}: use {}", orders.collect::<Vec<_>>().join(" or ")))
        }
        _ => error.into(),
    }
}

/// Writes a mapping; one that somebody may have edited is not overwritten.
fn save(path: &Path, mapping: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|there| there == mapping) {
        return Ok(());
    }
    if path.exists() {
        let message = format!(
            "`{}` exists with other content; choose another file, or use it with --mapping",
            path.display()
        );
        return Err(Failure::from(Error::Refused(message)));
    }
    let written = files::create(path).and_then(|mut file| file.write_all(mapping.as_bytes()));
    Ok(written.map_err(|error| Error::file(path, error))?)
}

fn undo(session: &Session, id: &str) -> Result<Answer, Failure> {
    let id = ImportId::parse(id.trim()).ok_or_else(|| Error::not_found("import", id))?;
    let bar = Bar::start("Undoing", "steps");
    let report = changes::undo_import(session, id, &bar)?;
    drop(bar);
    let json = json!({
        "import_id": id.to_string(),
        "retracted": report.retracted,
        "restored": report.restored,
        "hidden": report.hidden,
        "stayed": report.stayed,
    });
    let text = format!(
        "{id} undone: {} retracted, {} restored, {} hidden; {} kept because something else is known about them.",
        plural(report.retracted, "piece", "pieces"),
        plural(report.restored, "party", "parties"),
        number(report.hidden),
        number(report.stayed),
    );
    Ok(Answer::new(json, text))
}

fn list(all: &[Listed]) -> Answer {
    let mut table = Table::new(&[
        Column::Left("import"),
        Column::Left("state"),
        Column::Right("rows"),
        Column::Right("created"),
        Column::Right("updated"),
        Column::Right("rejected"),
        Column::Left("started"),
        Column::Left("by"),
        Column::Left("file"),
    ]);
    for Listed { run, state, .. } in all {
        let count = |value: i64| number(value.unsigned_abs());
        table.row([
            &run.id.to_string(),
            state.word(),
            &count(run.rows_done),
            &count(run.created),
            &count(run.updated),
            &count(run.rejected),
            &run.started_at.to_string(),
            &run.recorded_by,
            &run.file,
        ]);
    }
    let items: Vec<Value> = all.iter().map(listed_json).collect();
    Answer::new(json!({ "items": items }), table.text("No imports yet."))
}

fn listed_json(Listed { run, state, .. }: &Listed) -> Value {
    json!({
        "import_id": run.id.to_string(),
        "file": run.file,
        "feed": run.feed,
        "state": state.word(),
        "rows_done": run.rows_done,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
        "evidence": run.evidence,
        "started_at": run.started_at.to_string(),
        "finished_at": run.finished_at.map(|at| at.to_string()),
        "recorded_by": run.recorded_by,
    })
}

fn kept_text(kept: u64) -> String {
    if kept == 1 {
        return "1 value of the file was not taken over, as there is another:".to_owned();
    }
    format!("{} values of the file were not taken over, as there are others:", number(kept))
}

/// The first values that were not taken over, each beside the one that stays.
fn kept_table(report: &ImportReport) -> Table<'_> {
    let mut table = Table::new(&[
        Column::Left("party"),
        Column::Left("name"),
        Column::Left("field"),
        Column::Left("stays"),
        Column::Left("in the file"),
    ]);
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "(empty)".to_owned());
    for one in report.kept_values.iter().take(KEPT_SHOWN) {
        table.row([
            &one.party.to_string(),
            &one.name,
            &one.field,
            &or_none(&one.stays),
            &or_none(&one.given),
        ]);
    }
    table
}

fn report_json(report: &ImportReport, dry_run: bool) -> Value {
    let unknown = report
        .unknown_values
        .iter()
        .map(|(column, value, rows)| json!({ "column": column, "value": value, "rows": rows }));
    json!({
        "import_id": report.import.map(|id| id.to_string()),
        "file": report.file.display().to_string(),
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "evidence": report.evidence,
        "kept": report.kept,
        "kept_values": report.kept_values.iter().map(kept_json).collect::<Vec<_>>(),
        "hidden": report.hidden,
        "absent": report.absent,
        "absent_parties": report.absent_parties.iter().map(absent_json).collect::<Vec<_>>(),
        "unknown_values": unknown.collect::<Vec<_>>(),
        "rejected_file": report.rejected_file.as_ref().map(|path| path.display().to_string()),
        "resumed": report.resumed,
        "dry_run": dry_run,
        "seconds": report.seconds,
    })
}

fn kept_json(KeptValue { party, name, field, stays, given }: &KeptValue) -> Value {
    json!({ "party": party.to_string(), "name": name, "field": field, "stays": stays, "given": given })
}

fn absent_json(AbsentParty { party, name }: &AbsentParty) -> Value {
    json!({ "party": party.to_string(), "name": name })
}

fn report_text(report: &ImportReport, dry_run: bool) -> String {
    let name = match report.import {
        Some(id) if report.resumed => format!("{id}, resumed where it stopped"),
        Some(id) => id.to_string(),
        None => "Preview, nothing stored".to_owned(),
    };
    let time = if dry_run { String::new() } else { format!(" in {:.1} s", report.seconds) };
    let mut text = Text::default();
    text.line(format_args!(
        "{name}: {} created, {} updated, {} unchanged, {} rejected; {} of evidence{time}.",
        number(report.created),
        number(report.updated),
        number(report.unchanged),
        number(report.rejected),
        plural(report.evidence, "piece", "pieces"),
    ));
    if report.hidden > 0 {
        text.line(format_args!(
            "{} about hidden parties, which stay hidden; restore them to see what is new.",
            plural(report.hidden, "row is", "rows are")
        ));
    }
    if report.absent > 0 {
        let first: Vec<&str> = report.absent_parties.iter().take(3).map(|one| one.name.as_str()).collect();
        text.line(format_args!(
            "{} of earlier files not in this one, and as before: {}{}",
            plural(report.absent, "party is", "parties are"),
            plain(&first.join(", ")),
            if report.absent > 3 { ", …" } else { "." },
        ));
    }
    if report.kept > 0 {
        text.line(format_args!("\n{}", kept_text(report.kept)));
        text.block(&kept_table(report).text(""));
    }
    if let Some(path) = &report.rejected_file {
        text.line(format_args!("Rejected rows with reasons: {}", path.display()));
    }
    if !report.unknown_values.is_empty() {
        let mut table = Table::new(&[Column::Left("column"), Column::Left("value"), Column::Right("rows")]);
        for (column, value, rows) in &report.unknown_values {
            table.row([column, value, &number(*rows)]);
        }
        text.line("\nValues that the mapping does not list, kept as fields:");
        text.block(&table.text(""));
    }
    text.into()
}
