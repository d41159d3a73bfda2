//! Reading and mapping a file a batch at a time, on threads of their own while the last batch is stored.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{IntoIter, sync_channel};

use casebook_tables::Rejected;
use casebook_tables::mapping::{BoundMapping, MappedRow};
use casebook_tables::read::{Record, Records, Row, Table};

use super::missing::RowsSeen;
use crate::desk::chunk_size::ChunkSize;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};

/// Batches that are read and mapped ahead of the one being stored.
const AHEAD: usize = 2;

/// A row that has a meaning, and where it stands.
pub(super) struct Numbered {
    /// The line on which it begins.
    pub line: u64,
    /// Its cells, in case it is refused after all.
    pub cells: Vec<String>,
    /// What it says.
    pub row: MappedRow,
}

/// Rows read and mapped, and how far the file has been read.
pub(super) struct Batch {
    /// The rows that have a meaning.
    pub rows: Vec<Numbered>,
    /// The rows that have none, with their cells as far as they could be read.
    pub refused: Vec<(Rejected, Vec<String>)>,
    /// Records of the file up to the end of this batch.
    pub records: u64,
    /// Bytes of the file up to about the end of this batch.
    pub bytes: u64,
}

/// What is read.
pub(super) struct Source<'s> {
    /// The file.
    pub table: &'s Table,
    /// What its columns mean.
    pub bound: &'s BoundMapping,
    /// Records at its beginning that are passed over.
    pub skip: u64,
    /// How many rows are handed on at once.
    pub size: &'s ChunkSize,
    /// Where rows are noted, if anybody wants to know which there were.
    pub rows: Option<&'s RowsSeen>,
}

/// Hands the batches to `take`, in order, each with what `ahead` makes of it while those before are taken.
pub(super) fn each<R: Send>(
    source: &Source<'_>,
    mut ahead: impl FnMut(&Batch) -> R + Send,
    take: impl FnOnce(IntoIter<Result<(Batch, R)>>) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|scope| {
        let (send, read) = sync_channel(AHEAD);
        let (made, receive) = sync_channel(1);
        scope.spawn(move || {
            let Source { table, bound, skip, size, rows } = *source;
            let mut reader = match table.records() {
                Ok(records) => Reader { records, bound, skip, size, rows, seen: Seen::default() },
                Err(error) => return drop(send.send(Err(Error::Usage(error.to_string())))),
            };
            while let Some(batch) = reader.next_batch().transpose() {
                let last = batch.is_err();
                if send.send(batch).is_err() || last {
                    break;
                }
            }
        });
        scope.spawn(move || {
            for batch in read {
                let batch = batch.map(|batch| {
                    let made = ahead(&batch);
                    (batch, made)
                });
                if made.send(batch).is_err() {
                    break;
                }
            }
        });
        // It is dropped where it is taken, so that nothing more is read after a failure.
        take(receive.into_iter())
    })
}

/// Hands every batch to `take`, in order, until one fails or `progress` says to stop.
pub(super) fn one_by_one(
    source: &Source<'_>,
    progress: &dyn Progress,
    mut take: impl FnMut(Batch) -> Result<()>,
) -> Result<()> {
    let total = source.table.total_bytes();
    each(
        source,
        |_| (),
        |batches| {
            for batch in batches {
                if progress.stopped() {
                    return Err(Error::Stopped("as asked".to_owned()));
                }
                let (batch, ()) = batch?;
                let bytes = batch.bytes;
                take(batch)?;
                progress.at(bytes, total);
            }
            Ok(())
        },
    )
}

struct Reader<'a> {
    records: Records,
    bound: &'a BoundMapping,
    skip: u64,
    size: &'a ChunkSize,
    rows: Option<&'a RowsSeen>,
    seen: Seen,
}

/// The contents of the rows read so far, as hashes: rows of one key with different contents are distinguished by
/// their number, so that importing the file again compares each with itself. Equal rows are one.
#[derive(Default)]
struct Seen {
    first: HashMap<u64, u64>,
    /// By key and content, the number of those that differ from the first.
    more: HashMap<u64, HashMap<u64, usize>>,
}

impl Seen {
    /// The number of a row among the different ones of its key, from 0.
    fn number(&mut self, row: &MappedRow) -> usize {
        let (key, content) = (hash(&row.row_key), hash(&row.content));
        if *self.first.entry(key).or_insert(content) == content {
            return 0;
        }
        let more = self.more.entry(key).or_default();
        let next = more.len() + 1;
        *more.entry(content).or_insert(next)
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Reader<'_> {
    fn next_batch(&mut self) -> Result<Option<Batch>> {
        let most = self.size.get();
        let mut batch = Batch { rows: Vec::with_capacity(most), refused: Vec::new(), records: 0, bytes: 0 };
        while batch.rows.len() + batch.refused.len() < most {
            let Some(row) = self.records.next() else { break };
            match row.map_err(|error| Error::Usage(error.to_string()))? {
                Row::Record(record) if record.number <= self.skip => self.pass(&record),
                Row::Error(error) if error.number <= self.skip => {}
                Row::Record(record) => self.map(record, &mut batch),
                Row::Error(mut error) => {
                    let cells = std::mem::take(&mut error.cells);
                    batch.refused.push((error, cells));
                }
            }
        }
        let position = self.records.position();
        (batch.records, batch.bytes) = (position.number, self.records.bytes_read());
        let empty = batch.rows.is_empty() && batch.refused.is_empty();
        Ok((!empty).then_some(batch))
    }

    /// Passes over a row that an earlier process has stored.
    fn pass(&mut self, record: &Record) {
        if let Ok(mut row) = self.bound.row(record) {
            self.number(&mut row);
        }
    }

    /// Tells different rows of one key apart.
    fn number(&mut self, row: &mut MappedRow) {
        let number = self.seen.number(row);
        if number > 0 {
            row.row_key = format!("{}\u{1f}{}", row.row_key, number + 1);
            let deals = row.evidence.iter_mut().filter_map(|one| one.deal.as_mut());
            for deal in deals.filter(|deal| deal.is_of_row) {
                deal.key.value = format!("{} | {}", deal.key.value, number + 1);
            }
        }
        self.rows.into_iter().for_each(|rows| rows.note(&row.row_key));
    }

    fn map(&mut self, record: Record, batch: &mut Batch) {
        match self.bound.row(&record) {
            Ok(mut row) => {
                self.number(&mut row);
                let Record { line, cells, .. } = record;
                batch.rows.push(Numbered { line, cells, row });
            }
            Err(refused) => batch.refused.push((refused, record.cells)),
        }
    }
}
