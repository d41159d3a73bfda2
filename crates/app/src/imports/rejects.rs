//! The file of refused rows, written beside the one imported so that it can be corrected and imported again.

use std::path::{Path, PathBuf};

use casebook_store::import::{self, ImportRun};

use crate::casebook::Casebook;
use crate::error::{Error, Result};

/// Refused rows read at a time.
const PAGE: i64 = 1_000;

/// Writes `FILE.rejected.csv`: line, column, value and reason, then the row as it stood. A file of an
/// earlier run is replaced; without refused rows there is none.
pub(super) fn write(
    casebook: &Casebook,
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
    let mut writer = csv::Writer::from_path(&path).map_err(failed)?;
    let head = ["line", "column", "value", "reason"].into_iter().chain(headers.iter().map(String::as_str));
    writer.write_record(head).map_err(failed)?;
    let mut after = -1;
    loop {
        let rejects =
            casebook.read(|connection, _| Ok(import::rejects_after(connection, run.id, after, PAGE)?))?;
        let Some(last) = rejects.last() else { break };
        after = last.seq;
        for reject in rejects {
            let mut cells: Vec<String> = serde_json::from_str(&reject.record).unwrap_or_default();
            cells.resize(headers.len(), String::new());
            let row = [reject.line.to_string(), reject.column_name, reject.value, reject.reason];
            writer.write_record(row.iter().chain(&cells)).map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| Error::file(&path, error))?;
    Ok(Some(path))
}
