//! Errors of a file as a whole, with messages that say what to do.

use std::path::PathBuf;

use super::rows::LARGEST_RECORD;

/// Why a file cannot be read as a table at all. A bad row alone is a [`crate::Rejected`].
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system reported an error.
    #[error("{path}: {source}")]
    System {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A folder, a device, a pipe.
    #[error("{0} is not a regular file; use the file itself")]
    NotAFile(PathBuf),
    /// It is empty.
    #[error("{0} is empty: it has no header and no rows")]
    Empty(PathBuf),
    /// It is another kind of file.
    #[error("{path} is {what}, not a CSV or other text table; {remedy}")]
    NotText {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        what: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// The requested encoding is unknown.
    #[error("`{0}` is not a known encoding; use a name such as utf-8, utf-16le, windows-1252 or iso-8859-2")]
    UnknownEncoding(String),
    /// The requested delimiter is not valid.
    #[error("`{0}` cannot be a delimiter; use a comma, semicolon, tab or another single ASCII character")]
    ImpossibleDelimiter(char),
    /// It has too many columns.
    #[error("line {line} has more than {most} columns; the file does not look like a table")]
    TooManyColumns {
        /// Where.
        line: u64,
        /// How many are read.
        most: usize,
    },
    /// Too many quotation marks are never closed.
    #[error(
        "line {line}: a quotation mark is not closed within {LARGEST_RECORD} bytes, as in many rows before; save the \
         file again with quotation marks in cells doubled"
    )]
    Quotes {
        /// Where reading was given up.
        line: u64,
    },
}
