//! What can be wrong with a file as such, said so that its owner knows what to do.

use std::path::PathBuf;

use super::rows::LARGEST_RECORD;

/// Why a file cannot be read as a table at all. A bad row alone is a [`crate::Rejected`].
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error("{path}: {source}")]
    System {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder, a device, a pipe.
    #[error("{0} is not a regular file; use the file itself")]
    NotAFile(PathBuf),
    /// Nothing in it.
    #[error("{0} is empty: it has no header and no rows")]
    Empty(PathBuf),
    /// Another kind of file.
    #[error("{path} is {what}, not a CSV or other text table; {remedy}")]
    NotText {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        what: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// An encoding was asked for that nobody knows.
    #[error("`{0}` is not a known encoding; use a name such as utf-8, utf-16le, windows-1252 or iso-8859-2")]
    UnknownEncoding(String),
    /// A delimiter was asked for that cannot be one.
    #[error("`{0}` cannot be a delimiter; use a comma, semicolon, tab or another single ASCII character")]
    ImpossibleDelimiter(char),
    /// More columns than any table has.
    #[error("line {line} has more than {most} columns; the file does not look like a table")]
    TooManyColumns {
        /// Where.
        line: u64,
        /// How many are read.
        most: usize,
    },
    /// Quotation marks are opened and never closed, again and again.
    #[error(
        "line {line}: a quotation mark is not closed within {LARGEST_RECORD} bytes, as in many rows before; save the \
         file again with quotation marks in cells doubled"
    )]
    Quotes {
        /// Where reading was given up.
        line: u64,
    },
}
