//! Probing the database on a thread of its own: whatever else waits or runs, and however long the database is silent,
//! a client gets to know it at once.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use casebook_app::domain::time::Timestamp;
use casebook_app::{Result, Session};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::http::error::{Answer, Refusal};

/// How long a probe waits for the database: the health of a server is answered within a second.
const PATIENCE: Duration = Duration::from_millis(500);
/// How many probes may wait for the answer of a database.
const WAITING: usize = 1_024;

/// Asks the database one question at a time.
pub(crate) struct HealthProbe {
    session: Session,
    probes: OnceLock<SyncSender<Probe>>,
    /// Since when the database owes an answer.
    silent_since: Arc<Mutex<Option<Timestamp>>>,
}

/// A client that waits.
struct Probe {
    // Not the thread's, which may outlive the server: the last to leave a database gives its lease back.
    session: Session,
    answer: oneshot::Sender<Answer<()>>,
}

impl HealthProbe {
    /// A probe of the database of a session.
    pub(crate) fn new(session: Session) -> Self {
        Self { session, probes: OnceLock::new(), silent_since: Arc::default() }
    }

    /// Whether the database answers; asked after the call began.
    pub(crate) async fn probe(&self) -> Answer<()> {
        let probes = match self.probes.get() {
            Some(probes) => probes,
            None => self.start()?,
        };
        let (answer, answered) = oneshot::channel();
        let probe = Probe { session: self.session.clone(), answer };
        if probes.try_send(probe).is_err() {
            return Err(self.silent());
        }
        match timeout(PATIENCE, answered).await {
            Ok(Ok(answer)) => answer,
            _ => Err(self.silent()),
        }
    }

    fn start(&self) -> Answer<&SyncSender<Probe>> {
        let (probes, received) = sync_channel(WAITING);
        let silent_since = Arc::clone(&self.silent_since);
        let thread = std::thread::Builder::new().name("casebook-health".to_owned());
        thread
            .spawn(move || answer_all(&received, &silent_since))
            .map_err(|error| Refusal::internal(error.to_string()))?;
        // Of two threads that are started at once, one receives nothing and ends.
        Ok(self.probes.get_or_init(|| probes))
    }

    fn silent(&self) -> Refusal {
        let since = *self.silent_since.lock().unwrap_or_else(PoisonError::into_inner);
        Refusal::silent(&since.unwrap_or_else(|| self.session.now()).to_string())
    }
}

/// Answers all probes that wait with one question to the database, until no more can come.
fn answer_all(received: &Receiver<Probe>, silent_since: &Mutex<Option<Timestamp>>) {
    while let Ok(first) = received.recv() {
        let all: Vec<Probe> = std::iter::once(first).chain(received.try_iter()).collect();
        // Clients that have left need no answer.
        let waiting: Vec<Probe> = all.into_iter().filter(|probe| !probe.answer.is_closed()).collect();
        let Some(one) = waiting.first() else { continue };
        let note = |time| *silent_since.lock().unwrap_or_else(PoisonError::into_inner) = time;
        note(Some(one.session.now()));
        let found: Result<i64> = one.session.schema_step();
        // Other requests may have met damage where this question does not look.
        let found = found.and_then(|_| one.session.ensure_sound());
        note(None);
        let found: Answer<()> = found.map_err(Refusal::from);
        for probe in waiting {
            // A client may have left in the meantime.
            let _ = probe.answer.send(found.clone());
        }
    }
}
