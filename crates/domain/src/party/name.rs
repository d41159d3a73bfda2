//! The name of a party, which follows the names that it is made of.

use std::ops::Range;

use super::{Fields, display_name};

/// The fields that a person's name is made of, in their order.
const PARTS: [&str; 2] = ["first_name", "last_name"];

/// Lets the name follow a change of the first or last name (or of the address that stands in for a name), unless it was
/// changed itself: `Ada One` becomes `Ada Rivera`, `One, Ada` becomes `Rivera, Ada`.
pub(super) fn follow_parts(before: &Fields, after: &mut Fields) {
    let Some(name) = before.get("name").filter(|name| after.get("name") == Some(name)) else { return };
    let has_parts = |fields: &Fields| PARTS.iter().any(|part| filled(fields, part).is_some());
    if has_parts(before) && !has_parts(after) {
        return;
    }
    let followed = match stand_in(before) {
        Some(made) if made == *name => stand_in(after),
        _ => exchanged(name, before, after),
    };
    if let Some(followed) = followed {
        after.insert("name".to_owned(), followed);
    }
}

/// What a party is called while nobody has given it a name: its first and last name, or the address it is reached by.
pub fn stand_in(fields: &Fields) -> Option<String> {
    let mut nameless = fields.clone();
    nameless.remove("name");
    display_name(&nameless)
}

fn filled<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// The name with new parts in the places of the old ones; nothing where a part that changed stands not exactly once in it.
fn exchanged(name: &str, before: &Fields, after: &Fields) -> Option<String> {
    let mut exchanges: Vec<(Range<usize>, &str)> = Vec::new();
    for part in PARTS {
        match (filled(before, part), filled(after, part)) {
            (Some(old), Some(new)) if old != new => exchanges.push((only_place(name, old)?, new)),
            _ => {}
        }
    }
    exchanges.sort_by_key(|(place, _)| place.start);
    if exchanges.windows(2).any(|pair| pair[0].0.end > pair[1].0.start) {
        return None;
    }
    let mut followed = name.to_owned();
    for (place, new) in exchanges.into_iter().rev() {
        followed.replace_range(place, new);
    }
    Some(followed)
}

/// Where a text stands in another as whole words, if it does so once.
fn only_place(text: &str, part: &str) -> Option<Range<usize>> {
    let is_whole = |start: usize| {
        let (left, right) = (&text[..start], &text[start + part.len()..]);
        !left.ends_with(char::is_alphanumeric) && !right.starts_with(char::is_alphanumeric)
    };
    let mut places = text.match_indices(part).map(|(start, _)| start).filter(|start| is_whole(*start));
    let start = places.next()?;
    places.next().is_none().then_some(start..start + part.len())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn fields(text: &str) -> Fields {
        let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[rstest]
    #[case::last_name(
        "name=Mia Kern;first_name=Mia;last_name=Kern",
        "first_name=Mia;last_name=Lund",
        "Mia Lund"
    )]
    #[case::first_name(
        "name=Mia Kern;first_name=Mia;last_name=Kern",
        "first_name=Maja;last_name=Kern",
        "Maja Kern"
    )]
    #[case::turned(
        "name=Kern, Mia;first_name=Mia;last_name=Kern",
        "first_name=Mia;last_name=Lund",
        "Lund, Mia"
    )]
    #[case::with_a_title(
        "name=Dr. Mia Kern;first_name=Mia;last_name=Kern",
        "first_name=Mia;last_name=Lund",
        "Dr. Mia Lund"
    )]
    #[case::part_of_a_word(
        "name=Mia Kerner;first_name=Mia;last_name=Kern",
        "first_name=Mia;last_name=Lund",
        "Mia Kerner"
    )]
    #[case::twice("name=Kern Kern;last_name=Kern", "last_name=Lund", "Kern Kern")]
    #[case::other_name("name=Captain;last_name=Kern", "last_name=Lund", "Captain")]
    #[case::exchanged(
        "name=Mia Kern;first_name=Kern;last_name=Mia",
        "first_name=Mia;last_name=Kern",
        "Kern Mia"
    )]
    #[case::first_given("name=m@x.example;email=m@x.example", "email=m@x.example;first_name=Mia", "Mia")]
    #[case::address("name=m@x.example;email=m@x.example", "email=n@x.example", "n@x.example")]
    #[case::one_emptied("name=Mia Kern;first_name=Mia;last_name=Kern", "last_name=Kern", "Kern")]
    #[case::both_emptied("name=Mia Kern;first_name=Mia;last_name=Kern", "email=m@x.example", "Mia Kern")]
    #[case::unchanged(
        "name=Mia Kern;first_name=Mia;last_name=Kern",
        "first_name=Mia;last_name=Kern",
        "Mia Kern"
    )]
    fn a_name_follows_its_parts(#[case] before: &str, #[case] after: &str, #[case] expected: &str) {
        let (before, mut after) = (fields(before), fields(after));
        after.insert("name".to_owned(), before["name"].clone());
        follow_parts(&before, &mut after);
        assert_eq!(after["name"], expected);
    }

    #[test]
    fn a_name_that_was_changed_itself_stays() {
        let (before, mut after) =
            (fields("name=Mia Kern;last_name=Kern"), fields("name=Ms Kern;last_name=Lund"));
        follow_parts(&before, &mut after);
        assert_eq!(after["name"], "Ms Kern");
    }
}
