//! Exporting records of a type as CSV.

use std::io::Write;
use std::path::Path;

use casebook_domain::records::RecordFilter;

use super::super::find::ids;
use super::super::show::many;
use super::super::types::record_type;
use super::columns::{cells, headings};
use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};

/// Records that are read at a time.
const STEP: usize = 500;

/// Writes the records that fit, in the order in which they were added, with one line of headings; returns how many.
/// Imported again, the table changes nothing.
pub fn export(
    session: &Session,
    type_name: &str,
    filter: &RecordFilter,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64> {
    let of = record_type(session, type_name)?;
    let all = ids(session, type_name, filter)?;
    let mut sheet = csv::Writer::from_writer(out);
    let failed = |error: csv::Error| Error::file(Path::new("the export"), std::io::Error::other(error));
    sheet.write_record(headings(&of)).map_err(failed)?;
    let mut written = 0;
    for some in all.chunks(STEP) {
        if progress.stopped() {
            return Err(Error::Stopped("the export is not complete".to_owned()));
        }
        let found = many(session, &of, some)?;
        for one in &found {
            sheet.write_record(cells(one)).map_err(failed)?;
        }
        written += found.len() as u64;
        progress.at(written, all.len() as u64);
    }
    sheet.flush().map_err(|error| Error::file(Path::new("the export"), error))?;
    Ok(written)
}
