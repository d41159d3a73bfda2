//! What a row may change of a party: only what is empty or what nobody has edited since it was imported.

use std::collections::BTreeSet;

use casebook_domain::party::{Fields, display_name, follow_lists, settle};

/// The outcome of merging a row's fields into a party's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// The party's fields afterwards.
    pub fields: Fields,
    /// Fields that the file would change and somebody has edited: they stay as they are.
    pub kept: Vec<String>,
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
        let settled = name == "source" && has.is_some();
        if settled {
            continue;
        }
        if has == had {
            match wants {
                Some(value) => merged.fields.insert(name.clone(), value.clone()),
                None => merged.fields.remove(name),
            };
        } else {
            merged.kept.push(name.clone());
        }
    }
    settle(party, &mut merged.fields);
    merged
}

/// What a party is called while it has no name.
fn stand_in(party: &Fields) -> Option<String> {
    let mut nameless = party.clone();
    nameless.remove("name");
    display_name(&nameless)
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

    #[test]
    fn a_row_fills_what_is_empty_and_changes_only_what_nobody_edited() {
        for (party, before, now, expected, kept) in [
            ("", None, "city=Rome", "city=Rome", ""),
            ("city=Rome", None, "city=Rome", "city=Rome", ""),
            ("city=Paris", None, "city=Rome", "city=Paris", "city"),
            ("city=Rome", Some("city=Rome"), "city=Milan", "city=Milan", ""),
            ("city=Paris", Some("city=Rome"), "city=Milan", "city=Paris", "city"),
            ("city=Paris", Some("city=Rome"), "city=Rome", "city=Paris", ""),
            ("city=Rome", Some("city=Rome"), "", "", ""),
            ("city=Paris", Some("city=Rome"), "", "city=Paris", "city"),
            ("", Some("city=Rome"), "city=Rome", "", ""),
            ("", Some("city=Rome"), "city=Milan", "", "city"),
            ("source=web", Some("source=web"), "source=fair", "source=web", ""),
            ("source=web", None, "source=fair", "source=web", ""),
            ("", None, "source=fair", "source=fair", ""),
            ("email=a@b.c name=a@b.c", None, "name=Ada", "email=a@b.c name=Ada", ""),
            ("email=a@b.c name=Eve", None, "name=Ada", "email=a@b.c name=Eve", "name"),
            ("email=a@b.c name=a@b.c", Some("name=Ada"), "name=Bea", "email=a@b.c name=a@b.c", "name"),
            // One address needs no list.
            ("email=a@b.c", None, r#"emails=[{"value":"a@b.c"}]"#, "email=a@b.c", ""),
        ] {
            let merged = merge(&fields(party), before.map(fields).as_ref(), &fields(now));
            assert_eq!(merged.fields, fields(expected), "{party} | {before:?} | {now}");
            assert_eq!(merged.kept.join(" "), kept, "{party} | {before:?} | {now}");
        }
    }
}
