//! A set of slots, a bit for each.

/// A set of slots below a length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
    length: usize,
}

impl Bitmap {
    /// The empty set.
    pub fn none(length: usize) -> Self {
        Self { words: vec![0; length.div_ceil(64)], length }
    }

    /// The slots that a predicate picks.
    pub fn of(length: usize, test: impl Fn(usize) -> bool) -> Self {
        let word = |start: usize| {
            let slots = start..length.min(start + 64);
            slots.fold(0_u64, |word, slot| word | u64::from(test(slot)) << (slot - start))
        };
        Self { words: (0..length).step_by(64).map(word).collect(), length }
    }

    /// The slots whose value in a column a predicate picks.
    pub fn of_column<T>(column: &[T], test: impl Fn(&T) -> bool) -> Self {
        // Into bytes first, which the processor does for many values at once.
        let word = |values: &[T]| {
            let mut flags = [0_u8; 64];
            flags.iter_mut().zip(values).for_each(|(flag, value)| *flag = u8::from(test(value)));
            packed(&flags)
        };
        Self { words: column.chunks(64).map(word).collect(), length: column.len() }
    }

    /// The set of these words, as [`Bitmap::words`] gives them; `None` if their number is wrong.
    pub fn of_words(words: Vec<u64>, length: usize) -> Option<Self> {
        (words.len() == length.div_ceil(64)).then(|| {
            let mut set = Self { words, length };
            // Bits beyond the end are not in the set.
            if let Some(last) = set.words.last_mut().filter(|_| !length.is_multiple_of(64)) {
                *last &= (1 << (length % 64)) - 1;
            }
            set
        })
    }

    /// The words: a slot is the bit `slot % 64` of word `slot / 64`.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Room for more slots, none of them in the set.
    pub fn grow(&mut self, length: usize) {
        self.length = self.length.max(length);
        self.words.resize(self.length.div_ceil(64), 0);
    }

    /// Whether a slot is in the set.
    pub fn has(&self, slot: u32) -> bool {
        self.words.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    /// Adds or removes a slot.
    pub fn set(&mut self, slot: u32, member: bool) {
        if let Some(word) = self.words.get_mut(slot as usize / 64) {
            *word = *word & !(1 << (slot % 64)) | u64::from(member) << (slot % 64);
        }
    }

    /// Keeps only what is in both.
    pub fn and(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Removes what is in the other.
    pub fn without(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Adds what is in the other.
    pub fn or(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// The slots that are not in the set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut words: Vec<u64> = self.words.iter().map(|word| !word).collect();
        if let Some(last) = words.last_mut().filter(|_| !self.length.is_multiple_of(64)) {
            *last &= (1 << (self.length % 64)) - 1;
        }
        Self { words, length: self.length }
    }

    /// How many slots are in the set.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The slots of the set, in order.
    pub fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        self.words
            .iter()
            .enumerate()
            .flat_map(|(place, word)| Bits(*word).map(move |bit| place as u32 * 64 + bit))
    }

    /// The slots of the set, from the last to the first.
    pub fn slots_back(&self) -> impl Iterator<Item = u32> + '_ {
        let words = self.words.iter().enumerate().rev();
        // A word's bits are mirrored to be taken from the highest.
        words.flat_map(|(place, word)| Bits(word.reverse_bits()).map(move |bit| place as u32 * 64 + 63 - bit))
    }

    /// The words, for filling many at once: a slot is the bit `slot % 64` of word `slot / 64`.
    pub fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }
}

/// The bits of a word that are set, from the lowest.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let bit = self.0.trailing_zeros();
        self.0 &= self.0.wrapping_sub(1);
        (bit < 64).then_some(bit)
    }
}

/// A bit for each byte that is 0 or 1, the first lowest. Multiplied so, the lowest bits of eight bytes come to lie
/// side by side in the uppermost: each product has a bit of its own, so that no sum carries.
fn packed(flags: &[u8; 64]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    let pack = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |word, eight| word << 8 | pack(eight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bitmaps_behave_like_sets() {
        for length in [0, 1, 63, 64, 65, 1000] {
            let threes = Bitmap::of(length, |slot| slot % 3 == 0);
            let fives = Bitmap::of(length, |slot| slot % 5 == 0);
            let slots = |set: &Bitmap| set.slots().map(|slot| slot as usize).collect::<Vec<_>>();
            let expected =
                |test: &dyn Fn(usize) -> bool| (0..length).filter(|n| test(*n)).collect::<Vec<_>>();
            assert_eq!(slots(&threes), expected(&|n| n % 3 == 0));
            let numbers: Vec<usize> = (0..length).collect();
            assert_eq!(Bitmap::of_column(&numbers, |n| n % 3 == 0), threes);
            assert_eq!(slots(&threes.complement()), expected(&|n| n % 3 != 0));
            let back: Vec<usize> = threes.slots_back().map(|slot| slot as usize).collect();
            assert!(back.iter().rev().eq(&slots(&threes)));
            assert_eq!(threes.count() as usize, slots(&threes).len());
            let combined = |work: fn(&mut Bitmap, &Bitmap)| {
                let mut one = threes.clone();
                work(&mut one, &fives);
                slots(&one)
            };
            assert_eq!(combined(Bitmap::and), expected(&|n| n % 15 == 0));
            assert_eq!(combined(Bitmap::or), expected(&|n| n % 3 == 0 || n % 5 == 0));
            assert_eq!(combined(Bitmap::without), expected(&|n| n % 3 == 0 && n % 5 != 0));
        }
    }

    #[test]
    fn a_grown_set_has_nothing_new() {
        let mut set = Bitmap::of(10, |_| true);
        set.grow(200);
        set.set(150, true);
        set.set(3, false);
        assert_eq!((set.count(), set.has(150), set.has(3), set.has(4)), (10, true, false, true));
        assert!(!set.has(5_000), "beyond the end there is no slot");
    }
}
