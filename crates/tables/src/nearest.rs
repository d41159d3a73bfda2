//! Suggestions for an unknown name.

use casebook_domain::likeness::distance;
use casebook_domain::text::fold;

/// Up to three candidates that `wanted` may have meant, the most similar first.
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
    use super::*;

    #[test]
    fn the_most_similar_come_first() {
        assert_eq!(nearest("Emial", ["Name", "Email", "Email Opt Out", "Fax"]), ["Email"]);
        assert_eq!(nearest("Status", ["Lead Status", "Statu", "City"]), ["Lead Status", "Statu"]);
    }
}
