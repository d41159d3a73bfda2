//! Records of a type as a table: exported, and imported again.

mod columns;
mod export;
mod import;
mod parties;

pub use export::export;
pub use import::{RecordImport, RecordImportReport, Rejected, import};
