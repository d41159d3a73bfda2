//! Searching the texts of all parties.

use std::panic::resume_unwind;

use casebook_domain::text::fold;
use memchr::memmem::Finder;

use crate::bitmap::Bitmap;
use crate::blocks::BLOCK;
use crate::columns::Columns;
use crate::signature::{GROUP, Signatures, bits_of};

/// Bytes of a party's text that are always kept in memory, its name apart.
pub const KEPT: usize = 320;
/// Bytes of a text that is kept whole as long as there is room; longer ones are looked up in the database.
const LONGEST: usize = 8_000;
/// Bytes that all texts together may take beyond [`KEPT`] each.
const ROOM: usize = 32_000_000;
/// Characters of the folded name that count in the order of names, as in the store.
const SORTED: usize = 200;
/// The number of blocks that is worth a second thread.
const SHARED: usize = 1_500;

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

/// A word of a query: one of these forms must be found.
struct Token {
    forms: Vec<Form>,
}

/// A form of a word, and the bits of its signature.
struct Form {
    finder: Finder<'static>,
    bits: Vec<usize>,
}

impl Token {
    /// A word matches anywhere; one of one or two characters only at the start of a word: after a space or a line
    /// break.
    fn of(word: &str) -> Self {
        let short = word.chars().count() <= 2;
        let forms = if short { vec![format!(" {word}"), format!("\n{word}")] } else { vec![word.to_owned()] };
        let form = |text: String| Form {
            bits: bits_of(text.as_bytes()),
            finder: Finder::new(text.as_bytes()).into_owned(),
        };
        Self { forms: forms.into_iter().map(form).collect() }
    }

    /// The blocks of a group that may hold it.
    fn blocks(&self, signatures: &Signatures, group: usize) -> u64 {
        self.forms.iter().fold(0, |blocks, form| blocks | signatures.blocks(group, &form.bits))
    }

    fn is_in(&self, text: &[u8]) -> bool {
        self.forms.iter().any(|form| form.finder.find(text).is_some())
    }
}

/// The words of a query, all of which must be found.
pub struct Query {
    // The longest first, since it is the rarest as a rule.
    tokens: Vec<Token>,
}

impl Query {
    /// The words of a search text, split as in the store.
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
        words.dedup();
        Self { tokens: words.into_iter().map(Token::of).collect() }
    }

    /// Whether all words are in a text.
    pub fn fits(&self, text: &[u8]) -> bool {
        self.tokens.iter().all(|token| token.is_in(text))
    }

    /// Whether few blocks may hold all words, so that searching those is quicker than trying texts one by one.
    pub fn is_rare(&self, columns: &Columns) -> bool {
        self.candidates(columns).len() * 4 < columns.texts.blocks()
    }

    /// The blocks that may hold all words.
    fn candidates(&self, columns: &Columns) -> Vec<usize> {
        let signatures = &columns.signatures;
        let mut blocks = Vec::new();
        for group in 0..signatures.groups() {
            let mut may =
                self.tokens.iter().fold(u64::MAX, |may, token| may & token.blocks(signatures, group));
            while may != 0 {
                blocks.push(group * GROUP + may.trailing_zeros() as usize);
                may &= may - 1;
            }
        }
        blocks.retain(|block| *block < columns.texts.blocks());
        blocks
    }

    /// The slots whose text, as far as it is kept, has all words.
    pub fn slots(&self, columns: &Columns) -> Bitmap {
        let Some((first, others)) = self.tokens.split_first() else { return columns.alive.clone() };
        let blocks = self.candidates(columns);
        let sweep = |blocks: &[usize]| -> Vec<(usize, Hits)> {
            blocks.iter().map(|block| (*block, sweep(columns.texts.block(*block), first, others))).collect()
        };
        let mut found = Bitmap::none(columns.slots());
        for (block, words) in shared_out(&blocks, sweep) {
            let place = block * WORDS;
            found.words_mut().iter_mut().skip(place).zip(words).for_each(|(word, found)| *word = found);
        }
        found
    }
}

/// The number of bitmap words for a block.
const WORDS: usize = BLOCK / 64;
type Hits = [u64; WORDS];

/// Runs work for all blocks, on all cores if there are many.
fn shared_out<T: Send>(blocks: &[usize], work: impl Fn(&[usize]) -> Vec<T> + Sync) -> Vec<T> {
    let threads =
        if blocks.len() < SHARED { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    if threads == 1 {
        return work(blocks);
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            blocks.chunks(blocks.len().div_ceil(threads)).map(|part| scope.spawn(|| work(part))).collect();
        // A panic of the work is one of the caller.
        let done = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    })
}

/// The texts of a block that have all words.
fn sweep((bytes, ends): (&[u8], &[u32]), first: &Token, others: &[Token]) -> Hits {
    let mut found = [0; WORDS];
    for form in &first.forms {
        sweep_for(&form.finder, bytes, ends, others, &mut found);
    }
    found
}

fn sweep_for(finder: &Finder<'_>, bytes: &[u8], ends: &[u32], others: &[Token], found: &mut Hits) {
    let (mut from, mut place) = (0, 0);
    while let Some(hit) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        let hit = from + hit;
        while ends.get(place).is_some_and(|end| *end as usize <= hit) {
            place += 1;
        }
        let Some(end) = ends.get(place).map(|end| *end as usize) else { return };
        let start =
            place.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |start| *start as usize);
        // No match spans two texts, because every text begins with a line break.
        let text = bytes.get(start..end).unwrap_or_default();
        if others.iter().all(|token| token.is_in(text))
            && let Some(word) = found.get_mut(place / 64)
        {
            *word |= 1 << (place % 64);
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_anywhere_and_one_or_two_letters_where_a_word_begins() {
        let text = "\nanna muller\nanna@example.org\n+49 30 1234\nmuller gmbh".as_bytes();
        for (query, fits) in [
            ("Müller", true),
            ("ULLER", true),
            ("an", true),
            ("na", false),
            ("mu", true),
            ("g", true),
            ("x", false),
            ("anna gmbh", true),
            ("anna kg", false),
            ("example.org", true),
            ("", true),
            ("  ", true),
            ("anna muller", true),
        ] {
            assert_eq!(Query::of(query).fits(text), fits, "{query}");
        }
    }

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
