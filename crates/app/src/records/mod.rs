//! Records of declared types: one set of use cases for all of them.

mod add;
mod bulk;
mod change;
mod edit;
mod find;
mod hide;
mod keys;
mod references;
mod show;
mod types;
mod verify;

pub use add::{NewRecord, add};
pub use bulk::{RecordBulkEdit, edit_all};
pub use change::RecordChange;
pub(crate) use change::{set_back, set_hidden};
pub use edit::edit_if;
pub use find::{count, find, ids};
pub use hide::{hide, restore};
pub use show::{Record, show};
pub use types::{add_field, declare, record_type, types};
pub(crate) use verify::differences;
