//! Importing tables: reading files, saying what their columns mean, and putting them in store.

mod batches;
mod chunk;
mod claims;
pub mod dates;
mod effect;
mod fields;
mod fuzz;
pub mod guess;
mod history;
mod journal;
mod likeness;
mod list;
pub mod mapping;
mod prepare;
pub mod read;
mod rehearsal;
mod rejects;
mod run;
mod undo;

pub use list::{ImportState, Listed, list};
pub use prepare::{PrepareOptions, Prepared, prepare};
pub use run::{ImportReport, ImportRequest, run};
pub use undo::{UndoReport, undo};

#[doc(hidden)]
pub use fuzz::fuzz;
