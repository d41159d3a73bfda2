//! What an import came to, or would come to.

use std::path::PathBuf;

use casebook_domain::ids::ImportId;

/// What an import came to.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// The run; `None` for a dry run.
    pub import: Option<ImportId>,
    /// The file.
    pub file: PathBuf,
    /// Rows that made a party appear.
    pub created: u64,
    /// Rows that changed a party or its evidence.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that were refused.
    pub rejected: u64,
    /// Pieces of evidence appended, brought back or retracted.
    pub evidence: u64,
    /// Fields that the file would change and somebody has edited: they stayed.
    pub kept: u64,
    /// Values that the mapping does not know: column, value, rows. They are kept as fields.
    pub unknown_values: Vec<(String, String, u64)>,
    /// Where the refused rows stand with their reasons.
    pub rejected_file: Option<PathBuf>,
    /// Whether the run had been interrupted and was taken up again.
    pub resumed: bool,
    /// Seconds of this call.
    pub seconds: f64,
}
