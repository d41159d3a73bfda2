//! Physical lines, whatever quotation marks say: what is left of a row that they tear, and whether a row that goes over
//! several lines has swallowed others.

use super::split::{Cells, quoted};

/// The longest line that is taken apart.
pub const LONGEST_LINE: usize = 64 * 1024;

/// Where the first line ends without its line break, and with it. Nothing if that is not read yet.
pub fn first_line(text: &[u8], ended: bool) -> Option<(usize, usize)> {
    let Some(end) = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
        return ended.then_some((text.len(), text.len()));
    };
    match (text.get(end), text.get(end + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some((end, end + 2)),
        (Some(b'\r'), None) if !ended => None,
        _ => Some((end, end + 1)),
    }
}

/// Splits one line at its delimiters. A quotation mark that no other on the line closes is text.
pub fn split_line(line: &[u8], delimiter: u8, cells: &mut Cells) {
    cells.clear();
    if line.len() > LONGEST_LINE {
        return;
    }
    let mut at = 0;
    loop {
        if line.get(at) == Some(&b'"') {
            let mut cell = Cells::default();
            if let Ok((next, _)) = quoted(line, at + 1, (true, delimiter), &mut cell) {
                cells.append(&cell);
                at = next;
            }
        }
        let length = line[at..].iter().position(|byte| *byte == delimiter);
        let end = length.map_or(line.len(), |length| at + length);
        cells.take(&line[at..end]);
        cells.close();
        if length.is_none() {
            return;
        }
        at = end + 1;
    }
}

/// Whether a record of several lines is rather as many rows of a table of that width, and a quotation mark of one of them
/// has joined them: at least two of three lines have the cells of a row.
pub fn are_rows(record: &[u8], delimiter: u8, width: usize) -> bool {
    let mut cells = Cells::default();
    let (mut rest, mut lines, mut rows) = (record, 0, 0);
    while let Some((end, next)) = first_line(rest, true).filter(|(_, next)| *next > 0) {
        let line = &rest[..end];
        rest = &rest[next..];
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        lines += 1;
        split_line(line, delimiter, &mut cells);
        // Prose has a blank behind a comma. Where there are two columns, one comma would make a row.
        let is_prose = cells.iter().skip(1).any(|cell| cell.first() == Some(&b' '));
        let is_wide = cells.len() >= width && (width > 2 || line.contains(&b'@'));
        rows += usize::from(is_wide && !is_prose);
    }
    width > 1 && lines > 1 && rows * 3 >= lines * 2
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"a\nb", true, Some((1, 2)))]
    #[case(b"a\r\nb", true, Some((1, 3)))]
    #[case(b"a\rb", true, Some((1, 2)))]
    #[case(b"a\r", false, None)]
    #[case(b"a", false, None)]
    #[case(b"a", true, Some((1, 1)))]
    fn a_line_ends_at_any_line_break(
        #[case] text: &[u8],
        #[case] ended: bool,
        #[case] expected: Option<(usize, usize)>,
    ) {
        assert_eq!(first_line(text, ended), expected);
    }

    #[rstest]
    #[case("a,\"b,c", &["a", "\"b", "c"])]
    #[case("\"a,b\",c\"", &["a,b", "c\""])]
    #[case("\"a\" b\",c", &["a\" b", "c"])]
    #[case("a,", &["a", ""])]
    fn a_line_is_split_alone(#[case] line: &str, #[case] expected: &[&str]) {
        let mut cells = Cells::default();
        split_line(line.as_bytes(), b',', &mut cells);
        let found: Vec<_> = cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case::swallowed("Eva,\"open,e@x.org\nFay,b,f@x.org\nGil,shut\",g@x.org\n", 3, true)]
    #[case::two_of_two_columns("Eva,\"e@x.org\nFay\",f@x.org\n", 2, true)]
    #[case::a_note("Eva,\"Dear all,\nplease call, soon\nBen\",e@x.org\n", 3, false)]
    #[case::a_note_at_the_end("Eva,e@x.org,\"Dear all\nplease call\nBen\"\n", 3, false)]
    #[case::a_note_of_two_columns("Eva,\"Hello,\nBest, Ben\"\n", 2, false)]
    #[case::an_address("Eva,\"Main St 1, Floor 2, York\nUK\",e@x.org\n", 3, false)]
    #[case::one_column("\"Eva\nFay\"\n", 1, false)]
    fn rows_that_a_mark_has_joined_are_seen(
        #[case] record: &str,
        #[case] width: usize,
        #[case] expected: bool,
    ) {
        assert_eq!(are_rows(record.as_bytes(), b',', width), expected);
    }
}
