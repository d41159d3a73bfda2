//! Where a place inside a TOML string lies in the file.

/// How many bytes into `raw`, a string as the file spells it with its quotes, the byte `wanted` of its value
/// `decoded` stands. Escapes, a trimmed first line break and joined lines make the two differ.
pub(super) fn in_file(raw: &str, decoded: &str, wanted: usize) -> usize {
    let multiline = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let mut place = if multiline { 3 } else { 1 };
    if multiline {
        place += first_line_break(raw.get(place..).unwrap_or_default());
    }
    let escapes = raw.starts_with('"');
    let mut reached = 0;
    loop {
        let rest = raw.get(place..).unwrap_or_default();
        let (spelled, meant) = step(rest, decoded.get(reached..).unwrap_or_default(), escapes);
        if spelled == 0 || reached + meant > wanted {
            return place;
        }
        place += spelled;
        reached += meant;
    }
}

fn first_line_break(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
}

/// How many bytes the next character takes in the file and in the value.
fn step(rest: &str, value: &str, escapes: bool) -> (usize, usize) {
    let meant = value.chars().next().map_or(0, char::len_utf8);
    let Some(first) = rest.chars().next() else { return (0, 0) };
    if escapes && first == '\\' {
        return match rest.as_bytes().get(1) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => {
                let joined = rest[1..].len() - rest[1..].trim_start_matches([' ', '\t', '\r', '\n']).len();
                (1 + joined, 0)
            }
            Some(b'x') => (4, meant),
            Some(b'u') => (6, meant),
            Some(b'U') => (10, meant),
            _ => (2, meant),
        };
    }
    if rest.starts_with("\r\n") && value.starts_with('\n') {
        return (2, 1);
    }
    // Past the end of the value nothing is left but the closing quotes.
    if meant == 0 { (0, 0) } else { (first.len_utf8(), meant) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r#""ab""#, "ab", 1, 'b')]
    #[case("'ab'", "ab", 0, 'a')]
    #[case(r#""\"x\" y""#, "\"x\" y", 4, 'y')]
    #[case(r#""\u00e9\U000000e9\xe9z""#, "ééézz", 6, 'z')]
    #[case("\"\"\"\nab\"\"\"", "ab", 0, 'a')]
    #[case("\"\"\"\r\na\r\nb\"\"\"", "a\nb", 2, 'b')]
    #[case("\"\"\"a \\\n   b\"\"\"", "a b", 2, 'b')]
    #[case("'''a\nb'''", "a\nb", 2, 'b')]
    #[case("'a\\b'", "a\\b", 2, 'b')]
    #[case("\"éa\"", "éa", 2, 'a')]
    #[case("\"a\"", "a", 1, '"')]
    fn a_place_in_the_value_is_found_in_the_file(
        #[case] raw: &str,
        #[case] decoded: &str,
        #[case] wanted: usize,
        #[case] found: char,
    ) {
        assert_eq!(raw[in_file(raw, decoded, wanted)..].chars().next(), Some(found));
    }
}
