//! Frameworks of qualification: reading them, keeping them, trying a changed one over all history, putting it to use,
//! and taking it out of use.

mod adopt;
mod list;
mod save;
mod try_out;
mod versions;

pub use adopt::{adopt, adopt_named, retire};
pub use list::{Listed, check, list, newest, show};
pub use save::{MOST_VERSIONS, save};
pub use try_out::{FrameworkTryReport, try_out};
pub(crate) use versions::{in_use, of_version};

/// What putting a framework to use, or out of use, came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switched {
    /// The framework's name.
    pub name: String,
    /// The number of the version that was put to use or taken out of it.
    pub version: i64,
    /// Whether it was so already, so that nothing was done.
    pub unchanged: bool,
    /// The vocabularies that were derived anew, in the order of names.
    pub vocabularies: Vec<String>,
}
