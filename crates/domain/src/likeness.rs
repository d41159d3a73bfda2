//! Similarity of texts: to recognize typos, and to find possible duplicates.

use crate::text::fold;

/// Texts longer than this are compared by their beginning.
const LONGEST: usize = 64;

/// Legal forms of organizations, which distinguish none.
const FORMS: [&str; 22] = [
    "ab", "ag", "as", "bv", "co", "corp", "gmbh", "inc", "kg", "limited", "llc", "ltd", "nv", "oy", "plc",
    "sa", "sarl", "se", "spa", "srl", "gbr", "ug",
];

/// The edit distance between two texts (Damerau–Levenshtein, each pair of neighbours swapped at most once).
pub fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(LONGEST).collect();
    let other: Vec<char> = other.chars().take(LONGEST).collect();
    let mut before: Vec<usize> = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, counterpart) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != counterpart);
            let mut cheapest = changed.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped =
                row > 0 && column > 0 && one[row - 1] == *counterpart && other[column - 1] == *letter;
            if swapped {
                cheapest = cheapest.min(before[column - 1] + 1);
            }
            next.push(cheapest);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
}

/// The distinctive words of a name: folded, without points, commas and legal forms, unless nothing else is left.
pub fn telling_words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = || folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let telling: Vec<String> = words().filter(|word| !FORMS.contains(word)).map(str::to_owned).collect();
    if telling.is_empty() { words().map(str::to_owned).collect() } else { telling }
}

/// The similarity of two names, from 0 to 1 for equal ones, whatever the order of their words.
pub fn likeness(one: &str, other: &str) -> f64 {
    let (mut mine, mut theirs) = (telling_words(one), telling_words(other));
    let as_written = share_in_common(&mine.join(" "), &theirs.join(" "));
    mine.sort_unstable();
    theirs.sort_unstable();
    as_written.max(share_in_common(&mine.join(" "), &theirs.join(" ")))
}

fn share_in_common(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count()).clamp(1, LONGEST);
    1.0 - distance(one, other) as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("name", "name", 0)]
    #[case("nmae", "name", 1)]
    #[case("phne", "phone", 1)]
    #[case("emial", "email", 1)]
    #[case("", "abc", 3)]
    #[case("kitten", "sitting", 3)]
    fn letters_are_counted(#[case] one: &str, #[case] other: &str, #[case] expected: usize) {
        assert_eq!(distance(one, other), expected);
    }

    #[rstest]
    #[case("  Dr. Zoë  O’Brien-STRAßER ", "dr zoe o brien strasser")]
    #[case("ACME GmbH & Co. KG", "acme")]
    #[case("GmbH", "gmbh")]
    #[case(" . ", "")]
    fn a_name_has_few_distinctive_words(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(telling_words(name).join(" "), expected);
    }

    #[rstest]
    #[case("Jon Smith", "John Smith", true)]
    #[case("Schmidt, Anna", "Anna Schmidt", true)]
    #[case("Anna Schmi", "Anna Schmidt", true)]
    #[case("zoe akesson", "Zoë Åkesson", true)]
    #[case("Acme", "ACME GmbH", true)]
    #[case("Anna", "Anna Schmidt", false)]
    #[case("Acme", "Acne Studios AB", false)]
    #[case("Jane Smythe", "Jon Smith", false)]
    fn names_are_alike_or_not(#[case] one: &str, #[case] other: &str, #[case] expected: bool) {
        let like = likeness(one, other);
        assert_eq!(like >= 0.75, expected, "{one} and {other} are alike by {like}");
    }

    proptest! {
        #[test]
        fn likeness_is_a_share_and_the_same_from_both_sides(one in "\\PC{0,90}", other in "\\PC{0,90}") {
            let like = likeness(&one, &other);
            prop_assert!((0.0..=1.0).contains(&like), "{like}");
            prop_assert!((like - likeness(&other, &one)).abs() < 1e-9, "{like}");
            prop_assert!(likeness(&one, &one) > 1.0 - 1e-9);
        }
    }
}
