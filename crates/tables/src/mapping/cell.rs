//! The content of a cell: nothing, email addresses, a phone number.

const EMPTY: [&str; 11] =
    ["n/a", "#n/a", "null", "(null)", "(none)", "(empty)", "-", "--", "–", "—", "undefined"];

/// Whether the trimmed text is what exports write for an empty value.
pub fn is_empty_mark(text: &str) -> bool {
    text.is_empty() || (text.len() <= 9 && EMPTY.iter().any(|mark| mark.eq_ignore_ascii_case(text)))
}

/// The email addresses in a cell that may hold several, with words around them.
pub fn mails(cell: &str) -> impl Iterator<Item = &str> {
    let apart =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|' | '<' | '>' | '(' | ')' | '"');
    cell.split(apart).map(bare_mail).filter(|piece| is_mail(piece))
}

fn bare_mail(piece: &str) -> &str {
    let piece =
        piece.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).map_or(piece, |_| &piece[7..]);
    piece.trim_matches(['.', ':', '\''])
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let Some((domain, top)) = host.rsplit_once('.') else { return false };
    let named = !name.is_empty() && name.len() <= 64 && !name.chars().any(char::is_control);
    let labels = !domain.is_empty() && domain.split('.').all(|label| !label.is_empty());
    let letters = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    named && labels && host.len() <= 253 && host.chars().all(letters) && top.chars().count() >= 2
}

/// A phone number as it is written, and its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone<'c> {
    /// As written in the cell.
    pub written: &'c str,
    /// Its digits, without the extension and without the `00` of international calls.
    pub digits: String,
}

/// The first phone number in a cell that may hold several, or an email address beside one.
pub fn phone(cell: &str) -> Option<Phone<'_>> {
    let single = !cell.contains([',', ';', '|', '\n']) && !cell.contains(" / ") && !cell.contains(":::");
    if single {
        return one_phone(cell);
    }
    let pieces = cell.split([',', ';', '|', '\n']).flat_map(|piece| piece.split(" / "));
    pieces.flat_map(|piece| piece.split(":::")).find_map(one_phone)
}

fn one_phone(piece: &str) -> Option<Phone<'_>> {
    let written = piece.trim();
    let written = ["p:", "tel:", "tel.", "phone:"]
        .iter()
        .find_map(|label| {
            written
                .get(..label.len())
                .filter(|start| start.eq_ignore_ascii_case(label))
                .map(|_| &written[label.len()..])
        })
        .unwrap_or(written)
        .trim();
    let number = without_extension(written);
    let allowed = |c: char| c.is_numeric() || c.is_whitespace() || "+-().‐‑–/*#'".contains(c) || is_mark(c);
    if !number.chars().all(allowed) {
        return None;
    }
    let digits: String = number
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|digit| char::from_digit(digit, 10))
        .collect();
    let digits = digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits);
    (3..=20).contains(&digits.len()).then_some(Phone { written, digits })
}

/// Marks of writing direction, which phone numbers copied from right-to-left text carry.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
    #[case("ada@example.org", &["ada@example.org"])]
    #[case("ada@example.org, a.k@mail.example.org", &["ada@example.org", "a.k@mail.example.org"])]
    #[case("ada@example.org / 0555 1234", &["ada@example.org"])]
    #[case("a@example.org ::: b@example.org", &["a@example.org", "b@example.org"])]
    #[case("Ada King <mailto:ada@example.org>", &["ada@example.org"])]
    #[case("invalid-email", &[])]
    #[case("ada@example", &[])]
    #[case("ada@@example.org", &[])]
    #[case("N/A", &[])]
    fn mails_are_found(#[case] cell: &str, #[case] expected: &[&str]) {
        assert_eq!(mails(cell).collect::<Vec<_>>(), expected);
    }

    #[rstest]
    #[case("+49 (0)170 123-456", Some(("+49 (0)170 123-456", "490170123456")))]
    #[case("0049 170 123456", Some(("0049 170 123456", "49170123456")))]
    #[case("1-955-371-0847 x371", Some(("1-955-371-0847 x371", "19553710847")))]
    #[case("p:+15550100", Some(("+15550100", "15550100")))]
    #[case("030/123456", Some(("030/123456", "030123456")))]
    #[case("ada@example.org / 0555 1234", Some(("0555 1234", "05551234")))]
    #[case("+41319280000 ::: +41792640000", Some(("+41319280000", "41319280000")))]
    #[case("not-a-phone", None)]
    #[case("12", None)]
    #[case("ada@example.org", None)]
    fn a_phone_is_found(#[case] cell: &str, #[case] expected: Option<(&str, &str)>) {
        let found = phone(cell);
        assert_eq!(found.as_ref().map(|phone| (phone.written, phone.digits.as_str())), expected);
    }

    #[rstest]
    #[case("", true)]
    #[case("N/A", true)]
    #[case("null", true)]
    #[case("-", true)]
    #[case("None", false)]
    #[case("Nullmann", false)]
    fn marks_of_nothing_are_known(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_empty_mark(text), expected);
    }
}
