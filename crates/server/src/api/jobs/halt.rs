//! Watching long work and stopping it, from wherever it is asked for.

use std::sync::atomic::{AtomicU64, Ordering};

use casebook_app::Progress;
use tokio::sync::watch;

/// How far work is, and whether it should stop.
#[derive(Debug)]
pub(crate) struct Halt {
    asked: watch::Sender<bool>,
    done: AtomicU64,
    total: AtomicU64,
}

impl Default for Halt {
    fn default() -> Self {
        Self { asked: watch::Sender::new(false), done: AtomicU64::new(0), total: AtomicU64::new(0) }
    }
}

impl Halt {
    /// Asks the work to stop at its next safe place.
    pub(crate) fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Resolves when the work is asked to stop; for work that has not begun.
    pub(crate) async fn asked(&self) {
        // The sender is `self`, so that it cannot be gone.
        drop(self.asked.subscribe().wait_for(|asked| *asked).await);
    }

    /// How far it is: units done, and how many there are if that is known.
    pub(crate) fn how_far(&self) -> (u64, Option<u64>) {
        let total = self.total.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed), (total > 0).then_some(total))
    }
}

impl Progress for Halt {
    fn at(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        *self.asked.borrow()
    }
}
