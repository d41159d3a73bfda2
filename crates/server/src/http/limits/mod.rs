//! How much a server takes on.

pub(crate) mod blocking;
pub(crate) mod memory;
pub(crate) mod upload_slots;

use std::time::Duration;

use blocking::Bounds;

/// How much a server takes on.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many use cases run at once and how many more may wait.
    pub bounds: Bounds,
    /// The longest body that is read, in bytes.
    pub body: usize,
    /// The longest body of a list of evidence, in bytes.
    pub evidence_body: usize,
    /// The largest file that is taken in, in bytes.
    pub upload: u64,
    /// How much of bodies is held in memory at once, of all clients together, in bytes.
    pub bodies: usize,
    /// How much of long answers is held in memory until it is taken, of all clients together, in bytes.
    pub answers: usize,
    /// How many files come in at once, and how many go out.
    pub streams: usize,
    /// How long a body may take to arrive.
    pub arrival: Duration,
    /// How long an answer may take.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bounds: Bounds::default(),
            body: 1024 * 1024,
            evidence_body: 16 * 1024 * 1024,
            upload: 1024 * 1024 * 1024,
            bodies: 64 * 1024 * 1024,
            answers: 64 * 1024 * 1024,
            streams: 16,
            arrival: Duration::from_secs(15),
            answer: Duration::from_secs(30),
        }
    }
}
