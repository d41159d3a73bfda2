//! Importing tables: reading files, saying what their columns mean, and putting them in store.

mod batches;
mod chunk;
mod claims;
mod effect;
mod fields;
mod history;
mod journal;
mod list;
mod members;
mod prepare;
mod preview;
mod private;
mod propose;
mod rehearsal;
mod rejects;
mod report;
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
pub use report::ImportReport;
pub use run::{BegunImport, ImportRequest, begin, carry_on, resume, run};
pub use stop::stop;
pub use undo::{UndoReport, undo};
pub use uploads::{Arriving, KEPT, Upload, Uploads};
