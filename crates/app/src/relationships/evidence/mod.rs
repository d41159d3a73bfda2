//! Recording what happened, taking it back, correcting it, and reading it.

mod append;
mod correct;
mod known;
mod list;
mod numbers;
mod record;
mod retract;
mod seen;
mod show;

pub(crate) use append::{append, append_naming, defer, participants_of_deal, recorded, settle};
pub use correct::{Correction, correct};
pub(crate) use known::{is_known_by, standing_in, stay_known, stay_known_after};
pub(crate) use list::listed;
pub use list::{Listed, Page, PageRequest, list, page};
pub use numbers::numbers;
pub use record::{MOST_AT_ONCE, NewEvidence, When, record, record_many};
pub use retract::retract;
pub(crate) use retract::{live_retractions, retraction};
pub(crate) use seen::seen;
pub use show::show;
