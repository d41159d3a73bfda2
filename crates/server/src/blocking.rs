//! Running use cases, which block, beside the threads that answer: so many at once, so many waiting, and an
//! end to long reads when nobody waits for them any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casebook_app::{Casebook, Progress};
use tokio::sync::Semaphore;

use crate::error::{Answer, Refusal};

/// How many use cases run at once and how many more may wait.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many run at once.
    pub at_once: usize,
    /// How many more may wait; others are refused.
    pub waiting: usize,
}

impl Default for Bounds {
    /// Writers share one commit, so many at once are better than few; readers are bounded by their pool.
    fn default() -> Self {
        Self { at_once: 64, waiting: 1_024 }
    }
}

/// Where use cases run.
#[derive(Clone, Debug)]
pub(crate) struct Blocking {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

/// Becomes true when the client has left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Progress for Stop {
    fn at(&self, _done: u64, _total: u64) {}

    fn stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Raises the flag when the future that waits for the answer is dropped.
struct StopWhenDropped(Stop);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

impl Blocking {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            running: Arc::new(Semaphore::new(bounds.at_once)),
            admitted: Arc::new(Semaphore::new(bounds.at_once + bounds.waiting)),
        }
    }

    /// Runs `work` on a thread of its own. What it returns stays what it is, so that the caller can say
    /// where in its request a mistake lies.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        casebook: &Casebook,
        work: impl FnOnce(&Casebook, &Stop) -> T + Send + 'static,
    ) -> Answer<T> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Refusal::overloaded())?;
        let turn = Arc::clone(&self.running).acquire_owned().await;
        let turn = turn.map_err(|closed| Refusal::internal(closed.to_string()))?;
        let casebook = casebook.clone();
        let left = StopWhenDropped(Stop::default());
        let stop = left.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, not only while somebody waits for it.
            let _held = (admitted, turn);
            work(&casebook, &stop)
        });
        done.await.map_err(|panic| Refusal::internal(panic.to_string()))
    }
}
