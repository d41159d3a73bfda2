//! Use cases: the only place where transactions, rules and derivation meet. One use case, one file.

mod casebook;
pub mod demo;
mod error;
pub mod evidence;
pub mod explain;
pub mod funnel;
pub mod imports;
pub mod parties;
mod progress;
pub mod projection;
pub mod rebuild;
pub mod verify;
pub mod vocabularies;
mod walk;
mod words;

pub use casebook::{Casebook, DEFAULT_VOCABULARY};
pub use error::{Error, Result};
pub use progress::{Progress, Unwatched};
pub use words::{Version, Words};
