//! What is shown of a text, and which part of the text each part of it stands for.

use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;

/// What stands for a character that cannot be shown.
const REPLACEMENT: char = '\u{fffd}';
/// Says that what follows runs from right to left, and is not shown itself.
const RIGHT_TO_LEFT_MARK: char = '\u{200f}';

/// Says that there is space, and no end of a line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Whether a character ends a line, wherever it stands.
pub(super) fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character only says how others are shown. The file has no need of it.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A text as it is shown.
pub(super) struct Shown {
    source: Arc<str>,
    text: String,
    /// For each byte of `text`, and its end, where in `source` that comes from.
    origins: Vec<usize>,
}

impl Shown {
    /// All of a text, without what no document may hold. Where the document runs from right to left, so does text of any
    /// such letter, though it may begin with the Latin name of a product.
    pub(super) fn of(text: &str, is_right_to_left: bool) -> Self {
        let source: String = text.chars().filter_map(allowed).collect();
        let mut shown = Self { text: String::new(), origins: Vec::new(), source: Arc::from("") };
        if is_right_to_left && source.chars().any(runs_right_to_left) {
            shown.push(RIGHT_TO_LEFT_MARK, 0);
        }
        let mut characters = source.char_indices().peekable();
        while let Some((place, character)) = characters.next() {
            let bears_mark = characters.peek().is_some_and(|(_, next)| is_mark(*next));
            // A mark is shown on a space that stays with it; the layout fails where other spaces do.
            shown.push(if character == ' ' && bears_mark { NO_BREAK_SPACE } else { character }, place);
        }
        shown.origins.push(source.len());
        shown.source = source.into();
        shown
    }

    /// What is shown.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text itself.
    pub(super) fn source(&self) -> Arc<str> {
        Arc::clone(&self.source)
    }

    /// The part of the text that a part of what is shown stands for; none if it stands for nothing.
    pub(super) fn origin(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (*self.origins.get(range.start)?, *self.origins.get(range.end)?);
        (start < end && self.source.get(start..end).is_some()).then_some(start..end)
    }

    /// The characters in parts of what is shown.
    pub(super) fn characters<'s>(&'s self, ranges: &'s [Range<usize>]) -> impl Iterator<Item = char> + 's {
        ranges.iter().filter_map(|range| self.text.get(range.clone())).flat_map(str::chars)
    }

    /// Shows a replacement for each part, from the first part to the last.
    pub(super) fn replace(&mut self, ranges: &[Range<usize>]) {
        let before = std::mem::take(&mut self.text);
        let origins = std::mem::take(&mut self.origins);
        let mut ranges = ranges.iter().peekable();
        for (place, character) in before.char_indices() {
            while ranges.next_if(|range| range.end <= place).is_some() {}
            let origin = origins.get(place).copied().unwrap_or_default();
            match ranges.peek() {
                Some(range) if range.start == place => self.push(REPLACEMENT, origin),
                Some(range) if range.start < place => {}
                _ => self.push(character, origin),
            }
        }
        self.origins.push(self.source.len());
    }

    fn push(&mut self, character: char, origin: usize) {
        self.text.push(character);
        self.origins.resize(self.text.len(), origin);
    }
}

/// A character as a document may hold it. PDF/UA allows none of the last two as the meaning of a glyph.
fn allowed(character: char) -> Option<char> {
    match character {
        '\t' => Some(' '),
        _ if is_line_break(character) => Some(' '),
        '\u{feff}' => None,
        '\u{fffe}' | '\u{ffff}' => Some(REPLACEMENT),
        _ if character.is_control() => Some(REPLACEMENT),
        _ => Some(character),
    }
}

/// Whether a character is shown on the one before it.
fn is_mark(character: char) -> bool {
    let is_modifier = matches!(character, '\u{ff9e}' | '\u{ff9f}' | '\u{1f3fb}'..='\u{1f3ff}');
    is_combining_mark(character) || is_modifier || is_invisible(character)
}

/// Whether a letter is of Hebrew, Arabic or another script that runs from right to left.
fn runs_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_still_stands_for_the_text() {
        let mut shown = Shown::of("a😀b", false);
        shown.replace(std::slice::from_ref(&(1..5)));
        assert_eq!(shown.text(), "a\u{fffd}b");
        assert_eq!(shown.origin(&(1..4)), Some(1..5));
        assert_eq!(shown.origin(&(4..5)), Some(5..6));
        assert_eq!(shown.origin(&(4..6)), None);
    }

    #[test]
    fn a_mark_stays_on_its_space() {
        assert_eq!(Shown::of("a \u{301} b", false).text(), "a\u{a0}\u{301} b");
    }

    #[test]
    fn text_of_a_document_from_right_to_left_runs_so_too() {
        let shown = Shown::of("Loom منسج", true);
        assert!(shown.text().starts_with(RIGHT_TO_LEFT_MARK));
        assert_eq!(shown.origin(&(0..3)), None);
        assert_eq!(shown.origin(&(3..4)), Some(0..1));
        assert_eq!(Shown::of("Loom 3000.", true).text(), "Loom 3000.");
    }
}
