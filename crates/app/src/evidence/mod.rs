//! Recording what happened, taking it back, and reading it.

mod append;
mod list;
mod record;
mod retract;

pub(crate) use append::append;
pub use list::{Listed, list};
pub use record::{NewEvidence, When, record};
pub use retract::retract;
