//! Importing tables: reading files, saying what their columns mean, and putting them in store.

mod batches;
mod chunk;
mod effect;
mod fields;
mod history;
mod journal;
mod list;
mod missing;
mod prepare;
mod preview;
mod private;
mod propose;
mod rehearsal;
mod rejects;
mod report;
mod run;
mod sequence;
mod stop;
mod storing;
mod uploads;

pub(crate) use chunk::{LIVE, UNDONE as ROW_UNDONE};
pub(crate) use effect::{Note, RowBefore};
pub(crate) use history::Imported;
pub(crate) use journal::{DONE, UNDOING, UNDONE, lock_feed, lock_of, save};
pub use list::{ImportState, Listed, digests_in_use, list, page, show};
pub use prepare::{PrepareOptions, Prepared, open, prepare};
pub use preview::{Preview, PreviewRow, RefusedRow, preview};
pub use propose::{Proposal, propose};
pub use rejects::{Reject, rejects, write_rejects};
pub use report::{AbsentParty, ImportReport, KeptValue, MOST_KEPT};
pub use run::{BegunImport, ImportRequest, begin, carry_on, resume, run};
pub(crate) use stop::ask_to_stop;
pub use stop::stop;
pub use uploads::{Arriving, KEPT, Upload, Uploads};
