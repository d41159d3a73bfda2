//! A guess that a person can look at and correct before anything is decided.

use std::path::Path;

use casebook_domain::kind::Kinds;
use casebook_tables::guess::{GuessOptions, Question, guess};
use casebook_tables::mapping::{BoundMapping, Mapping};
use casebook_tables::read::{ReadError, ReadOptions, Record, Row, Table};
use jiff::tz::TimeZone;

use super::preview::{PreviewRow, RefusedRow, SHOWN};
use super::{prepare, prepare::SAMPLE};
use crate::desk::Session;
use crate::error::{Error, Result};

/// A guessed mapping, and what it would make of the first rows.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// The file's columns.
    pub headers: Vec<String>,
    /// What was taken for what, and why, in sentences.
    pub notes: Vec<String>,
    /// What only the user knows.
    pub questions: Vec<Question>,
    /// The first records as they stand in the file.
    pub sample: Vec<Vec<String>>,
    /// The first rows as they would be.
    pub rows: Vec<PreviewRow>,
    /// Those of the first rows that would be refused.
    pub refused: Vec<RefusedRow>,
}

/// Guesses what the columns of the file at `path` mean; people know the file as `name`. A column of dates of
/// which days and months cannot be distinguished is a question, and such dates are refused until it is answered.
pub fn propose(
    session: &Session,
    (name, path): (&str, &Path),
    read: &ReadOptions,
    options: GuessOptions,
) -> Result<Proposal> {
    if let Some(zone) = options.zone.as_ref().filter(|zone| TimeZone::get(zone).is_err()) {
        let detail = format!("`{zone}` is not a known time zone; use a name such as Europe/Berlin");
        return Err(Error::argument("zone", detail));
    }
    let unreadable = |error: ReadError| Error::Unreadable(error.to_string());
    let table = Table::open_as(name, path, read).map_err(unreadable)?;
    let kinds = session.read(|_, words| Ok(words.kinds.clone()))?;
    let sample = table.sample(SAMPLE).map_err(unreadable)?;
    let options = GuessOptions { headless: !table.has_header(), leave_dates_open: true, ..options };
    let found = guess(table.headers(), &sample, name, &kinds, &options).map_err(prepare::refused)?;
    let bound =
        prepare::in_zone(session, &found.mapping)?.bind(table.headers()).map_err(prepare::problems)?;
    let first = sample.get(..SHOWN.min(sample.len())).unwrap_or_default();
    let (rows, mut refused) = shown(first, &bound, &kinds);
    refused.extend(unread(&table).map_err(unreadable)?);
    refused.sort_by_key(|one| one.line);
    let mut notes = found.notes;
    notes.extend(prepare::other_zone(session, &found.mapping)?);
    Ok(Proposal {
        mapping: found.mapping,
        headers: table.headers().to_vec(),
        notes,
        questions: found.questions,
        sample: first.iter().map(|record| record.cells.clone()).collect(),
        rows,
        refused,
    })
}

/// Those of the first rows that cannot even be read.
fn unread(table: &Table) -> Result<Vec<RefusedRow>, ReadError> {
    let mut refused = Vec::new();
    for row in table.records()?.take(SHOWN) {
        if let Row::Error(rejected) = row? {
            refused.push(RefusedRow::from(rejected));
        }
    }
    Ok(refused)
}

fn shown(records: &[Record], bound: &BoundMapping, kinds: &Kinds) -> (Vec<PreviewRow>, Vec<RefusedRow>) {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for record in records {
        match bound.row(record) {
            Ok(row) => rows.push(PreviewRow::of(record.line, &row, kinds)),
            Err(one) => refused.push(RefusedRow::from(one)),
        }
    }
    (rows, refused)
}
