//! Where all work happens: the open casebook, sessions in it, units of work, and the feed of what they changed.

mod casebook;
pub mod feed;
pub(crate) mod progress;
pub mod projection;
pub mod requests;
mod session;
pub(crate) mod walk;
mod words;
mod work;

pub(crate) use casebook::GENERATION;
pub use casebook::{Casebook, DEFAULT_VOCABULARY};
pub use session::Session;
pub use words::{Version, Words};
pub(crate) use work::Work;
