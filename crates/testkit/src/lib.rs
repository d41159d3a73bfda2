//! What Casebook's tests share: a database of their own, a clock that stands still, small records; and what its
//! benches share.

pub mod bench;
mod clock;
mod database;
pub mod sample;

pub use clock::FixedClock;
pub use database::TestDatabase;
