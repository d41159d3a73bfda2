//! Unknown names, with suggestions.

use crate::likeness::distance;

/// Something that was named and does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The kind of thing.
    pub what: &'static str,
    /// The name as given.
    pub given: String,
    /// Advice, beginning with `; `, or nothing.
    pub hint: String,
}

impl Unknown {
    /// The error for a name that is none of these, with the closest of them or all.
    pub fn among<'n>(what: &'static str, given: &str, names: impl Iterator<Item = &'n str> + Clone) -> Self {
        let hint = match closest(given, names.clone()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => format!("; available: {}", names.collect::<Vec<_>>().join(", ")),
        };
        Self { what, given: given.to_owned(), hint }
    }

    /// The error without advice.
    pub fn plain(what: &'static str, given: impl Into<String>) -> Self {
        Self { what, given: given.into(), hint: String::new() }
    }
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no {} `{}`{}", self.what, self.given, self.hint)
    }
}

impl std::error::Error for Unknown {}

/// The name closest to `word`, if it is close enough to be a typo.
pub fn closest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).clamp(1, 3);
    names
        .map(|name| (distance(&word, name), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_when_it_is_near() {
        let names = ["interest", "dialogue", "deal_won"];
        for (word, near) in [
            ("intrest", Some("interest")),
            ("Interest", Some("interest")),
            ("intreest", Some("interest")),
            ("dialog", Some("dialogue")),
            ("deal_own", Some("deal_won")),
            ("weather", None),
            ("", None),
        ] {
            assert_eq!(closest(word, names.into_iter()), near, "{word}");
        }
    }

    #[test]
    fn a_typo_gets_the_closest_name_and_anything_else_all_of_them() {
        let names = ["lead", "customer"];
        let text = |given| Unknown::among("stage", given, names.into_iter()).to_string();
        assert_eq!(text("laed"), "there is no stage `laed`; did you mean `lead`?");
        assert_eq!(text("opportunity"), "there is no stage `opportunity`; available: lead, customer");
    }
}
