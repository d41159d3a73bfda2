//! Asking whether the database answers, on a thread of its own: whatever else waits or runs, and however long the
//! database is silent, somebody can be told so at once.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use casebook_app::domain::time::Timestamp;
use casebook_app::{Result, Session};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::api::wire::at;
use crate::http::error::{Answer, Refusal};

/// How long one waits for the database. Whoever asks after a server's health hears within a second.
const PATIENCE: Duration = Duration::from_millis(500);
/// How many may wait for the answer of a database.
const WAITING: usize = 1_024;

/// Asks the database one thing at a time.
pub(crate) struct Prober {
    session: Session,
    asks: OnceLock<SyncSender<Ask>>,
    /// Since when the database owes an answer.
    since: Arc<Mutex<Option<Timestamp>>>,
}

/// Somebody who waits.
struct Ask {
    // Not the thread's, which may outlive the server: the last to leave a database gives its lease back.
    session: Session,
    tell: oneshot::Sender<Answer<()>>,
}

impl Prober {
    /// One that asks the database of a session.
    pub(crate) fn of(session: Session) -> Self {
        Self { session, asks: OnceLock::new(), since: Arc::default() }
    }

    /// Whether the database answers; asked after the call began.
    pub(crate) async fn probe(&self) -> Answer<()> {
        let asks = match self.asks.get() {
            Some(asks) => asks,
            None => self.start()?,
        };
        let (tell, told) = oneshot::channel();
        let ask = Ask { session: self.session.clone(), tell };
        if asks.try_send(ask).is_err() {
            return Err(self.silent());
        }
        match timeout(PATIENCE, told).await {
            Ok(Ok(answer)) => answer,
            _ => Err(self.silent()),
        }
    }

    fn start(&self) -> Answer<&SyncSender<Ask>> {
        let (asks, asked) = sync_channel(WAITING);
        let since = Arc::clone(&self.since);
        let thread = std::thread::Builder::new().name("casebook-health".to_owned());
        thread.spawn(move || answer(&asked, &since)).map_err(|error| Refusal::internal(error.to_string()))?;
        // Of two that come first at once, one thread has nothing to do and ends.
        Ok(self.asks.get_or_init(|| asks))
    }

    fn silent(&self) -> Refusal {
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        Refusal::silent(&at(since.unwrap_or_else(|| self.session.now())))
    }
}

/// Asks for all who wait at once, until nobody can ask any more.
fn answer(asked: &Receiver<Ask>, since: &Mutex<Option<Timestamp>>) {
    while let Ok(first) = asked.recv() {
        let all: Vec<Ask> = std::iter::once(first).chain(asked.try_iter()).collect();
        // Those who have left need no answer.
        let waiting: Vec<Ask> = all.into_iter().filter(|ask| !ask.tell.is_closed()).collect();
        let Some(one) = waiting.first() else { continue };
        let note = |time| *since.lock().unwrap_or_else(PoisonError::into_inner) = time;
        note(Some(one.session.now()));
        let found: Result<i64> = one.session.schema_step();
        // What other requests have met may lie where this question does not look.
        let found = found.and_then(|_| one.session.ensure_sound());
        note(None);
        let found: Answer<()> = found.map_err(Refusal::from);
        for ask in waiting {
            // Whoever has left meanwhile needs none.
            let _ = ask.tell.send(found.clone());
        }
    }
}
