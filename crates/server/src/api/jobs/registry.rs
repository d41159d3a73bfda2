//! Long work that no journal keeps: it runs in this process, a few at once, and is forgotten an hour after its
//! end. It stops when the server does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use casebook_app::domain::access::Principal;
use casebook_app::domain::ids::JobId;
use casebook_app::domain::time::{Micros, SECOND, Timestamp};
use casebook_app::{Error, Result, Session};
use tokio::sync::{Semaphore, watch};

use super::halt::Halt;
use super::result::{JobResult, JobWork};
use crate::http::error::{Answer, Refusal};

/// Work that runs at once; each takes all cores for a while.
const AT_ONCE: usize = 2;
/// Work that runs or waits.
const UNDER_WAY: usize = 16;
/// Work that has ended and is remembered; the oldest is forgotten first.
const REMEMBERED: usize = 64;
/// How long the end of work is remembered.
const KEPT: Micros = 3_600 * SECOND;

/// The work of this process.
pub(crate) struct Jobs {
    turns: Arc<Semaphore>,
    all: Mutex<BTreeMap<JobId, Arc<Job>>>,
}

/// Work under way, or how it ended.
pub(crate) struct Job {
    pub(crate) id: JobId,
    /// Who began it.
    begun_by: Principal,
    pub(crate) work: JobWork,
    pub(crate) started_at: Timestamp,
    pub(crate) halt: Halt,
    ended: watch::Sender<Option<Ended>>,
}

/// How work ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) at: Timestamp,
    pub(crate) how: How,
}

/// How work ended.
#[derive(Clone, Debug)]
pub(crate) enum How {
    Done(JobResult),
    Failed(Refusal),
    Stopped,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), all: Mutex::default() }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stop_all();
    }
}

impl Jobs {
    /// Asks all work to stop: the server does.
    pub(crate) fn stop_all(&self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).values().for_each(|job| job.halt.ask());
    }

    /// Begins work, or lets it wait for its turn; refused if too much waits already.
    pub(crate) fn start(
        &self,
        session: &Session,
        work: JobWork,
        run: impl FnOnce(&Session, &Halt) -> Result<JobResult> + Send + 'static,
    ) -> Answer<Arc<Job>> {
        let (id, started_at) = (session.new_job(), session.now());
        let job = Arc::new(Job {
            id,
            begun_by: session.principal().clone(),
            work,
            started_at,
            halt: Halt::default(),
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
        tokio::spawn(carry_out(Arc::clone(&self.turns), session.clone(), Arc::clone(&job), run));
        Ok(job)
    }

    /// The work of an id, if it is remembered: one's own, or any for those who see what belongs to the workspace.
    pub(crate) fn find(&self, session: &Session, id: JobId) -> Answer<Arc<Job>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        forget_old(&mut all, session.now());
        let job = all.get(&id).filter(|job| session.sees_workspace() || job.begun_by == *session.principal());
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
    turns: Arc<Semaphore>,
    session: Session,
    job: Arc<Job>,
    run: impl FnOnce(&Session, &Halt) -> Result<JobResult> + Send + 'static,
) {
    let turn = tokio::select! {
        turn = turns.acquire_owned() => turn.ok(),
        () = job.halt.asked() => None,
    };
    let begun_at = job.started_at;
    let worked = Arc::clone(&job);
    // The turn and the casebook go with the work, not with this task, which may be dropped earlier: to leave a
    // database may block.
    let done = tokio::task::spawn_blocking(move || {
        let how = match turn.as_ref().map(|_| run(&session, &worked.halt)) {
            Some(Ok(result)) => How::Done(result),
            Some(Err(Error::Stopped(_))) | None => How::Stopped,
            Some(Err(error)) => How::Failed(error.into()),
        };
        Ended { at: session.now(), how }
    });
    let ended = done.await.unwrap_or_else(|panic| Ended {
        at: begun_at,
        how: How::Failed(Refusal::internal(panic.to_string())),
    });
    if let How::Failed(refusal) = &ended.how {
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
    async fn work_is_found_by_whoever_began_it_and_by_those_who_see_everything() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("casebook.db").display());
        let casebook = casebook_app::open(&address, Arc::new(SystemClock)).unwrap();
        let [ada, eve, mallory] =
            [Principal::owner("ada"), Principal::limited_to("eve", []), Principal::limited_to("mallory", [])]
                .map(|principal| casebook.session(principal, Via::Api));
        let jobs = Jobs::default();
        let begun = |session| {
            let work = |_: &Session, _: &Halt| Err(Error::Stopped("done".to_owned()));
            jobs.start(session, JobWork::TryVocabulary, work).unwrap().id
        };
        let (of_ada, of_eve) = (begun(&ada), begun(&eve));
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
