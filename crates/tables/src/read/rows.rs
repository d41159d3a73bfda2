//! The raw rows of a file: split and counted in bounded memory, before the header is known.

use std::io;

use super::encoding::Text;
use super::line::{LONGEST_LINE, are_rows, first_line, split_line};
use super::split::{Cells, Split, line_breaks, split};

/// The largest record, in bytes.
pub const LARGEST_RECORD: usize = 8 * 1024 * 1024;
/// How many records with an unclosed quotation mark are skipped before the file is given up.
const MOST_UNCLOSED: u32 = 50;

/// The result of one step through a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A row, now in the cells.
    Row,
    /// A line that was skipped, now in the cells as far as it could be read, and why.
    Passed(&'static str),
    /// Too many quotation marks are not closed.
    Hopeless,
    /// The end of the file.
    End,
}

/// Steps through the rows of a text.
pub struct Rows {
    text: Text,
    delimiter: u8,
    /// How many columns the table has, once that is known.
    width: Option<usize>,
    buffer: Vec<u8>,
    start: usize,
    /// The cells of the last row.
    pub cells: Cells,
    /// Where in the decoded text the next row begins.
    pub offset: u64,
    /// The line on which the next row begins.
    pub line: u64,
    unclosed: u32,
}

impl Rows {
    /// Steps from a place that begins a row.
    pub fn new(text: Text, delimiter: u8, offset: u64, line: u64) -> Self {
        let (buffer, cells) = (Vec::new(), Cells::default());
        Self { text, delimiter, width: None, buffer, start: 0, cells, offset, line, unclosed: 0 }
    }

    /// With the width of the table, rows that a quotation mark has joined are told from a row of several lines.
    pub fn of_width(self, width: usize) -> Self {
        Self { width: Some(width), ..self }
    }

    /// The delimiter.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// How many bytes of the file have been read for it.
    pub fn taken(&self) -> u64 {
        self.text.taken()
    }

    /// Goes to the next row.
    pub fn step(&mut self) -> io::Result<Step> {
        let mut wanted = 1;
        loop {
            self.fill(wanted)?;
            let here = &self.buffer[self.start..];
            let ended = self.text.has_ended();
            if here.is_empty() {
                return Ok(Step::End);
            }
            match split(here, ended, self.delimiter, &mut self.cells) {
                Split::Record { taken, .. } if taken > LARGEST_RECORD => return self.give_up(TOO_LARGE),
                Split::Record { taken, lines }
                    if lines > 1
                        && self
                            .width
                            .is_some_and(|width| are_rows(&here[..taken], self.delimiter, width)) =>
                {
                    return self.pass_over(JOINED);
                }
                Split::Record { taken, lines } => {
                    self.take(taken, lines);
                    return Ok(Step::Row);
                }
                Split::More if here.len() <= LARGEST_RECORD => wanted = here.len() * 2 + 1,
                Split::More => return self.give_up(TOO_LARGE),
                Split::Unclosed => return self.give_up(UNCLOSED),
                Split::Stray => return self.pass_over(JOINED),
            }
        }
    }

    fn take(&mut self, taken: usize, lines: u64) {
        self.start += taken;
        self.offset += taken as u64;
        self.line += lines;
    }

    /// Reads until that many bytes are buffered or the file ends.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        if self.buffer.len() - self.start >= wanted {
            return Ok(());
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        while self.buffer.len() < wanted && !self.text.has_ended() {
            self.text.fill(&mut self.buffer)?;
        }
        Ok(())
    }

    /// Skips the line on which a record begins whose end cannot be found. How far it was looked for took its time, so
    /// that happens a few times only.
    fn give_up(&mut self, reason: &'static str) -> io::Result<Step> {
        self.unclosed += 1;
        if self.unclosed > MOST_UNCLOSED { Ok(Step::Hopeless) } else { self.pass_over(reason) }
    }

    /// Skips the line on which a record begins.
    fn pass_over(&mut self, reason: &'static str) -> io::Result<Step> {
        self.cells.clear();
        let mut is_whole = true;
        loop {
            let here = &self.buffer[self.start..];
            let ended = self.text.has_ended();
            if let Some((end, next)) = first_line(here, ended) {
                if is_whole {
                    split_line(&here[..end], self.delimiter, &mut self.cells);
                }
                let lines = line_breaks(&here[..next]);
                self.take(next, lines);
                return Ok(Step::Passed(reason));
            }
            let length = here.len();
            if length <= LONGEST_LINE {
                self.fill(length * 2 + 1)?;
                continue;
            }
            is_whole = false;
            // The line break may be cut in two.
            self.take(length - 1, 0);
        }
    }
}

const TOO_LARGE: &str = "the row is larger than 8 MiB; a quotation mark in it is probably not closed";
const UNCLOSED: &str = "a quotation mark is not closed";
const JOINED: &str =
    "a quotation mark in the row is not closed, so that it would be joined with the rows below";
