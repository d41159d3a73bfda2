//! Criteria of qualification by name, and findings about them.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::toml_file::is_name;

/// The longest name, in bytes.
pub const LONGEST_CRITERION: usize = 32;

/// A criterion of qualification, by its name: `budget`. Frameworks say what is asked about it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Criterion {
    // Filled up with zeros, so that it stays in its place in rules, and sorts as its name does.
    name: [u8; LONGEST_CRITERION],
}

impl Criterion {
    /// The criterion of a name of 2 to [`LONGEST_CRITERION`] of a-z, 0-9 and _, beginning with a letter.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut name = [0; LONGEST_CRITERION];
        name.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        is_name(word, LONGEST_CRITERION).then_some(Self { name })
    }

    /// Its name, as files, rules and the wire have it.
    pub fn word(&self) -> &str {
        let end = self.name.iter().position(|byte| *byte == 0).unwrap_or(LONGEST_CRITERION);
        // Names are plain ASCII.
        self.name.get(..end).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }

    /// Its name as people read it: `decision criteria`.
    pub fn in_words(&self) -> String {
        self.word().replace('_', " ")
    }
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Criterion({})", self.word())
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The finding about a criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Never assessed, assessed as unknown, or the assessment has expired.
    #[default]
    Unknown,
    /// Not met.
    NotMet,
    /// Partly met.
    Partly,
    /// Met.
    Met,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::NotMet, Self::Partly, Self::Met];

    /// The word used in files, rules and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotMet => "not_met",
            Self::Partly => "partly",
            Self::Met => "met",
        }
    }

    /// Reads [`Finding::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.word() == word)
    }

    /// The finding in words: `partly met`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotMet => "not met",
            Self::Partly => "partly met",
            Self::Met => "met",
        }
    }
}

/// How sure somebody is of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Heard or supposed.
    Low,
    /// Said by them.
    Medium,
    /// Seen or confirmed.
    High,
}

impl Confidence {
    /// Every degree.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word used in evidence and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Reads [`Confidence::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("fit", true)]
    #[case("decision_criteria", true)]
    #[case("abcdefghijklmnopqrstuvwxyz012345", true)]
    #[case("abcdefghijklmnopqrstuvwxyz0123456", false)]
    #[case("Fit", false)]
    #[case("1fit", false)]
    #[case("f", false)]
    #[case("", false)]
    #[case("naïve", false)]
    #[case("a\0b", false)]
    fn a_criterion_has_a_name_that_rules_can_hold(#[case] word: &str, #[case] good: bool) {
        let found = Criterion::from_word(word);
        assert_eq!(found.is_some(), good);
        if let Some(found) = found {
            assert_eq!(found.word(), word);
        }
    }

    #[test]
    fn criteria_sort_as_their_names_do() {
        let mut found = ["need", "fit", "needs", "fi"].map(|word| Criterion::from_word(word).unwrap());
        found.sort_unstable();
        assert_eq!(found.map(|one| one.to_string()), ["fi", "fit", "need", "needs"]);
    }
}
