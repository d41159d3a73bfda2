//! Identifiers: 63 bits, ordered by time of creation, with a prefix for the noun.
//!
//! Layout from the high end: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of counter. The
//! lowest bit of a party's id is its kind, so that `per_…` and `org_…` can be distinguished without a lookup.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::party::PartyKind;
use crate::time::Timestamp;

/// Milliseconds from 1970 to 2020-01-01T00:00:00Z, where ids begin to count.
pub const EPOCH_MILLIS: i64 = 1_577_836_800_000;
/// Bits below the milliseconds.
pub const TIME_SHIFT: u32 = 22;
/// Bits below the node.
pub const NODE_SHIFT: u32 = 12;
/// How many nodes there can be at once.
pub const NODES: i64 = 1 << (TIME_SHIFT - NODE_SHIFT);
/// How many ids a node can create in a millisecond.
pub const PER_MILLISECOND: i64 = 1 << NODE_SHIFT;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// Writes 63 bits as 13 digits of Crockford's base 32, which sort as the numbers do.
fn encode(raw: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut digits = [b'0'; LENGTH];
    let mut rest = raw as u64;
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest & 31) as usize];
        rest >>= 5;
    }
    f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
}

/// Reads what [`encode`] wrote; capitals and the look-alikes `i l o` are understood.
fn decode(text: &str) -> Option<i64> {
    if text.len() != LENGTH {
        return None;
    }
    let mut raw: u64 = 0;
    for byte in text.bytes() {
        let digit = match byte.to_ascii_lowercase() {
            b'o' => b'0',
            b'i' | b'l' => b'1',
            other => other,
        };
        let value = DIGITS.iter().position(|known| *known == digit)?;
        raw = raw.checked_mul(32)?.checked_add(value as u64)?;
    }
    i64::try_from(raw).ok()
}

/// When an id was created, by the clock of its process.
pub fn made_at(raw: i64) -> Timestamp {
    Timestamp(((raw >> TIME_SHIFT) + EPOCH_MILLIS) * 1_000)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Reads the text form, prefix and all.
            pub fn parse(text: &str) -> Option<Self> {
                decode(text.strip_prefix($prefix)?).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($prefix)?;
                encode(self.0, f)
            }
        }
    };
}

id!(/// One piece of evidence.
    EvidenceId, "evd_");
id!(/// A deal, which exists from the first evidence that names it.
    DealId, "deal_");
id!(/// One run of an import.
    ImportId, "imp_");
id!(/// Changes that one write did and that are undone together. An import's has the number of the import.
    ChangeSetId, "set_");
id!(/// A file that was handed over, to be imported.
    UploadId, "upl_");
id!(/// Long work under way in a process.
    JobId, "job_");
id!(/// A link between a person and an organization.
    LinkId, "link_");
id!(/// One version of a vocabulary.
    VocabularyId, "voc_");
id!(/// One version of a framework.
    FrameworkId, "frw_");
id!(/// One version of a pipeline.
    PipelineId, "pip_");
id!(/// A record: what a relationship is about besides people and organizations.
    RecordId, "rec_");
id!(/// A version of a quote.
    QuoteId, "quo_");
id!(/// One entry of the change log.
    ChangeId, "chg_");

impl RecordId {
    /// The text form with the prefix of a record's type.
    pub fn text(self, prefix: &str) -> String {
        self.to_string().replacen("rec", prefix, 1)
    }

    /// Reads [`RecordId::text`] of the same prefix.
    pub fn parse_as(prefix: &str, text: &str) -> Option<Self> {
        decode(text.strip_prefix(prefix)?.strip_prefix('_')?).map(Self)
    }
}

impl From<ImportId> for ChangeSetId {
    fn from(id: ImportId) -> Self {
        Self(id.0)
    }
}

/// A person or an organization; the lowest bit says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartyId(pub i64);

impl PartyId {
    /// An id of the given kind from new bits.
    pub fn new(raw: i64, kind: PartyKind) -> Self {
        Self(raw & !1 | i64::from(kind == PartyKind::Organization))
    }

    /// Whether the id names a person or an organization.
    pub fn kind(self) -> PartyKind {
        if self.0 & 1 == 1 { PartyKind::Organization } else { PartyKind::Person }
    }

    /// Reads the text form; a prefix that contradicts the kind is not an id.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, digits) = text.split_once('_')?;
        let id = Self(decode(digits)?);
        (id.prefix() == prefix).then_some(id)
    }

    fn prefix(self) -> &'static str {
        match self.kind() {
            PartyKind::Person => "per",
            PartyKind::Organization => "org",
        }
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_", self.prefix())?;
        encode(self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_from_their_text() {
        for raw in [0, 1, 42, 1 << 40, i64::MAX] {
            assert_eq!(EvidenceId::parse(&EvidenceId(raw).to_string()), Some(EvidenceId(raw)));
            assert_eq!(PartyId::parse(&PartyId(raw).to_string()), Some(PartyId(raw)));
        }
    }

    #[test]
    fn text_sorts_as_the_numbers_do() {
        assert!(EvidenceId(5).to_string() < EvidenceId(40).to_string());
        assert!(EvidenceId(40).to_string() < EvidenceId(1 << 50).to_string());
    }

    #[test]
    fn another_prefix_or_a_wrong_digit_is_not_an_id() {
        for text in
            ["evd_", "per_0000000000002", "evd_000000000000u", "evd_zzzzzzzzzzzzz", "evd_00000000000é"]
        {
            assert_eq!(EvidenceId::parse(text), None, "{text}");
        }
        assert_eq!(PartyId::parse("org_0000000000002"), None, "even bits name a person");
    }
}
