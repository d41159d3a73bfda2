//! A snapshot of the columns in a file, so that a starting program need not read every party from the database.
//!
//! It is only a cache: its reader catches up with the change feed from the entry at which it was written, and ignores
//! one that is torn, too old, or of another database or program. It is copied part by part while the columns keep
//! changing, so that no one waits for it; what changed meanwhile comes after that entry and is read again.

mod frame;
mod part;
mod read;
mod restore;
mod save;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use casebook_store::Connection;
use casebook_store::feed;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::vocabularies::ActiveVocabulary;

/// Raised whenever the format changes.
const FORMAT: u32 = 3;
/// Fewer parties are read from the database just as fast.
const FEWEST: usize = 1_000;
/// One party in so many must have changed for a new snapshot to be worth writing: catching up with fewer is fast.
const SHARE_CHANGED: usize = 100;

/// Where snapshots are kept, and how far behind the last one is.
#[derive(Default)]
pub(crate) struct Snapshots {
    file: OnceLock<PathBuf>,
    /// How many parties have changed since the file was written; `None` without a usable file.
    behind: Mutex<Option<usize>>,
    source: Mutex<Option<Source>>,
}

/// Where the columns came from when they were loaded last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A snapshot.
    Snapshot,
    /// The database, with the reason why the snapshot was not used, if one was looked for.
    Database(Option<Unusable>),
}

/// The outcome of loading from a snapshot.
pub(crate) enum Restored {
    /// Loaded, and up to date.
    Whole,
    /// Not loaded, with the reason; without one if no snapshot is kept.
    Not(Option<Unusable>),
}

/// Why a snapshot cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// There is none yet.
    #[error("there is no snapshot yet")]
    Missing,
    /// The file cannot be read.
    #[error("the snapshot cannot be read: {0}")]
    Unreadable(String),
    /// The file is incomplete or damaged.
    #[error("the snapshot is damaged")]
    Damaged,
    /// It was written by another version of the program.
    #[error("the snapshot is of another version of the program")]
    OtherProgram,
    /// It is of another database, or contains changes that this one does not have.
    #[error("the snapshot is of another database")]
    Foreign,
    /// Too much has changed since, or the feed no longer reaches back that far.
    #[error("the snapshot is too old")]
    Old,
}

/// The head of a snapshot: what it is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    program: Program,
    at: Entry,
    slots: usize,
    vocabularies: Vec<ActiveVocabulary>,
}

/// The tail of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Tail {
    /// The last entry that any part may show.
    at: Entry,
    /// The latest time for which any part shows the present, in microseconds since 1970.
    since: i64,
}

/// An entry of the feed, by its number and a digest of its content: another database has another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    seq: i64,
    digest: String,
}

/// The version of the program: it reads only its own snapshots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Program {
    format: u32,
    version: String,
    schema: i64,
}

impl Program {
    fn this() -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT, version, schema: casebook_store::last_known_schema() }
    }
}

impl Entry {
    /// The entry of that number, if it exists.
    fn find(connection: &mut Connection<'_>, seq: i64) -> Result<Option<Self>> {
        Ok(feed::digest(connection, seq)?.map(|digest| Self { seq, digest }))
    }
}

impl Snapshots {
    /// Counts changed parties.
    pub fn note(&self, changed: usize) {
        if let Some(behind) = self.behind().as_mut() {
            *behind += changed;
        }
    }

    /// Notes that no file can catch up with the columns.
    pub fn forget(&self) {
        *self.behind() = None;
    }

    fn behind(&self) -> MutexGuard<'_, Option<usize>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self) -> Option<&Path> {
        self.file.get().map(PathBuf::as_path)
    }
}
