//! The imports that this process runs: a few at once, others wait. They stop when the server does, at the end of a
//! chunk, and can be resumed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casebook_app::domain::ids::ImportId;
use casebook_app::imports::{self, BegunImport, Uploads};
use casebook_app::{Error, Session};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::control::Control;
use crate::http::error::{Answer, Refusal};

/// Imports that run at once.
const AT_ONCE: usize = 2;
/// Imports that run or wait; each holds its lock meanwhile.
const UNDER_WAY: usize = 16;

type All = Arc<Mutex<BTreeMap<ImportId, Arc<Control>>>>;

/// The imports that this process runs.
pub(crate) struct RunningImports {
    slots: Arc<Semaphore>,
    all: All,
}

impl Default for RunningImports {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)), all: All::default() }
    }
}

impl Drop for RunningImports {
    fn drop(&mut self) {
        self.stop_all();
    }
}

fn locked(all: &All) -> MutexGuard<'_, BTreeMap<ImportId, Arc<Control>>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RunningImports {
    /// Refuses if too many imports run or wait.
    pub(crate) fn has_room(&self) -> Answer<()> {
        if locked(&self.all).len() < UNDER_WAY { Ok(()) } else { Err(Refusal::overloaded()) }
    }

    /// Runs an import as soon as there is a free slot.
    pub(crate) fn run(&self, runtime: &Handle, session: Session, uploads: Uploads, begun: BegunImport) {
        let control = Arc::new(Control::default());
        locked(&self.all).insert(begun.id(), Arc::clone(&control));
        let (slots, all) = (Arc::clone(&self.slots), Arc::clone(&self.all));
        runtime.spawn(async move {
            let id = begun.id();
            let slot = tokio::select! {
                slot = slots.acquire_owned() => slot.ok(),
                () = control.stop_requested() => None,
            };
            if slot.is_some() {
                // The slot goes with the work, not with this task, which may be dropped earlier.
                let work = move || {
                    let _slot = slot;
                    carry_on(&session, &uploads, begun, &control);
                };
                drop(tokio::task::spawn_blocking(work).await);
            } else {
                // Dropped it is an interrupted one; giving lock and database back may block.
                drop(tokio::task::spawn_blocking(move || drop((begun, session))).await);
            }
            locked(&all).remove(&id);
        });
    }

    /// Asks all imports to stop, because the server does.
    pub(crate) fn stop_all(&self) {
        locked(&self.all).values().for_each(|control| control.stop());
    }

    /// Asks an import to stop, if it runs or waits in this process.
    pub(crate) fn stop(&self, id: ImportId) {
        if let Some(control) = locked(&self.all).get(&id) {
            control.stop();
        }
    }
}

fn carry_on(session: &Session, uploads: &Uploads, begun: BegunImport, control: &Control) {
    let id = begun.id();
    match imports::carry_on(session, begun, control) {
        Ok(report) => tracing::info!(import = %id, rejected = report.rejected, "an import came to its end"),
        Err(Error::Stopped(_)) => tracing::info!(import = %id, "an import was interrupted"),
        Err(error) => tracing::error!(import = %id, cause = %error, "an import failed"),
    }
    if let Err(error) = uploads.tidy(session) {
        tracing::error!(cause = %error, "old uploads could not be removed");
    }
}
