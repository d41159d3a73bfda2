//! Who is there already: with the same email address or phone number, or under much the same name.

use std::collections::BTreeMap;

use casebook_domain::filter::{Filter, Leaf};
use casebook_domain::likeness::{likeness, telling_words};
use casebook_domain::party::{ContactPoints, Fields, PartyKind, emails, phones};
use casebook_domain::phone::PhoneNumber;

use casebook_index::{FindRequest, Row};

use super::find::find;
use super::shared::{has_same_address, has_same_contact};
use crate::desk::Session;
use crate::error::Result;

/// From here on, names are similar enough to be listed.
const ALIKE: f64 = 0.75;
/// From here on, they are at the same postal address.
const ALIKE_THERE: f64 = 0.5;
/// Rows that each search looks at.
const LOOKED_AT: usize = 50;
/// Email addresses and phone numbers that are looked for.
const CONTACTS: usize = 6;
/// The most parties that are listed.
pub const MOST_SIMILAR: usize = 5;

/// Whom one is about to add.
#[derive(Clone, Debug, Default)]
pub struct SimilarRequest {
    /// The name, which may not be typed to its end yet.
    pub name: String,
    /// Only people or organizations.
    pub kind: Option<PartyKind>,
    /// What else is known; `email` and `phone` may hold several with `;` between them. Whoever has one of the email addresses or phone numbers is similar whatever the name;
    /// colleagues, and those at the same postal address, come before others.
    pub fields: Fields,
}

/// How similar a party is: by contact, by postal address, by company and by name, in the order in which that counts.
type Score = (bool, bool, bool, f64);

/// Up to [`MOST_SIMILAR`] parties that are not hidden and are much like one, the likest first.
pub fn similar(session: &Session, request: &SimilarRequest) -> Result<Vec<Row>> {
    let request = &SimilarRequest { fields: spread(&request.fields), ..request.clone() };
    let mut found = BTreeMap::new();
    for text in searches(&request.name).into_iter().chain(contacts(&request.fields)) {
        let mut all = vec![Filter::Leaf(Leaf::Text(text)), Filter::Leaf(Leaf::Hidden(false))];
        all.extend(request.kind.map(|kind| Filter::Leaf(Leaf::Kind(kind))));
        let page = FindRequest { filter: Filter::All(all), limit: LOOKED_AT, ..FindRequest::default() };
        found.extend(find(session, &page)?.items.into_iter().map(|row| (row.party.id, row)));
    }
    let mut scored: Vec<(Score, Row)> =
        found.into_values().map(|row| (score(request, &row.party.fields), row)).collect();
    scored.retain(|((contact, there, _, like), _)| {
        *contact || *like >= if *there { ALIKE_THERE } else { ALIKE }
    });
    scored.sort_by(|(one, _), (other, _)| {
        (other.0, other.1, other.2).cmp(&(one.0, one.1, one.2)).then(other.3.total_cmp(&one.3))
    });
    Ok(scored.into_iter().take(MOST_SIMILAR).map(|(_, row)| row).collect())
}

fn score(request: &SimilarRequest, known: &Fields) -> Score {
    let field = |fields: &Fields, name: &str| fields.get(name).cloned().unwrap_or_default();
    let company = telling_words(&field(&request.fields, "company"));
    let is_colleague = !company.is_empty() && company == telling_words(&field(known, "company"));
    let like = likeness(&request.name, &field(known, "name"));
    let there = has_same_address(&request.fields, known);
    (has_same_contact(&request.fields, known), there, is_colleague, like)
}

/// The fields with lists of several email addresses and phone numbers.
fn spread(fields: &Fields) -> Fields {
    let mut spread = fields.clone();
    for points in [ContactPoints::Emails, ContactPoints::Phones] {
        let given = points.primary_fields().iter().find_map(|name| fields.get(*name));
        let several = given.filter(|text| text.contains(';')).map(|text| points.canonical(text));
        // What is no address yet may become one while it is typed.
        if let Some(Ok(Some(list))) = several {
            spread.insert(points.field_name().to_owned(), list);
        }
    }
    spread
}

/// Texts by which whoever has one of the email addresses or phone numbers is found.
fn contacts(fields: &Fields) -> Vec<String> {
    let country = fields.get("country").map(String::as_str);
    let dialled = |number: String| PhoneNumber::read(&number, country).map_or(number, |number| number.e164);
    let all = emails(fields).into_iter().chain(phones(fields).into_iter().map(dialled));
    all.filter(|text| !text.trim().is_empty()).take(CONTACTS).collect()
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
