//! Opening a file and finding out what its columns mean, before anything is stored.

use std::path::Path;

use casebook_domain::zone::UTC;
use casebook_tables::guess::{GuessError, GuessOptions, Question, guess};
use casebook_tables::mapping::{Mapping, MappingProblem};
use casebook_tables::read::{ReadOptions, Table};

use crate::desk::Session;
use crate::error::{Error, Result};
use crate::relationships::time_zone;

/// How to open a file and what to take its columns for.
#[derive(Clone, Debug, Default)]
pub struct PrepareOptions {
    /// How to read it.
    pub read: ReadOptions,
    /// The text of a mapping; without one it is guessed.
    pub mapping: Option<String>,
    /// What a guess should go by.
    pub guess: GuessOptions,
}

/// An open file and what its columns mean.
pub struct Prepared {
    /// The file.
    pub table: Table,
    /// The mapping.
    pub mapping: Mapping,
    /// What was guessed and why, in sentences.
    pub notes: Vec<String>,
    /// What only the user knows.
    pub questions: Vec<Question>,
}

/// Rows that a guess looks at.
pub(super) const SAMPLE: usize = 1_000;

/// Opens a file with a mapping, or guesses one from its headers and contents.
pub fn prepare(session: &Session, path: &Path, options: PrepareOptions) -> Result<Prepared> {
    let table = Table::open(path, &options.read).map_err(|error| Error::Unreadable(error.to_string()))?;
    let kinds = session.read(|_, words| Ok(words.kinds.clone()))?;
    if let Some(text) = &options.mapping {
        let mapping = Mapping::parse(text, &kinds).map_err(problems)?;
        mapping.bind(table.headers()).map_err(problems)?;
        let notes = other_zone(session, &mapping)?.into_iter().collect();
        return Ok(Prepared { table, mapping, notes, questions: Vec::new() });
    }
    let sample = table.sample(SAMPLE).map_err(|error| Error::Unreadable(error.to_string()))?;
    let guess_options = GuessOptions { headless: !table.has_header(), ..options.guess };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let found = guess(table.headers(), &sample, &name, &kinds, &guess_options).map_err(refused)?;
    let mut notes = found.notes;
    notes.extend(other_zone(session, &found.mapping)?);
    Ok(Prepared { table, mapping: found.mapping, notes, questions: found.questions })
}

/// Says that a file is of another time zone than the workspace, if both are stated.
pub(super) fn other_zone(session: &Session, mapping: &Mapping) -> Result<Option<String>> {
    let Some(zone) = &mapping.dates.zone else { return Ok(None) };
    let workspace = time_zone::stated(session)?.filter(|stated| zone != UTC.name() && stated != zone);
    Ok(workspace.map(|workspace| {
        format!(
            "Times are read in `{zone}`, while days begin and end in `{workspace}`, the time zone of the workspace."
        )
    }))
}

/// The mapping with the zone in which its times are read that state none: that of the workspace, where it names none.
pub(super) fn in_zone(session: &Session, mapping: &Mapping) -> Result<Mapping> {
    let mut mapping = mapping.clone();
    if mapping.dates.zone.is_none() {
        mapping.dates.zone = time_zone::stated(session)?.filter(|zone| zone != UTC.name());
    }
    Ok(mapping)
}

/// Opens the file at `path`, which people know as `name`, with the text of a mapping.
pub fn open(
    session: &Session,
    (name, path): (&str, &Path),
    read: &ReadOptions,
    mapping: &str,
) -> Result<(Table, Mapping)> {
    let kinds = session.read(|_, words| Ok(words.kinds.clone()))?;
    let mapping = Mapping::parse(mapping, &kinds).map_err(problems)?;
    let table = Table::open_as(name, path, read).map_err(|error| Error::Unreadable(error.to_string()))?;
    mapping.bind(table.headers()).map_err(problems)?;
    Ok((table, mapping))
}

/// Problems of a mapping as one error.
pub(super) fn problems(problems: Vec<MappingProblem>) -> Error {
    Error::Mapping(problems)
}

/// Why nothing was guessed, as an error.
pub(super) fn refused(error: GuessError) -> Error {
    match error {
        // The user can settle it by an option.
        GuessError::AmbiguousDate(detail) => Error::AmbiguousDate(detail),
        GuessError::NobodyNamed(_) | GuessError::OwnEvidence => Error::Unreadable(error.to_string()),
    }
}
