//! Where all work happens: the open casebook, sessions in it, units of work, and the feed of what they changed.

mod casebook;
pub(crate) mod chunk_size;
pub(crate) mod deals;
pub(crate) mod derivations;
pub mod feed;
mod journal;
mod long;
pub(crate) mod opened_deals;
pub(crate) mod progress;
pub mod projection;
pub mod requests;
mod session;
mod waiting;
pub(crate) mod walk;
mod work;

pub use casebook::{Casebook, DEFAULT_VOCABULARY};
pub use casebook_store::definitions::{Definitions, Version};
pub(crate) use journal::About;
pub use journal::Counts;
pub(crate) use long::{begin_set, end_set, settle};
pub use session::Session;
pub(crate) use waiting::Waiting;
pub(crate) use work::Work;
