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
    /// Whether there are quotation marks in cells that none enclose.
    pub has_stray_marks: bool,
    /// Whether there are single ones inside of a cell that others enclose: which of them closes it is not certain.
    pub is_uncertain: bool,
}

impl Cells {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.overflowed = false;
        self.has_stray_marks = false;
        self.is_uncertain = false;
    }

    /// Adds a cell that no quotation marks enclose, or its end.
    pub(super) fn take(&mut self, text: &[u8]) {
        self.has_stray_marks |= text.contains(&b'"');
        self.text.extend_from_slice(text);
    }

    /// Adds the text of another's cell that is not closed yet.
    pub(super) fn append(&mut self, other: &Self) {
        self.is_uncertain |= other.is_uncertain;
        self.text.extend_from_slice(&other.text);
    }

    pub(super) fn close(&mut self) {
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
    /// A quotation mark opens a cell, and the next one, lines later, closes none: no cell goes from one to the other.
    Stray,
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
            match quoted(text, begin + 1, (ended, delimiter), cells) {
                Ok((next, breaks)) => (at, lines) = (next, lines + breaks),
                Err(stopped) => return stopped,
            }
        }
        let stop = |byte: &u8| *byte == delimiter || *byte == b'\n' || *byte == b'\r';
        let Some(length) = text[at..].iter().position(stop) else {
            if !ended {
                return Split::More;
            }
            cells.take(&text[at..]);
            cells.close();
            return Split::Record { taken: text.len(), lines };
        };
        let end = at + length;
        cells.take(&text[at..end]);
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
///
/// Only a mark before a delimiter or the end of a line closes a cell. Another one is part of it (`"7" pipe"`) if one on
/// the same line closes it; else it is taken for the end, as some programs write it.
pub(super) fn quoted(
    text: &[u8],
    start: usize,
    (ended, delimiter): (bool, u8),
    cells: &mut Cells,
) -> Result<(usize, u64), Split> {
    let (mut at, mut breaks) = (start, 0);
    let mut first_stray = None;
    loop {
        let end = text[at..].iter().position(|byte| *byte == b'"').map(|length| at + length);
        let piece = &text[at..end.unwrap_or(text.len())];
        let new_breaks = line_breaks(piece);
        let end = match (end, first_stray) {
            (Some(end), None) => end,
            (Some(end), Some(_)) if new_breaks == 0 => end,
            (None, _) if !ended && new_breaks == 0 => return Err(Split::More),
            (_, Some((next, length))) => {
                cells.text.truncate(length);
                return Ok((next, 0));
            }
            (None, None) => return Err(if ended { Split::Unclosed } else { Split::More }),
        };
        cells.text.extend_from_slice(piece);
        breaks += new_breaks;
        at = end + 1;
        match what_follows(&text[at..], ended, delimiter) {
            Follows::Unknown => return Err(Split::More),
            Follows::End => return Ok((at, breaks)),
            Follows::Text if breaks > 0 => return Err(Split::Stray),
            Follows::Text => {
                cells.is_uncertain = true;
                first_stray.get_or_insert((at, cells.text.len()));
            }
            Follows::Mark => at += 1,
        }
        cells.text.push(b'"');
    }
}

/// What follows a quotation mark inside of a quoted cell.
enum Follows {
    Mark,
    /// A delimiter, the end of a line or of the file, with blanks before it perhaps.
    End,
    Text,
    /// That is not read yet.
    Unknown,
}

fn what_follows(rest: &[u8], ended: bool, delimiter: u8) -> Follows {
    let blank = |byte: &&u8| **byte == b' ' && delimiter != b' ';
    match rest.get(rest.iter().take_while(blank).count()) {
        Some(b'"') if rest.first() == Some(&b'"') => Follows::Mark,
        Some(byte) if *byte == delimiter || *byte == b'\n' || *byte == b'\r' => Follows::End,
        Some(_) => Follows::Text,
        None if ended => Follows::End,
        None => Follows::Unknown,
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
    #[case::mark_inside_of_marks("\"7\" pipe\",c\n", &["7\" pipe", "c"], 12, 1)]
    #[case::marks_inside_of_marks("\"the \"x\" one\" ,c\n", &["the \"x\" one ", "c"], 17, 1)]
    #[case::mark_and_no_more_on_the_line("\"a\"b,c\n\"d\",e\n", &["ab", "c"], 7, 1)]
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

    #[test]
    fn a_mark_that_the_next_one_lines_later_does_not_close_is_seen() {
        assert_eq!(cells_of("a,\"b\nc,\"d\",e\n").1, Split::Stray);
    }

    #[rstest]
    #[case("a,b")]
    #[case("a,\"b\"c")]
    #[case("a,\"b\"  ")]
    #[case("a,\"b\"")]
    #[case("a,\"b")]
    #[case("a,b\r")]
    #[case("a,  ")]
    fn more_is_asked_for_while_a_record_may_go_on(#[case] text: &str) {
        assert_eq!(split(text.as_bytes(), false, b',', &mut Cells::default()), Split::More);
    }
}
