//! What a row may change of a party: only what is empty or what is still as the same row gave it before.

use std::collections::BTreeSet;

use casebook_domain::party::{Fields, follow_lists, settle, stand_in};
use casebook_domain::text::fold;

/// The outcome of merging a row's fields into a party's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// The party's fields afterwards.
    pub fields: Fields,
    /// Values of the file that lost against another one.
    pub kept: Vec<Lost>,
}

/// A value of a file that lost: the field has another, from an edit, another file or another row, and keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lost {
    /// The field.
    pub field: String,
    /// What it keeps; nothing if somebody has emptied it.
    pub stays: Option<String>,
    /// What the file says; nothing if it has no value any more.
    pub given: Option<String>,
}

/// Merges the row as it is `now` in the file into a party, given the row as it was `before`, if it was
/// imported before.
pub(super) fn merge(party: &Fields, before: Option<&Fields>, now: &Fields) -> Merged {
    let mut merged = Merged { fields: party.clone(), kept: Vec::new() };
    let nothing = Fields::new();
    let followed = follow_lists(&mut merged.fields, before.unwrap_or(&nothing), now);
    let names: BTreeSet<&String> = now.keys().chain(before.into_iter().flat_map(Fields::keys)).collect();
    for name in names.into_iter().filter(|name| !followed.contains(&name.as_str())) {
        let (mut has, had, wants) = (party.get(name), before.and_then(|row| row.get(name)), now.get(name));
        // A mail address that stands in for a name that nobody knew is no name that somebody has given.
        if name == "name" && had.is_none() && has.is_some() && stand_in(party).as_ref() == has {
            has = None;
        }
        if has == wants || had == wants {
            continue;
        }
        // How somebody was acquired is settled by the first file that knew it.
        let is_settled = name == "source" && has.is_some();
        if is_settled && wants.is_none_or(|wants| has.is_some_and(|has| fold(has) == fold(wants))) {
            continue;
        }
        if has == had && !is_settled {
            match wants {
                Some(value) => merged.fields.insert(name.clone(), value.clone()),
                None => merged.fields.remove(name),
            };
        } else {
            let (stays, given) = (has.cloned(), wants.cloned());
            merged.kept.push(Lost { field: name.clone(), stays, given });
        }
    }
    settle(party, &mut merged.fields);
    // A name that somebody has given follows the first and last name all the same.
    let name = merged.fields.get("name");
    merged.kept.iter_mut().filter(|lost| lost.field == "name").for_each(|lost| lost.stays = name.cloned());
    merged.kept.retain(|lost| lost.stays != lost.given);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        text.split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    }

    fn named(kept: &[Lost]) -> String {
        let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let one =
            |lost: &Lost| format!("{}: {} / {}", lost.field, or_none(&lost.stays), or_none(&lost.given));
        kept.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_row_fills_what_is_empty_and_changes_only_what_nobody_edited() {
        for (party, before, now, expected, kept) in [
            ("", None, "city=Rome", "city=Rome", ""),
            ("city=Rome", None, "city=Rome", "city=Rome", ""),
            ("city=Paris", None, "city=Rome", "city=Paris", "city: Paris / Rome"),
            ("city=Rome", Some("city=Rome"), "city=Milan", "city=Milan", ""),
            ("city=Paris", Some("city=Rome"), "city=Milan", "city=Paris", "city: Paris / Milan"),
            ("city=Paris", Some("city=Rome"), "city=Rome", "city=Paris", ""),
            ("city=Rome", Some("city=Rome"), "", "", ""),
            ("city=Paris", Some("city=Rome"), "", "city=Paris", "city: Paris / -"),
            ("", Some("city=Rome"), "city=Rome", "", ""),
            ("", Some("city=Rome"), "city=Milan", "", "city: - / Milan"),
            ("source=web", Some("source=web"), "source=fair", "source=web", "source: web / fair"),
            ("source=web", None, "source=fair", "source=web", "source: web / fair"),
            ("source=web", None, "source=Web", "source=web", ""),
            ("source=web", Some("source=web"), "", "source=web", ""),
            ("", None, "source=fair", "source=fair", ""),
            ("email=a@b.c name=a@b.c", None, "name=Ada", "email=a@b.c name=Ada", ""),
            ("email=a@b.c name=Eve", None, "name=Ada", "email=a@b.c name=Eve", "name: Eve / Ada"),
            (
                "email=a@b.c name=a@b.c",
                Some("name=Ada"),
                "name=Bea",
                "email=a@b.c name=a@b.c",
                "name: a@b.c / Bea",
            ),
            // One address needs no list.
            ("email=a@b.c", None, r#"emails=[{"value":"a@b.c"}]"#, "email=a@b.c", ""),
        ] {
            let merged = merge(&fields(party), before.map(fields).as_ref(), &fields(now));
            assert_eq!(merged.fields, fields(expected), "{party} | {before:?} | {now}");
            assert_eq!(named(&merged.kept), kept, "{party} | {before:?} | {now}");
        }
    }
}
