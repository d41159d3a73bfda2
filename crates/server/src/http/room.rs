//! Room in memory for what is held whole, of all clients together.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{Answer, Refusal};

/// Up to this length nothing takes room, in bytes.
pub(crate) const SMALL: usize = 64 * 1024;
/// The unit in which room is counted, in bytes.
const UNIT: usize = 1024;

/// So many bytes, of which each holder has its part until it is dropped.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    free: Arc<Semaphore>,
    units: usize,
}

/// A part of the room.
pub(crate) type Held = OwnedSemaphorePermit;

impl Room {
    /// Room for so many bytes.
    pub(crate) fn of(bytes: usize) -> Self {
        let units = bytes.div_ceil(UNIT);
        Self { free: Arc::new(Semaphore::new(units)), units }
    }

    /// Takes what something of that length needs beyond what is held for it.
    pub(crate) fn grow(&self, held: &mut Option<Held>, length: usize) -> Answer<()> {
        let wanted = if length > SMALL { length.div_ceil(UNIT) } else { 0 };
        let more = wanted.saturating_sub(held.as_ref().map_or(0, Held::num_permits));
        if more == 0 {
            return Ok(());
        }
        // Not waited for: whoever holds room may wait for more of it too.
        let more = self.take(more).ok_or_else(Refusal::overloaded)?;
        match held {
            Some(held) => held.merge(more),
            None => *held = Some(more),
        }
        Ok(())
    }

    /// Takes what something of that length needs, if it is free. What is longer than all the room there is gets all of
    /// it, so that it goes out when nobody else holds any.
    pub(crate) fn hold(&self, length: u64) -> Option<Held> {
        let units = usize::try_from(length.div_ceil(UNIT as u64)).unwrap_or(usize::MAX);
        self.take(units.min(self.units))
    }

    fn take(&self, units: usize) -> Option<Held> {
        let units = u32::try_from(units).ok()?;
        Arc::clone(&self.free).try_acquire_many_owned(units).ok()
    }
}
