//! The texts of parties: what is kept of them, and their lines.

use casebook_domain::text::fold;

/// Bytes of a party's text that are always kept in memory, its name apart.
pub const KEPT: usize = 320;
/// Bytes of a text that is kept whole as long as there is room; longer ones are looked up in the database.
const LONGEST: usize = 8_000;
/// Bytes that all texts together may take beyond [`KEPT`] each.
const ROOM: usize = 32_000_000;
/// Characters of the folded name that count in the order of names, as in the store.
const SORTED: usize = 200;

/// The folded name in a text, as far as it counts in the order of names.
pub fn name_of(text: &[u8]) -> &[u8] {
    let line = text.get(1..).unwrap_or_default();
    let line = memchr::memchr(b'\n', line).and_then(|end| line.get(..end)).unwrap_or(line);
    if line.len() <= SORTED {
        return line;
    }
    let mut starts =
        line.iter().enumerate().filter(|(_, byte)| **byte & 0xc0 != 0x80).map(|(place, _)| place);
    starts.nth(SORTED).and_then(|end| line.get(..end)).unwrap_or(line)
}

/// The name of a search text, cut as the store cuts its sort key.
pub fn sorted_by(query: &str) -> String {
    let folded = format!("\n{}", fold(query));
    String::from_utf8_lossy(name_of(folded.as_bytes())).into_owned()
}

/// The size of a text beyond what is always kept.
pub fn excess(text: &[u8]) -> usize {
    text.len().saturating_sub(KEPT)
}

/// The part of a text that is kept: all of it, if it fits beside what others have `taken`; never less than its name.
pub fn kept(text: &[u8], taken: usize) -> &[u8] {
    if text.len() <= KEPT || text.len() <= LONGEST && taken + excess(text) <= ROOM {
        return text;
    }
    let name = memchr::memchr(b'\n', text.get(1..).unwrap_or_default()).map_or(text.len(), |end| end + 1);
    let mut end = KEPT.max(name.min(SORTED * 4 + 8)).min(text.len());
    while text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The line of a text, from 0; empty if there are fewer.
pub fn line(text: &[u8], number: usize) -> Option<&[u8]> {
    text.split(|byte| *byte == b'\n').nth(number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_first_line_up_to_200_characters() {
        assert_eq!(name_of(b"\nada\nada@example.org"), b"ada");
        assert_eq!(name_of(b"\nada"), b"ada");
        assert_eq!(name_of(b""), b"");
        let long = format!("\n{}\nx", "é".repeat(300));
        assert_eq!(name_of(long.as_bytes()), "é".repeat(200).as_bytes());
        assert_eq!(sorted_by("  Ada KING "), "ada king");
        assert_eq!(sorted_by(&"ж".repeat(300)), "ж".repeat(200));
    }

    #[test]
    fn what_is_kept_of_a_long_text_ends_with_a_character_and_holds_the_name() {
        let note = format!("\nada\n{}", "ж".repeat(400));
        assert_eq!(kept(note.as_bytes(), ROOM / 2), note.as_bytes());
        let kept = kept(note.as_bytes(), ROOM);
        assert!((KEPT - 2..=KEPT).contains(&kept.len()) && std::str::from_utf8(kept).is_ok());
        let name = format!("\n{}\nnote", "ж".repeat(300));
        assert_eq!(name_of(super::kept(name.as_bytes(), ROOM)), name_of(name.as_bytes()));
        assert_eq!(super::kept(b"\nada", ROOM), b"\nada");
    }

    #[test]
    fn lines_are_counted_from_the_name() {
        let text = b"\nada\nada@example.org\n";
        assert_eq!(
            [0, 1, 2, 3].map(|number| line(text, number)),
            [Some(&b"ada"[..]), Some(&b"ada@example.org"[..]), Some(&b""[..]), None]
        );
    }
}
