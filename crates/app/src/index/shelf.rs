//! Byte strings of many slots, neighbours side by side, so that they can be searched in one sweep.

/// Slots of one board.
pub const BOARD: usize = 128;

/// The strings of [`BOARD`] slots, one behind the other.
#[derive(Default)]
struct Board {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

/// A byte string for each slot.
#[derive(Default)]
pub struct Shelf {
    boards: Vec<Board>,
    length: usize,
}

impl Board {
    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }
}

impl Shelf {
    /// Adds a string for the next slot.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.length.is_multiple_of(BOARD) {
            if let Some(full) = self.boards.last_mut() {
                full.bytes.shrink_to_fit();
            }
            self.boards.push(Board { bytes: Vec::new(), ends: Vec::with_capacity(BOARD) });
        }
        if let Some(board) = self.boards.last_mut() {
            board.bytes.extend_from_slice(bytes);
            board.ends.push(board.bytes.len() as u32);
        }
        self.length += 1;
    }

    /// The string of a slot; empty beyond the end.
    pub fn get(&self, slot: u32) -> &[u8] {
        let (board, place) = (slot as usize / BOARD, slot as usize % BOARD);
        let Some(board) = self.boards.get(board) else { return &[] };
        let Some(end) = board.ends.get(place) else { return &[] };
        board.bytes.get(board.start(place)..*end as usize).unwrap_or_default()
    }

    /// Puts another string in a slot.
    pub fn set(&mut self, slot: u32, bytes: &[u8]) {
        let (board, place) = (slot as usize / BOARD, slot as usize % BOARD);
        let Some(board) = self.boards.get_mut(board) else { return };
        let start = board.start(place);
        let Some(end) = board.ends.get(place).map(|end| *end as usize) else { return };
        if let Some(more) = bytes.len().checked_sub(end - start) {
            board.bytes.reserve_exact(more);
        }
        board.bytes.splice(start..end, bytes.iter().copied());
        for later in board.ends.iter_mut().skip(place) {
            *later = (*later as usize + bytes.len() - (end - start)) as u32;
        }
    }

    /// How many boards there are.
    pub fn boards(&self) -> usize {
        self.boards.len()
    }

    /// A board: its strings side by side, and where each ends. Beyond the last it is empty.
    pub fn board(&self, number: usize) -> (&[u8], &[u32]) {
        self.boards.get(number).map_or((&[], &[]), |board| (&board.bytes, &board.ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_keeps_its_own_string_whatever_its_neighbours_do() {
        let mut shelf = Shelf::default();
        let mut expected: Vec<Vec<u8>> = (0..300_usize).map(|slot| vec![slot as u8; slot * 7 % 23]).collect();
        for bytes in &expected {
            shelf.push(bytes);
        }
        for (round, slot) in [0_usize, 127, 128, 255, 299, 5, 5].into_iter().enumerate() {
            let bytes = vec![round as u8; 40 * round % 90];
            shelf.set(slot as u32, &bytes);
            expected[slot] = bytes;
            for (slot, bytes) in expected.iter().enumerate() {
                assert_eq!(shelf.get(slot as u32), bytes);
            }
        }
        assert_eq!(shelf.get(300), b"");
        assert_eq!((0..shelf.boards()).map(|board| shelf.board(board).1.len()).sum::<usize>(), 300);
    }
}
