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
mod members;
mod prepare;
mod preview;
mod private;
mod propose;
pub mod read;
mod rehearsal;
mod rejects;
mod run;
mod stop;
mod undo;
mod uploads;

pub use list::{ImportState, Listed, digests_in_use, list, page, show};
pub(crate) use members::parties_of;
pub use prepare::{PrepareOptions, Prepared, open, prepare};
pub use preview::{Preview, PreviewRow, RefusedRow, preview};
pub use propose::{Proposal, propose};
pub use rejects::{Reject, rejects, write_rejects};
pub use run::{BegunImport, ImportReport, ImportRequest, begin, carry_on, resume, run};
pub use stop::stop;
pub use undo::{UndoReport, undo};
pub use uploads::{Arriving, KEPT, Upload, Uploads};

#[doc(hidden)]
pub use fuzz::fuzz;
