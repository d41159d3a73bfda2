//! Folding: the form in which text is compared, found and sorted, the same on both engines.

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
}
