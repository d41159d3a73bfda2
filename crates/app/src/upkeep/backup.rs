//! A copy of everything in one file, taken while others work.

use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use casebook_store::{Clock, DatabaseUrl, Error as StoreError, Store, dump, files, integrity, tables};

use crate::desk::progress::Progress;
use crate::error::{Error, Result};
use crate::upkeep::dump::Writer;

/// Writes a backup to a file that does not exist yet, readable by its owner alone. It appears under its name only when
/// it is whole; returns how many rows it has.
///
/// The form is the same for both engines, and a backup of one restores into the other. Everything is read in one
/// snapshot; damage ends it with an error that says where it is. Nothing is changed in the database, which may be at
/// an older step.
pub fn backup(url: &str, clock: &Arc<dyn Clock>, file: &Path, progress: &dyn Progress) -> Result<u64> {
    let store = Store::inspect(&DatabaseUrl::parse(url)?)?;
    if file.exists() {
        return Err(Error::Refused(format!("`{}` already exists; choose another file", file.display())));
    }
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = Path::new(&unfinished);
    let outcome = write_rows(&store, clock, unfinished, progress).and_then(|rows| {
        files::rename(unfinished, file).map_err(|error| Error::file(file, error))?;
        Ok(rows)
    });
    if outcome.is_err() {
        // Half a backup is of no use; the error already says that there is none.
        let _ = fs::remove_file(unfinished);
    }
    outcome
}

fn write_rows(store: &Store, clock: &Arc<dyn Clock>, path: &Path, progress: &dyn Progress) -> Result<u64> {
    let failed = |error| Error::file(path, error);
    let step = store.step()?;
    let file = files::create(path).map_err(failed)?;
    let mut writer = Writer::begin(BufWriter::new(&file), step, clock.now()).map_err(failed)?;
    let mut done = 0;
    store.read(|connection| {
        let mut damage = Vec::new();
        integrity::by_engine(connection, &mut damage)?;
        if let Some(first) = damage.first() {
            return Err(StoreError::Corrupt(first.what.clone()).into());
        }
        let complete = dump::has_all_checksums(connection)?;
        for table in tables(connection)? {
            writer.table(&table.name, &table.column_names()).map_err(failed)?;
            dump::rows(connection, &table, complete, |row| {
                if progress.stopped() {
                    return Err(Error::Stopped("there is no backup".to_owned()));
                }
                writer.row(&row).map_err(failed)?;
                done += 1;
                progress.at(done, 0);
                Ok(())
            })?;
        }
        Ok::<(), Error>(())
    })?;
    let rows = writer.end().map_err(failed)?;
    file.sync_all().map_err(failed)?;
    Ok(rows)
}
