//! What an import remembers of the evidence that a row gave, so that the next one can compare.

use casebook_domain::ids::EvidenceId;
use casebook_domain::text::hexadecimal;
use casebook_tables::mapping::{MappedEvidence, OtherParty};
use sha2::{Digest, Sha256};

/// A piece of evidence as a row gave it last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Imported {
    /// The piece.
    pub id: EvidenceId,
    /// The digest of the row.
    pub digest: String,
}

impl Imported {
    /// Reads what [`Imported::write_all`] wrote.
    pub fn read_all(text: &str) -> impl Iterator<Item = Self> {
        text.split(' ').filter_map(|one| {
            let (id, digest) = one.split_once(':')?;
            Some(Self { id: EvidenceId(id.parse().ok()?), digest: digest.to_owned() })
        })
    }

    /// Writes a list in one line.
    pub fn write_all(all: &[Self]) -> String {
        all.iter().map(|one| format!("{}:{}", one.id.0, one.digest)).collect::<Vec<_>>().join(" ")
    }
}

/// A digest of what a row says of one piece of evidence; equal words give equal digests.
pub(super) fn digest_of(one: &MappedEvidence) -> String {
    let mut hasher = Sha256::new();
    hasher.update(one.kind.0.to_be_bytes());
    hasher.update(one.occurred_at.map_or(i64::MIN, |at| at.0).to_be_bytes());
    hasher.update(one.precision.word());
    let deal = one.deal.as_ref().map(|deal| format!("{}\u{1}{}", deal.key.system, deal.key.value));
    let amount = one.amount.map(|amount| format!("{}{}", amount.minor, amount.currency.code()));
    for part in [deal, amount, one.product_line.clone(), Some(one.detail.canonical())] {
        hasher.update([0]);
        hasher.update(part.unwrap_or_default());
    }
    for OtherParty { key, role, .. } in &one.others {
        hasher.update([0]);
        hasher.update(format!("{}\u{1}{}\u{1}{role}", key.system, key.value));
    }
    hexadecimal(&hasher.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_gave_is_read_back_as_it_was_written() {
        let one = |id, digest: &str| Imported { id: EvidenceId(id), digest: digest.to_owned() };
        for all in [vec![], vec![one(7, "ab")], vec![one(7, "ab"), one(8, "")]] {
            assert_eq!(Imported::read_all(&Imported::write_all(&all)).collect::<Vec<_>>(), all);
        }
    }
}
