//! Vocabularies: reading them, trying a changed one over all history, putting it to use, and
//! taking it out of use.

mod adopt;
mod list;
mod retire;
mod try_out;

pub use adopt::{Adopted, MOST_IN_USE, MOST_VERSIONS, adopt};
pub use list::{VersionRow, check, list, show};
pub use retire::retire;
pub use try_out::{Move, TryReport, try_out};
pub(crate) use try_out::{Pair, replay};
