//! The imports that this process carries on: a few at once, others wait. They stop when the server does, at the
//! end of a chunk, and can be resumed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casebook_app::domain::ids::ImportId;
use casebook_app::imports::{self, BegunImport, Uploads};
use casebook_app::{Error, Session};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::api::jobs::halt::Halt;
use crate::http::error::{Answer, Refusal};

/// Imports that run at once.
const AT_ONCE: usize = 2;
/// Imports that run or wait; each holds its lock meanwhile.
const UNDER_WAY: usize = 16;

type All = Arc<Mutex<BTreeMap<ImportId, Arc<Halt>>>>;

/// The imports that this process carries on.
pub(crate) struct Running {
    turns: Arc<Semaphore>,
    all: All,
}

impl Default for Running {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), all: All::default() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop_all();
    }
}

fn locked(all: &All) -> MutexGuard<'_, BTreeMap<ImportId, Arc<Halt>>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Running {
    /// Refuses if too many imports run or wait.
    pub(crate) fn has_room(&self) -> Answer<()> {
        if locked(&self.all).len() < UNDER_WAY { Ok(()) } else { Err(Refusal::overloaded()) }
    }

    /// Carries an import on when its turn comes.
    pub(crate) fn carry_on(&self, runtime: &Handle, session: Session, uploads: Uploads, begun: BegunImport) {
        let halt = Arc::new(Halt::default());
        locked(&self.all).insert(begun.id(), Arc::clone(&halt));
        let (turns, all) = (Arc::clone(&self.turns), Arc::clone(&self.all));
        runtime.spawn(async move {
            let id = begun.id();
            let turn = tokio::select! {
                turn = turns.acquire_owned() => turn.ok(),
                () = halt.asked() => None,
            };
            if turn.is_some() {
                // The turn goes with the work, not with this task, which may be dropped earlier.
                let work = move || {
                    let _turn = turn;
                    carried_on(&session, &uploads, begun, &halt);
                };
                drop(tokio::task::spawn_blocking(work).await);
            } else {
                // Dropped it is an interrupted one; giving lock and database back may block.
                drop(tokio::task::spawn_blocking(move || drop((begun, session))).await);
            }
            locked(&all).remove(&id);
        });
    }

    /// Asks all imports to stop: the server does.
    pub(crate) fn stop_all(&self) {
        locked(&self.all).values().for_each(|halt| halt.ask());
    }

    /// Asks an import to stop, if this process is at it or it waits here.
    pub(crate) fn ask_to_stop(&self, id: ImportId) {
        if let Some(halt) = locked(&self.all).get(&id) {
            halt.ask();
        }
    }
}

fn carried_on(session: &Session, uploads: &Uploads, begun: BegunImport, halt: &Halt) {
    let id = begun.id();
    match imports::carry_on(session, begun, halt) {
        Ok(report) => tracing::info!(import = %id, rejected = report.rejected, "an import came to its end"),
        Err(Error::Stopped(_)) => tracing::info!(import = %id, "an import was interrupted"),
        Err(error) => tracing::error!(import = %id, cause = %error, "an import failed"),
    }
    if let Err(error) = uploads.tidy(session) {
        tracing::error!(cause = %error, "old uploads could not be removed");
    }
}
