//! Read-only connections, used on the caller's thread.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection as Sqlite;

use super::{Connection, sqlite};
use crate::error::{Error, Result};

/// Connections kept open. More exist only while more are in use, up to [`MOST`].
const KEPT: usize = 4;
const MOST: usize = 96;
const PATIENCE: Duration = Duration::from_secs(30);

/// The readers of one SQLite file.
pub(crate) struct Readers {
    path: PathBuf,
    open: fn(&Path) -> Result<Sqlite>,
    desk: Mutex<Stock>,
    returned: Condvar,
}

#[derive(Default)]
struct Stock {
    idle: Vec<Sqlite>,
    lent: usize,
}

/// Returns its place however the read ends; a connection that failed is closed instead.
struct Loan<'r> {
    readers: &'r Readers,
    connection: Option<Sqlite>,
}

impl Readers {
    pub(crate) fn new(path: &Path) -> Self {
        Self::opened_by(sqlite::reader, path)
    }

    /// Readers that leave the file and its folder unchanged.
    pub(crate) fn inspecting(path: &Path) -> Self {
        Self::opened_by(sqlite::inspector, path)
    }

    fn opened_by(open: fn(&Path) -> Result<Sqlite>, path: &Path) -> Self {
        Self { path: path.to_owned(), open, desk: Mutex::default(), returned: Condvar::new() }
    }

    /// Runs `work` over one snapshot of the file.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut loan = self.borrow()?;
        let connection =
            loan.connection.take().ok_or_else(|| Error::Other("a reader was lost".to_owned()))?;
        sqlite::script(&connection, "BEGIN DEFERRED")?;
        let outcome = work(&mut Connection::sqlite(&connection));
        if sqlite::script(&connection, "ROLLBACK").is_ok() {
            loan.connection = Some(connection);
        }
        outcome
    }

    fn borrow(&self) -> Result<Loan<'_>> {
        let locked = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut stock, waited) = self
            .returned
            .wait_timeout_while(locked, PATIENCE, |stock| stock.idle.is_empty() && stock.lent >= MOST)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(Error::Busy(format!("{MOST} readers are at work")));
        }
        stock.lent += 1;
        let kept = stock.idle.pop();
        drop(stock);
        let mut loan = Loan { readers: self, connection: kept };
        if loan.connection.is_none() {
            loan.connection = Some((self.open)(&self.path)?);
        }
        Ok(loan)
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut stock = self.readers.desk.lock().unwrap_or_else(PoisonError::into_inner);
        stock.lent -= 1;
        if stock.idle.len() < KEPT {
            stock.idle.extend(self.connection.take());
        }
        self.readers.returned.notify_one();
    }
}
