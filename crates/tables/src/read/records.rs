//! The data records of a table, one by one, each with its place in the file.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::ReadError;
use super::no_row::{AT_THE_FOOT, Line, Shape};
use super::rows::{Rows, Step};
use super::split::{Cells, MOST_COLUMNS};
use crate::rejected::Rejected;

/// How much of a bad value is shown.
const SHOWN: usize = 200;
/// How many lines the foot of a report may have.
const LONGEST_FOOT: usize = 64;

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
    shape: Arc<Shape>,
    /// Rows that were read ahead, each with the position behind it.
    ahead: VecDeque<(Row, Position)>,
    /// The number of the last row that was read, perhaps ahead.
    number: u64,
    position: Position,
    path: PathBuf,
    ended: bool,
}

impl Records {
    pub(super) fn new(
        rows: Rows,
        (headers, shape): (Arc<[String]>, Arc<Shape>),
        from: Position,
        path: PathBuf,
    ) -> Self {
        let rows = rows.of_width(headers.len());
        let (ahead, number) = (VecDeque::new(), from.number);
        Self { rows, headers, shape, ahead, number, position: from, path, ended: false }
    }

    /// The position after the last row.
    pub fn position(&self) -> Position {
        self.position
    }

    /// How many bytes of the file have been read, for a progress bar; it runs a little ahead of the rows.
    pub fn bytes_read(&self) -> u64 {
        self.rows.taken()
    }

    fn read(&mut self) -> Result<Option<Row>, ReadError> {
        if self.ahead.is_empty() {
            self.read_ahead()?;
        }
        let Some((row, position)) = self.ahead.pop_front() else { return Ok(None) };
        self.position = position;
        Ok(Some(row))
    }

    /// Reads a row, and those behind it as long as they may be the foot of a report: whether the first is part of that
    /// shows at the last. It depends on what follows alone, so that reading can resume at any row.
    fn read_ahead(&mut self) -> Result<(), ReadError> {
        let mut foot = 0;
        while self.ahead.len() < LONGEST_FOOT {
            let Some((row, line)) = self.read_line()? else {
                self.refuse_foot(foot);
                break;
            };
            let place = Position { number: self.number, line: self.rows.line, offset: self.rows.offset };
            self.ahead.push_back((row, place));
            match line {
                Line::Perhaps => {}
                Line::Foot(_) if self.ahead.len() > 1 => foot = self.ahead.len(),
                _ => break,
            }
        }
        Ok(())
    }

    /// Refuses the first of the rows that were read ahead.
    fn refuse_foot(&mut self, length: usize) {
        for (row, _) in self.ahead.iter_mut().take(length) {
            if let Row::Record(record) = row {
                let record = std::mem::take(record);
                *row = no_row(record, AT_THE_FOOT);
            }
        }
    }

    /// Reads the next line that is not blank.
    fn read_line(&mut self) -> Result<Option<(Row, Line)>, ReadError> {
        loop {
            let (line, position) = (self.rows.line, self.rows.offset);
            let step =
                self.rows.step().map_err(|source| ReadError::System { path: self.path.clone(), source })?;
            let mut place = || {
                self.number += 1;
                Record { number: self.number, line, position, cells: Vec::new() }
            };
            match step {
                Step::End => return Ok(None),
                Step::Hopeless => return Err(ReadError::Quotes { line }),
                Step::Row if self.rows.cells.are_blank() => {}
                Step::Row => {
                    let row = record(&self.rows.cells, &self.headers, &self.shape, place());
                    let Row::Record(record) = row else { return Ok(Some((row, Line::Row))) };
                    let line = self.shape.line(&record.cells, self.rows.cells.len());
                    let row = match line {
                        Line::Row | Line::Perhaps => Row::Record(record),
                        Line::Never(reason) | Line::Foot(reason) => no_row(record, reason),
                    };
                    return Ok(Some((row, line)));
                }
                Step::Passed(reason) => {
                    let place = Record { cells: lossy(&self.rows.cells), ..place() };
                    let value = place.cells.join(&self.rows.delimiter().to_string());
                    return Ok(Some((refused(place, None, &value, reason), Line::Row)));
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

fn record(cells: &Cells, headers: &[String], shape: &Shape, mut record: Record) -> Row {
    let refuse = |record: Record, column: Option<&String>, value: &str, reason: &str| {
        refused(Record { cells: lossy(cells), ..record }, column, value, reason)
    };
    if cells.overflowed {
        let reason = format!("the row has more than {MOST_COLUMNS} cells");
        return refused(record, None, "", &reason);
    }
    let is_torn = cells.is_uncertain || cells.has_stray_marks && shape.is_even();
    if is_torn && cells.len() < headers.len() {
        let reason = format!("{STRAY}: the row has {} cells, the header {}", cells.len(), headers.len());
        return refuse(record, None, "", &reason);
    }
    record.cells.reserve_exact(headers.len());
    for (place, bytes) in cells.iter().enumerate() {
        let column = headers.get(place);
        let Ok(text) = std::str::from_utf8(bytes) else {
            return refuse(record, column, &String::from_utf8_lossy(bytes), "the cell is not valid UTF-8");
        };
        if bytes.contains(&0) {
            return refuse(record, column, &text.replace('\0', "␀"), "the cell contains a NUL character");
        }
        if column.is_some() {
            record.cells.push(text.to_owned());
        } else if !text.trim().is_empty() {
            let reason = format!("the row has {} cells, the header {}", cells.len(), headers.len());
            return refuse(record, None, text, &reason);
        }
    }
    record.cells.resize(headers.len(), String::new());
    Row::Record(record)
}

const STRAY: &str = "a quotation mark in a cell is neither doubled nor closed";

fn no_row(record: Record, reason: &str) -> Row {
    let filled = record.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let value = filled.collect::<Vec<_>>().join(" ");
    refused(record, None, &value, reason)
}

fn lossy(cells: &Cells) -> Vec<String> {
    cells.iter().map(|cell| String::from_utf8_lossy(cell).replace('\0', "␀")).collect()
}

fn refused(place: Record, column: Option<&String>, value: &str, reason: &str) -> Row {
    Row::Error(Rejected {
        number: place.number,
        line: place.line,
        column: column.cloned(),
        value: value.chars().take(SHOWN).collect(),
        reason: reason.to_owned(),
        cells: place.cells,
    })
}
