//! Who is there already under much the same name.

use std::collections::BTreeMap;

use casebook_domain::likeness::{likeness, telling_words};
use casebook_domain::party::PartyKind;

use super::filter::{Filter, Leaf};
use super::find::{FindRequest, Row, find};
use crate::casebook::Casebook;
use crate::error::Result;

/// From this on names are alike enough to be told.
const ALIKE: f64 = 0.75;
/// Rows that each search looks at.
const LOOKED_AT: usize = 50;
/// The most parties that are told.
pub const MOST_SIMILAR: usize = 5;

/// Whom one is about to add.
#[derive(Clone, Debug, Default)]
pub struct SimilarRequest {
    /// The name, which may not be typed to its end yet.
    pub name: String,
    /// Only people or organizations.
    pub kind: Option<PartyKind>,
    /// Where the person works; colleagues come first.
    pub company: Option<String>,
}

/// Up to [`MOST_SIMILAR`] parties that are not hidden and whose names are much like one, the likest first, but
/// before them those of the same company.
pub fn similar(casebook: &Casebook, request: &SimilarRequest) -> Result<Vec<Row>> {
    let mut found = BTreeMap::new();
    for text in searches(&request.name) {
        let mut all = vec![Filter::Leaf(Leaf::Text(text)), Filter::Leaf(Leaf::Hidden(false))];
        all.extend(request.kind.map(|kind| Filter::Leaf(Leaf::Kind(kind))));
        let page = FindRequest { filter: Filter::All(all), limit: LOOKED_AT, ..FindRequest::default() };
        found.extend(find(casebook, &page)?.items.into_iter().map(|row| (row.party.id, row)));
    }
    let company = request.company.as_deref().map(telling_words).filter(|words| !words.is_empty());
    let field = |row: &Row, name: &str| row.party.fields.get(name).cloned().unwrap_or_default();
    let mut scored: Vec<(bool, f64, Row)> = found
        .into_values()
        .map(|row| {
            let is_colleague = company.as_ref() == Some(&telling_words(&field(&row, "company")));
            (is_colleague, likeness(&request.name, &field(&row, "name")), row)
        })
        .filter(|(_, like, _)| *like >= ALIKE)
        .collect();
    scored.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)));
    Ok(scored.into_iter().take(MOST_SIMILAR).map(|(.., row)| row).collect())
}

fn half(word: &str) -> usize {
    word.chars().count().div_ceil(2)
}

/// Texts whose finds have the names that are like one among them: all its words, and their beginnings and their ends,
/// for slips that lie elsewhere in them.
fn searches(name: &str) -> Vec<String> {
    let mut words = telling_words(name);
    words.retain(|word| word.chars().count() > 1);
    if words.is_empty() {
        return Vec::new();
    }
    let beginning = |word: &String| word.chars().take(half(word).max(2)).collect::<String>();
    // Fewer than three letters are only found where a word begins.
    let end = |word: &String| {
        let left_out = word.chars().count().saturating_sub(half(word).max(3));
        word.chars().skip(left_out).collect::<String>()
    };
    let beginnings: Vec<String> = words.iter().map(beginning).collect();
    let ends: Vec<String> = words.iter().map(end).collect();
    let mut texts = vec![words.join(" "), beginnings.join(" "), ends.join(" ")];
    texts.dedup();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_finds_slips_at_either_end_of_a_word() {
        assert_eq!(searches("Jon Smith"), ["jon smith", "jo smi", "jon ith"]);
        assert_eq!(searches("Acme GmbH"), ["acme", "ac", "cme"]);
        assert_eq!(searches("Bo Li"), ["bo li"]);
        assert!(searches(" . ").is_empty());
    }
}
