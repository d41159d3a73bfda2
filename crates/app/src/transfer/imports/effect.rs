//! What an import remembers of each row's effect, so that it can be taken back.

use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::party::Fields;
use casebook_store::import::ImportRow;
use serde::{Deserialize, Serialize};

/// How things were before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The row as it was last imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<RowBefore>,
    /// The party's fields before and after, where a program of before the one journal noted them here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<(Fields, Fields)>,
}

/// A row as it was last imported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RowBefore {
    party: Option<PartyId>,
    import: ImportId,
    digest: String,
    fields: String,
    evidence: String,
    state: String,
}

impl From<&ImportRow> for RowBefore {
    fn from(row: &ImportRow) -> Self {
        Self {
            party: row.party,
            import: row.import,
            digest: row.digest.clone(),
            fields: row.fields.clone(),
            evidence: row.evidence.clone(),
            state: row.state.clone(),
        }
    }
}

impl RowBefore {
    /// The row again.
    pub fn into_row(self, feed: &str, row_key: &str) -> ImportRow {
        ImportRow {
            feed: feed.to_owned(),
            row_key: row_key.to_owned(),
            party: self.party,
            import: self.import,
            digest: self.digest,
            fields: self.fields,
            evidence: self.evidence,
            state: self.state,
        }
    }
}

impl Note {
    /// The form in which it is stored; nothing where there is nothing to report.
    pub fn to_json(&self) -> String {
        if *self == Self::default() { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }

    /// Reads [`Note::to_json`].
    pub fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}
