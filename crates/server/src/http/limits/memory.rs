//! A budget of memory for bodies and answers that are buffered whole, of all clients together.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::http::error::{Answer, Refusal};

/// Up to this length, in bytes, nothing counts.
pub(crate) const SMALL: usize = 64 * 1024;
/// The unit in which memory is counted, in bytes.
const UNIT: usize = 1024;

/// So many bytes, of which each holder has its share until it drops it.
#[derive(Clone, Debug)]
pub(crate) struct MemoryBudget {
    free: Arc<Semaphore>,
    units: usize,
}

/// A share of the budget.
pub(crate) type MemoryShare = OwnedSemaphorePermit;

impl MemoryBudget {
    /// A budget of so many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        let units = bytes.div_ceil(UNIT);
        Self { free: Arc::new(Semaphore::new(units)), units }
    }

    /// Extends a share to what is needed for a length, or refuses.
    pub(crate) fn extend(&self, share: &mut Option<MemoryShare>, length: usize) -> Answer<()> {
        let wanted = if length > SMALL { length.div_ceil(UNIT) } else { 0 };
        let more = wanted.saturating_sub(share.as_ref().map_or(0, MemoryShare::num_permits));
        if more == 0 {
            return Ok(());
        }
        // Not waited for: whoever has a share may wait for more as well.
        let more = self.take(more).ok_or_else(Refusal::overloaded)?;
        match share {
            Some(share) => share.merge(more),
            None => *share = Some(more),
        }
        Ok(())
    }

    /// Takes what is needed for a length, if it is free. What is longer than the whole budget gets all of it, so that
    /// it goes out when nobody else has a share.
    pub(crate) fn share(&self, length: u64) -> Option<MemoryShare> {
        let units = usize::try_from(length.div_ceil(UNIT as u64)).unwrap_or(usize::MAX);
        self.take(units.min(self.units))
    }

    fn take(&self, units: usize) -> Option<MemoryShare> {
        let units = u32::try_from(units).ok()?;
        Arc::clone(&self.free).try_acquire_many_owned(units).ok()
    }
}
