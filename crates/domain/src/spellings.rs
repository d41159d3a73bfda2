//! One value in several spellings: counted together, and shown as most have written it.

use std::collections::BTreeMap;

use crate::text::fold;

/// The spellings of one value, each with how many have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spellings(BTreeMap<String, u64>);

impl Spellings {
    /// Counts a spelling.
    pub fn add(&mut self, spelling: &str, count: u64) {
        match self.0.get_mut(spelling) {
            Some(known) => *known += count,
            None => _ = self.0.insert(spelling.to_owned(), count),
        }
    }

    /// Counts what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(spelling, count)| self.add(spelling, *count));
    }

    /// The spelling that most have; of several, the shortest, then the first in the alphabet.
    pub fn most_frequent(&self) -> Option<&str> {
        let length = |spelling: &String| std::cmp::Reverse(spelling.len());
        let best = self.0.iter().rev().max_by_key(|(spelling, count)| (**count, length(spelling)));
        best.map(|(spelling, _)| spelling.as_str())
    }

    /// How many have any of them.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

/// Counts of values as counts of what they are when case, accents and spaces do not count; `None` is no value.
pub fn grouped(counts: impl IntoIterator<Item = (Option<String>, u64)>) -> Vec<(Option<String>, u64)> {
    let mut by_value: BTreeMap<Option<String>, Spellings> = BTreeMap::new();
    for (value, count) in counts {
        let spellings = by_value.entry(value.as_deref().map(fold)).or_default();
        spellings.add(value.as_deref().unwrap_or_default(), count);
    }
    let group = |(key, spellings): (Option<String>, Spellings)| {
        let shown = spellings.most_frequent().map(str::to_owned);
        (key.and(shown), spellings.total())
    };
    by_value.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::most_frequent(&[("Google", 2), ("google", 3)], &[("google", 5)])]
    #[case::shortest(&[("Trade  fair", 1), ("Trade Fair", 1)], &[("Trade Fair", 2)])]
    #[case::first(&[("WEB", 1), ("Web", 1), ("Web ", 1)], &[("WEB", 3)])]
    #[case::accents(&[("Zürich", 2), ("Zurich", 1), ("Bern", 1)], &[("Bern", 1), ("Zürich", 3)])]
    fn spellings_of_one_value_are_one_group(
        #[case] counts: &[(&str, u64)],
        #[case] expected: &[(&str, u64)],
    ) {
        let owned = |all: &[(&str, u64)]| -> Vec<(Option<String>, u64)> {
            all.iter().map(|(value, count)| (Some((*value).to_owned()), *count)).collect()
        };
        assert_eq!(grouped(owned(counts)), owned(expected));
    }

    #[test]
    fn no_value_is_a_group_of_its_own() {
        let counts = [(None, 2), (Some(String::new()), 1)];
        assert_eq!(grouped(counts.clone()), counts);
    }
}
