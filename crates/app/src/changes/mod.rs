//! What was changed: change sets, the log of each party, and undo.

mod bulk;
mod hold;
mod list;
mod log;
mod undo;

pub use bulk::{BulkEdit, BulkReport, bulk_request, edit_all, resume_bulk};
pub(crate) use bulk::{open_bulk, open_set};
pub use casebook_store::change_entry::LoggedEntry;
pub(crate) use hold::hold;
pub use list::{Listed, page, show};
pub use log::of_party;
pub use undo::{Kept, UndoReport, preview_undo, undo, undo_import};
