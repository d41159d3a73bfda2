//! A circuit breaker: bounds every wait for a PostgreSQL server, and fails at once while it is known not to answer.
//!
//! A statement may take long, so its time alone does not distinguish a busy server from one that hangs or cannot be
//! reached any more. After [`QUIET`] a probe asks over a connection of its own. As long as it is answered, callers
//! keep waiting. Otherwise the circuit opens: waiting callers get an error, no connection of the pool is used again,
//! and new work fails at once until a probe is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

use super::connect::Connector;
use super::postgres_error::unpooled;
use crate::error::{Error, Result};

/// How long an answer may take before a probe asks whether the server answers at all.
const QUIET: Duration = Duration::from_secs(3);
/// How long a probe may take, with its connection.
const PROBE: Duration = Duration::from_secs(3);
/// How long a probe waits after one that was not answered.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest wait for a server that answers probes: the server ends a statement before that (`statement_timeout`),
/// so the connection is lost although the server is not.
const LONGEST: Duration = Duration::from_mins(6);

/// The pool of a server's connections, and whether the server answers.
pub(super) struct Circuit {
    pool: Pool,
    connector: Connector,
    is_open: AtomicBool,
    /// When the last probe began, and whether it was answered. Locked while one is running.
    last: Mutex<Option<(Instant, bool)>>,
}

impl Circuit {
    pub(super) fn new(pool: Pool, connector: Connector) -> Self {
        Self { pool, connector, is_open: AtomicBool::new(false), last: Mutex::new(None) }
    }

    /// How many connections there are at most.
    pub(super) fn connections(&self) -> usize {
        self.pool.status().max_size
    }

    /// A connection of the pool; fails at once while the server is known not to answer.
    pub(super) async fn connection(self: &Arc<Self>) -> Result<Object> {
        self.check()?;
        self.within(async { self.pool.get().await.map_err(|error| unpooled(&error)) }).await
    }

    /// An error while the server is known not to answer.
    pub(super) fn check(&self) -> Result<()> {
        if self.is_open.load(Ordering::Acquire) { Err(silent()) } else { Ok(()) }
    }

    /// Waits for an answer as long as the server answers probes. A connection whose answer did not come must not be
    /// used again.
    pub(super) async fn within<T>(self: &Arc<Self>, answer: impl Future<Output = Result<T>>) -> Result<T> {
        let mut answer = std::pin::pin!(answer);
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            if let Ok(outcome) = timeout(QUIET, &mut answer).await {
                return outcome;
            }
            tokio::select! {
                biased;
                outcome = &mut answer => return outcome,
                answered = self.answers() => if !answered { break },
            }
        }
        Err(silent())
    }

    /// Whether the server answers a probe that begins after this call, its own or another caller's.
    async fn answers(self: &Arc<Self>) -> bool {
        let asked = Instant::now();
        let mut last = self.last.lock().await;
        if let Some((_, answered)) = last.filter(|(begun, _)| *begun >= asked) {
            return answered;
        }
        if self.is_open.load(Ordering::Acquire) {
            return false;
        }
        let begun = Instant::now();
        let answered = self.probe().await;
        *last = Some((begun, answered));
        if !answered {
            self.open();
        }
        answered
    }

    async fn probe(&self) -> bool {
        let asked = async {
            let (client, task) = self.connector.connect().await?;
            let answered = client.batch_execute("").await;
            // Whatever became of the connection, no one needs it any more.
            task.abort();
            answered
        };
        match timeout(PROBE, asked).await {
            Ok(Ok(())) => true,
            // A refusal is an answer.
            Ok(Err(error)) => error.as_db_error().is_some(),
            Err(_) => false,
        }
    }

    /// Opens the circuit until a probe is answered.
    fn open(self: &Arc<Self>) {
        if self.is_open.swap(true, Ordering::AcqRel) {
            return;
        }
        // Idle connections do not answer either, perhaps forever.
        self.pool.retain(|_, _| false);
        let circuit = Arc::clone(self);
        Handle::current().spawn(async move {
            while !circuit.probe().await {
                sleep(PAUSE).await;
            }
            circuit.is_open.store(false, Ordering::Release);
        });
    }
}

fn silent() -> Error {
    Error::Unavailable("the server does not respond".to_owned())
}
