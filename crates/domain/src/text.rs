//! Folding: the form in which text is compared, found and sorted, the same on both engines.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents and with single spaces: `  Zürich  AG ` becomes `zurich ag`.
///
/// Compatibility forms are taken apart first, so `ﬁ` finds `fi` and full-width letters find plain ones.
/// `ß`, `ø` and `ł`, which have no decomposition, are spelled `ss`, `o` and `l`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        push_words(&mut folded, text.chars().map(|c| c.to_ascii_lowercase()));
        return folded;
    }
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    push_words(
        &mut folded,
        plain.flat_map(|c| spelled(c).chars().chain((spelled(c).is_empty()).then_some(c))),
    );
    folded
}

/// [`fold`] that leaves accents: `Zürich  AG` becomes `zürich ag`, and is another text than `Zurich AG`.
pub fn fold_case(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    push_words(&mut folded, text.nfkc().flat_map(char::to_lowercase));
    folded
}

fn push_words(folded: &mut String, chars: impl Iterator<Item = char>) {
    let mut space = false;
    for c in chars {
        if c.is_whitespace() {
            space = !folded.is_empty();
            continue;
        }
        if space {
            folded.push(' ');
            space = false;
        }
        folded.push(c);
    }
}

fn spelled(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        _ => "",
    }
}

/// Text as a reader sees it: without signs of no width (of writing direction, soft hyphens, byte order marks), with plain
/// blanks for no-break ones, and without any at its ends.
pub fn visible(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let is_other_blank = |c: char| c.is_whitespace() && !c.is_ascii();
    if text.is_ascii() || !text.contains(|c: char| is_invisible(c) || is_other_blank(c)) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_invisible(*c));
    Cow::Owned(seen.map(|c| if is_other_blank(c) { ' ' } else { c }).collect())
}

/// Whether a sign takes no room, so that nobody sees that it stands in a text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// What stands in a cell that its writer kept spreadsheets from changing: `="0171"` and `'0171` are `0171`.
pub fn unprotected(text: &str) -> &str {
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let inner = inner.unwrap_or(text).trim();
    inner.strip_prefix(['\'', '’']).map_or(inner, str::trim_start)
}

/// Bytes in hexadecimal, two small digits each.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_count_where_only_case_is_folded() {
        assert_eq!(fold_case(" ZÜRICH  ag"), "zürich ag");
        assert_eq!(fold_case("Zu\u{308}rich"), fold_case("Zürich"));
        assert_ne!(fold_case("Zürich"), fold_case("Zurich"));
    }

    #[test]
    fn case_accents_and_spaces_do_not_count() {
        for (text, folded) in [
            ("  Zürich  AG ", "zurich ag"),
            ("STRAßE", "strasse"),
            ("Łódź", "lodz"),
            ("Ørsted\u{a0}A/S", "orsted a/s"),
            ("İstanbul", "istanbul"),
            ("محمد أحمد", "محمد احمد"),
            ("", ""),
            (" \t ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_text() {
        for (text, seen) in [
            ("\u{feff}ada\u{200b}", "ada"),
            ("\u{a0}1\u{202f}200 \u{200e}", "1 200"),
            ("so\u{ad}ft", "soft"),
            ("  Zürich\tAG ", "Zürich\tAG"),
            ("", ""),
        ] {
            assert_eq!(visible(text), seen, "{text:?}");
        }
    }

    #[test]
    fn what_protects_a_cell_is_no_part_of_it() {
        for (text, plain) in [("=\"0171\"", "0171"), ("'+49", "+49"), ("0171", "0171"), ("=1+1", "=1+1")] {
            assert_eq!(unprotected(text), plain, "{text}");
        }
    }
}
