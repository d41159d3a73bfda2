//! Cancellation: work that no one waits for is not started, and reads end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use crate::error::{Error, Result};

/// No one waits any more.
const CANCELLED: u8 = 1;
/// A write has begun, and its outcome is awaited.
const BEGUN: u8 = 2;

/// A cancellation token for a caller who may leave. Cheap to clone; all clones share it, but for the time by which
/// writes must begin. The default is never cancelled.
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    flags: Option<Arc<AtomicU8>>,
    begin_by: Option<Instant>,
}

impl Cancel {
    /// A token that is not cancelled yet.
    pub fn new() -> Self {
        Self { flags: Some(Arc::default()), begin_by: None }
    }

    /// The same, with writes refused as busy that have not begun by then.
    #[must_use]
    pub fn beginning_by(&self, time: Instant) -> Self {
        Self { flags: self.flags.clone(), begin_by: Some(time) }
    }

    /// Cancels: no one waits any more. Returns whether a write had begun: then something may be written, otherwise
    /// nothing is and nothing will be.
    pub fn cancel(&self) -> bool {
        let before = self.flags.as_ref().map(|flags| flags.fetch_or(CANCELLED, Ordering::AcqRel));
        before.is_some_and(|flags| flags & BEGUN != 0)
    }

    /// Whether no one waits any more.
    pub fn is_cancelled(&self) -> bool {
        self.flags.as_ref().is_some_and(|flags| flags.load(Ordering::Relaxed) & CANCELLED != 0)
    }

    /// Fails if no one waits any more. For long loops; it costs almost nothing.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// By when a write must have begun.
    pub(crate) fn begin_by(&self) -> Option<Instant> {
        self.begin_by
    }

    /// Begins a write, unless no one waits for it any more.
    pub(crate) fn begin(&self) -> Result<()> {
        let Some(flags) = &self.flags else { return Ok(()) };
        let begun = flags.fetch_update(Ordering::AcqRel, Ordering::Acquire, |flags| {
            (flags & CANCELLED == 0).then_some(flags | BEGUN)
        });
        begun.map(|_| ()).map_err(|_| Error::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_begins_or_is_cancelled_and_never_both() {
        let first = Cancel::new();
        assert!(!first.cancel(), "nothing had begun");
        assert_eq!(first.begin(), Err(Error::Cancelled));
        let second = Cancel::new();
        second.begin().unwrap();
        assert!(second.cancel(), "something had begun");
        assert_eq!(second.check(), Err(Error::Cancelled));
        let never = Cancel::default();
        never.cancel();
        assert_eq!((never.begin(), never.check()), (Ok(()), Ok(())));
    }
}
