//! `casebook export`: everything out again.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use casebook_app::export::{self, ExportOptions, Format, Who};
use casebook_app::{Error, files};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::globals::Globals;
use crate::output::{Answer, Failure, plural};
use crate::progress::Bar;

/// Arguments of `export`.
#[derive(Args)]
pub struct Arguments {
    /// What to export
    what: What,
    /// csv, or json as one line {"items":[…]}; csv unless --json is given
    #[arg(long)]
    format: Option<FormatWord>,
    /// The file to write; stdout by default
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Include hidden parties
    #[arg(long)]
    hidden: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// People and organizations with fields, external ids, stages and standing
    Parties,
    /// Every piece of evidence with its participants
    Evidence,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatWord {
    Csv,
    Json,
}

/// Writes the table to a file, or to the output.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    let usual = if globals.json && arguments.output.is_none() { FormatWord::Json } else { FormatWord::Csv };
    let format = arguments.format.unwrap_or(usual);
    let Some(path) = &arguments.output else {
        if globals.json && format == FormatWord::Csv {
            return Err(Failure::usage("--json prints JSON; omit --format csv, or use --output FILE"));
        }
        // No bar: it would run through the rows where both go to one terminal.
        let mut out = io::stdout().lock();
        return match write(globals, arguments, format, &mut out) {
            // Whoever closes a pipe early has read what he wanted.
            Err(Error::File { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => {
                Ok(Answer::written())
            }
            Err(Error::File { source, .. }) => Err(Error::file(Path::new("stdout"), source).into()),
            other => Ok(other.map(|_| Answer::written())?),
        };
    };
    let mut file = files::create(path).map_err(|error| Error::file(path, error))?;
    file.write_all(form(format).mark()).map_err(|error| Error::file(path, error))?;
    let rows = match write(globals, arguments, format, &mut file) {
        Err(Error::File { source, .. }) => return Err(Error::file(path, source).into()),
        other => other?,
    };
    file.sync_all().map_err(|error| Error::file(path, error))?;
    let text = format!("{} written to {}", plural(rows, "row", "rows"), path.display());
    Ok(Answer::new(json!({ "file": path.display().to_string(), "rows": rows }), text))
}

fn form(word: FormatWord) -> Format {
    if word == FormatWord::Csv { Format::Csv } else { Format::Json }
}

fn write(
    globals: &Globals,
    arguments: &Arguments,
    format: FormatWord,
    out: &mut dyn Write,
) -> Result<u64, Error> {
    let session = globals.open()?;
    let format = form(format);
    let hidden = arguments.hidden;
    let bar = if arguments.output.is_some() { Bar::start("Exporting", "rows") } else { Bar::silent() };
    match arguments.what {
        What::Parties => export::parties(&session, &Who::everybody(hidden), format, out, &bar),
        What::Evidence => export::evidence(&session, ExportOptions { format, hidden }, out, &bar),
    }
}
