//! Reading all parties in ranges of ids, on every core, in bounded memory.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use casebook_domain::ids::PartyId;

use crate::exec::Connection;
use crate::store::{Failure, Store};
use crate::tables::party;

/// Parties of one range.
const RANGE: i64 = 1_000;

/// Parties with consecutive ids, including hidden ones.
#[derive(Debug)]
pub struct Range {
    /// Their ids, in order; never empty.
    pub ids: Vec<PartyId>,
    /// The id after which the range begins.
    pub after: PartyId,
    /// The last of the ids.
    pub last: PartyId,
}

/// The observer of a walk.
pub trait Watch<E>: Sync {
    /// An error if the walk should end; called before each range.
    fn check(&self) -> Result<(), E> {
        Ok(())
    }

    /// Reports progress: parties done, of how many.
    fn at(&self, _done: u64, _total: u64) {}
}

/// No observer.
impl<E> Watch<E> for () {}

struct Walk<'a, E> {
    store: &'a Store,
    watch: &'a dyn Watch<E>,
    cursor: Mutex<Option<PartyId>>,
    done: AtomicU64,
    total: u64,
    failed: AtomicBool,
}

/// Hands every range to `read`, each over one snapshot, and its result to `take`. Ranges are read on as many threads as
/// there are cores, so in no particular order.
pub fn walk<R, E: Failure + Send>(
    store: &Store,
    watch: &dyn Watch<E>,
    read: impl Fn(&mut Connection<'_>, &Range) -> Result<R, E> + Sync,
    take: impl Fn(Range, R) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let total = store.read(|connection| party::count(connection, true))? as u64;
    let walk = Walk {
        store,
        watch,
        cursor: Mutex::new(Some(PartyId(i64::MIN))),
        done: AtomicU64::new(0),
        total,
        failed: AtomicBool::new(false),
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let walkers: Vec<_> = (0..threads).map(|_| scope.spawn(|| walk.along(&read, &take))).collect();
        let ended: Vec<Result<(), E>> = walkers
            .into_iter()
            .map(|walker| walker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect();
        ended.into_iter().collect()
    })
}

impl<E: Failure> Walk<'_, E> {
    fn along<R>(
        &self,
        read: &(impl Fn(&mut Connection<'_>, &Range) -> Result<R, E> + Sync),
        take: &(impl Fn(Range, R) -> Result<(), E> + Sync),
    ) -> Result<(), E> {
        while !self.failed.load(Ordering::Relaxed) {
            let outcome = self.step(read, take);
            if !matches!(outcome, Ok(true)) {
                // At the end the other threads end too; after an error there is nothing to continue for.
                self.failed.fetch_or(outcome.is_err(), Ordering::Relaxed);
                return outcome.map(|_| ());
            }
        }
        Ok(())
    }

    /// Walks through the next range; false at the end.
    fn step<R>(
        &self,
        read: &(impl Fn(&mut Connection<'_>, &Range) -> Result<R, E> + Sync),
        take: &(impl Fn(Range, R) -> Result<(), E> + Sync),
    ) -> Result<bool, E> {
        self.watch.check()?;
        let found = self.store.read(|connection| -> Result<_, E> {
            let Some(range) = self.next(connection)? else { return Ok(None) };
            let answer = read(connection, &range)?;
            Ok(Some((range, answer)))
        })?;
        let Some((range, answer)) = found else { return Ok(false) };
        let parties = range.ids.len() as u64;
        take(range, answer)?;
        let done = self.done.fetch_add(parties, Ordering::Relaxed) + parties;
        self.watch.at(done, self.total.max(done));
        Ok(true)
    }

    fn next(&self, connection: &mut Connection<'_>) -> crate::Result<Option<Range>> {
        let mut cursor = self.cursor.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(after) = *cursor else { return Ok(None) };
        let ids = party::ids_after(connection, after, RANGE)?;
        *cursor = ids.last().copied();
        Ok(cursor.map(|last| Range { ids, after, last }))
    }
}
