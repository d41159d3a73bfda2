//! Jobs: long work that no journal keeps. A few run at once in this process, and each is forgotten an hour after its
//! end. They stop when the server does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use casebook_app::domain::access::Principal;
use casebook_app::domain::ids::JobId;
use casebook_app::domain::time::{Micros, SECOND, Timestamp};
use casebook_app::{Error, Result, Session};
use tokio::sync::{Semaphore, watch};

use super::control::Control;
use super::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Refusal};

/// Jobs that run at once; each takes all cores for a while.
const AT_ONCE: usize = 2;
/// Jobs that run or wait.
const UNDER_WAY: usize = 16;
/// Jobs that have ended and are remembered; the oldest is forgotten first.
const REMEMBERED: usize = 64;
/// How long the result of a job is remembered.
const KEPT: Micros = 3_600 * SECOND;

/// The jobs of this process.
pub(crate) struct Jobs {
    slots: Arc<Semaphore>,
    all: Mutex<BTreeMap<JobId, Arc<Job>>>,
}

/// A job under way, or how it ended.
pub(crate) struct Job {
    pub(crate) id: JobId,
    started_by: Principal,
    pub(crate) kind: JobKind,
    pub(crate) started_at: Timestamp,
    pub(crate) control: Control,
    ended: watch::Sender<Option<Ended>>,
}

/// When and how a job ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) at: Timestamp,
    pub(crate) outcome: Outcome,
}

/// How a job ended.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Done(JobOutput),
    Failed(Refusal),
    Stopped,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)), all: Mutex::default() }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stop_all();
    }
}

impl Jobs {
    /// Asks all jobs to stop, because the server does.
    pub(crate) fn stop_all(&self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).values().for_each(|job| job.control.stop());
    }

    /// Starts a job, or queues it; refused if too many wait already.
    pub(crate) fn start(
        &self,
        session: &Session,
        kind: JobKind,
        run: impl FnOnce(&Session, &Control) -> Result<JobOutput> + Send + 'static,
    ) -> Answer<Arc<Job>> {
        let (id, started_at) = (session.new_job(), session.now());
        let job = Arc::new(Job {
            id,
            started_by: session.principal().clone(),
            kind,
            started_at,
            control: Control::default(),
            ended: watch::Sender::new(None),
        });
        {
            let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
            forget_old(&mut all, started_at);
            if all.values().filter(|job| job.ended().is_none()).count() >= UNDER_WAY {
                return Err(Refusal::overloaded());
            }
            all.insert(id, Arc::clone(&job));
        }
        tokio::spawn(carry_out(Arc::clone(&self.slots), session.clone(), Arc::clone(&job), run));
        Ok(job)
    }

    /// The job of an id, if it is remembered: one's own, or any for those who see what belongs to the workspace.
    pub(crate) fn find(&self, session: &Session, id: JobId) -> Answer<Arc<Job>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        forget_old(&mut all, session.now());
        let job =
            all.get(&id).filter(|job| session.sees_workspace() || job.started_by == *session.principal());
        job.cloned().ok_or_else(|| Refusal::unknown("job", &id.to_string()))
    }
}

/// Forgets what ended long ago, and the oldest of too many.
fn forget_old(all: &mut BTreeMap<JobId, Arc<Job>>, now: Timestamp) {
    all.retain(|_, job| job.ended().is_none_or(|ended| ended.at.plus(KEPT) > now));
    let ended: Vec<JobId> = all.values().filter(|job| job.ended().is_some()).map(|job| job.id).collect();
    for id in ended.iter().take(ended.len().saturating_sub(REMEMBERED)) {
        all.remove(id);
    }
}

impl Job {
    /// How it ended, once it has.
    pub(crate) fn ended(&self) -> Option<Ended> {
        self.ended.borrow().clone()
    }

    /// How it ended, if it does so in time.
    pub(crate) async fn ends_within(&self, patience: Duration) -> Option<Ended> {
        let mut ended = self.ended.subscribe();
        let ends = tokio::time::timeout(patience, ended.wait_for(Option::is_some)).await;
        ends.ok().and_then(|ended| ended.ok().and_then(|ended| ended.clone()))
    }
}

async fn carry_out(
    slots: Arc<Semaphore>,
    session: Session,
    job: Arc<Job>,
    run: impl FnOnce(&Session, &Control) -> Result<JobOutput> + Send + 'static,
) {
    let slot = tokio::select! {
        slot = slots.acquire_owned() => slot.ok(),
        () = job.control.stop_requested() => None,
    };
    let started_at = job.started_at;
    let worked = Arc::clone(&job);
    // The slot and the casebook go with the work, not with this task, which may be dropped earlier: to leave a
    // database may block.
    let done = tokio::task::spawn_blocking(move || {
        let outcome = match slot.as_ref().map(|_| run(&session, &worked.control)) {
            Some(Ok(result)) => Outcome::Done(result),
            Some(Err(Error::Stopped(_))) | None => Outcome::Stopped,
            Some(Err(error)) => Outcome::Failed(error.into()),
        };
        Ended { at: session.now(), outcome }
    });
    let ended = done.await.unwrap_or_else(|panic| Ended {
        at: started_at,
        outcome: Outcome::Failed(Refusal::internal(panic.to_string())),
    });
    if let Outcome::Failed(refusal) = &ended.outcome {
        refusal.log(&job.id.to_string());
    }
    job.ended.send_replace(Some(ended));
}

#[cfg(test)]
mod tests {
    use casebook_app::SystemClock;
    use casebook_app::domain::evidence::Via;

    use super::*;

    #[tokio::test]
    async fn a_job_is_found_by_whoever_started_it_and_by_those_who_see_everything() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("casebook.db").display());
        let casebook = casebook_app::open(&address, Arc::new(SystemClock)).unwrap();
        let [ada, eve, mallory] =
            [Principal::owner("ada"), Principal::limited_to("eve", []), Principal::limited_to("mallory", [])]
                .map(|principal| casebook.session(principal, Via::Api));
        let jobs = Jobs::default();
        let started = |session| {
            let work = |_: &Session, _: &Control| Err(Error::Stopped("done".to_owned()));
            jobs.start(session, JobKind::TryVocabulary, work).unwrap().id
        };
        let (of_ada, of_eve) = (started(&ada), started(&eve));
        for (session, id, is_found) in [
            (&ada, of_ada, true),
            (&ada, of_eve, true),
            (&eve, of_ada, false),
            (&eve, of_eve, true),
            (&mallory, of_eve, false),
        ] {
            assert_eq!(jobs.find(session, id).is_ok(), is_found, "{} and {id}", session.actor());
        }
    }
}
