//! The reader of the index.

use std::sync::Arc;

use casebook_domain::access::Scope;
use casebook_domain::time::Timestamp;
use casebook_store::definitions::{Definitions, DefinitionsCache};
use casebook_store::{Cancel, Clock, Connection, Store};

use crate::error::Result;

/// A reader of the index: what it may see, and what is needed to bring the index up to date.
pub struct Reader<'r> {
    /// The database, on behalf of the caller who waits for the answer.
    pub store: Store,
    /// Tells the present.
    pub clock: &'r dyn Clock,
    /// The kinds of evidence and vocabularies.
    pub definitions: &'r DefinitionsCache,
    /// The visible parties; no other is in any answer or number.
    pub scope: Scope,
}

impl Reader<'_> {
    /// The same for work that others wait for too.
    pub(crate) fn for_all(&self) -> Reader<'_> {
        let store = self.store.cancelled_by(Cancel::default());
        Reader { store, clock: self.clock, definitions: self.definitions, scope: self.scope.clone() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Fails if no one waits for the answer any more. Long loops call it.
    pub(crate) fn check_wanted(&self) -> Result<()> {
        Ok(self.store.cancel().check()?)
    }

    /// Runs a read over one snapshot, with the definitions in it.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut Connection<'_>, &Arc<Definitions>) -> Result<T>,
    ) -> Result<T> {
        self.store.read(|connection| {
            let definitions = self.definitions.read(connection)?;
            work(connection, &definitions)
        })
    }
}
