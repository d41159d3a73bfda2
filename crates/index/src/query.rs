//! Searching the texts of all parties.

use std::panic::resume_unwind;

use casebook_domain::phone;
use casebook_domain::text::fold;
use memchr::memmem::Finder;

use crate::bitmap::Bitmap;
use crate::blocks::BLOCK;
use crate::columns::Columns;
use crate::signature::{GROUP, Signatures, bits_of};

/// The number of blocks that is worth a second thread.
const SHARED: usize = 1_500;

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
    ///
    /// One that is part of a phone number matches wherever that number is, too.
    fn of((word, number): (&str, &[String])) -> Self {
        let short = word.chars().count() <= 2;
        let mut forms =
            if short { vec![format!(" {word}"), format!("\n{word}")] } else { vec![word.to_owned()] };
        forms.extend_from_slice(number);
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
        let numbers = numbers_in(&folded);
        let parts =
            numbers.iter().flat_map(|(part, forms)| part.split(' ').map(|word| (word, forms.as_slice())));
        let mut words: Vec<(&str, &[String])> = parts.filter(|(word, _)| !word.is_empty()).collect();
        words.sort_by_key(|(word, forms)| (std::cmp::Reverse(word.len()), *word, forms.len()));
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

/// The parts of a folded query: phone numbers with what stands for them, and each word that belongs to none.
fn numbers_in(folded: &str) -> Vec<(&str, Vec<String>)> {
    let is_of_number = |word: &str| word.bytes().all(|byte| b"0123456789+()-./".contains(&byte));
    let mut parts = Vec::new();
    let mut rest = folded;
    while !rest.is_empty() {
        let words = rest.split(' ').take_while(|word| is_of_number(word));
        let end = words.map(|word| word.len() + 1).sum::<usize>().min(rest.len());
        let (part, more) = match end {
            0 => rest.split_once(' ').unwrap_or((rest, "")),
            end => rest.split_at(end),
        };
        let forms = if end == 0 { Vec::new() } else { phone::searched_as(part) };
        parts.push((part, forms));
        rest = more;
    }
    parts
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
    fn a_phone_number_is_found_however_it_is_written_beside_other_words_too() {
        let [berlin, vienna] = ["0301234567", "431588580"].map(phone::apart);
        let text = format!("\nanna muller\n(030) 123-4567\n+43 1 58858-0\n{berlin}\n{vienna}");
        for (query, fits) in [
            ("030 1234567", true),
            ("+49 30 1234567", true),
            ("0049301234567", true),
            ("123 45 67", true),
            ("anna 030/1234567 muller", true),
            ("030 1234567 anna", true),
            ("030 1234567 bob", false),
            ("030 / 12 34 56 7", true),
            ("+43 (0)1 588580", true),
            ("+41 30 1234567", false),
            ("030 1234568", false),
            ("030 9", false),
            // No number, and found where it is written so alone.
            ("43", false),
            ("301", false),
            ("123", true),
        ] {
            assert_eq!(Query::of(query).fits(text.as_bytes()), fits, "{query}");
        }
    }
}
