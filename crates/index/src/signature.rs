//! Signatures: which blocks of texts may contain a word, which makes the search for a rare word fast.
//!
//! For each block, every triple of neighbouring bytes in its texts sets a hashed bit. A block without one of a word's
//! triples does not contain the word; one with all of them may. Bits are never cleared, so changed texts leave some
//! behind: that costs time and is never wrong.

use super::blocks::BLOCK;

/// Bits of a signature: a block's texts have some 3,000 different triples, so that a triple of another word is
/// among them by chance one time in six, and three of them one time in 200. A block costs two kilobytes.
const BITS: usize = 16_384;
/// Blocks whose signatures lie side by side, the same bit of all of them in one number.
pub const GROUP: usize = 64;

/// The signatures of all blocks.
#[derive(Default)]
pub struct Signatures {
    groups: Vec<Box<[u64]>>,
}

/// The bits of the triples in a word; none of a word of one or two bytes, which every block may hold.
pub fn bits_of(word: &[u8]) -> Vec<usize> {
    word.windows(3).map(bit_of).collect()
}

/// By a multiplication with the golden ratio (Knuth, The Art of Computer Programming, 6.4): the upper bits are
/// spread well.
fn bit_of(triple: &[u8]) -> usize {
    let number = triple.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    (number.wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS.ilog2())) as usize
}

impl Signatures {
    /// Adds the text of a slot.
    pub fn note(&mut self, slot: u32, text: &[u8]) {
        let block = slot as usize / BLOCK;
        while self.groups.len() <= block / GROUP {
            self.groups.push(vec![0; BITS].into());
        }
        let Some(group) = self.groups.get_mut(block / GROUP) else { return };
        for bit in text.windows(3).map(bit_of) {
            if let Some(blocks) = group.get_mut(bit) {
                *blocks |= 1 << (block % GROUP);
            }
        }
    }

    /// The blocks of a group that may contain a word with these bits, the first one in the lowest bit.
    pub fn blocks(&self, group: usize, bits: &[usize]) -> u64 {
        let Some(group) = self.groups.get(group) else { return 0 };
        bits.iter().fold(u64::MAX, |blocks, bit| blocks & group.get(*bit).copied().unwrap_or_default())
    }

    /// Up to so many groups, from one on.
    pub fn some(&self, first: usize, groups: usize) -> impl Iterator<Item = &[u64]> {
        self.groups.iter().skip(first).take(groups).map(AsRef::as_ref)
    }

    /// The groups in the numbers of [`Signatures::some`]; `None` if the last one is incomplete.
    pub fn groups_of(words: &[u64]) -> Option<Vec<Box<[u64]>>> {
        let (groups, rest) = words.as_chunks::<BITS>();
        rest.is_empty().then(|| groups.iter().map(|group| group.as_slice().into()).collect())
    }

    /// The signatures of stored groups.
    pub fn of(groups: Vec<Box<[u64]>>) -> Self {
        Self { groups }
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_contains_a_word_is_always_a_candidate() {
        let mut signatures = Signatures::default();
        let text = |slot: u32| format!("\nparty number {slot}\nmail{}@example.org", slot * 7919);
        for slot in (0..20_000).step_by(37) {
            signatures.note(slot, text(slot).as_bytes());
        }
        for slot in (0..20_000).step_by(37) {
            let block = slot as usize / BLOCK;
            for word in ["party", "example.org", &format!("mail{}@", slot * 7919), "ar", ""] {
                let blocks = signatures.blocks(block / GROUP, &bits_of(word.as_bytes()));
                assert!(blocks >> (block % GROUP) & 1 == 1, "{word} in {slot}");
            }
        }
        let strange = bits_of(b"zzqqxxjjkkvv");
        let may: u32 =
            (0..signatures.groups()).map(|one| signatures.blocks(one, &strange).count_ones()).sum();
        assert_eq!(may, 0);
    }

    #[test]
    fn bits_lie_within_a_signature() {
        for word in [&[0_u8, 0, 0][..], &[255, 255, 255], b"\nab", "é".as_bytes()] {
            assert!(bits_of(word).iter().all(|bit| *bit < BITS), "{word:?}");
        }
        assert_eq!(bits_of(b"ab").len(), 0);
    }
}
