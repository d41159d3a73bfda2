//! How long work reports its progress and learns that it should stop.

/// Watches long work. Every call is cheap; work asks at least once per chunk.
pub trait Progress: Sync {
    /// How far the work is: `done` of `total` in units of the work's own (bytes of a file, parties).
    fn at(&self, done: u64, total: u64);

    /// Whether somebody wants the work to stop at the next safe place.
    fn stopped(&self) -> bool;
}

/// Nobody watches, nobody stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn at(&self, _done: u64, _total: u64) {}

    fn stopped(&self) -> bool {
        false
    }
}
