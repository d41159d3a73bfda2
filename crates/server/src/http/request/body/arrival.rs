//! Bodies as they arrive: so long, so soon, and of all clients together no more than the budget of memory.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::sync::Semaphore;

use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::limits::Limits;
use crate::http::limits::memory::{MemoryBudget, MemoryShare, SMALL};

/// Memory for the bodies that are buffered, and threads that read them.
#[derive(Clone, Debug)]
pub(crate) struct Bodies {
    memory: MemoryBudget,
    readers: Arc<Semaphore>,
    /// How long one may be, in bytes.
    pub(crate) limit: usize,
    /// How long a list of evidence may be, in bytes.
    pub(crate) evidence_limit: usize,
    /// How long one may take to arrive.
    patience: Duration,
}

/// A body that has arrived, and its share of memory until it is dropped.
#[derive(Clone)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _share: Arc<Option<MemoryShare>>,
}

impl Bodies {
    /// Memory and threads as the limits say.
    pub(crate) fn new(limits: &Limits) -> Self {
        let readers = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            memory: MemoryBudget::new(limits.bodies),
            readers: Arc::new(Semaphore::new(readers)),
            limit: limits.body,
            evidence_limit: limits.evidence_body,
            patience: limits.arrival,
        }
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
        let slot = Arc::clone(&self.readers).acquire_owned().await;
        let slot = slot.map_err(|closed| Refusal::internal(closed.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            read(&whole.bytes)
        });
        done.await.map_err(|panic| Refusal::internal(panic.to_string()))?
    }
}

/// Reads a body whole, if it is not too long and comes in time.
pub(crate) async fn whole(body: Body, limit: usize, bodies: &Bodies) -> Answer<Whole> {
    // A length that is announced need not be waited for.
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::too_long(limit));
    }
    let arrived = tokio::time::timeout(bodies.patience, collected(body, limit, &bodies.memory));
    arrived.await.map_err(|_| Refusal::slow_body())?
}

async fn collected(mut body: Body, limit: usize, memory: &MemoryBudget) -> Answer<Whole> {
    let (mut bytes, mut share) = (BytesMut::new(), None);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::invalid(vec![Mistake::new("", "the body was cut off")]))?;
        let Ok(piece) = frame.into_data() else { continue };
        if bytes.len() + piece.len() > limit {
            return Err(Refusal::too_long(limit));
        }
        memory.extend(&mut share, bytes.len() + piece.len())?;
        bytes.extend_from_slice(&piece);
    }
    Ok(Whole { bytes: bytes.freeze(), _share: Arc::new(share) })
}
