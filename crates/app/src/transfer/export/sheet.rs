//! Writing records in either form.

use std::io::{self, Write};
use std::path::Path;

use casebook_tables::spreadsheet::marked;
use serde_json::Value;

use super::Format;
use crate::error::{Error, Result};

/// An export under way.
pub(super) enum Sheet<'o> {
    Csv(Box<csv::Writer<&'o mut dyn Write>>),
    Json { out: io::BufWriter<&'o mut dyn Write>, rows: u64 },
}

/// What an error of writing says it was about; whoever named the file knows better.
fn failed(error: io::Error) -> Error {
    Error::file(Path::new("the export"), error)
}

/// The error of the system, if it was one: whoever writes to a pipe asks for the kind.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

impl<'o> Sheet<'o> {
    /// Begins with the headings, or with the opening of the list.
    pub fn begin(format: Format, headings: &[String], out: &'o mut dyn Write) -> Result<Self> {
        match format {
            Format::Csv => {
                let mut sheet = Self::Csv(Box::new(csv::Writer::from_writer(out)));
                sheet.line(headings)?;
                Ok(sheet)
            }
            Format::Json => {
                let mut out = io::BufWriter::new(out);
                out.write_all(b"{\"items\":[").map_err(failed)?;
                Ok(Self::Json { out, rows: 0 })
            }
        }
    }

    /// Writes a record; only the form that is wanted is made.
    pub fn record(
        &mut self,
        cells: impl FnOnce() -> Vec<String>,
        object: impl FnOnce() -> Value,
    ) -> Result<()> {
        match self {
            Self::Csv(_) => self.line(&cells()),
            Self::Json { out, rows } => {
                let comma: &[u8] = if *rows == 0 { b"" } else { b"," };
                *rows += 1;
                out.write_all(comma).map_err(failed)?;
                serde_json::to_writer(out, &object()).map_err(|error| failed(error.into()))
            }
        }
    }

    fn line(&mut self, cells: &[String]) -> Result<()> {
        let Self::Csv(out) = self else { return Ok(()) };
        let safe: Vec<_> = cells.iter().map(|text| marked(text)).collect();
        out.write_record(safe.iter().map(|text| text.as_bytes())).map_err(|error| failed(plain(error)))
    }

    /// Ends it and sees to it that everything is written.
    pub fn end(self) -> Result<()> {
        match self {
            Self::Csv(mut out) => out.flush().map_err(failed),
            Self::Json { mut out, .. } => out.write_all(b"]}\n").and_then(|()| out.flush()).map_err(failed),
        }
    }
}
