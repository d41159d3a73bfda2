//! Who is there already under much the same name.

use std::collections::BTreeMap;

use casebook_domain::filter::{Filter, Leaf};
use casebook_domain::likeness::{likeness, telling_words};
use casebook_domain::party::PartyKind;

use casebook_index::{FindRequest, Row};

use super::find::find;
use crate::desk::Session;
use crate::error::Result;

/// From here on, names are similar enough to be listed.
const ALIKE: f64 = 0.75;
/// Rows that each search looks at.
const LOOKED_AT: usize = 50;
/// The most parties that are listed.
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
pub fn similar(session: &Session, request: &SimilarRequest) -> Result<Vec<Row>> {
    let mut found = BTreeMap::new();
    for text in searches(&request.name) {
        let mut all = vec![Filter::Leaf(Leaf::Text(text)), Filter::Leaf(Leaf::Hidden(false))];
        all.extend(request.kind.map(|kind| Filter::Leaf(Leaf::Kind(kind))));
        let page = FindRequest { filter: Filter::All(all), limit: LOOKED_AT, ..FindRequest::default() };
        found.extend(find(session, &page)?.items.into_iter().map(|row| (row.party.id, row)));
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

/// Words of a name that are searched for.
const WORDS: usize = 3;

/// Texts whose finds have the names that are like one among them: all its words; for a slip in one of them, the others
/// with that one's beginning, its end, or without it; for slips in several, all beginnings or all ends.
fn searches(name: &str) -> Vec<String> {
    let mut words = telling_words(name);
    words.retain(|word| word.chars().count() > 1);
    words.truncate(WORDS);
    let beginnings: Vec<String> = words.iter().map(|word| beginning(word)).collect();
    let ends: Vec<String> = words.iter().map(|word| end(word)).collect();
    let mut texts = vec![words.join(" "), beginnings.join(" "), ends.join(" ")];
    for place in (0..words.len()).filter(|_| words.len() > 1) {
        // Beside another word whole, two letters say enough; the others alone may be those of many.
        for part in [Some(first(&words[place], 2)), Some(ends[place].clone()), None] {
            let others = words.iter().enumerate().filter(|(other, _)| *other != place);
            texts.push(others.map(|(_, word)| word.clone()).chain(part).collect::<Vec<_>>().join(" "));
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

fn first(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

fn beginning(word: &str) -> String {
    first(word, word.chars().count().div_ceil(2).max(2))
}

/// The last half. Fewer than three letters would only be found where a word begins.
fn end(word: &str) -> String {
    let letters = word.chars().count();
    word.chars().skip(letters.saturating_sub(letters.div_ceil(2).max(3))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_anywhere_leaves_something_to_search_for() {
        for (typed, known) in [
            ("Jon Smith", "john smith"),
            ("John Smtih", "john smith"),
            ("Corin Amuont", "corin amount"),
            ("Ada Knig", "ada king"),
            ("Ada Kling", "ada king"),
            ("Acme GmbH", "acme"),
            ("Acmme", "acme"),
            ("Bo Li", "bo li"),
        ] {
            let finds = |text: &String| text.split(' ').all(|word| known.contains(word));
            assert!(searches(typed).iter().any(finds), "{typed}: {:?}", searches(typed));
        }
        assert!(searches(" . ").is_empty());
        assert!(searches("a b c d e f g h i j k l").is_empty(), "single letters find everybody");
        assert_eq!(searches(&"word ".repeat(1_000)).len(), 12);
    }
}
