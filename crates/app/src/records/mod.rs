//! Records of declared types: one set of use cases for all of them.

mod add;
mod bulk;
mod change;
mod change_field;
mod deals;
mod edit;
mod find;
mod groups;
mod hide;
mod history;
mod keys;
mod lookup;
mod parties;
mod references;
mod rules;
mod settle;
mod show;
mod table;
mod types;
mod verify;

pub use add::{NewRecord, add};
pub use bulk::{RecordBulkEdit, RecordBulkReport, edit_all, resume_bulk};
pub use change::RecordChange;
pub(crate) use change::{parties_named, set_back, set_hidden};
pub use change_field::{FieldChange, change_field};
pub use edit::edit_if;
pub use find::{count, find, ids};
pub use groups::groups;
pub use hide::{hide, restore};
pub use history::{evidence, history};
pub(crate) use settle::settle;
pub use show::{Record, show};
pub use table::{RecordImport, RecordImportReport, Rejected, export, import};
pub use types::{add_field, declare, party_types, record_type, types};
pub(crate) use verify::differences;
