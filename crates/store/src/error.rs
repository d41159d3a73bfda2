//! Errors of the database, with messages that say what to do.

use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::VocabularyProblem;

/// The result of anything the store does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is not valid.
    #[error("{0}")]
    Address(String),
    /// A row of that key exists already. `table` reads the same on both engines; `constraint` is the engine's
    /// own name for the rule.
    #[error("`{table}` already has this row ({constraint}); load it and change that one")]
    Conflict {
        /// The table.
        table: String,
        /// The engine's name for the rule.
        constraint: String,
    },
    /// The server cannot be reached, or went away.
    #[error("the database cannot be reached: {0}; check that it is running, then try again")]
    Unavailable(String),
    /// The server went away while it was committing: what was written may be there or not.
    #[error(
        "the connection to the database was lost during the commit: {0}; the change may have been written, so check \
         before you try again"
    )]
    OutcomeUnknown(String),
    /// The server refuses the connection: a wrong password, a missing database, a missing permission.
    #[error("the database refused the connection: {0}")]
    Refused(String),
    /// It was locked by someone else for too long.
    #[error("the database is busy: {0}; another program is using it, try again when it has finished")]
    Busy(String),
    /// No one waits for the answer any more, so the work was not started or was ended; nothing is written.
    #[error("the request was cancelled")]
    Cancelled,
    /// The disk is full.
    #[error("the database disk is full: {0}; free some space, then try again")]
    DiskFull(String),
    /// It cannot be written to.
    #[error("the database is read-only: {0}; check the permissions of the file and its folder")]
    ReadOnly(String),
    /// It is damaged.
    #[error("the database is damaged: {0}; restore a backup")]
    Corrupt(String),
    /// The file is not a database.
    #[error("`{0}` is not a Casebook database; use another file")]
    NotADatabase(String),
    /// A stored vocabulary is not valid for this program.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Vocabulary(Vec<VocabularyProblem>),
    /// A newer version of the program has changed the schema.
    #[error(
        "the database has schema version {found}, this program supports up to {known}; use a newer program"
    )]
    NewerSchema {
        /// The last migration of the database.
        found: i64,
        /// The last step that this program knows.
        known: i64,
    },
    /// It has not been migrated to this version.
    #[error("the database has schema version {found} of {known}; migrate it first")]
    OlderSchema {
        /// The last migration of the database.
        found: i64,
        /// The last step that this program knows.
        known: i64,
    },
    /// An applied migration differs from the one of this program.
    #[error(
        "migration {number} (`{name}`) differs from the one that was applied; use the program that applied it"
    )]
    ChangedStep {
        /// The step's number.
        number: i64,
        /// The step's name.
        name: String,
    },
    /// The machine's clock shows an impossible time.
    #[error(
        "the clock of this machine shows {shows}, which cannot be right; nothing was stored. Correct the clock and \
         try again; if it was corrected while Casebook was running, restart Casebook"
    )]
    Clock {
        /// What it shows.
        shows: Timestamp,
    },
    /// A migration was not applied although a later one was.
    #[error(
        "migration {missing} was never applied although {later} was, so the schema is inconsistent; restore a \
         backup, or use the program that skipped it"
    )]
    MissingStep {
        /// The first step that was not taken.
        missing: i64,
        /// The next one that was.
        later: i64,
    },
    /// The workspace has the maximum number of custom fields.
    #[error(
        "a workspace can have at most {most} custom fields, and `{field}` would be one more; use an existing one"
    )]
    TooManyFields {
        /// The first that is too many.
        field: String,
        /// How many there can be.
        most: usize,
    },
    /// Text holds the character NUL.
    #[error("text must not contain a NUL character")]
    NulInText,
    /// Stored data is not what Casebook writes.
    #[error("the database is damaged: stored data cannot be read: {0}; restore a backup")]
    Unreadable(String),
    /// A file beside the database could not be used.
    #[error("{0}")]
    File(String),
    /// A bug in Casebook.
    #[error("the database rejected a statement, which is a bug in Casebook: {0}")]
    Other(String),
}

impl Error {
    /// What is damaged, if this says that the database is: what the engine cannot read, and what reads as nothing that
    /// Casebook writes.
    pub fn as_damage(&self) -> Option<&str> {
        match self {
            Self::Corrupt(what) | Self::Unreadable(what) => Some(what),
            // Every file was one when it was opened.
            Self::NotADatabase(_) => Some("its file is no longer a database"),
            _ => None,
        }
    }

    /// Whether the same work may succeed if it is tried again.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Busy(_))
    }
}
