//! Vocabularies: reading them, trying a changed one over all history, and putting it to use.

mod adopt;
mod list;
mod try_out;

pub use adopt::{Adopted, adopt};
pub use list::{VersionRow, check, list, show};
pub use try_out::{Move, TryReport, try_out};
