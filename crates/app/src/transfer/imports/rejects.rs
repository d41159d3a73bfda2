//! The refused rows of an import: read page by page, or as a file that can be corrected and imported again.

use std::io::Write;
use std::path::{Path, PathBuf};

use casebook_domain::ids::ImportId;
use casebook_store::files;
use casebook_store::import::{self, ImportReject, ImportRun};
use casebook_tables::REJECTED_COLUMNS;

use super::journal::Remarks;
use super::list::find;
use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};
use crate::export::safe;

/// Refused rows read at a time.
const PAGE: i64 = 1_000;

/// A row that an import refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Its place among the refused rows of the import, from 0.
    pub seq: i64,
    /// The line of the file on which it begins.
    pub line: i64,
    /// The column at fault; empty if it is the whole row.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
    /// The row's cells, as far as they could be read.
    pub cells: Vec<String>,
}

impl From<ImportReject> for Reject {
    fn from(row: ImportReject) -> Self {
        let cells = serde_json::from_str(&row.record).unwrap_or_default();
        let ImportReject { seq, line, column_name: column, value, reason, .. } = row;
        Self { seq, line, column, value, reason, cells }
    }
}

/// The columns of an import's file and at most `limit` of its refused rows, from the one after `after` on.
pub fn rejects(
    session: &Session,
    id: ImportId,
    after: Option<i64>,
    limit: i64,
) -> Result<(Vec<String>, Vec<Reject>)> {
    let headers = Remarks::of(&find(session, id)?).headers;
    let rows = some(session, id, after.unwrap_or(-1), limit)?;
    Ok((headers, rows))
}

/// The mark by which spreadsheet programs know that a file is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the refused rows as a table: the row as it stood, then line, column, value and reason. Corrected, it
/// can be imported with the same mapping. The sign between cells is the file's, so that the program that wrote
/// the file opens this one too.
pub fn write_rejects(
    session: &Session,
    id: ImportId,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64> {
    let run = find(session, id)?;
    let Remarks { headers, delimiter, marked, .. } = Remarks::of(&run);
    let own: Vec<usize> = own_columns(&headers);
    let failed =
        |error: csv::Error| Error::file(Path::new("the rejected rows"), std::io::Error::other(error));
    if marked {
        out.write_all(MARK).map_err(|error| failed(error.into()))?;
    }
    let delimiter = delimiter.and_then(|sign| u8::try_from(sign).ok()).unwrap_or(b',');
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let head = own.iter().filter_map(|place| headers.get(*place)).map(String::as_str).chain(REJECTED_COLUMNS);
    writer.write_record(head).map_err(failed)?;
    let mut written = 0;
    each(session, &run, |reject| {
        if progress.stopped() {
            return Err(Error::Stopped("the list is incomplete".to_owned()));
        }
        let cell = |place: &usize| reject.cells.get(*place).map_or("", String::as_str);
        let line = reject.line.to_string();
        // The row itself stays as it was in the file, for it is meant to be imported again.
        let about = [&line, &reject.column, &reject.value, &reject.reason].map(|text| safe(text));
        let row = own.iter().map(cell).chain(about.iter().map(|text| &**text));
        written += 1;
        writer.write_record(row).map_err(failed)
    })?;
    writer.flush().map_err(|error| Error::file(Path::new("the rejected rows"), error))?;
    Ok(written)
}

/// The columns but those of an earlier list of refused rows.
fn own_columns(headers: &[String]) -> Vec<usize> {
    let own =
        |(place, header): (usize, &String)| (!REJECTED_COLUMNS.contains(&header.as_str())).then_some(place);
    headers.iter().enumerate().filter_map(own).collect()
}

/// Writes `FILE.rejected.csv`: line, column, value and reason, then the row as it stood. A file of an
/// earlier run is replaced; without refused rows there is none.
pub(super) fn write(
    session: &Session,
    run: &ImportRun,
    headers: &[String],
    file: &Path,
) -> Result<Option<PathBuf>> {
    let mut name = file.as_os_str().to_owned();
    name.push(".rejected.csv");
    let path = PathBuf::from(name);
    if run.rejected == 0 {
        return Ok(None);
    }
    let failed = |error: csv::Error| Error::file(&path, std::io::Error::other(error));
    let out = files::create(&path).map_err(|error| Error::file(&path, error))?;
    let mut writer = csv::Writer::from_writer(out);
    let head = ["line", "column", "value", "reason"].into_iter().chain(headers.iter().map(String::as_str));
    writer.write_record(head).map_err(failed)?;
    each(session, run, |reject| {
        let mut cells = reject.cells;
        cells.resize(headers.len(), String::new());
        let row = [reject.line.to_string(), reject.column, reject.value, reject.reason];
        writer.write_record(row.iter().chain(&cells)).map_err(failed)
    })?;
    writer.flush().map_err(|error| Error::file(&path, error))?;
    Ok(Some(path))
}

fn each(session: &Session, run: &ImportRun, mut take: impl FnMut(Reject) -> Result<()>) -> Result<()> {
    let mut after = -1;
    loop {
        let rejects = some(session, run.id, after, PAGE)?;
        let Some(last) = rejects.last() else { return Ok(()) };
        after = last.seq;
        rejects.into_iter().try_for_each(&mut take)?;
    }
}

fn some(session: &Session, id: ImportId, after: i64, limit: i64) -> Result<Vec<Reject>> {
    let rows = session.read(|connection, _| Ok(import::rejects_after(connection, id, after, limit)?))?;
    Ok(rows.into_iter().map(Reject::from).collect())
}
