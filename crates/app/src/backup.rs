//! A copy of everything in one file, taken while others work.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use casebook_store::{Engine, dump, tables};

use crate::casebook::Casebook;
use crate::dump::Writer;
use crate::error::{Error, Result};
use crate::progress::Progress;

/// Writes a backup to a file that does not exist yet. It appears under its name only when it is whole.
///
/// A SQLite database is copied as it is: the copy is a database of its own. A PostgreSQL database is written
/// out row by row from one snapshot. Either restores into either engine.
pub fn backup(casebook: &Casebook, file: &Path, progress: &dyn Progress) -> Result<()> {
    match casebook.store().engine() {
        Engine::Sqlite => Ok(casebook.store().backup(file)?),
        Engine::Postgres => dump_to(casebook, file, progress),
    }
}

fn dump_to(casebook: &Casebook, file: &Path, progress: &dyn Progress) -> Result<()> {
    if file.exists() {
        return Err(Error::Refused(format!("`{}` exists already; name another file", file.display())));
    }
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = Path::new(&unfinished);
    let outcome = write_rows(casebook, unfinished, progress)
        .and_then(|()| fs::rename(unfinished, file).map_err(|error| Error::file(file, error)));
    if outcome.is_err() {
        // Half a backup is of no use; the error already says that there is none.
        let _ = fs::remove_file(unfinished);
    }
    outcome
}

fn write_rows(casebook: &Casebook, path: &Path, progress: &dyn Progress) -> Result<()> {
    let failed = |error| Error::file(path, error);
    let file = File::create(path).map_err(failed)?;
    let step = casebook.schema_step()?;
    let mut writer = Writer::begin(BufWriter::new(&file), step, casebook.now()).map_err(failed)?;
    let mut done = 0;
    casebook.read(|connection, _| {
        for table in tables(connection)? {
            writer.table(&table.name, &table.column_names()).map_err(failed)?;
            dump::rows(connection, &table, |row| {
                if progress.stopped() {
                    return Err(Error::Stopped("there is no backup".to_owned()));
                }
                writer.row(&row).map_err(failed)?;
                done += 1;
                progress.at(done, 0);
                Ok(())
            })?;
        }
        Ok(())
    })?;
    writer.end().map_err(failed)?;
    file.sync_all().map_err(failed)
}
