//! A quote as it is handed out: everything that is printed, and nothing that can change later.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Company, Content, LineAmounts, Totals};
use crate::text::hexadecimal;

/// A version of a quote as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number; none of a draft that was never sent.
    pub number: Option<String>,
    /// Its version, from 1.
    pub version: i64,
    /// The day on which it was sent, `2026-03-03`; none of a draft.
    pub sent_on: Option<String>,
    /// Who makes it.
    pub sender: Company,
    /// What it says.
    pub content: Content,
    /// What each line comes to.
    pub amounts: Vec<LineAmounts>,
    /// What it comes to.
    pub totals: Totals,
}

impl Document {
    /// The document as it is stored: equal documents have equal bytes.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads [`Document::to_text`].
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// The SHA-256 of a text, in hexadecimal: by it a document that was sent is known to be unchanged, and a token is found
/// without being stored.
pub fn digest(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}
