//! Watching long work and stopping it.

use std::sync::atomic::{AtomicU64, Ordering};

use casebook_app::Progress;
use tokio::sync::watch;

/// How far work has come, and whether it should stop.
#[derive(Debug)]
pub(crate) struct Control {
    stop: watch::Sender<bool>,
    done: AtomicU64,
    total: AtomicU64,
}

impl Default for Control {
    fn default() -> Self {
        Self { stop: watch::Sender::new(false), done: AtomicU64::new(0), total: AtomicU64::new(0) }
    }
}

impl Control {
    /// Asks the work to stop at its next safe place.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Resolves when the work is asked to stop; for work that waits.
    pub(crate) async fn stop_requested(&self) {
        // The sender is `self`, which outlives this.
        drop(self.stop.subscribe().wait_for(|stop| *stop).await);
    }

    /// Units done, and how many there are if that is known.
    pub(crate) fn progress(&self) -> (u64, Option<u64>) {
        let total = self.total.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed), (total > 0).then_some(total))
    }
}

impl Progress for Control {
    fn at(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        *self.stop.borrow()
    }
}
