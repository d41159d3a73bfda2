//! Splitting text into the cells of one record: delimiters, quotation marks, line breaks inside them.

/// The most cells that are kept of one record.
pub const MOST_COLUMNS: usize = 4_096;

/// The cells of one record, end to end in one buffer that is reused for the next.
#[derive(Debug, Default)]
pub struct Cells {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Whether there were more than [`MOST_COLUMNS`].
    pub overflowed: bool,
}

impl Cells {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.overflowed = false;
    }

    fn close(&mut self) {
        if self.ends.len() < MOST_COLUMNS {
            self.ends.push(self.text.len());
        } else {
            self.overflowed = true;
            self.text.truncate(self.ends.last().copied().unwrap_or_default());
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of each, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    /// Whether all are blank.
    pub fn are_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace) && !self.overflowed
    }
}

/// What [`split`] found at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// The record may go on beyond the text.
    More,
    /// A record.
    Record {
        /// Bytes that it takes, its line end included.
        taken: usize,
        /// Lines that it takes.
        lines: u64,
    },
    /// The text ends inside quotation marks.
    Unclosed,
}

/// Splits the record at the beginning of `text`; more text may follow unless it has `ended`.
pub fn split(text: &[u8], ended: bool, delimiter: u8, cells: &mut Cells) -> Split {
    cells.clear();
    let mut at = 0;
    let mut lines = 1;
    loop {
        let begin = at + text[at..].iter().take_while(|byte| **byte == b' ').count();
        if begin == text.len() && !ended {
            return Split::More;
        }
        if text.get(begin) == Some(&b'"') {
            match quoted(text, begin + 1, ended, cells) {
                Ok((next, breaks)) => (at, lines) = (next, lines + breaks),
                Err(stopped) => return stopped,
            }
        }
        let stop = |byte: &u8| *byte == delimiter || *byte == b'\n' || *byte == b'\r';
        let Some(length) = text[at..].iter().position(stop) else {
            if !ended {
                return Split::More;
            }
            cells.text.extend_from_slice(&text[at..]);
            cells.close();
            return Split::Record { taken: text.len(), lines };
        };
        let end = at + length;
        cells.text.extend_from_slice(&text[at..end]);
        if text[end] == delimiter {
            cells.close();
            at = end + 1;
            continue;
        }
        if text[end] == b'\r' && end + 1 == text.len() && !ended {
            return Split::More;
        }
        cells.close();
        let pair = text[end] == b'\r' && text.get(end + 1) == Some(&b'\n');
        return Split::Record { taken: end + 1 + usize::from(pair), lines };
    }
}

/// Takes quoted text; returns where it ends and how many line breaks are in it.
fn quoted(text: &[u8], start: usize, ended: bool, cells: &mut Cells) -> Result<(usize, u64), Split> {
    let stopped = if ended { Split::Unclosed } else { Split::More };
    let (mut at, mut breaks) = (start, 0);
    loop {
        let length = text[at..].iter().position(|byte| *byte == b'"').ok_or(stopped)?;
        let end = at + length;
        cells.text.extend_from_slice(&text[at..end]);
        breaks += line_breaks(&text[at..end]);
        match text.get(end + 1) {
            Some(b'"') => cells.text.push(b'"'),
            None if !ended => return Err(Split::More),
            _ => return Ok((end + 1, breaks)),
        }
        at = end + 2;
    }
}

/// How many lines end in `text`: `\n`, `\r\n` and a lone `\r` count once each.
pub fn line_breaks(text: &[u8]) -> u64 {
    let mut before = 0;
    let mut breaks = 0;
    for byte in text {
        breaks += u64::from(*byte == b'\r' || (*byte == b'\n' && before != b'\r'));
        before = *byte;
    }
    breaks
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn cells_of(text: &str) -> (Vec<String>, Split) {
        let mut cells = Cells::default();
        let found = split(text.as_bytes(), true, b',', &mut cells);
        (cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(), found)
    }

    #[rstest]
    #[case::plain("a,b\nc", &["a", "b"], 4, 1)]
    #[case::windows("a,b\r\nc", &["a", "b"], 5, 1)]
    #[case::old_mac("a,b\rc", &["a", "b"], 4, 1)]
    #[case::end_of_file("a,", &["a", ""], 2, 1)]
    #[case::quoted("\"a,\"\"b\"\"\",c\n", &["a,\"b\"", "c"], 12, 1)]
    #[case::broken_line("\"a\r\nb\",c\n", &["a\r\nb", "c"], 9, 2)]
    #[case::blank_before_the_mark("a, \"b,c\"\n", &["a", "b,c"], 9, 1)]
    #[case::mark_inside("5\" pipe,c\n", &["5\" pipe", "c"], 10, 1)]
    #[case::text_after_the_mark("\"a\"b,c\n", &["ab", "c"], 7, 1)]
    fn a_record_is_split(
        #[case] text: &str,
        #[case] cells: &[&str],
        #[case] taken: usize,
        #[case] lines: u64,
    ) {
        assert_eq!(
            cells_of(text),
            (cells.iter().map(|cell| (*cell).to_owned()).collect(), Split::Record { taken, lines })
        );
    }

    #[test]
    fn a_mark_that_is_never_closed_is_seen() {
        assert_eq!(cells_of("a,\"b\nc,d\n").1, Split::Unclosed);
    }

    #[rstest]
    #[case("a,b")]
    #[case("a,\"b\"")]
    #[case("a,\"b")]
    #[case("a,b\r")]
    #[case("a,  ")]
    fn more_is_asked_for_while_a_record_may_go_on(#[case] text: &str) {
        assert_eq!(split(text.as_bytes(), false, b',', &mut Cells::default()), Split::More);
    }
}
