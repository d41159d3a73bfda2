//! How much of long work one transaction takes on.

use std::sync::atomic::{AtomicUsize, Ordering};

use casebook_domain::time::{Micros, Timestamp};

use super::Session;

/// The size of the first chunk, and the smallest of a later one: one transaction stores as many rows of a file in well
/// under 50 ms, whatever they say.
const FEWEST: usize = 400;
/// The largest chunk.
const MOST: usize = 2_000;
/// How long a chunk should take: other writers wait for it.
const AIM: Micros = 35_000;

/// How many rows, entries or parties the next chunk takes. Many of them share a commit and the pages that they change,
/// but whoever else writes waits for them.
pub(crate) struct ChunkSize(AtomicUsize);

impl Default for ChunkSize {
    fn default() -> Self {
        Self(AtomicUsize::new(FEWEST))
    }
}

impl ChunkSize {
    /// The size of the next chunk.
    pub fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// How long every other writer may have waited for a write that began then and has just ended. Where several write
    /// at once, only those to the same parties wait, so that is nothing.
    pub fn waited(session: &Session, begun: Timestamp) -> Micros {
        if session.store().writes_at_once() { 0 } else { session.now().0 - begun.0 }
    }

    /// Notes how long others have waited for a chunk of that size.
    pub fn note(&self, size: usize, took: Micros) {
        let fitting = size as i64 * AIM / took.max(1);
        let next = usize::try_from(fitting).unwrap_or(FEWEST).min(size * 2).clamp(FEWEST, MOST);
        self.0.store(next, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_grow_while_they_are_stored_quickly_and_shrink_when_others_would_wait() {
        let size = ChunkSize::default();
        let mut sizes = Vec::new();
        for micros_a_row in [40, 40, 40, 40, 40, 200, 2_000, 0] {
            sizes.push(size.get());
            size.note(size.get(), size.get() as i64 * micros_a_row);
        }
        assert_eq!(sizes, [400, 800, 875, 875, 875, 875, 400, 400]);
        assert_eq!(size.get(), 800);
    }
}
