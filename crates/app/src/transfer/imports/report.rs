//! What an import came to, or would come to.

use std::path::PathBuf;

use casebook_domain::ids::{ImportId, PartyId};
use casebook_store::party::PartyRow;
use serde::{Deserialize, Serialize};

use super::fields::Lost;

/// How many values that were not taken over are named; all are counted.
pub const MOST_KEPT: usize = 200;
/// The most characters of a value that are named.
const LONGEST_NAMED: usize = 200;

/// A value of a file that was not taken over because the party has another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptValue {
    /// The party.
    pub party: PartyId,
    /// What the party is called.
    pub name: String,
    /// The field.
    pub field: String,
    /// What it keeps; nothing if somebody has emptied it.
    pub stays: Option<String>,
    /// What the file says; nothing if it has no value any more.
    pub given: Option<String>,
}

impl KeptValue {
    pub(super) fn of(party: &PartyRow, lost: Lost) -> Self {
        let short = |value: String| value.chars().take(LONGEST_NAMED).collect();
        let name = party.fields.get("name").cloned().unwrap_or_default();
        let (stays, given) = (lost.stays.map(short), lost.given.map(short));
        Self { party: party.id, name: short(name), field: lost.field, stays, given }
    }
}

/// A party that earlier files of a feed name and a newer one does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentParty {
    /// The party.
    pub party: PartyId,
    /// What it is called.
    pub name: String,
}

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
    /// Values of the file that were not taken over because the party has others: from an edit, another file or another
    /// row.
    pub kept: u64,
    /// The first [`MOST_KEPT`] of them.
    pub kept_values: Vec<KeptValue>,
    /// Rows about parties that are hidden, and stay so.
    pub hidden: u64,
    /// Parties that earlier files of the feed name and this one does not. They stay as they are.
    pub absent: u64,
    /// The first [`MOST_KEPT`] of them.
    pub absent_parties: Vec<AbsentParty>,
    /// Values that the mapping does not know: column, value, rows. They are kept as fields.
    pub unknown_values: Vec<(String, String, u64)>,
    /// Where the refused rows stand with their reasons.
    pub rejected_file: Option<PathBuf>,
    /// Whether the run had been interrupted and was taken up again.
    pub resumed: bool,
    /// Seconds of this call.
    pub seconds: f64,
}
