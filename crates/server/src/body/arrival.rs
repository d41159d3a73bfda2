//! Bodies as they arrive: so long, so soon, and of all clients together no more than there is room for.

use std::sync::Arc;

use axum::body::{Body, HttpBody as _};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Answer, Mistake, Refusal};
use crate::state::Shared;

/// Up to this length a body takes no room and is read where it arrives, in bytes.
pub(crate) const SMALL: usize = 64 * 1024;
/// The unit in which room is counted, in bytes.
const UNIT: usize = 1024;

/// Room for the bodies that are held in memory, and threads that read them.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    units: Arc<Semaphore>,
    readers: Arc<Semaphore>,
}

/// A body that has arrived, and the room that it takes until it is dropped.
#[derive(Clone)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _held: Arc<Option<OwnedSemaphorePermit>>,
}

impl Room {
    /// Room for so many bytes.
    pub(crate) fn of(bytes: usize) -> Self {
        let readers = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            units: Arc::new(Semaphore::new(bytes.div_ceil(UNIT))),
            readers: Arc::new(Semaphore::new(readers)),
        }
    }

    /// Takes what a body of that length needs beyond what is held for it.
    fn grow(&self, held: &mut Option<OwnedSemaphorePermit>, length: usize) -> Answer<()> {
        let wanted = if length > SMALL { length.div_ceil(UNIT) } else { 0 };
        let more = wanted.saturating_sub(held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits));
        if more == 0 {
            return Ok(());
        }
        // Not waited for: whoever holds room may wait for more of it too.
        let more = u32::try_from(more).ok();
        let more = more.and_then(|more| Arc::clone(&self.units).try_acquire_many_owned(more).ok());
        let more = more.ok_or_else(Refusal::overloaded)?;
        match held {
            Some(held) => held.merge(more),
            None => *held = Some(more),
        }
        Ok(())
    }

    /// Reads a body: a small one here, a large one on a thread that may take its time, so many at once.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        whole: Whole,
        read: impl FnOnce(&[u8]) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        if whole.bytes.len() <= SMALL {
            return read(&whole.bytes);
        }
        let turn = Arc::clone(&self.readers).acquire_owned().await;
        let turn = turn.map_err(|closed| Refusal::internal(closed.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            read(&whole.bytes)
        });
        done.await.map_err(|panic| Refusal::internal(panic.to_string()))?
    }
}

/// Reads a body whole, if it is not too long and comes in time.
pub(crate) async fn whole(body: Body, limit: usize, shared: &Shared) -> Answer<Whole> {
    // A length that is announced need not be waited for.
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::too_long(limit));
    }
    let arrived = tokio::time::timeout(shared.limits.arrival, collected(body, limit, &shared.bodies));
    arrived.await.map_err(|_| Refusal::slow_body())?
}

async fn collected(mut body: Body, limit: usize, room: &Room) -> Answer<Whole> {
    let (mut bytes, mut held) = (BytesMut::new(), None);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::invalid(vec![Mistake::new("", "the body was cut off")]))?;
        let Ok(piece) = frame.into_data() else { continue };
        if bytes.len() + piece.len() > limit {
            return Err(Refusal::too_long(limit));
        }
        room.grow(&mut held, bytes.len() + piece.len())?;
        bytes.extend_from_slice(&piece);
    }
    Ok(Whole { bytes: bytes.freeze(), _held: Arc::new(held) })
}
