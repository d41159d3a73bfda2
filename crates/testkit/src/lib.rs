//! Shared parts of Casebook's tests and benches: a database of their own, a clock that stands still, small records.

pub mod bench;
mod clock;
mod database;
mod earlier;
mod kills;
pub mod sample;

pub use clock::FixedClock;
pub use database::TestDatabase;
pub use earlier::{BACK_TO_STEP_6, JOURNAL_OF_STEP_6};
pub use kills::Kills;
