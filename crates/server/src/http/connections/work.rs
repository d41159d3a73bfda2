//! Where the work on a request is done: where it was read, or among the workers.
//!
//! Handing a request to another thread and back costs more than a quarter of a small answer, so a request that comes
//! alone stays where it was read. A long answer moves: to write megabytes as JSON takes longer than any other connection
//! may wait.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::{JoinHandle, yield_now};
use tokio::task_local;

/// What takes a use case longer than this may be as long to write down.
const SHORT: Duration = Duration::from_millis(2);

task_local! {
    /// Whether the work on this request is to move to the workers.
    static MOVES: Arc<AtomicBool>;
}

/// Continues the work on the current request among the workers, if `took`, which is how long its use case took, lets a
/// long answer be expected.
pub(crate) async fn continue_among_workers(took: Duration) {
    // Without a flag it is there already.
    let Ok(moves) = MOVES.try_with(Arc::clone) else { return };
    if took > SHORT && !moves.swap(true, Ordering::Relaxed) {
        yield_now().await;
    }
}

/// Whether a request is being worked on where it was read: one at a time.
#[derive(Default)]
pub(super) struct Seat(AtomicBool);

/// The request that is.
struct Seated(Arc<Seat>);

impl Seated {
    fn take(seat: &Arc<Seat>) -> Option<Self> {
        let was_free = seat.0.compare_exchange(false, true, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        was_free.then(|| Self(Arc::clone(seat)))
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Release);
    }
}

/// The work on a request. It ends when nobody waits for it any more.
pub(super) enum Work<T> {
    Here(Here<T>),
    Elsewhere(Elsewhere<T>),
}

/// Work that is done where the request was read. What it begins besides, and what may block, runs among the workers.
pub(super) struct Here<T> {
    _seated: Seated,
    workers: Handle,
    moves: Arc<AtomicBool>,
    // Taken when it moves.
    work: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
}

/// Work that is done among the workers.
pub(super) struct Elsewhere<T>(JoinHandle<T>);

impl<T: Send + 'static> Work<T> {
    /// Begins it here, if the seat is free.
    pub(super) fn begin(
        work: impl Future<Output = T> + Send + 'static,
        workers: Handle,
        seat: &Arc<Seat>,
    ) -> Self {
        let Some(seated) = Seated::take(seat) else { return Self::Elsewhere(Elsewhere(workers.spawn(work))) };
        let moves = Arc::<AtomicBool>::default();
        let work = Some(Box::pin(MOVES.scope(Arc::clone(&moves), work)) as Pin<Box<_>>);
        Self::Here(Here { _seated: seated, workers, moves, work })
    }
}

impl<T: Send + 'static> Future for Work<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        if let Self::Here(here) = &mut *self {
            match here.poll(context) {
                Ok(answered) => return answered,
                Err(elsewhere) => *self = Self::Elsewhere(elsewhere),
            }
        }
        match &mut *self {
            Self::Elsewhere(elsewhere) => elsewhere.poll(context),
            Self::Here(_) => Poll::Pending,
        }
    }
}

impl<T: Send + 'static> Here<T> {
    /// The answer, unless the work has moved.
    fn poll(&mut self, context: &mut Context<'_>) -> Result<Poll<T>, Elsewhere<T>> {
        let Some(work) = &mut self.work else { return Ok(Poll::Pending) };
        let entered = self.workers.enter();
        let polled = work.as_mut().poll(context);
        drop(entered);
        match self.work.take_if(|_| polled.is_pending() && self.moves.load(Ordering::Relaxed)) {
            Some(moving) => Err(Elsewhere(self.workers.spawn(moving))),
            None => Ok(polled),
        }
    }
}

impl<T> Elsewhere<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<T> {
        match ready!(Pin::new(&mut self.0).poll(context)) {
            Ok(answer) => Poll::Ready(answer),
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // The workers are being shut down: what is under way is cut off.
            Err(_) => Poll::Pending,
        }
    }
}

impl<T> Drop for Elsewhere<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::thread::{self, ThreadId};

    use tokio::runtime::Builder;

    use super::*;

    /// Where a request is worked on that comes alone, before and after its use case took so long.
    fn worked_on(took: Duration) -> [ThreadId; 2] {
        let workers = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let front = Builder::new_current_thread().build().unwrap();
        let work = async move {
            let before = thread::current().id();
            continue_among_workers(took).await;
            continue_among_workers(took).await;
            [before, thread::current().id()]
        };
        let seat = Arc::default();
        let threads = front.block_on(Work::begin(work, workers.handle().clone(), &seat));
        assert!(Seated::take(&seat).is_some(), "the next has room");
        threads
    }

    #[test]
    fn short_work_stays_where_its_request_was_read() {
        assert_eq!(worked_on(Duration::ZERO), [thread::current().id(); 2]);
    }

    #[test]
    fn long_work_moves_to_the_workers() {
        let [before, after] = worked_on(Duration::from_millis(20));
        assert_eq!(before, thread::current().id());
        assert_ne!(after, before);
    }

    #[test]
    fn beside_another_work_begins_among_the_workers() {
        let workers = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let front = Builder::new_current_thread().build().unwrap();
        let seat = Arc::default();
        let _other = Seated::take(&seat);
        let work = async { thread::current().id() };
        let thread = front.block_on(Work::begin(work, workers.handle().clone(), &seat));
        assert_ne!(thread, thread::current().id());
    }
}
