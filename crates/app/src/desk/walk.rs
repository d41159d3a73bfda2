//! Walking over all parties in ranges of ids, on every core, in bounded memory.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use casebook_domain::ids::PartyId;
use casebook_store::{Connection, party};

use crate::desk::Session;
use crate::desk::Words;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};

/// Parties of one range.
const RANGE: i64 = 1_000;

/// Neighbouring parties, hidden ones too.
pub(crate) struct Range {
    /// Their ids, in order; never empty.
    pub ids: Vec<PartyId>,
    /// The id after which the range begins.
    pub after: PartyId,
    /// The last of the ids.
    pub last: PartyId,
}

struct Walk<'a> {
    session: &'a Session,
    progress: &'a dyn Progress,
    cursor: Mutex<Option<PartyId>>,
    done: AtomicU64,
    total: u64,
    failed: AtomicBool,
}

/// Hands every range to `read`, each over one snapshot, and what it answers to `take`. Ranges are walked on
/// as many threads as there are cores, so in no particular order.
pub(crate) fn walk<R>(
    session: &Session,
    progress: &dyn Progress,
    read: impl Fn(&mut Connection<'_>, &Words, &Range) -> Result<R> + Sync,
    take: impl Fn(Range, R) -> Result<()> + Sync,
) -> Result<()> {
    let every = party::PartyFilter { hidden_too: true, ..party::PartyFilter::default() };
    let total = session.read(|connection, _| Ok(party::count(connection, &every)?))? as u64;
    let walk = Walk {
        session,
        progress,
        cursor: Mutex::new(Some(PartyId(i64::MIN))),
        done: AtomicU64::new(0),
        total,
        failed: AtomicBool::new(false),
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let walkers: Vec<_> = (0..threads).map(|_| scope.spawn(|| walk.along(&read, &take))).collect();
        let outcomes: Vec<Result<()>> = walkers
            .into_iter()
            .map(|walker| {
                walker
                    .join()
                    .unwrap_or_else(|_| Err(Error::Refused("a worker stopped unexpectedly".to_owned())))
            })
            .collect();
        outcomes.into_iter().collect()
    })
}

impl Walk<'_> {
    fn along<R>(
        &self,
        read: &(impl Fn(&mut Connection<'_>, &Words, &Range) -> Result<R> + Sync),
        take: &(impl Fn(Range, R) -> Result<()> + Sync),
    ) -> Result<()> {
        while !self.failed.load(Ordering::Relaxed) {
            let outcome = self.step(read, take);
            if !matches!(outcome, Ok(true)) {
                // At the end the others come to their end too; after an error there is nothing to go on for.
                self.failed.fetch_or(outcome.is_err(), Ordering::Relaxed);
                return outcome.map(|_| ());
            }
        }
        Ok(())
    }

    /// Walks through the next range; false at the end.
    fn step<R>(
        &self,
        read: &(impl Fn(&mut Connection<'_>, &Words, &Range) -> Result<R> + Sync),
        take: &(impl Fn(Range, R) -> Result<()> + Sync),
    ) -> Result<bool> {
        if self.progress.stopped() {
            return Err(Error::Stopped("nothing is lost; run the same command again".to_owned()));
        }
        self.session.check_wanted()?;
        let found = self.session.read(|connection, words| {
            let Some(range) = self.next(connection)? else { return Ok(None) };
            let answer = read(connection, words, &range)?;
            Ok(Some((range, answer)))
        })?;
        let Some((range, answer)) = found else { return Ok(false) };
        let parties = range.ids.len() as u64;
        take(range, answer)?;
        let done = self.done.fetch_add(parties, Ordering::Relaxed) + parties;
        self.progress.at(done, self.total.max(done));
        Ok(true)
    }

    fn next(&self, connection: &mut Connection<'_>) -> Result<Option<Range>> {
        let mut cursor = self.cursor.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(after) = *cursor else { return Ok(None) };
        let ids = party::ids_after(connection, after, RANGE)?;
        *cursor = ids.last().copied();
        Ok(cursor.map(|last| Range { ids, after, last }))
    }
}
