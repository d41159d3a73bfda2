//! The data records of a table, one by one, each with its place in the file.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::ReadError;
use super::rows::{Rows, Step};
use super::split::{Cells, MOST_COLUMNS};
use crate::rejected::Rejected;

/// How much of a bad value is shown.
const SHOWN: usize = 200;

/// One row of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its number among the rows of data, from 1; blank rows are not counted, bad ones are.
    pub number: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Where it begins in the file's text; see [`Position::offset`].
    pub position: u64,
    /// As many cells as the table has headers.
    pub cells: Vec<String>,
}

/// A place between two records, from which reading can resume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// How many records lie before it.
    pub number: u64,
    /// The line that follows.
    pub line: u64,
    /// How many bytes of decoded text lie before it: for UTF-8 the bytes of the file behind its mark.
    pub offset: u64,
}

impl Default for Position {
    fn default() -> Self {
        Self { number: 0, line: 1, offset: 0 }
    }
}

/// An item of the iterator: a row that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// It is valid.
    Record(Record),
    /// It is not.
    Error(Rejected),
}

/// Reads the records of a file from a position. After an error of the file itself it ends.
pub struct Records {
    rows: Rows,
    headers: Arc<[String]>,
    number: u64,
    path: PathBuf,
    ended: bool,
}

impl Records {
    pub(super) fn new(rows: Rows, headers: Arc<[String]>, from: Position, path: PathBuf) -> Self {
        Self { rows, headers, number: from.number, path, ended: false }
    }

    /// The position after the last row.
    pub fn position(&self) -> Position {
        Position { number: self.number, line: self.rows.line, offset: self.rows.offset }
    }

    /// How many bytes of the file have been read, for a progress bar; it runs a little ahead of the rows.
    pub fn bytes_read(&self) -> u64 {
        self.rows.taken()
    }

    fn read(&mut self) -> Result<Option<Row>, ReadError> {
        loop {
            let (line, position) = (self.rows.line, self.rows.offset);
            let step =
                self.rows.step().map_err(|source| ReadError::System { path: self.path.clone(), source })?;
            match step {
                Step::End => return Ok(None),
                Step::Hopeless => return Err(ReadError::Quotes { line }),
                Step::Row if self.rows.cells.are_blank() => {}
                Step::Row => {
                    self.number += 1;
                    let place = Record { number: self.number, line, position, cells: Vec::new() };
                    return Ok(Some(record(&self.rows.cells, &self.headers, place)));
                }
                Step::Passed(reason) => {
                    self.number += 1;
                    let place = Record { number: self.number, line, position, cells: Vec::new() };
                    return Ok(Some(refused(&place, None, String::new(), reason)));
                }
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

fn record(cells: &Cells, headers: &[String], mut record: Record) -> Row {
    if cells.overflowed {
        return refused(&record, None, String::new(), &format!("the row has more than {MOST_COLUMNS} cells"));
    }
    record.cells.reserve_exact(headers.len());
    for (place, bytes) in cells.iter().enumerate() {
        let column = headers.get(place);
        let Ok(text) = std::str::from_utf8(bytes) else {
            let value = String::from_utf8_lossy(bytes);
            return refused(&record, column, shown(&value), "the cell is not valid UTF-8");
        };
        if bytes.contains(&0) {
            return refused(
                &record,
                column,
                shown(&text.replace('\0', "␀")),
                "the cell contains a NUL character",
            );
        }
        if column.is_some() {
            record.cells.push(text.to_owned());
        } else if !text.trim().is_empty() {
            let reason = format!("the row has {} cells, the header {}", cells.len(), headers.len());
            return refused(&record, None, shown(text), &reason);
        }
    }
    record.cells.resize(headers.len(), String::new());
    Row::Record(record)
}

fn shown(value: &str) -> String {
    value.chars().take(SHOWN).collect()
}

fn refused(place: &Record, column: Option<&String>, value: String, reason: &str) -> Row {
    Row::Error(Rejected {
        number: place.number,
        line: place.line,
        column: column.cloned(),
        value,
        reason: reason.to_owned(),
    })
}
