//! A snapshot of the columns in a file, so that a program that starts need not read every party from the database.
//!
//! It holds no truth of its own: whoever reads it catches up with the feed of changes from the entry that it was made
//! at, and one that is torn, of another database, of another program or too old is passed over. It is copied part by
//! part while the columns go on changing, so that nobody waits for it; what changed meanwhile has come after that
//! entry, and is read again.

pub(crate) mod bytes;
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

use crate::columns::ActiveVocabulary;
use crate::error::Result;

/// Raised whenever what is written changes.
const FORMAT: u32 = 1;
/// Fewer parties are read from the database as quickly.
const FEWEST: usize = 1_000;
/// One party in so many must have changed for a snapshot to be worth writing anew: reading the others is quick.
const SHARE_CHANGED: usize = 100;

/// Where snapshots are kept, and how far behind the last one is.
#[derive(Default)]
pub(crate) struct Snapshots {
    file: OnceLock<PathBuf>,
    /// How many parties have changed since the file was written; nothing where there is none to catch up from.
    behind: Mutex<Option<usize>>,
    source: Mutex<Option<Source>>,
}

/// Where the columns came from when they were loaded last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A snapshot.
    Snapshot,
    /// The database, because of what was wrong with the snapshot, if one was looked for.
    Database(Option<Unusable>),
}

/// Whether the columns came from a snapshot.
pub(crate) enum Restored {
    /// They did, and are up to date.
    Whole,
    /// They did not, because of what was wrong with the snapshot; of nothing, where none is kept.
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
    /// The file is not whole, or something else stands in it than was written.
    #[error("the snapshot is damaged")]
    Damaged,
    /// It was made by another version of the program.
    #[error("the snapshot is of another version of the program")]
    OtherProgram,
    /// It is of another database, or of changes that this one does not have.
    #[error("the snapshot is of another database")]
    Foreign,
    /// Too much has changed since, or it is no longer known what.
    #[error("the snapshot is too old")]
    Old,
}

/// What a snapshot is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    program: Program,
    at: Entry,
    slots: usize,
    vocabularies: Vec<ActiveVocabulary>,
}

/// What ends a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Tail {
    /// What the last part shows at most.
    at: Entry,
    /// The time up to which the present was computed at most, in microseconds since 1970.
    since: i64,
}

/// An entry of the feed, by its number and by what stands in it: another database has another one there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    seq: i64,
    digest: String,
}

/// What reads only what it has written itself.
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
    /// The entry of that number, if it is there.
    fn find(connection: &mut Connection<'_>, seq: i64) -> Result<Option<Self>> {
        Ok(feed::digest(connection, seq)?.map(|digest| Self { seq, digest }))
    }
}

impl Snapshots {
    /// Notes that so many parties have changed.
    pub fn note(&self, changed: usize) {
        if let Some(behind) = self.behind().as_mut() {
            *behind += changed;
        }
    }

    /// Notes that the columns show what no file can catch up with.
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
