//! Batches of an import that are stored at the same time end one after the other.
//!
//! Where several transactions can write at once, the rows of a batch are inserted while the batch before it is still
//! being stored. What the journal says of the run is written in order all the same: a batch waits for its place, and is
//! undone if it never comes.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use casebook_store::Error as StoreError;
use casebook_store::import::ImportRun;

use crate::error::{Error, Result};

/// How long a batch that has inserted its rows waits for its place. The batch before it may wait for somebody who waits
/// for these rows, which no database can see; then the later batch gives way and begins anew.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whose place it is.
#[derive(Default)]
pub(super) struct Sequence {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The batch that may end, and the run as the batch before it has left it.
    next: Option<(u64, ImportRun)>,
    is_over: bool,
}

impl Sequence {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a batch end, behind those that have led to this state of the run.
    pub fn go(&self, place: u64, run: &ImportRun) {
        self.state().next = Some((place, run.clone()));
        self.changed.notify_all();
    }

    /// Lets no other batch end.
    pub fn end(&self) {
        self.state().is_over = true;
        self.changed.notify_all();
    }

    /// Waits for the place of a batch; answers with the run as it is by then. A batch that holds what others may wait for
    /// `is_patient` no longer than so.
    pub fn wait(&self, place: u64, is_patient: bool) -> Result<ImportRun> {
        let mut state = self.state();
        loop {
            if state.is_over {
                return Err(Error::Stopped("a batch before it was not stored".to_owned()));
            }
            if let Some((_, run)) = state.next.as_ref().filter(|(next, _)| *next >= place) {
                return Ok(run.clone());
            }
            if is_patient {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let waited = self.changed.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            state = waited.0;
            if waited.1.timed_out() {
                let (table, constraint) = ("import_run".to_owned(), "its place did not come".to_owned());
                return Err(StoreError::Conflict { table, constraint }.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use casebook_domain::ids::ImportId;
    use casebook_domain::time::Timestamp;

    use super::*;

    fn run(rows_done: i64) -> ImportRun {
        ImportRun {
            id: ImportId(1),
            feed: String::new(),
            file: String::new(),
            file_digest: String::new(),
            mapping: String::new(),
            mapping_digest: String::new(),
            state: String::new(),
            rows_done,
            created: 0,
            updated: 0,
            unchanged: 0,
            rejected: 0,
            evidence: 0,
            position: 0,
            started_at: Timestamp(0),
            finished_at: None,
            recorded_by: String::new(),
            report: String::new(),
        }
    }

    #[test]
    fn a_batch_waits_for_its_place_and_gives_way_where_it_does_not_come() {
        let sequence = Arc::new(Sequence::default());
        let waiting = Arc::clone(&sequence);
        let second = std::thread::spawn(move || waiting.wait(2, true).unwrap().rows_done);
        sequence.go(1, &run(0));
        assert_eq!(sequence.wait(1, false).unwrap().rows_done, 0);
        assert!(matches!(sequence.wait(2, false), Err(Error::Store(StoreError::Conflict { .. }))));
        sequence.go(2, &run(400));
        assert_eq!(second.join().unwrap(), 400);
        sequence.end();
        assert!(matches!(sequence.wait(3, true), Err(Error::Stopped(_))));
    }
}
