//! What every handler shares.

use std::io::Write;
use std::sync::Arc;

use axum::extract::FromRef;
use axum::response::Response;
use casebook_app::imports::Uploads;
use casebook_app::{Result, Session};
use tokio::sync::Semaphore;

use crate::background::feed::FeedWatcher;
use crate::background::health::HealthProbe;
use crate::background::imports::RunningImports;
use crate::background::jobs::Jobs;
use crate::http::current;
use crate::http::error::{Answer, Places, Refusal};
use crate::http::limits::Limits;
use crate::http::limits::blocking::{Blocking, Stop};
use crate::http::limits::memory::MemoryBudget;
use crate::http::limits::upload_slots::UploadSlots;
use crate::http::metrics::Metrics;
use crate::http::request::body::arrival::Bodies;
use crate::http::response::change_set;
use crate::http::response::stream::{Unread, streamed};

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shared {
    session: Session,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) uploads: Uploads,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) imports: Arc<RunningImports>,
    pub(crate) upload_slots: Arc<UploadSlots>,
    /// Memory for answers that are buffered whole.
    pub(crate) answers: MemoryBudget,
    pub(crate) feed: FeedWatcher,
    pub(crate) bodies: Bodies,
    pub(crate) health: Arc<HealthProbe>,
    /// Slots for streamed answers, each of which takes a thread.
    streams: Arc<Semaphore>,
    blocking: Blocking,
}

impl FromRef<Shared> for Bodies {
    fn from_ref(shared: &Shared) -> Self {
        shared.bodies.clone()
    }
}

impl Shared {
    /// Uploaded files are kept in `uploads`.
    pub(crate) fn new(session: Session, limits: Limits, uploads: Uploads) -> Self {
        Self {
            limits,
            metrics: Arc::default(),
            uploads,
            jobs: Arc::default(),
            imports: Arc::default(),
            upload_slots: Arc::new(UploadSlots::new(limits.streams)),
            answers: MemoryBudget::new(limits.answers),
            feed: FeedWatcher::new(session.clone()),
            bodies: Bodies::new(&limits),
            health: Arc::new(HealthProbe::new(session.clone())),
            streams: Arc::new(Semaphore::new(limits.streams)),
            blocking: Blocking::new(limits.bounds),
            session,
        }
    }

    /// The server stops: streams, which have no end of their own, end now, and long work at its next safe place.
    pub(crate) fn stop(&self) {
        self.feed.stop();
        self.jobs.stop_all();
        self.imports.stop_all();
    }

    /// The session in which requests are answered: nothing of the casebook is reached past it.
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

    /// Runs a use case; its error becomes a refusal with the matching status.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Session, &Stop) -> Result<T> + Send + 'static,
    ) -> Answer<T> {
        let session = self.session_of_request();
        let done = self.blocking.run(&session, work).await?;
        change_set::note(session.change_set());
        self.feed.notify();
        done.map_err(Refusal::from)
    }

    /// Runs a use case to which the request names things, at these places.
    pub(crate) async fn run_naming<T: Send + 'static>(
        &self,
        places: &(impl Places + ?Sized),
        work: impl FnOnce(&Session, &Stop) -> Result<T> + Send + 'static,
    ) -> Answer<T> {
        let session = self.session_of_request();
        let done = self.blocking.run(&session, work).await?;
        change_set::note(session.change_set());
        self.feed.notify();
        done.map_err(|error| Refusal::naming(error, places))
    }

    /// Answers with what `write` writes while it writes it; so many at once.
    pub(crate) async fn stream(
        &self,
        write: impl FnOnce(&Session, &mut dyn Write, &Unread) -> Result<u64> + Send + 'static,
    ) -> Answer<Response> {
        let slot = Arc::clone(&self.streams).try_acquire_owned().map_err(|_| Refusal::overloaded())?;
        streamed(self.session.clone(), slot, write).await
    }
}
