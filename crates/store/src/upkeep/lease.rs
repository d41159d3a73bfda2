//! Ids: unique across threads, processes and machines, without coordination for each one.
//!
//! A process leases a node number from a table and notes there up to which millisecond it may create ids of that node.
//! The next holder of the node starts above that mark, so even a process that slept through the end of its lease, or
//! whose clock was set back or forward, creates no id twice. A process that was killed leaves its mark minutes ahead;
//! until the mark has passed others take another number, so that later ids stay the higher ones.
//!
//! Impossible readings are never noted. A mark that lies far ahead nevertheless, left by an earlier program, is skipped
//! with its node: ids continue in the present under another number.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use casebook_domain::ids::{EPOCH_MILLIS, NODE_SHIFT, NODES, PartyId, TIME_SHIFT};
use casebook_domain::party::PartyKind;
use casebook_domain::time::{SECOND, Timestamp};

use crate::clock::Clock;
use crate::clock::watch::{ClockWatch, FAR, believable};
use crate::error::{Error, Result};
use crate::exec::{Connection, dialect};
use crate::store::Store;

/// The duration of a lease after each renewal, in microseconds.
const LEASE: i64 = 60 * SECOND;
/// How often it is renewed.
const RENEWAL: Duration = Duration::from_secs(20);
/// How many milliseconds ahead of the clock the mark is set.
const AHEAD: i64 = 10 * 60 * 1_000;
/// How often to retry for a node that others want too.
const TRIES: u32 = 50;
const COUNTER: i64 = (1 << NODE_SHIFT) - 1;
/// From how many milliseconds ahead of the clock a mark is too far ahead to continue from. Existing ids stay; new ids
/// are created under another node.
const FAR_AHEAD: i64 = FAR / 1_000;
/// The holder of a node that is not leased any more.
const RETIRED: &str = "retired";

/// Creates ids. Share one by reference among all threads of a process; dropping it returns its node.
pub struct Ids {
    shared: Arc<Shared>,
    store: Store,
    renewal: Option<JoinHandle<()>>,
}

struct Shared {
    watch: ClockWatch,
    state: Mutex<State>,
    wake: Condvar,
}

struct State {
    node: i64,
    holder: String,
    /// The last id's milliseconds since [`EPOCH_MILLIS`] and its counter, in one number.
    last: i64,
    /// The last millisecond, counted likewise, that may be used.
    mark: i64,
    stop: bool,
}

#[derive(Clone, Copy)]
struct Leased {
    node: i64,
    first: i64,
    mark: i64,
}

impl Ids {
    /// Leases a node. One short write; others follow every 20 seconds from a thread of its own.
    pub fn lease(store: &Store, clock: Arc<dyn Clock>) -> Result<Self> {
        let holder = holder();
        let leased = take_node(store, &holder, believable(clock.now())?, 0)?;
        let state = State {
            node: leased.node,
            holder,
            last: (leased.first << NODE_SHIFT) - 1,
            mark: leased.mark,
            stop: false,
        };
        let watch = ClockWatch::begin(clock, None);
        let shared = Arc::new(Shared { watch, state: Mutex::new(state), wake: Condvar::new() });
        let (kept, theirs) = (Arc::clone(&shared), store.clone());
        let renewal = thread::Builder::new()
            .name("casebook-lease".to_owned())
            .spawn(move || keep_up(&kept, &theirs))
            .map_err(|error| Error::Other(format!("no thread can be started: {error}")))?;
        Ok(Self { shared, store: store.clone(), renewal: Some(renewal) })
    }

    /// The next id; later ones are higher within a process.
    pub fn next(&self) -> i64 {
        self.make(|candidate| candidate)
    }

    /// The next id of a party. Two of them never differ only in the lowest bit, which is the kind.
    pub fn party(&self, kind: PartyKind) -> PartyId {
        PartyId::new(self.make(|candidate| (candidate + 1) | 1) & !1, kind)
    }

    /// `fit` moves a candidate to the value that the id uses.
    fn make(&self, fit: impl Fn(i64) -> i64) -> i64 {
        loop {
            let now = self.shared.now();
            let mut state = self.shared.lock();
            let mut place = fit((state.last + 1).max(now << NODE_SHIFT));
            if place >> NODE_SHIFT > state.mark {
                // The clock has run past the mark: continue in the time that is left below it.
                self.shared.wake.notify_one();
                place = fit(state.last + 1);
            }
            if place >> NODE_SHIFT <= state.mark {
                state.last = place;
                return (place >> NODE_SHIFT) << TIME_SHIFT | state.node << NODE_SHIFT | place & COUNTER;
            }
            drop(state);
            crate::clock::pause(Duration::from_millis(1));
        }
    }
}

impl Drop for Ids {
    fn drop(&mut self) {
        self.shared.lock().stop = true;
        self.shared.wake.notify_one();
        // The thread returns the node by a write, for which the writing thread must not wait.
        if let Some(renewal) = self.renewal.take().filter(|_| !self.store.is_writing_thread()) {
            let _ = renewal.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds since [`EPOCH_MILLIS`]; 0 while the clock cannot be trusted, so that ids continue from the last.
    fn now(&self) -> i64 {
        self.watch.now().map_or(0, millis)
    }
}

/// Milliseconds since [`EPOCH_MILLIS`], never negative.
fn millis(now: Timestamp) -> i64 {
    (now.0 / 1_000 - EPOCH_MILLIS).max(0)
}

/// A unique name for this lease.
fn holder() -> String {
    let random = RandomState::new();
    format!("{}-{:016x}", std::process::id(), random.hash_one(std::process::id()))
}

/// Renews the lease until stopped, then returns the node.
fn keep_up(shared: &Shared, store: &Store) {
    loop {
        let state = shared.lock();
        let outcome =
            shared.wake.wait_timeout_while(state, RENEWAL, |state| !state.stop && shared.now() <= state.mark);
        let state = outcome.map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state);
        let (node, holder, last, stop) =
            (state.node, state.holder.clone(), state.last >> NODE_SHIFT, state.stop);
        drop(state);
        if stop {
            // If it is not returned, the lease expires by itself.
            let _ = mark(store, node, holder, 0, last);
            return;
        }
        // An untrusted reading is not noted: the lease expires, and the mark still holds.
        let Ok(now) = shared.watch.now() else { continue };
        let wanted = millis(now).max(last) + AHEAD;
        match mark(store, node, holder.clone(), now.0 + LEASE, wanted) {
            Ok(true) => shared.lock().mark = wanted,
            Ok(false) => {
                // From a time that lies far ahead, ids return to the present, which is safe under another number.
                let is_far = last > millis(now) + FAR_AHEAD;
                let above = if is_far { 0 } else { last + 1 };
                if let Ok(leased) = take_node(store, &holder, now, above) {
                    let mut state = shared.lock();
                    let first = (leased.first << NODE_SHIFT) - 1;
                    let goes_back = is_far && leased.node != state.node;
                    state.last = if goes_back { first } else { state.last.max(first) };
                    state.node = leased.node;
                    state.mark = leased.mark;
                }
            }
            // Below the mark ids are still created; the next round tries again.
            Err(_) => crate::clock::pause(Duration::from_secs(1)),
        }
    }
}

/// Sets the end of a lease and its mark; false if someone else has the node.
fn mark(store: &Store, node: i64, holder: String, expires_at: i64, mark: i64) -> Result<bool> {
    store.write(move |connection| {
        let sql = "UPDATE node_lease SET expires_at = $1, last_millis = $2 WHERE node = $3 AND holder = $4";
        let values = [expires_at.into(), (mark + EPOCH_MILLIS).into(), node.into(), (&holder).into()];
        connection.execute(sql, &values).map(|touched| touched == 1)
    })
}

fn take_node(store: &Store, holder: &str, now: Timestamp, least: i64) -> Result<Leased> {
    let mut tries = 1;
    loop {
        let holder = holder.to_owned();
        let outcome = store.write(move |connection| lease_node(connection, &holder, now, least));
        match outcome {
            // Another process took the same node at this moment.
            Err(Error::Conflict { .. }) if tries < TRIES => tries += 1,
            outcome => return outcome,
        }
    }
}

fn lease_node(connection: &mut Connection<'_>, holder: &str, now: Timestamp, least: i64) -> Result<Leased> {
    // Ids order what they name, so they continue from the present as long as there is a number that allows it.
    let mut found = free_node(connection, Free::Continues, now)?;
    let unused = unused_node(connection)?;
    if found.is_none() && unused.is_none() {
        found = free_node(connection, Free::Ahead, now)?;
    }
    let known = found.map(|(node, last_millis)| (node, last_millis - EPOCH_MILLIS));
    let Some((node, known)) = known.or(unused.map(|node| (node, -1))) else {
        return Err(Error::Busy(format!("all {NODES} node numbers are in use")));
    };
    let first = millis(now).max(known + 1).max(least);
    let mark = first + AHEAD;
    if mark >> (63 - TIME_SHIFT) != 0 {
        return Err(Error::Clock { shows: now });
    }
    let sql = if found.is_some() {
        "UPDATE node_lease SET holder = $2, expires_at = $3, last_millis = $4 WHERE node = $1"
    } else {
        "INSERT INTO node_lease (node, holder, expires_at, last_millis) VALUES ($1, $2, $3, $4)"
    };
    let values = [node.into(), holder.into(), (now.0 + LEASE).into(), (mark + EPOCH_MILLIS).into()];
    connection.execute(sql, &values)?;
    Ok(Leased { node, first, mark })
}

/// Which nodes that no one holds to look for.
#[derive(Clone, Copy)]
enum Free {
    /// Returned, so that the mark is the last id's time, or with a mark that has passed. A process that was killed
    /// leaves a mark minutes ahead: ids above it would be higher than what others create in the meantime.
    Continues,
    /// With a mark that is still ahead, but not too far.
    Ahead,
}

/// A node that no one holds, and its mark. Of several that continue it is the one with the highest ids, of several
/// that are ahead the one with the lowest.
fn free_node(connection: &mut Connection<'_>, free: Free, now: Timestamp) -> Result<Option<(i64, i64)>> {
    let (reach, order) = match free {
        Free::Continues => (" AND (expires_at = 0 OR last_millis <= $3)", "DESC"),
        Free::Ahead => (" AND last_millis > $3", "ASC"),
    };
    let sql = format!(
        "SELECT node, last_millis FROM node_lease WHERE expires_at <= $1 AND last_millis <= $2{reach} \
         ORDER BY last_millis {order}, node LIMIT 1{}",
        dialect::locked(connection.engine())
    );
    let values = [now.0.into(), (now.0 / 1_000 + FAR_AHEAD).into(), (now.0 / 1_000).into()];
    connection.query_one(&sql, &values, |row| Ok((row.int(0)?, row.int(1)?)))
}

/// The lowest number that no one has leased yet.
fn unused_node(connection: &mut Connection<'_>) -> Result<Option<i64>> {
    let sql = "SELECT coalesce(max(node) + 1, 0) FROM node_lease";
    let node = connection.query_one(sql, &[], |row| row.int(0))?;
    Ok(node.filter(|node| *node < NODES))
}

/// How many nodes have marks so far ahead of `now` that they are skipped, without retired ones.
pub(crate) fn far_ahead(connection: &mut Connection<'_>, now: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM node_lease WHERE last_millis > $1 AND holder <> $2";
    let values = [(now.0 / 1_000 + FAR_AHEAD).into(), RETIRED.into()];
    Ok(connection.query_one(sql, &values, |row| row.int(0))?.unwrap_or_default())
}

/// Retires the nodes whose marks lie far ahead of `now`: no one creates ids of them again, and a process that still
/// does continues under another number. Existing ids stay unique. Returns how many.
pub fn retire_far_ahead(connection: &mut Connection<'_>, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE node_lease SET holder = $2, expires_at = $3 WHERE last_millis > $1 AND holder <> $2";
    let values = [(believable(now)?.0 / 1_000 + FAR_AHEAD).into(), RETIRED.into(), i64::MAX.into()];
    connection.execute(sql, &values)
}

/// How many nodes are held at `now` by processes that create ids.
pub(crate) fn held(connection: &mut Connection<'_>, now: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM node_lease WHERE expires_at > $1 AND holder <> $2";
    Ok(connection.query_one(sql, &[now.into(), RETIRED.into()], |row| row.int(0))?.unwrap_or_default())
}
