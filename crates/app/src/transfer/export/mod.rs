//! Everything out again, as a table or as JSON, in memory that does not grow with what there is.
//!
//! An export reads one snapshot, so it holds together while others write. Hidden parties are left out unless
//! asked for.

mod evidence;
mod parties;
mod sheet;
mod who;

use std::io::Write;

use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::error::Result;

pub use casebook_tables::spreadsheet::safe;
pub use who::Who;

/// The form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table with commas, one line of headings, safe to open in a spreadsheet.
    #[default]
    Csv,
    /// One object, `{"items":[…]}`, on one line.
    Json,
}

/// How to export evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// The form.
    pub format: Format,
    /// Whether that of hidden parties is exported too.
    pub hidden: bool,
}

/// The mark by which spreadsheet programs know that a file is UTF-8. It stands in front of what is saved as CSV, and not of
/// what another program reads from a pipe; [`Format::mark`] tells which form has one.
const MARK: &[u8] = "\u{feff}".as_bytes();

impl Format {
    /// What stands in front of a file of this form.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Csv => MARK,
            Self::Json => b"",
        }
    }
}

/// Rows that are read at a time.
const STEP: i64 = 500;

/// Writes parties with their fields, ids elsewhere, stages and standing, in the order in which they were added; returns
/// how many.
pub fn parties(
    session: &Session,
    who: &Who,
    format: Format,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64> {
    parties::write(session, who, format, out, progress)
}

/// Writes all evidence, dead pieces and corrections too, in the order in which it was recorded; returns how much.
///
/// A piece in which only hidden parties take part is left out with them.
pub fn evidence(
    session: &Session,
    options: ExportOptions,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64> {
    evidence::write(session, options, out, progress)
}
