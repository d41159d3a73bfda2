//! Whoever reads the index.

use std::sync::Arc;

use casebook_domain::access::Scope;
use casebook_domain::time::Timestamp;
use casebook_store::words::{Words, WordsCache};
use casebook_store::{Cancel, Clock, Connection, Store};

use crate::error::Result;

/// Whoever reads the index: what one sees, and what is needed to bring the index up to date on the way.
pub struct Reader<'r> {
    /// The database, on behalf of whoever waits for the answer.
    pub store: Store,
    /// Tells the present.
    pub clock: &'r dyn Clock,
    /// The words in force.
    pub words: &'r WordsCache,
    /// The parties that one sees; no other is in any answer or number.
    pub scope: Scope,
}

impl Reader<'_> {
    /// The same for what others wait for too.
    pub(crate) fn for_all(&self) -> Reader<'_> {
        let store = self.store.cancelled_by(Cancel::default());
        Reader { store, clock: self.clock, words: self.words, scope: self.scope.clone() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Fails if nobody waits for the answer any more. Long loops ask it.
    pub(crate) fn check_wanted(&self) -> Result<()> {
        Ok(self.store.cancel().check()?)
    }

    /// Runs a read over one snapshot, with the words in force there.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut Connection<'_>, &Arc<Words>) -> Result<T>,
    ) -> Result<T> {
        self.store.read(|connection| {
            let words = self.words.read(connection)?;
            work(connection, &words)
        })
    }
}
