//! A copy of everything, taken while others work.

use std::fs::{self, File};
use std::path::Path;

use crate::error::{Error, Result};
use crate::exec::copy_sqlite;
use crate::store::{Backend, Store};

impl Store {
    /// Copies a SQLite database, as it is at one moment, to a file that does not exist yet. The copy is on
    /// the disk when this returns and appears under its name only when it is whole. For PostgreSQL an error:
    /// write out [`crate::tables`] instead.
    pub fn backup(&self, copy: &Path) -> Result<()> {
        let Backend::Sqlite { path, .. } = self.backend() else {
            return Err(Error::Other("a server's database is not copied as a file".to_owned()));
        };
        if copy.exists() {
            return Err(Error::File(format!("`{}` exists already; name another file", copy.display())));
        }
        let mut unfinished = copy.as_os_str().to_owned();
        unfinished.push(".part");
        let unfinished = Path::new(&unfinished);
        let outcome = copy_sqlite(path, unfinished).and_then(|()| {
            let moved = File::open(unfinished).and_then(|file| file.sync_all());
            moved
                .and_then(|()| fs::rename(unfinished, copy))
                .map_err(|error| Error::File(format!("`{}` cannot be written: {error}", copy.display())))
        });
        if outcome.is_err() {
            // Half a copy is of no use; that it may stay behind is told by the error already.
            let _ = fs::remove_file(unfinished);
        }
        outcome
    }
}
