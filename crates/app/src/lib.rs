//! Use cases: the only place where transactions, rules and derivation meet. One use case, one file.

mod casebook;
mod error;
mod words;

pub use casebook::{Casebook, DEFAULT_VOCABULARY};
pub use error::{Error, Result};
pub use words::{Version, Words};
