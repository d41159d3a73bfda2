//! Commands whose process is killed at any moment: nothing that was acknowledged is lost, nothing half-done stays, and
//! what was interrupted goes on.
//!
//! `CASEBOOK_KILL_ROUNDS` sets how many are disturbed for each engine.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod desk;
mod imports;
mod migration;
mod quotes;
mod undo;
