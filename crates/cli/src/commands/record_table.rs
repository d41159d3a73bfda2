//! `casebook record TYPE export|import`: records as a table.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use casebook_app::domain::records::{RecordFilter, RecordType};
use casebook_app::export::Format;
use casebook_app::records::{self, RecordImport, RecordImportReport};
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Error, Session, files};
use casebook_server::read_party_filter;
use clap::Args;
use serde_json::{Value, json};

use crate::globals::Globals;
use crate::output::{Answer, Failure, Text, plural};
use crate::progress::Bar;

/// Arguments of `record TYPE export`.
#[derive(Args)]
pub struct Export {
    /// A filter as JSON, as the API takes it
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,
    /// The file to write; stdout by default
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Arguments of `record TYPE import`.
#[derive(Args)]
pub struct Import {
    /// A table with one line of headings: `id`, `name`, `owner`, `external:SYSTEM`, and names or titles of fields
    file: PathBuf,
    /// Say what the import would do, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// The delimiter, if it is not recognized
    #[arg(long)]
    delimiter: Option<char>,
}

/// Reads a filter of a type.
pub fn filter_of(of: &RecordType, parts: &[Value]) -> Result<RecordFilter, Failure> {
    let filter = RecordFilter::read_with(of, &json!({ "and": parts }), &read_party_filter);
    filter.map_err(|error| Failure::usage(format!("{}: {error}", error.path.join("/"))))
}

/// Reads JSON that was typed.
pub fn json_of(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::usage(format!("the filter is not JSON: {error}")))
}

/// Writes the records that fit to a file, or to the output.
pub fn export(
    globals: &Globals,
    session: &Session,
    of: &RecordType,
    asked: &Export,
) -> Result<Answer, Failure> {
    let parts: Vec<Value> = asked.filter.as_deref().map(json_of).transpose()?.into_iter().collect();
    let filter = filter_of(of, &parts)?;
    let Some(path) = &asked.output else {
        if globals.json {
            return Err(Failure::usage("an export is CSV; use --output FILE with --json, or `list --json`"));
        }
        let mut out = io::stdout().lock();
        return match records::export(session, &of.name, &filter, &mut out, &Bar::silent()) {
            // Whoever closes a pipe early has read what he wanted.
            Err(Error::File { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => {
                Ok(Answer::written())
            }
            Err(Error::File { source, .. }) => Err(Error::file(Path::new("stdout"), source).into()),
            other => Ok(other.map(|_| Answer::written())?),
        };
    };
    let mut file = files::create(path).map_err(|error| Error::file(path, error))?;
    file.write_all(Format::Csv.mark()).map_err(|error| Error::file(path, error))?;
    let bar = Bar::start("Exporting", "records");
    let rows = match records::export(session, &of.name, &filter, &mut file, &bar) {
        Err(Error::File { source, .. }) => return Err(Error::file(path, source).into()),
        other => other?,
    };
    file.sync_all().map_err(|error| Error::file(path, error))?;
    let text = format!("{} written to {}", plural(rows, "record", "records"), path.display());
    Ok(Answer::new(json!({ "file": path.display().to_string(), "rows": rows }), text))
}

/// Imports a table of records.
pub fn import(session: &Session, of: &RecordType, asked: &Import) -> Result<Answer, Failure> {
    let options = ReadOptions { delimiter: asked.delimiter, ..ReadOptions::default() };
    let table = Table::open(&asked.file, &options).map_err(|error| Error::Unreadable(error.to_string()))?;
    let import = RecordImport { type_name: of.name.clone(), table, dry_run: asked.dry_run };
    let report = records::import(session, &import, &Bar::start("Importing", "rows"))?;
    Ok(Answer::new(as_json(&report), in_text(&report)))
}

fn as_json(report: &RecordImportReport) -> Value {
    let rejects = report.rejects.iter().map(|one| json!({ "line": one.line, "reason": one.reason }));
    json!({
        "change_set": report.change_set.map(|id| id.to_string()),
        "added": report.added,
        "edited": report.edited,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "rejects": rejects.collect::<Vec<_>>(),
    })
}

fn in_text(report: &RecordImportReport) -> Text {
    let mut text = Text::default();
    let figures = [(report.added, "added"), (report.edited, "changed"), (report.unchanged, "unchanged")];
    let figures = figures.map(|(count, what)| format!("{count} {what}")).join(", ");
    text.line(format_args!("{figures}, {} rejected.", report.rejected));
    for one in &report.rejects {
        text.line(format_args!("line {}: {}", one.line, one.reason));
    }
    match report.change_set {
        Some(id) => text.line(format_args!("Undo it with `casebook change undo {id}`.")),
        None => text.line("Nothing was stored."),
    }
    text
}
