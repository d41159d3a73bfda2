//! The task that watches the feed of changes, and wakes those who follow it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_app::{Session, feed};
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

/// How often to look for changes of other processes.
const LOOK: Duration = Duration::from_millis(100);
/// How often to look while nobody follows: entries that wait for a number should not pile up.
const LAZY_LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a look, so that writes in quick succession are numbered together: on PostgreSQL numbering is
/// a durable commit of its own, for which they would compete with the writes.
const PAUSE: Duration = Duration::from_millis(20);
/// The same while nobody follows.
const LAZY_PAUSE: Duration = Duration::from_millis(200);

/// Knows the last number of the feed, and wakes those who wait for a higher one.
#[derive(Clone)]
pub(crate) struct FeedWatcher {
    session: Session,
    last: watch::Sender<i64>,
    wake: Arc<Notify>,
    stopping: watch::Sender<bool>,
    started: Arc<AtomicBool>,
}

impl FeedWatcher {
    /// A watcher of the feed in the casebook of a session; nobody follows it yet.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            last: watch::Sender::new(0),
            wake: Arc::default(),
            stopping: watch::Sender::new(false),
            started: Arc::default(),
        }
    }

    /// Starts to look for new entries, unless that has been started.
    pub(crate) fn start(&self) {
        if !self.started.swap(true, Ordering::AcqRel) {
            tokio::spawn(self.clone().look());
        }
    }

    /// Waits with the others for numbers that are higher than the last one seen.
    pub(crate) fn subscribe(&self) -> watch::Receiver<i64> {
        self.start();
        let receiver = self.last.subscribe();
        // The first to follow should not wait for a lazy look.
        self.wake.notify_one();
        receiver
    }

    /// How many streams there are.
    pub(crate) fn streams(&self) -> usize {
        self.last.receiver_count()
    }

    /// To be called when this process may have written something.
    pub(crate) fn notify(&self) {
        if self.streams() > 0 {
            self.wake.notify_one();
        }
    }

    /// Ends every stream, because the server stops.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
        self.wake.notify_one();
    }

    /// Resolves when the server stops.
    pub(crate) async fn stopped(&self) {
        // The sender lives as long as this does.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Looks for new entries until the server stops.
    async fn look(self) {
        while !*self.stopping.borrow() {
            let (look, pause) = self.pauses();
            // Woken or not, it looks.
            let _ = timeout(look, self.wake.notified()).await;
            let looking = self.session.clone();
            let found = tokio::task::spawn_blocking(move || feed::number(&looking)).await;
            match found {
                Ok(Ok(last)) => {
                    self.last.send_if_modified(|known| std::mem::replace(known, last) != last);
                }
                Ok(Err(error)) => {
                    tracing::warn!(error = error.to_string(), "the feed of changes cannot be read");
                    tokio::time::sleep(LAZY_LOOK).await;
                }
                Err(_) => return,
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// How long to wait for a write before a look, and after it for more.
    fn pauses(&self) -> (Duration, Duration) {
        if self.streams() > 0 { (LOOK, PAUSE) } else { (LAZY_LOOK, LAZY_PAUSE) }
    }
}
