//! Running use cases, which block, beside the threads that answer: so many of a kind at once, so many waiting, and
//! an end to work that nobody waits for any more. Work that reads every party cannot keep a look-up waiting.

use std::sync::Arc;
use std::time::Duration;

use casebook_app::{Cancel, Progress, Session};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::http::connections::work::continue_among_workers;
use crate::http::current::{self, Kind};
use crate::http::error::{Answer, Refusal};
use crate::http::trace;

/// How many look-ups run at once: more would not be done sooner.
const QUICK: usize = 16;
/// How many that read every party may wait.
const HEAVY_WAITING: usize = 64;

/// How many use cases run at once and how many more may wait.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many of a kind run at once; fewer of those that read every party or only look something up.
    pub at_once: usize,
    /// How many more of a kind may wait; others are refused.
    pub waiting: usize,
    /// How long a write may wait until it begins; then it is refused, and nothing is written.
    pub begin: Duration,
}

impl Default for Bounds {
    /// Writers share one commit, so many at once are better than few.
    fn default() -> Self {
        Self { at_once: 64, waiting: 1_024, begin: Duration::from_secs(10) }
    }
}

/// Where use cases run: each kind for itself.
#[derive(Clone, Debug)]
pub(crate) struct Blocking {
    quick: Lane,
    heavy: Lane,
    writes: Lane,
    begin: Duration,
}

/// Where use cases of a kind run.
#[derive(Clone, Debug)]
struct Lane {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

/// A slot in a lane, held to the end of the work.
type Slot = (OwnedSemaphorePermit, OwnedSemaphorePermit);

/// Becomes true when the client has left.
#[derive(Clone, Debug)]
pub(crate) struct Stop(Cancel);

impl Progress for Stop {
    fn at(&self, _done: u64, _total: u64) {}

    fn stopped(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// Cancels when the future that waits for the answer is dropped.
struct CancelWhenDropped(Option<Cancel>);

impl Drop for CancelWhenDropped {
    fn drop(&mut self) {
        if let Some(cancel) = &self.0 {
            cancel.cancel();
        }
    }
}

impl Lane {
    fn new(at_once: usize, waiting: usize) -> Self {
        let (running, admitted) = (Semaphore::new(at_once), Semaphore::new(at_once + waiting));
        Self { running: Arc::new(running), admitted: Arc::new(admitted) }
    }

    /// Takes a slot, once there is one by that time.
    async fn slot(&self, by: Option<Instant>) -> Answer<Slot> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Refusal::overloaded())?;
        let running = Arc::clone(&self.running).acquire_owned();
        let running = match by {
            Some(by) => timeout_at(by, running).await.map_err(|_| Refusal::not_begun())?,
            None => running.await,
        };
        Ok((admitted, running.map_err(|closed| Refusal::internal(closed.to_string()))?))
    }
}

impl Blocking {
    pub(crate) fn new(bounds: Bounds) -> Self {
        let Bounds { at_once, waiting, begin } = bounds;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            quick: Lane::new(at_once.min(QUICK), waiting),
            heavy: Lane::new(at_once.min(2 * cores), waiting.min(HEAVY_WAITING)),
            writes: Lane::new(at_once, waiting),
            begin,
        }
    }

    /// Runs `work` on a thread of its own. Its result is returned unchanged, so that the caller can name the place of a
    /// mistake in its request.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        session: &Session,
        work: impl FnOnce(&Session, &Stop) -> T + Send + 'static,
    ) -> Answer<T> {
        let (kind, cancel) = current::asked();
        let begin_by = Instant::now() + self.begin;
        let slot = match kind {
            Kind::Quick => self.quick.slot(None).await?,
            Kind::Heavy => self.heavy.slot(None).await?,
            Kind::Write => self.writes.slot(Some(begin_by)).await?,
        };
        let session = session.cancelled_by(cancel.beginning_by(begin_by.into_std()));
        let mut left = CancelWhenDropped(Some(cancel.clone()));
        let span = trace::work();
        let done = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, not only while somebody waits for it.
            let (_slot, begun) = (slot, Instant::now());
            let done = span.in_scope(|| work(&session, &Stop(cancel)));
            (done, begun.elapsed())
        });
        let done = done.await;
        left.0 = None;
        let (done, took) = done.map_err(|panic| Refusal::internal(panic.to_string()))?;
        continue_among_workers(took).await;
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use casebook_app::SystemClock;
    use casebook_app::domain::access::Principal;
    use casebook_app::domain::evidence::Via;
    use tokio::sync::oneshot;

    use super::*;

    fn session(folder: &tempfile::TempDir) -> Session {
        let address = format!("sqlite:{}", folder.path().join("casebook.db").display());
        casebook_app::open(&address, Arc::new(SystemClock))
            .unwrap()
            .session(Principal::owner("test"), Via::Api)
    }

    #[tokio::test]
    async fn work_stops_when_nobody_waits_for_it_and_keeps_its_slot_until_it_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let (session, blocking) =
            (session(&folder), Blocking::new(Bounds { at_once: 1, waiting: 0, ..Bounds::default() }));
        let (started, has_started) = oneshot::channel();
        let (ended, has_ended) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let work = move |_: &Session, stop: &Stop| {
            started.send(stop.stopped()).unwrap();
            may_go_on.recv().unwrap();
            ended.send(stop.stopped()).unwrap();
        };
        let asked = tokio::spawn({
            let (session, blocking) = (session.clone(), blocking.clone());
            async move { blocking.run(&session, work).await.is_ok() }
        });
        assert!(!has_started.await.unwrap(), "somebody waits");
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert!(blocking.run(&session, |_, _| ()).await.is_err(), "it still runs, so there is no slot");
        go_on.send(()).unwrap();
        assert!(has_ended.await.unwrap(), "nobody waits any more");
    }

    #[tokio::test]
    async fn work_that_reads_every_party_keeps_no_look_up_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let (session, blocking) = (session(&folder), Blocking::new(Bounds::default()));
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let may_go_on = Arc::new(std::sync::Mutex::new(may_go_on));
        let heavy: Vec<_> = (0..40)
            .map(|_| {
                let (session, blocking, wait) = (session.clone(), blocking.clone(), Arc::clone(&may_go_on));
                let work = move |_: &Session, _: &Stop| _ = wait.lock().unwrap().recv();
                tokio::spawn(current::asked_by(Kind::Heavy, Cancel::new(), async move {
                    blocking.run(&session, work).await.is_ok()
                }))
            })
            .collect();
        // All of them are under way or wait before anybody else comes.
        tokio::task::yield_now().await;
        for kind in [Kind::Quick, Kind::Write] {
            let answered = current::asked_by(kind, Cancel::new(), blocking.run(&session, |_, _| 7)).await;
            assert_eq!(answered.unwrap(), 7);
        }
        drop(go_on);
        for one in heavy {
            assert!(one.await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_write_that_gets_no_slot_in_time_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let bounds = Bounds { at_once: 0, waiting: 1, begin: Duration::from_millis(1) };
        let (session, blocking) = (session(&folder), Blocking::new(bounds));
        let refused = current::asked_by(Kind::Write, Cancel::new(), blocking.run(&session, |_, _| ())).await;
        assert!(refused.is_err());
    }

    #[tokio::test]
    async fn a_panic_is_a_refusal_and_frees_its_slot() {
        let folder = tempfile::tempdir().unwrap();
        let (session, blocking) =
            (session(&folder), Blocking::new(Bounds { at_once: 1, waiting: 0, ..Bounds::default() }));
        let broken = blocking.run(&session, |_, _| -> u8 { panic!("broken on purpose") }).await;
        assert!(broken.is_err());
        assert_eq!(blocking.run(&session, |_, _| 7).await.unwrap(), 7);
    }
}
