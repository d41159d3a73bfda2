//! Slots for uploads: so many at once, and none for ever for a client that sends too slowly.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use crate::http::error::{Answer, Refusal};

/// Bytes that must arrive in a second, over each [`LOOK`].
const LEAST: u64 = 4 * 1024;
/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(10);
/// Uploads of which as much arrives in a second never make way for another.
const FAST: u64 = 256 * 1024;
/// How long the slot of an upload that makes way may take to become free.
const HANDOVER: Duration = Duration::from_secs(5);

/// Slots for uploads.
#[derive(Debug)]
pub(crate) struct UploadSlots {
    look: Duration,
    free: Arc<Semaphore>,
    taken: Mutex<Vec<Arc<Upload>>>,
}

/// An upload under way.
#[derive(Debug)]
struct Upload {
    started: Instant,
    bytes: AtomicU64,
    end: Notify,
}

/// The slot of one upload, until this is dropped.
#[derive(Debug)]
pub(crate) struct UploadSlot {
    slots: Arc<UploadSlots>,
    upload: Arc<Upload>,
    _free: OwnedSemaphorePermit,
}

impl Upload {
    /// Bytes in a second so far.
    fn rate(&self) -> u64 {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        (self.bytes.load(Ordering::Relaxed) as f64 / seconds) as u64
    }
}

impl UploadSlots {
    /// So many slots.
    pub(crate) fn new(slots: usize) -> Self {
        Self { look: LOOK, free: Arc::new(Semaphore::new(slots)), taken: Mutex::default() }
    }

    /// Takes a slot. If all are taken, the slowest upload is ended, unless even that is fast.
    pub(crate) async fn take(self: &Arc<Self>) -> Answer<UploadSlot> {
        let free = match Arc::clone(&self.free).try_acquire_owned() {
            Ok(free) => free,
            Err(_) if self.end_slowest() => {
                let freed = timeout(HANDOVER, Arc::clone(&self.free).acquire_owned()).await;
                freed.ok().and_then(Result::ok).ok_or_else(Refusal::overloaded)?
            }
            Err(_) => return Err(Refusal::overloaded()),
        };
        let upload =
            Arc::new(Upload { started: Instant::now(), bytes: AtomicU64::new(0), end: Notify::new() });
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&upload));
        Ok(UploadSlot { slots: Arc::clone(self), upload, _free: free })
    }

    fn end_slowest(&self) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let slow = taken.iter().enumerate().filter(|(_, upload)| upload.rate() < FAST);
        let Some(place) = slow.min_by_key(|(_, upload)| upload.rate()).map(|(place, _)| place) else {
            return false;
        };
        taken.swap_remove(place).end.notify_one();
        true
    }
}

impl UploadSlot {
    /// Notes how much has arrived.
    pub(crate) fn note(&self, bytes: usize) {
        self.upload.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Resolves when the upload is too slow, or must make way for another.
    pub(crate) async fn is_over(&self) {
        loop {
            let before = self.upload.bytes.load(Ordering::Relaxed);
            let look = self.slots.look;
            if timeout(look, self.upload.end.notified()).await.is_ok() {
                return;
            }
            let arrived = self.upload.bytes.load(Ordering::Relaxed) - before;
            if (arrived as f64) < LEAST as f64 * look.as_secs_f64() {
                return;
            }
        }
    }
}

impl Drop for UploadSlot {
    fn drop(&mut self) {
        let mut taken = self.slots.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|upload| !Arc::ptr_eq(upload, &self.upload));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_slowest_upload_makes_way_for_the_next_and_a_fast_one_never_does() {
        let slots = Arc::new(UploadSlots::new(2));
        let (fast, slow) = (slots.take().await.unwrap(), slots.take().await.unwrap());
        fast.note(1 << 40);
        slow.note(10);
        let ended = tokio::spawn(async move { slow.is_over().await });
        let next = slots.take().await.unwrap();
        ended.await.unwrap();
        next.note(1 << 40);
        assert!(slots.take().await.is_err(), "all are fast");
        drop(fast);
        assert!(slots.take().await.is_ok());
    }

    #[tokio::test]
    async fn an_upload_that_trickles_in_is_ended_and_one_that_is_fast_enough_is_not() {
        let slots = Arc::new(UploadSlots { look: Duration::from_millis(20), ..UploadSlots::new(1) });
        let slot = slots.take().await.unwrap();
        let looks = async {
            for _ in 0..5 {
                // More than enough for several looks, however late they come.
                slot.note(1 << 30);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            () = slot.is_over() => panic!("it was fast enough"),
            () = looks => (),
        }
        slot.note(3);
        slot.is_over().await;
    }
}
