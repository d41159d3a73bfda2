//! Locks that die with the process that holds them: no time-outs, nothing to clean up.
//!
//! Beside a SQLite file it is a lock of the operating system on a small file; in PostgreSQL it is a row lock
//! in a transaction that stays open.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::exec::{Connection, PostgresStore, Transaction, dialect};
use crate::files;
use crate::store::{Backend, Store};

/// Somebody who only looks whether a lock is held holds it for a moment; so a failed try is repeated.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(4);

/// A lock that is held until this is dropped or the process ends, however it ends.
pub struct LockGuard(Held);

enum Held {
    File(#[expect(dead_code, reason = "holding it open is the lock")] File),
    Row(Box<Transaction>),
}

impl LockGuard {
    /// Whether it is still held. A lock in PostgreSQL is lost with its connection; long work asks between steps.
    pub fn is_held(&self) -> bool {
        match &self.0 {
            Held::File(_) => true,
            Held::Row(transaction) => transaction.is_alive(),
        }
    }
}

impl Store {
    /// Takes the lock of that name, or nothing where somebody else holds it. Names are of `a-z` and `-`.
    pub fn try_lock(&self, name: &str) -> Result<Option<LockGuard>> {
        for _ in 1..TRIES {
            if let Some(guard) = self.take(name)? {
                return Ok(Some(guard));
            }
            crate::clock::pause(PAUSE);
        }
        self.take(name)
    }

    /// Removes what stands for the lock of that name, unless somebody holds it. The next who takes it makes it anew.
    pub fn forget_lock(&self, name: &str) -> Result<()> {
        match self.backend() {
            Backend::Sqlite { path, .. } => forget_file(&beside(path, name)),
            Backend::Postgres(_) => {
                let name = name.to_owned();
                self.write(move |connection| {
                    connection.execute(dialect::LOCK_FORGOTTEN, &[(&name).into()]).map(|_| ())
                })
            }
        }
    }

    /// Whether somebody holds the lock of that name, this process included.
    pub fn is_locked(&self, name: &str) -> Result<bool> {
        if !self.has_been_taken(name)? {
            return Ok(false);
        }
        // Tried more than once: a lock that was just let go takes a moment until the server knows.
        self.try_lock(name).map(|guard| guard.is_none())
    }

    /// Whether it was ever held: looking makes neither a file nor a row.
    fn has_been_taken(&self, name: &str) -> Result<bool> {
        match self.backend() {
            Backend::Sqlite { path, .. } => Ok(beside(path, name).exists()),
            Backend::Postgres(_) => self.read(|connection| {
                let sql = "SELECT name FROM process_lock WHERE name = $1";
                connection.query_one(sql, &[name.into()], |_| Ok(())).map(|found| found.is_some())
            }),
        }
    }

    fn take(&self, name: &str) -> Result<Option<LockGuard>> {
        match self.backend() {
            Backend::Sqlite { path, .. } => lock_file(&beside(path, name)),
            Backend::Postgres(postgres) => self.lock_row(postgres, name),
        }
    }

    fn lock_row(&self, postgres: &PostgresStore, name: &str) -> Result<Option<LockGuard>> {
        if !self.has_been_taken(name)? {
            let row = name.to_owned();
            self.write(move |connection| {
                let sql = "INSERT INTO process_lock (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";
                connection.execute(sql, &[(&row).into()])
            })?;
        }
        let transaction = postgres.lasting_transaction()?;
        let mut connection = Connection::postgres(&transaction);
        let sql = format!("SELECT name FROM process_lock WHERE name = $1{}", dialect::LOCKED_AT_ONCE);
        match connection.query_one(&sql, &[name.into()], |_| Ok(())) {
            Ok(Some(())) => Ok(Some(LockGuard(Held::Row(Box::new(transaction))))),
            // Somebody holds it, or its last holder or a restore has removed the row meanwhile.
            Ok(None) | Err(Error::Busy(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn beside(database: &Path, name: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(format!("-lock-{name}"));
    PathBuf::from(path)
}

fn lock_file(path: &Path) -> Result<Option<LockGuard>> {
    let unusable = |error| Error::File(format!("the lock `{}` cannot be used: {error}", path.display()));
    let file = files::open_or_create(path).map_err(unusable)?;
    match file.try_lock() {
        // Its last holder may have removed it since it was opened: then this locks what nobody else sees.
        Ok(()) if !is_at(&file, path) => Ok(None),
        Ok(()) => Ok(Some(LockGuard(Held::File(file)))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Whether this file is the one at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |found: std::fs::Metadata| (found.dev(), found.ino());
    let (own, there) = (file.metadata().map(place), std::fs::metadata(path).map(place));
    matches!((own, there), (Ok(own), Ok(there)) if own == there)
}

/// Where the two cannot be told apart, the files of locks are never removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(unix)]
fn forget_file(path: &Path) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    // Removed while it is locked, so that nobody who holds it loses it.
    if let Some(_held) = lock_file(path)? {
        std::fs::remove_file(path).map_err(|error| {
            Error::File(format!("the lock `{}` cannot be removed: {error}", path.display()))
        })?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn forget_file(_: &Path) -> Result<()> {
    Ok(())
}
