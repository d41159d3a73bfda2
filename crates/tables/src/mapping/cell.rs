//! The content of a cell: nothing, or a phone number.

use casebook_domain::phone::{is_spoilt, written};

/// What exports write for an empty value or for a list of choices that nobody touched, without what stands around it.
const EMPTY: [&str; 21] = [
    "n/a",
    "#n/a",
    "#nv",
    "n.a.",
    "k.a.",
    "null",
    "none",
    "empty",
    "undefined",
    "not set",
    "select",
    "please select",
    "select one",
    "select an option",
    "choose",
    "please choose",
    "choose one",
    "bitte wählen",
    "bitte auswählen",
    "sélectionner",
    "seleccionar",
];
/// The longest of them with dashes or brackets around it, in bytes.
const LONGEST_EMPTY: usize = 30;

/// Whether the trimmed text is what exports write for an empty value.
pub fn is_empty_mark(text: &str) -> bool {
    if text.len() > LONGEST_EMPTY {
        return false;
    }
    let is_around = |c: char| c.is_whitespace() || "-–—()[]<>".contains(c);
    let bare = text.trim_matches(is_around).trim_end_matches(['…', ':']);
    let bare = bare.strip_suffix("...").unwrap_or(bare);
    let is = |mark: &&str| {
        // Letters beyond ASCII are written small or as the first of a word.
        mark.len() == bare.len() && (mark.eq_ignore_ascii_case(bare) || bare.to_lowercase() == **mark)
    };
    bare.is_empty() || EMPTY.iter().any(is)
}

/// A phone number as it is written, and its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// As written in the cell, without what spreadsheets add.
    pub written: String,
    /// Its digits, without the extension and without the `00` of international calls.
    pub digits: String,
    /// Whether the text holds nothing else.
    pub is_whole: bool,
}

/// The first phone number in a cell that may hold several, or an email address beside one.
pub fn phone(cell: &str) -> Option<Phone> {
    if is_spoilt(cell) {
        return None;
    }
    let single = !cell.contains([',', ';', '|', '\n']) && !cell.contains(" / ") && !cell.contains(":::");
    if single || written(cell) != cell {
        return one_phone(cell).or_else(|| if single { None } else { first_of_several(cell) });
    }
    first_of_several(cell)
}

fn first_of_several(cell: &str) -> Option<Phone> {
    let pieces = cell.split([',', ';', '|', '\n']).flat_map(|piece| piece.split(" / "));
    let found = pieces.flat_map(|piece| piece.split(":::")).find_map(one_phone)?;
    Some(Phone { is_whole: false, ..found })
}

fn one_phone(piece: &str) -> Option<Phone> {
    let plain = written(piece);
    let labelled = ["p:", "tel:", "tel.", "phone:"].iter().find_map(|label| {
        let start = plain.get(..label.len()).filter(|start| start.eq_ignore_ascii_case(label))?;
        Some(plain[start.len()..].trim())
    });
    let shown = labelled.unwrap_or(&plain);
    let number = without_extension(shown);
    let allowed = |c: char| c.is_numeric() || c.is_whitespace() || "+-().‐‑–/*#'".contains(c);
    if !number.chars().all(allowed) {
        return None;
    }
    let digits: String = number
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|digit| char::from_digit(digit, 10))
        .collect();
    let digits = digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits);
    let is_whole = labelled.is_none();
    (3..=20).contains(&digits.len()).then(|| Phone { written: shown.to_owned(), digits, is_whole })
}

fn without_extension(number: &str) -> &str {
    let extension = |c: char| c == 'x' || c == 'X' || c == 'e' || c == 'E';
    let Some((before, after)) = number.find(extension).map(|place| number.split_at(place)) else {
        return number;
    };
    let after = after.to_ascii_lowercase();
    let rest = ["extension", "ext.", "ext", "x"].iter().find_map(|word| after.strip_prefix(word));
    let numbered =
        rest.is_some_and(|rest| !rest.trim().is_empty() && rest.trim().chars().all(|c| c.is_ascii_digit()));
    if numbered { before } else { number }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+49 (0)170 123-456", Some(("+49 (0)170 123-456", "490170123456")))]
    #[case("0049 170 123456", Some(("0049 170 123456", "49170123456")))]
    #[case("1-955-371-0847 x371", Some(("1-955-371-0847 x371", "19553710847")))]
    #[case("p:+15550100", Some(("+15550100", "15550100")))]
    #[case("030/123456", Some(("030/123456", "030123456")))]
    #[case("ada@example.org / 0555 1234", Some(("0555 1234", "05551234")))]
    #[case("+41319280000 ::: +41792640000", Some(("+41319280000", "41319280000")))]
    #[case("'+4930123456", Some(("+4930123456", "4930123456")))]
    #[case("=\"030123456\"", Some(("030123456", "030123456")))]
    #[case("4930123456.0", Some(("4930123456", "4930123456")))]
    #[case("4930123456,00", Some(("4930123456", "4930123456")))]
    #[case("\u{202a}+49 30 123456\u{202c}", Some(("+49 30 123456", "4930123456")))]
    #[case("4.93012E+10", None)]
    #[case("493,012E+05", None)]
    #[case("not-a-phone", None)]
    #[case("12", None)]
    #[case("ada@example.org", None)]
    fn a_phone_is_found(#[case] cell: &str, #[case] expected: Option<(&str, &str)>) {
        let found = phone(cell);
        assert_eq!(found.as_ref().map(|phone| (phone.written.as_str(), phone.digits.as_str())), expected);
    }

    #[rstest]
    #[case("030 123456", true)]
    #[case("=\"030123456\"", true)]
    #[case("tel: 030 123456", false)]
    #[case("030 123456, 030 123457", false)]
    fn what_stands_beside_a_phone_is_known(#[case] cell: &str, #[case] is_whole: bool) {
        assert_eq!(phone(cell).map(|phone| phone.is_whole), Some(is_whole));
    }

    #[rstest]
    #[case("", true)]
    #[case("N/A", true)]
    #[case("null", true)]
    #[case("-", true)]
    #[case("None", true)]
    #[case("--None--", true)]
    #[case("(empty)", true)]
    #[case("- Select -", true)]
    #[case("-- Please select --", true)]
    #[case("Select…", true)]
    #[case("Bitte wählen", true)]
    #[case("Nullmann", false)]
    #[case("Selected", false)]
    #[case("Selecta AG", false)]
    #[case("NA", false)]
    #[case("0", false)]
    #[case("-5", false)]
    fn marks_of_nothing_are_known(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_empty_mark(text), expected);
    }
}
