//! Storing the batches of an import, each with the journal's progress in one transaction.
//!
//! Where several transactions can write at once, a batch of rows that are new inserts them while the batch before it is
//! being stored, and waits for its place before it says how far the run has come.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Scope, ScopedJoinHandle};

use casebook_store::import::{self, ImportReject, ImportRun};
use casebook_tables::mapping::{BoundMapping, Mapping};
use casebook_tables::read::Table;

use super::batches::{self, Batch, Source};
use super::chunk::{Outcome, Ready, apply, keys_of, make_ready};
use super::journal::{self, RUNNING, Remarks};
use super::missing::{Missing, RowsSeen};
use super::sequence::Sequence;
use crate::desk::chunk_size::ChunkSize;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Behind so many rows the planner gets new statistics: what it believed before is far off.
const GROWN: [i64; 3] = [2_000, 20_000, 200_000];

/// Stores every batch of a file behind those that the run has stored, and brings the run up to date.
pub(super) fn all(
    session: &Session,
    run: &mut ImportRun,
    table: &Table,
    (mapping, bound): (&Mapping, &BoundMapping),
    progress: &dyn Progress,
) -> Result<()> {
    let missing = Arc::new(Missing::of(session, run.id, mapping, table.headers())?);
    let (rows, is_first) = (RowsSeen::default(), missing.is_first);
    let (size, is_new, sequence) = (ChunkSize::default(), AtomicBool::new(true), Arc::<Sequence>::default());
    let source = Source {
        table,
        bound,
        skip: run.rows_done as u64,
        size: &size,
        rows: (!missing.is_first).then_some(&rows),
    };
    let storing = Storing {
        session,
        progress,
        size: &size,
        is_new: &is_new,
        sequence,
        missing,
        total: table.total_bytes(),
    };
    let ahead = storing.ahead(run);
    std::thread::scope(|scope| {
        batches::each(&source, ahead, |batches| {
            let outcome = storing.in_order(scope, run, batches);
            // Whoever still waits for its place is undone.
            storing.sequence.end();
            outcome
        })
    })?;
    if is_first {
        return Ok(());
    }
    let mut remarks = Remarks::of(run);
    (remarks.absent, remarks.absent_parties) = rows.absent(session, &run.feed, run.id, HashSet::new())?;
    run.report = remarks.to_json();
    Ok(())
}

/// What is made of a batch before its place has come.
struct Ahead {
    ready: Option<Ready>,
    /// Whether its rows may be inserted before the batch before it has ended.
    is_early: bool,
}

/// A batch that is being stored, or waits for it.
struct Begun<'scope> {
    place: u64,
    rows: usize,
    bytes: u64,
    thread: ScopedJoinHandle<'scope, Result<Stored>>,
}

/// What came of a batch.
struct Stored {
    run: ImportRun,
    /// Whether the store knew nothing of its rows.
    was_new: bool,
    /// How long others may have waited for it, in microseconds.
    micros: i64,
}

/// What is shared by all batches of a run.
struct Storing<'s> {
    session: &'s Session,
    progress: &'s dyn Progress,
    size: &'s ChunkSize,
    is_new: &'s AtomicBool,
    sequence: Arc<Sequence>,
    missing: Arc<Missing>,
    total: u64,
}

impl<'s> Storing<'s> {
    /// Decides batches ahead, one after the other. Where a file that is imported again is about parties that are there,
    /// nothing can be decided.
    fn ahead(&self, run: &ImportRun) -> impl FnMut(&Batch) -> Ahead + Send + use<'s> {
        let (session, is_new) = (self.session, self.is_new);
        let (import, feed) = (run.id, run.feed.clone());
        let several = session.store().writes_at_once();
        let mut last = HashSet::new();
        move |batch| {
            let made =
                is_new.load(Ordering::Relaxed).then(|| make_ready(session, import, &feed, &batch.rows));
            // What keeps it from being made ready keeps it from being stored, and is reported then.
            let ready = made.and_then(|made| made.ok().flatten());
            // Two that insert the same key at once would wait for each other.
            let names = if several { names_of(batch) } else { HashSet::new() };
            let is_early = several && ready.is_some() && names.is_disjoint(&last);
            last = names;
            Ahead { ready, is_early }
        }
    }

    /// Stores batches in their order; the next one is begun before the last has ended.
    fn in_order<'scope>(
        &self,
        scope: &'scope Scope<'scope, '_>,
        run: &mut ImportRun,
        mut batches: impl Iterator<Item = Result<(Batch, Ahead)>>,
    ) -> Result<()> {
        let mut place = 0;
        let mut begin = |(batch, ahead): (Batch, Ahead)| {
            place += 1;
            self.begin(scope, place, batch, ahead)
        };
        let mut next = batches.next().transpose()?.map(&mut begin);
        while let Some(begun) = next {
            if self.progress.stopped() {
                return Err(Error::Stopped("as asked".to_owned()));
            }
            self.sequence.go(begun.place, run);
            let following = batches.next().transpose();
            let following = following.map(|one| one.map(&mut begin));
            self.note(run, begun.rows, begun.thread.join().unwrap_or_else(|panic| resume_unwind(panic))?)?;
            self.progress.at(begun.bytes, self.total);
            next = following?;
        }
        Ok(())
    }

    fn begin<'scope>(
        &self,
        scope: &'scope Scope<'scope, '_>,
        place: u64,
        batch: Batch,
        ahead: Ahead,
    ) -> Begun<'scope> {
        let (rows, bytes) = (batch.rows.len(), batch.bytes);
        let (session, sequence) = (self.session.clone(), Arc::clone(&self.sequence));
        let missing = Arc::clone(&self.missing);
        let thread = scope.spawn(move || {
            if !ahead.is_early {
                sequence.wait(place, true)?;
            }
            let began = session.now();
            let (run, was_new) = store(&session, &sequence, place, (batch, missing), ahead)?;
            Ok(Stored { run, was_new, micros: ChunkSize::waited(&session, began) })
        });
        Begun { place, rows, bytes, thread }
    }

    /// Takes up what came of a batch.
    fn note(&self, run: &mut ImportRun, rows: usize, stored: Stored) -> Result<()> {
        let before = run.rows_done;
        *run = stored.run;
        self.is_new.store(stored.was_new, Ordering::Relaxed);
        self.size.note(rows, stored.micros);
        if GROWN.iter().any(|mark| (before..run.rows_done).contains(mark)) {
            self.session.store().refresh_statistics()?;
        }
        Ok(())
    }
}

/// What a batch puts in store under a name, as hashes.
fn names_of(batch: &Batch) -> HashSet<u64> {
    let hash = |system: &str, value: &str| {
        let mut hasher = DefaultHasher::new();
        (system, value).hash(&mut hasher);
        hasher.finish()
    };
    let rows = batch.rows.iter().map(|one| hash("", &one.row.row_key));
    let keys = batch.rows.iter().flat_map(|one| keys_of(&one.row));
    rows.chain(keys.map(|key| hash(&key.system, &key.value))).collect()
}

/// Stores a batch; answers with the run as it stands, and whether nothing was known of the rows before.
fn store(
    session: &Session,
    sequence: &Arc<Sequence>,
    place: u64,
    (batch, missing): (Batch, Arc<Missing>),
    ahead: Ahead,
) -> Result<(ImportRun, bool)> {
    let (batch, Ahead { ready, is_early }) = (Arc::new(batch), ahead);
    let ready = ready.map(Arc::new);
    if let Some(ready) = ready.clone().filter(|_| is_early)
        && let Some(stored) = store_early(session, sequence, place, &batch, ready)?
    {
        return Ok(stored);
    }
    // Not inside the transaction: who waits for what it holds may be whom the batch before waits for.
    let run = sequence.wait(place, true)?;
    let mut ready = ready.filter(|_| !is_early);
    session.write(move |work| {
        ensure_in_place(work, &run)?;
        // What was decided ahead is tried once: a conflict says that something is known of a row.
        let outcome = match ready.take().filter(|ready| ready.is_current(work)) {
            Some(ready) => {
                ready.insert(work)?;
                ready.finish(work)?
            }
            None => apply(work, run.id, &run.feed, &missing, &batch.rows)?,
        };
        let next = noted(work, &run, &batch, &outcome)?;
        Ok((next, outcome.is_new))
    })
}

/// Inserts the rows of a batch at once and waits for its place behind that. Nothing, where the batch has to be decided in
/// its place: something is known of its rows, or its place did not come.
fn store_early(
    session: &Session,
    sequence: &Arc<Sequence>,
    place: u64,
    batch: &Arc<Batch>,
    ready: Arc<Ready>,
) -> Result<Option<(ImportRun, bool)>> {
    let (sequence, batch, mut is_first) = (Arc::clone(sequence), Arc::clone(batch), true);
    session.write(move |work| {
        if !std::mem::take(&mut is_first) || !ready.is_current(work) {
            return Ok(None);
        }
        ready.insert(work)?;
        let run = sequence.wait(place, false)?;
        ensure_in_place(work, &run)?;
        let outcome = ready.finish(work)?;
        Ok(Some((noted(work, &run, &batch, &outcome)?, outcome.is_new)))
    })
}

/// Refuses to go on with a run that was asked to stop, or that another process is at.
fn ensure_in_place(work: &mut Work<'_, '_>, run: &ImportRun) -> Result<()> {
    journal::lock_feed(work, &run.feed)?;
    let stored = import::run(work.connection, run.id)?;
    match stored.filter(|stored| stored.state == RUNNING) {
        None => Err(Error::Stopped(String::new())),
        Some(stored) if stored.rows_done != run.rows_done => Err(journal::under_way(&run.file)),
        Some(_) => Ok(()),
    }
}

/// Notes in the journal what came of a batch.
fn noted(work: &mut Work<'_, '_>, run: &ImportRun, batch: &Batch, outcome: &Outcome) -> Result<ImportRun> {
    let next = progressed(run, batch, outcome);
    import::insert_rejects(work.connection, &rejected(run, batch, outcome))?;
    import::update_run(work.connection, &next)?;
    Ok(next)
}

fn progressed(run: &ImportRun, batch: &Batch, outcome: &Outcome) -> ImportRun {
    let mut remarks = Remarks::of(run);
    remarks.note(journal::unknown_in(&batch.rows), outcome);
    remarks.keep(&outcome.kept);
    remarks.hidden += outcome.hidden;
    ImportRun {
        rows_done: batch.records as i64,
        position: batch.bytes as i64,
        created: run.created + outcome.created as i64,
        updated: run.updated + outcome.updated as i64,
        unchanged: run.unchanged + outcome.unchanged as i64,
        evidence: run.evidence + outcome.evidence as i64,
        rejected: run.rejected + (batch.refused.len() + outcome.rejected.len()) as i64,
        report: remarks.to_json(),
        ..run.clone()
    }
}

fn rejected(run: &ImportRun, batch: &Batch, outcome: &Outcome) -> Vec<ImportReject> {
    let reject = |line: u64, column: &str, value: &str, reason: &str, cells: &[String]| ImportReject {
        import: run.id,
        seq: 0,
        line: line as i64,
        column_name: column.to_owned(),
        value: value.replace('\0', "\u{fffd}"),
        reason: reason.to_owned(),
        record: serde_json::to_string(cells).unwrap_or_default().replace("\\u0000", "\\ufffd"),
    };
    let unread = batch.refused.iter().map(|(refused, cells)| {
        let column = refused.column.as_deref().unwrap_or_default();
        reject(refused.line, column, &refused.value, &refused.reason, cells)
    });
    let unfit = outcome.rejected.iter().filter_map(|(place, reason)| {
        let row = batch.rows.get(*place)?;
        Some(reject(row.line, "", "", reason, &row.cells))
    });
    let mut all: Vec<ImportReject> = unread.chain(unfit).collect();
    all.sort_by_key(|one| one.line);
    all.into_iter().zip(run.rejected..).map(|(one, seq)| ImportReject { seq, ..one }).collect()
}
