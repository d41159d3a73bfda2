//! Running use cases, which block, beside the threads that answer: so many at once, so many waiting, and an
//! end to long reads when nobody waits for them any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casebook_app::{Casebook, Progress};
use tokio::sync::Semaphore;

use crate::error::{Answer, Refusal};
use crate::trace;

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
        let span = trace::work();
        let done = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, not only while somebody waits for it.
            let _held = (admitted, turn);
            span.in_scope(|| work(&casebook, &stop))
        });
        done.await.map_err(|panic| Refusal::internal(panic.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use casebook_app::SystemClock;
    use casebook_app::domain::evidence::Via;
    use tokio::sync::oneshot;

    use super::*;

    fn casebook(folder: &tempfile::TempDir) -> Casebook {
        let address = format!("sqlite:{}", folder.path().join("casebook.db").display());
        Casebook::open(&address, "test", Via::Api, Arc::new(SystemClock)).unwrap()
    }

    #[tokio::test]
    async fn work_is_told_to_stop_when_nobody_waits_for_it_and_keeps_its_place_until_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let (casebook, blocking) = (casebook(&folder), Blocking::new(Bounds { at_once: 1, waiting: 0 }));
        let (tell_begun, begun) = oneshot::channel();
        let (tell_ended, ended) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let work = move |_: &Casebook, stop: &Stop| {
            tell_begun.send(stop.stopped()).unwrap();
            may_go_on.recv().unwrap();
            tell_ended.send(stop.stopped()).unwrap();
        };
        let asked = tokio::spawn({
            let (casebook, blocking) = (casebook.clone(), blocking.clone());
            async move { blocking.run(&casebook, work).await.is_ok() }
        });
        assert!(!begun.await.unwrap(), "somebody waits");
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert!(blocking.run(&casebook, |_, _| ()).await.is_err(), "it still runs, so there is no room");
        go_on.send(()).unwrap();
        assert!(ended.await.unwrap(), "nobody waits any more");
    }

    #[tokio::test]
    async fn a_panic_is_a_refusal_and_gives_its_place_back() {
        let folder = tempfile::tempdir().unwrap();
        let (casebook, blocking) = (casebook(&folder), Blocking::new(Bounds { at_once: 1, waiting: 0 }));
        let broken = blocking.run(&casebook, |_, _| -> u8 { panic!("broken on purpose") }).await;
        assert!(broken.is_err());
        assert_eq!(blocking.run(&casebook, |_, _| 7).await.unwrap(), 7);
    }
}
