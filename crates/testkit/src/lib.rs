//! What Casebook's tests share: a database of their own and a clock that stands still.

mod clock;
mod database;

pub use clock::FixedClock;
pub use database::TestDatabase;
