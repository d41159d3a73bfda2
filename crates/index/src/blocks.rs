//! Byte strings of many slots, stored side by side, so that they can be searched in one sweep.

/// Slots of one block.
pub const BLOCK: usize = 128;

/// The strings of [`BLOCK`] slots, one after the other.
#[derive(Default)]
pub struct Block {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

/// A byte string for each slot.
#[derive(Default)]
pub struct Blocks {
    blocks: Vec<Block>,
    length: usize,
}

impl Block {
    /// Strings side by side, and where each ends; `None` if the ends are not in order or beyond the bytes.
    pub fn of(bytes: &[u8], mut ends: Vec<u32>) -> Option<Self> {
        let fits = ends.is_sorted() && ends.last().is_none_or(|last| *last as usize == bytes.len());
        ends.reserve_exact(BLOCK - ends.len().min(BLOCK));
        fits.then(|| Self { bytes: bytes.to_vec(), ends })
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }
}

impl Blocks {
    /// Adds a string for the next slot.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.length.is_multiple_of(BLOCK) {
            if let Some(full) = self.blocks.last_mut() {
                full.bytes.shrink_to_fit();
            }
            self.blocks.push(Block { bytes: Vec::new(), ends: Vec::with_capacity(BLOCK) });
        }
        if let Some(block) = self.blocks.last_mut() {
            block.bytes.extend_from_slice(bytes);
            block.ends.push(block.bytes.len() as u32);
        }
        self.length += 1;
    }

    /// The string of a slot; empty beyond the end.
    pub fn get(&self, slot: u32) -> &[u8] {
        let (block, place) = (slot as usize / BLOCK, slot as usize % BLOCK);
        let Some(block) = self.blocks.get(block) else { return &[] };
        let Some(end) = block.ends.get(place) else { return &[] };
        block.bytes.get(block.start(place)..*end as usize).unwrap_or_default()
    }

    /// Replaces the string of a slot.
    pub fn set(&mut self, slot: u32, bytes: &[u8]) {
        let (block, place) = (slot as usize / BLOCK, slot as usize % BLOCK);
        let Some(block) = self.blocks.get_mut(block) else { return };
        let start = block.start(place);
        let Some(end) = block.ends.get(place).map(|end| *end as usize) else { return };
        if let Some(more) = bytes.len().checked_sub(end - start) {
            block.bytes.reserve_exact(more);
        }
        block.bytes.splice(start..end, bytes.iter().copied());
        for later in block.ends.iter_mut().skip(place) {
            *later = (*later as usize + bytes.len() - (end - start)) as u32;
        }
    }

    /// The strings of stored blocks; all but the last are full.
    pub fn of(blocks: Vec<Block>) -> Self {
        let length = blocks.iter().map(|block| block.ends.len()).sum();
        Self { blocks, length }
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// A block: its strings side by side, and where each ends. Beyond the last it is empty.
    pub fn block(&self, number: usize) -> (&[u8], &[u32]) {
        self.blocks.get(number).map_or((&[], &[]), |block| (&block.bytes, &block.ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_keeps_its_own_string_whatever_its_neighbours_do() {
        let mut blocks = Blocks::default();
        let mut expected: Vec<Vec<u8>> = (0..300_usize).map(|slot| vec![slot as u8; slot * 7 % 23]).collect();
        for bytes in &expected {
            blocks.push(bytes);
        }
        for (round, slot) in [0_usize, 127, 128, 255, 299, 5, 5].into_iter().enumerate() {
            let bytes = vec![round as u8; 40 * round % 90];
            blocks.set(slot as u32, &bytes);
            expected[slot] = bytes;
            for (slot, bytes) in expected.iter().enumerate() {
                assert_eq!(blocks.get(slot as u32), bytes);
            }
        }
        assert_eq!(blocks.get(300), b"");
        assert_eq!((0..blocks.blocks()).map(|block| blocks.block(block).1.len()).sum::<usize>(), 300);
    }
}
