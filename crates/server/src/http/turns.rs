//! Turns of files that come in: so many at once, and none for ever for whoever sends too slowly.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::error::{Answer, Refusal};

/// Bytes that a file must bring in a second, over each [`LOOK`].
const LEAST: u64 = 4 * 1024;
/// How long a file may bring less.
const LOOK: Duration = Duration::from_secs(10);
/// Files that bring as much in a second are never ended for another.
const FAST: u64 = 256 * 1024;
/// How long the turn of one that is ended for another may take to come free.
const HANDOVER: Duration = Duration::from_secs(5);

/// Turns of files that come in.
#[derive(Debug)]
pub(crate) struct Turns {
    look: Duration,
    free: Arc<Semaphore>,
    taken: Mutex<Vec<Arc<Arriving>>>,
}

/// A file that comes in.
#[derive(Debug)]
struct Arriving {
    begun: Instant,
    bytes: AtomicU64,
    end: Notify,
}

/// The turn of one file, until this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Arc<Turns>,
    file: Arc<Arriving>,
    _free: OwnedSemaphorePermit,
}

impl Arriving {
    /// Bytes in a second so far.
    fn rate(&self) -> u64 {
        let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
        (self.bytes.load(Ordering::Relaxed) as f64 / seconds) as u64
    }
}

impl Turns {
    /// So many at once.
    pub(crate) fn of(turns: usize) -> Self {
        Self { look: LOOK, free: Arc::new(Semaphore::new(turns)), taken: Mutex::default() }
    }

    /// A turn. Where all are taken, the file that comes in most slowly is ended, unless even that is fast.
    pub(crate) async fn take(self: &Arc<Self>) -> Answer<Turn> {
        let free = match Arc::clone(&self.free).try_acquire_owned() {
            Ok(free) => free,
            Err(_) if self.end_slowest() => {
                let freed = timeout(HANDOVER, Arc::clone(&self.free).acquire_owned()).await;
                freed.ok().and_then(Result::ok).ok_or_else(Refusal::overloaded)?
            }
            Err(_) => return Err(Refusal::overloaded()),
        };
        let file = Arc::new(Arriving { begun: Instant::now(), bytes: AtomicU64::new(0), end: Notify::new() });
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&file));
        Ok(Turn { turns: Arc::clone(self), file, _free: free })
    }

    fn end_slowest(&self) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let slow = taken.iter().enumerate().filter(|(_, file)| file.rate() < FAST);
        let Some(place) = slow.min_by_key(|(_, file)| file.rate()).map(|(place, _)| place) else {
            return false;
        };
        taken.swap_remove(place).end.notify_one();
        true
    }
}

impl Turn {
    /// Notes what has arrived.
    pub(crate) fn note(&self, bytes: usize) {
        self.file.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Resolves when the file comes in too slowly, or more slowly than any other and another wants its turn.
    pub(crate) async fn is_over(&self) {
        loop {
            let before = self.file.bytes.load(Ordering::Relaxed);
            let look = self.turns.look;
            if timeout(look, self.file.end.notified()).await.is_ok() {
                return;
            }
            let arrived = self.file.bytes.load(Ordering::Relaxed) - before;
            if (arrived as f64) < LEAST as f64 * look.as_secs_f64() {
                return;
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|file| !Arc::ptr_eq(file, &self.file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_slowest_makes_room_for_the_next_and_a_fast_one_never_does() {
        let turns = Arc::new(Turns::of(2));
        let (fast, slow) = (turns.take().await.unwrap(), turns.take().await.unwrap());
        fast.note(1 << 40);
        slow.note(10);
        let ended = tokio::spawn(async move { slow.is_over().await });
        let next = turns.take().await.unwrap();
        ended.await.unwrap();
        next.note(1 << 40);
        assert!(turns.take().await.is_err(), "all are fast");
        drop(fast);
        assert!(turns.take().await.is_ok());
    }

    #[tokio::test]
    async fn a_file_that_trickles_in_is_over_and_one_that_comes_fast_enough_is_not() {
        let turns = Arc::new(Turns { look: Duration::from_millis(20), ..Turns::of(1) });
        let turn = turns.take().await.unwrap();
        let looks = async {
            for _ in 0..5 {
                // More than enough for several looks, however late they come.
                turn.note(1 << 30);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            () = turn.is_over() => panic!("it came fast enough"),
            () = looks => (),
        }
        turn.note(3);
        turn.is_over().await;
    }
}
