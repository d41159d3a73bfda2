//! Locks that end with the process that holds them: no timeouts, nothing to clean up.
//!
//! Next to a SQLite file it is a lock of the operating system on a small file; in PostgreSQL it is a row lock in a
//! transaction that stays open.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::exec::{Batch, Connection, PostgresStore, Transaction, dialect};
use crate::files;
use crate::store::{Backend, Store};

/// Checking whether a lock is held takes it for a moment; so a failed try is repeated.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(4);

/// A lock that is held until this is dropped or the process ends, however it ends.
pub struct LockGuard(Held);

enum Held {
    /// A lock of the operating system on the open file, and its path.
    File(#[cfg_attr(not(unix), expect(dead_code, reason = "holding it open is the lock"))] File, PathBuf),
    /// A lock on the row of that name.
    Row(Box<Transaction>, String),
}

impl LockGuard {
    /// Whether it is still held. A lock in PostgreSQL is lost with its connection; long work checks between steps.
    pub fn is_held(&self) -> bool {
        match &self.0 {
            Held::File(..) => true,
            Held::Row(transaction, _) => transaction.is_alive(),
        }
    }

    /// Releases it and removes its file or row, in one step: nothing of the lock is left. The next holder creates it
    /// again.
    pub fn forget(self) -> Result<()> {
        match self.0 {
            Held::File(file, path) => forget_file(&file, &path),
            // In the holder's own transaction: a row that was just released is still locked for a moment.
            Held::Row(transaction, name) => {
                let mut batch = Batch::default();
                batch.execute(dialect::LOCK_FORGOTTEN, vec![name.as_str().into()]);
                transaction.commit(&batch)
            }
        }
    }
}

/// One who tries a lock more than once: in PostgreSQL by the same connection, since to open one takes the server longer than
/// all tries.
#[derive(Default)]
struct Trying(Option<Transaction>);

impl Store {
    /// Takes the lock of that name; `None` if someone else holds it. Names are of `a-z` and `-`.
    pub fn try_lock(&self, name: &str) -> Result<Option<LockGuard>> {
        let mut trying = Trying::default();
        for _ in 1..TRIES {
            if let Some(guard) = self.take(name, &mut trying)? {
                return Ok(Some(guard));
            }
            crate::clock::pause(PAUSE);
        }
        self.take(name, &mut trying)
    }

    /// Whether anyone holds the lock of that name, including this process.
    pub fn is_locked(&self, name: &str) -> Result<bool> {
        let mut trying = Trying::default();
        // Tried more than once: a released lock takes a moment until the server knows.
        for _ in 0..TRIES {
            if !self.is_there(name)? || self.take_what_is_there(name, &mut trying)?.is_some() {
                return Ok(false);
            }
            crate::clock::pause(PAUSE);
        }
        Ok(true)
    }

    /// Whether the file or row of the lock exists: it is held, or was and has not been removed.
    fn is_there(&self, name: &str) -> Result<bool> {
        match self.backend() {
            Backend::Sqlite { path, .. } => Ok(beside(path, name).exists()),
            Backend::Postgres(_) => self.read(|connection| {
                let sql = "SELECT name FROM process_lock WHERE name = $1";
                connection.query_one(sql, &[name.into()], |_| Ok(())).map(|found| found.is_some())
            }),
        }
    }

    fn take(&self, name: &str, trying: &mut Trying) -> Result<Option<LockGuard>> {
        if !self.is_there(name)? {
            self.make(name)?;
        }
        self.take_what_is_there(name, trying)
    }

    /// Creates the file or the row of the lock.
    fn make(&self, name: &str) -> Result<()> {
        match self.backend() {
            Backend::Sqlite { path, .. } => {
                let path = beside(path, name);
                files::open_or_create(&path).map(drop).map_err(|error| unusable(&path, &error))
            }
            Backend::Postgres(_) => {
                let row = name.to_owned();
                self.write(move |connection| {
                    let sql = "INSERT INTO process_lock (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";
                    connection.execute(sql, &[(&row).into()]).map(|_| ())
                })
            }
        }
    }

    /// Takes the lock unless someone holds it or it does not exist: checking creates neither a file nor a row.
    fn take_what_is_there(&self, name: &str, trying: &mut Trying) -> Result<Option<LockGuard>> {
        match self.backend() {
            Backend::Sqlite { path, .. } => lock_file(beside(path, name)),
            Backend::Postgres(postgres) => lock_row(postgres, name, trying),
        }
    }
}

fn lock_row(postgres: &PostgresStore, name: &str, trying: &mut Trying) -> Result<Option<LockGuard>> {
    let transaction = match trying.0.take() {
        Some(transaction) => transaction,
        None => postgres.lasting_transaction()?,
    };
    let sql = format!("SELECT name FROM process_lock WHERE name = $1{}", dialect::LOCKED_UNLESS_HELD);
    let found = Connection::postgres(&transaction).query_one(&sql, &[name.into()], |_| Ok(()))?;
    if found.is_none() {
        // Someone holds it, or its last holder or a restore has removed the row meanwhile.
        trying.0 = Some(transaction);
        return Ok(None);
    }
    Ok(Some(LockGuard(Held::Row(Box::new(transaction), name.to_owned()))))
}

fn beside(database: &Path, name: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(format!("-lock-{name}"));
    PathBuf::from(path)
}

fn lock_file(path: PathBuf) -> Result<Option<LockGuard>> {
    let file = match files::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(&path, &error)),
    };
    match file.try_lock() {
        // Its last holder may have removed it since it was opened: then this locks what no one else sees.
        Ok(()) if !is_at(&file, &path) => Ok(None),
        Ok(()) => Ok(Some(LockGuard(Held::File(file, path)))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(unusable(&path, &error)),
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Error {
    Error::File(format!("the lock `{}` cannot be used: {error}", path.display()))
}

/// Whether this file is the one at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |found: std::fs::Metadata| (found.dev(), found.ino());
    let (own, there) = (file.metadata().map(place), std::fs::metadata(path).map(place));
    matches!((own, there), (Ok(own), Ok(there)) if own == there)
}

/// Where the two cannot be distinguished, lock files are never removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(unix)]
fn forget_file(file: &File, path: &Path) -> Result<()> {
    // Removed while it is locked, and only if it is this one, so that no one who holds another loses it.
    if is_at(file, path) {
        std::fs::remove_file(path).map_err(|error| {
            Error::File(format!("the lock `{}` cannot be removed: {error}", path.display()))
        })?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn forget_file(_: &File, _: &Path) -> Result<()> {
    Ok(())
}
