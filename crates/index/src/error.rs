//! Errors of the index.

use std::io;
use std::path::PathBuf;

use casebook_domain::Unknown;
use casebook_domain::filter::TooLarge;

/// The result of a query to the index.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] casebook_store::Error),
    /// Something that was named does not exist.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The filter is too large.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The snapshot cannot be written.
    #[error("`{}`: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// An argument is not valid.
    #[error("`{name}`: {message}")]
    Argument {
        /// Which.
        name: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A condition on an import, or on a funnel on the recorded basis: neither the columns nor a lookup can answer it,
    /// so the caller must replace it by its parties first.
    #[error("conditions on imports and recorded funnels are answered before the index is asked")]
    Unanswered,
}

impl Error {
    pub(crate) fn argument(name: &'static str, message: impl Into<String>) -> Self {
        Self::Argument { name, message: message.into() }
    }
}

impl casebook_store::Failure for Error {
    fn of_store(&self) -> Option<&casebook_store::Error> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
