//! What every handler shares.

use std::sync::Arc;
use std::time::Duration;

use casebook_app::imports::Uploads;
use casebook_app::{Result, Session};
use tokio::sync::Semaphore;

use crate::api::changes::following::Following;
use crate::api::imports::running::Running;
use crate::api::jobs::registry::Jobs;
use crate::api::operations::prober::Prober;
use crate::http::blocking::{Blocking, Bounds, Stop};
use crate::http::body::arrival::Bodies;
use crate::http::change_set;
use crate::http::current;
use crate::http::error::{Answer, Places, Refusal};
use crate::http::metrics::Metrics;
use crate::http::room::Room;
use crate::http::turns::Turns;

/// How much a server takes on.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many use cases run at once and how many more may wait.
    pub bounds: Bounds,
    /// The longest body that is read, in bytes.
    pub body: usize,
    /// The longest body of a list of evidence, in bytes.
    pub evidence_body: usize,
    /// The largest file that is taken in, in bytes.
    pub upload: u64,
    /// How much of bodies is held in memory at once, of all clients together, in bytes.
    pub bodies: usize,
    /// How much of long answers is held in memory until it is taken, of all clients together, in bytes.
    pub answers: usize,
    /// How many files come in at once, and how many go out.
    pub streams: usize,
    /// How long a body may take to arrive.
    pub arrival: Duration,
    /// How long an answer may take.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bounds: Bounds::default(),
            body: 1024 * 1024,
            evidence_body: 16 * 1024 * 1024,
            upload: 1024 * 1024 * 1024,
            bodies: 64 * 1024 * 1024,
            answers: 64 * 1024 * 1024,
            streams: 16,
            arrival: Duration::from_secs(15),
            answer: Duration::from_secs(30),
        }
    }
}

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shared {
    session: Session,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) uploads: Uploads,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) running: Arc<Running>,
    /// Turns of files that go out, each of which takes a thread.
    pub(crate) streams: Arc<Semaphore>,
    /// Turns of files that come in.
    pub(crate) arrivals: Arc<Turns>,
    /// Room for answers that are held whole.
    pub(crate) answers: Room,
    pub(crate) following: Following,
    pub(crate) bodies: Bodies,
    pub(crate) prober: Arc<Prober>,
    blocking: Blocking,
}

impl Shared {
    /// Files that are handed over are kept in `uploads`.
    pub(crate) fn new(session: Session, limits: Limits, uploads: Uploads) -> Self {
        Self {
            limits,
            metrics: Arc::default(),
            uploads,
            jobs: Arc::default(),
            running: Arc::default(),
            streams: Arc::new(Semaphore::new(limits.streams)),
            arrivals: Arc::new(Turns::of(limits.streams)),
            answers: Room::of(limits.answers),
            following: Following::of(session.clone()),
            bodies: Bodies::of(limits.bodies, limits.arrival),
            prober: Arc::new(Prober::of(session.clone())),
            blocking: Blocking::new(limits.bounds),
            session,
        }
    }

    /// The server is being stopped: streams, which have no end of their own, end now, and long work at its next
    /// safe place.
    pub(crate) fn stop(&self) {
        self.following.stop();
        self.jobs.stop_all();
        self.running.stop_all();
    }

    /// On whose behalf requests are answered: nothing of the casebook is reached past it.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// The session for carrying out the request that is being answered, once if it has a key.
    fn session_of_request(&self) -> Session {
        match current::key() {
            Some(key) => self.session.for_answer().for_request(key),
            None => self.session.for_answer(),
        }
    }

    /// Runs a use case; what it refuses is refused with the status of its error.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Session, &Stop) -> Result<T> + Send + 'static,
    ) -> Answer<T> {
        let session = self.session_of_request();
        let done = self.blocking.run(&session, work).await?;
        change_set::note(session.change_set());
        self.following.wrote();
        done.map_err(Refusal::from)
    }

    /// Runs a use case to which the request names things; `places` says where it names which.
    pub(crate) async fn run_naming<T: Send + 'static>(
        &self,
        places: &(impl Places + ?Sized),
        work: impl FnOnce(&Session, &Stop) -> Result<T> + Send + 'static,
    ) -> Answer<T> {
        let session = self.session_of_request();
        let done = self.blocking.run(&session, work).await?;
        change_set::note(session.change_set());
        self.following.wrote();
        done.map_err(|error| Refusal::naming(error, places))
    }
}
