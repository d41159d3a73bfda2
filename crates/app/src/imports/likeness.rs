//! How alike two names are, to understand a typo and to suggest what was meant.

use casebook_domain::text::fold;

/// Names longer than this are compared by their beginning.
const LONGEST: usize = 64;

/// How many letters must be added, left out, changed or swapped with their neighbour to turn one into the other.
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

/// Up to three of the candidates that `wanted` may have meant, the likest first.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted = fold(wanted);
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| {
            let folded = fold(candidate);
            let part = folded.contains(&wanted) || wanted.contains(&folded);
            (if part { 1 } else { distance(&wanted, &folded) }, candidate)
        })
        .filter(|(distance, candidate)| *distance <= 2.max(candidate.chars().count() / 2))
        .collect();
    scored.sort_by_key(|scored| scored.0);
    scored.into_iter().take(3).map(|scored| scored.1.to_owned()).collect()
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn the_likest_come_first() {
        assert_eq!(nearest("Emial", ["Name", "Email", "Email Opt Out", "Fax"]), ["Email"]);
        assert_eq!(nearest("Status", ["Lead Status", "Statu", "City"]), ["Lead Status", "Statu"]);
    }
}
