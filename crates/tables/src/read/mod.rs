//! Reading tables in text form: any common delimiter and encoding, text before the header, broken rows; in bounded
//! memory, whatever the bytes.

mod delimiter;
mod encoding;
mod error;
mod header;
mod line;
mod no_row;
mod not_text;
mod origin;
mod own_json;
mod records;
mod rows;
mod split;

use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use encoding::{Survey, Text, survey};
pub use error::ReadError;
use header::Early;
use no_row::Shape;
use origin::{Input, Origin};
pub use records::{Position, Record, Records, Row};
pub use rows::LARGEST_RECORD;
use rows::{Rows, Step};
pub use split::MOST_COLUMNS;

const HEAD: usize = 8 * 1024;
/// How much text is read to detect the delimiter.
const SNIFFED: usize = 256 * 1024;
/// How many rows are read to find the header.
const EARLY_ROWS: usize = 200;
/// How many bytes of rows are read to find the header, whatever their number.
const EARLY_BYTES: u64 = 16 * 1024 * 1024;

/// Options that override what the file shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOptions {
    /// The encoding by name, such as `windows-1250`.
    pub encoding: Option<String>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// The line of the header, from 1.
    pub header_line: Option<u64>,
}

/// A file whose format is known: its rows can be read any number of times, from the start or from any record.
#[derive(Clone, Debug)]
pub struct Table {
    path: PathBuf,
    origin: Origin,
    encoding: &'static Encoding,
    mark: u64,
    delimiter: u8,
    headers: Arc<[String]>,
    shape: Arc<Shape>,
    has_header: bool,
    first: Position,
    digest: String,
    total: u64,
    options: ReadOptions,
}

impl Table {
    /// Reads the whole file once to find its type, encoding, delimiter, header and digest.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        let system = |source| ReadError::System { path: path.to_owned(), source };
        if !std::fs::metadata(path).map_err(system)?.is_file() {
            return Err(ReadError::NotAFile(path.to_owned()));
        }
        Self::look_at(path.to_owned(), Origin::File(path.to_owned()), options)
    }

    /// The same for a file with a display name that differs from its name on disk.
    pub fn open_as(name: &str, path: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        Self::look_at(PathBuf::from(name), Origin::File(path.to_owned()), options)
    }

    /// The same for bytes in memory; `name` stands for the file's.
    pub fn of_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Self, ReadError> {
        Self::look_at(PathBuf::from(name), Origin::Bytes(bytes.into()), options)
    }

    fn look_at(path: PathBuf, origin: Origin, options: &ReadOptions) -> Result<Self, ReadError> {
        let system = |source| ReadError::System { path: path.clone(), source };
        let own = own_json::as_table(&origin).map_err(system)?;
        let origin = own.map_or(origin, |table| Origin::Bytes(table.into()));
        let mut file = origin.open().map_err(system)?;
        let head = head(&mut file).map_err(system)?;
        let asked = asked_encoding(options)?;
        let survey = survey(&mut file, &head, asked).map_err(system)?;
        refuse_what_is_no_text(&path, &head, &survey)?;
        let delimiter = match options.delimiter {
            Some(asked) => asked_delimiter(asked)?,
            None => sniff(file, &survey).map_err(system)?,
        };
        let mut table = Self {
            path,
            origin,
            encoding: survey.encoding,
            mark: survey.mark,
            delimiter,
            headers: Arc::default(),
            shape: Arc::new(Shape::of(None, 0, &[])),
            has_header: true,
            first: Position::default(),
            digest: survey.digest,
            total: survey.total,
            options: options.clone(),
        };
        table.find_header(options.header_line)?;
        Ok(table)
    }

    fn find_header(&mut self, asked_line: Option<u64>) -> Result<(), ReadError> {
        let early = self.early()?;
        if early.is_empty() {
            return Err(ReadError::Empty(self.path.clone()));
        }
        let found = header::find(&early, asked_line);
        let before = match found.row {
            Some(row) => early.get(row),
            None => header::first_data_row(&early).checked_sub(1).and_then(|row| early.get(row)),
        };
        if let Some(row) = before {
            self.first = Position { number: 0, line: row.next_line, offset: row.next_offset };
        }
        let header = found.row.and_then(|row| early.get(row)).map(|row| row.cells.as_slice());
        let rows = early.get(found.row.map_or(0, |row| row + 1)..).unwrap_or_default();
        self.shape = Arc::new(Shape::of(header, found.names.len(), rows));
        self.headers = found.names.into();
        self.has_header = found.row.is_some();
        Ok(())
    }

    fn early(&self) -> Result<Vec<Early>, ReadError> {
        let mut rows = self.rows(Position::default())?;
        let mut early = Vec::new();
        while early.len() < EARLY_ROWS && rows.offset < EARLY_BYTES {
            let line = rows.line;
            match rows.step().map_err(|source| self.system(source))? {
                Step::End => break,
                Step::Hopeless => return Err(ReadError::Quotes { line }),
                Step::Row if rows.cells.overflowed => {
                    return Err(ReadError::TooManyColumns { line, most: MOST_COLUMNS });
                }
                Step::Row if !rows.cells.are_blank() && !names_the_delimiter(&rows, line) => {
                    let cells =
                        rows.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
                    early.push(Early { cells, line, next_offset: rows.offset, next_line: rows.line });
                }
                Step::Row | Step::Passed(_) => {}
            }
        }
        Ok(early)
    }

    fn rows(&self, from: Position) -> Result<Rows, ReadError> {
        let text =
            self.origin.open().and_then(|file| Text::open(file, self.encoding, self.mark, from.offset));
        let text = text.map_err(|source| self.system(source))?;
        Ok(Rows::new(text, self.delimiter, from.offset, from.line))
    }

    fn system(&self, source: io::Error) -> ReadError {
        ReadError::System { path: self.path.clone(), source }
    }

    /// Every record from the first.
    pub fn records(&self) -> Result<Records, ReadError> {
        self.records_from(self.first)
    }

    /// Every record from a position that [`Records::position`] gave for the same file.
    pub fn records_from(&self, position: Position) -> Result<Records, ReadError> {
        let table = (Arc::clone(&self.headers), Arc::clone(&self.shape));
        Ok(Records::new(self.rows(position)?, table, position, self.path.clone()))
    }

    /// The first `count` valid records.
    pub fn sample(&self, count: usize) -> Result<Vec<Record>, ReadError> {
        let mut sample = Vec::new();
        for row in self.records()?.take(count.saturating_mul(2)) {
            if let Row::Record(record) = row? {
                sample.push(record);
            }
            if sample.len() >= count {
                break;
            }
        }
        Ok(sample)
    }

    /// Whether the file is still where it was opened.
    pub fn is_there(&self) -> bool {
        match &self.origin {
            Origin::File(path) => path.exists(),
            Origin::Bytes(_) => true,
        }
    }

    /// The unique names of the columns.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Whether the file has a header.
    pub fn has_header(&self) -> bool {
        self.has_header
    }

    /// The file, with its display name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The encoding's name, such as `UTF-8`.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// The delimiter.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// Whether the text is UTF-8 without a mark or option that says so.
    pub fn is_plain(&self) -> bool {
        self.encoding == encoding_rs::UTF_8 && self.mark == 0
    }

    /// The options with which it was opened.
    pub fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// SHA-256 of the file's bytes, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The file's size in bytes; [`Records::bytes_read`] counts towards it.
    pub fn total_bytes(&self) -> u64 {
        self.total
    }
}

fn names_the_delimiter(rows: &Rows, line: u64) -> bool {
    let first = rows.cells.iter().next().unwrap_or_default();
    line == 1 && first.len() <= 5 && first.to_ascii_lowercase().starts_with(b"sep=")
}

fn head(file: &mut Input) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn asked_encoding(options: &ReadOptions) -> Result<Option<&'static Encoding>, ReadError> {
    let Some(name) = &options.encoding else { return Ok(None) };
    Encoding::for_label(name.as_bytes()).map(Some).ok_or_else(|| ReadError::UnknownEncoding(name.clone()))
}

fn asked_delimiter(sign: char) -> Result<u8, ReadError> {
    let usable = sign.is_ascii() && !sign.is_ascii_alphanumeric() && !['"', '\n', '\r', '\0'].contains(&sign);
    u8::try_from(sign).ok().filter(|_| usable).ok_or(ReadError::ImpossibleDelimiter(sign))
}

fn refuse_what_is_no_text(path: &Path, head: &[u8], survey: &Survey) -> Result<(), ReadError> {
    if survey.total <= survey.mark {
        return Err(ReadError::Empty(path.to_owned()));
    }
    let wide = survey.encoding == UTF_16LE || survey.encoding == UTF_16BE;
    match not_text::recognise(head, wide) {
        Some((what, remedy)) => Err(ReadError::NotText { path: path.to_owned(), what, remedy }),
        None => Ok(()),
    }
}

fn sniff(mut file: Input, survey: &Survey) -> io::Result<u8> {
    file.seek(SeekFrom::Start(0))?;
    let mut text = Text::open(file, survey.encoding, survey.mark, 0)?;
    let mut sniffed = Vec::new();
    while sniffed.len() < SNIFFED && !text.has_ended() {
        text.fill(&mut sniffed)?;
    }
    Ok(delimiter::sniff(&sniffed, text.has_ended()))
}

#[cfg(test)]
mod tests;
