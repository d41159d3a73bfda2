//! Writing a snapshot of the columns to its file.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use casebook_store::{Connection, LockGuard, files};
use serde::Serialize;

use super::{Entry, FEWEST, Head, Program, Tail, frame, part};
use crate::columns::Columns;
use crate::error::{Error, Result};
use crate::{Index, Reader};

/// The lock of whoever writes the file.
const LOCK: &str = "index-snapshot";

impl Index {
    /// Writes a snapshot, unless there are few parties or the last one is behind by fewer changes than `behind`. Says
    /// whether it was written: not if somebody else is at it, or if the index was loaded anew meanwhile. Readers and
    /// writers of the index go on meanwhile.
    pub fn save(&self, reader: &Reader<'_>, behind: i64) -> Result<bool> {
        let (Some(file), true) = (self.snapshots.file(), self.is_behind(behind)) else { return Ok(false) };
        let reader = reader.for_all();
        let Some(lock) = reader.store.try_lock(LOCK)? else { return Ok(false) };
        let written = self.write(&reader, file);
        // What stays behind of the lock is in nobody's way.
        drop(LockGuard::forget(lock));
        let seq = written?;
        if seq.is_some() {
            *self.snapshots.seq.lock().unwrap_or_else(PoisonError::into_inner) = seq;
        }
        Ok(seq.is_some())
    }

    /// Columns that were loaded anew may show what the file cannot catch up with.
    pub(crate) fn forget_saved(&self) {
        *self.snapshots.seq.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn is_behind(&self, by: i64) -> bool {
        let saved = *self.snapshots.seq.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.as_ref().is_some_and(|loaded| {
            loaded.columns.slots() >= FEWEST && saved.is_none_or(|saved| loaded.mark.seq - saved >= by.max(1))
        })
    }

    /// Writes the file and puts it in its place; says which entry it was made at.
    fn write(&self, reader: &Reader<'_>, path: &Path) -> Result<Option<i64>> {
        let Some((epoch, head)) = self.head(reader)? else { return Ok(None) };
        let under_way = under_way(path);
        let written = self.write_to(reader, &under_way, epoch, &head);
        if !matches!(written, Ok(true)) {
            // Half a file is of no use; where it cannot be removed, the next one takes its place.
            drop(std::fs::remove_file(&under_way));
            return written.map(|_| None);
        }
        files::rename(&under_way, path)
            .map_err(|source| Error::Unwritable { path: path.to_owned(), source })?;
        Ok(Some(head.at.seq))
    }

    /// Writes a file to its end, on the disk; says whether it came to that.
    fn write_to(&self, reader: &Reader<'_>, path: &Path, epoch: u64, head: &Head) -> Result<bool> {
        let unwritable = |source: io::Error| Error::Unwritable { path: path.to_owned(), source };
        let mut file = files::create(path).map_err(unwritable)?;
        let Some(since) = self.copied(&mut file, epoch, head).map_err(unwritable)? else { return Ok(false) };
        let Some(at) = self.entry(reader, epoch)? else { return Ok(false) };
        json(&Tail { at, since })
            .and_then(|tail| frame::write(&mut file, &tail))
            .and_then(|()| file.sync_data())
            .map_err(unwritable)?;
        Ok(true)
    }

    /// What a snapshot of now is of, and the epoch of the columns.
    fn head(&self, reader: &Reader<'_>) -> Result<Option<(u64, Head)>> {
        let of = |columns: &Columns| (columns.slots(), columns.vocabularies.clone());
        let now = |index: &Self| {
            let loaded = index.loaded.read().unwrap_or_else(PoisonError::into_inner);
            loaded.as_ref().map(|loaded| (loaded.epoch, loaded.mark.seq, of(&loaded.columns)))
        };
        let Some((epoch, seq, (slots, vocabularies))) = now(self) else { return Ok(None) };
        let at = reader.store.ask(|connection| Entry::find(connection, seq))?;
        Ok(at.map(|at| (epoch, Head { program: Program::this(), at, slots, vocabularies })))
    }

    /// Writes all but the end; answers up to when the present was computed at most. Nothing if the columns were
    /// loaded anew meanwhile.
    fn copied(&self, file: &mut impl Write, epoch: u64, head: &Head) -> io::Result<Option<i64>> {
        frame::begin(file)?;
        frame::write(file, &json(head)?)?;
        let mut since = i64::MIN;
        for part in part::all(head.vocabularies.len(), head.slots) {
            let bytes = self.of_epoch(epoch, |columns| {
                since = since.max(columns.schedule.since().0);
                part::encoded(columns, part, head.slots)
            });
            let Some(bytes) = bytes else { return Ok(None) };
            frame::write(file, &bytes)?;
        }
        Ok(Some(since))
    }

    /// The last entry that the columns show.
    fn entry(&self, reader: &Reader<'_>, epoch: u64) -> Result<Option<Entry>> {
        let seq = {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            loaded.as_ref().filter(|loaded| loaded.epoch == epoch).map(|loaded| loaded.mark.seq)
        };
        let find = |connection: &mut Connection<'_>| seq.map_or(Ok(None), |seq| Entry::find(connection, seq));
        reader.store.ask(find)
    }

    fn of_epoch<T>(&self, epoch: u64, work: impl FnOnce(&Columns) -> T) -> Option<T> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.as_ref().filter(|loaded| loaded.epoch == epoch).map(|loaded| work(&loaded.columns))
    }
}

fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(serde_json::to_vec(value)?)
}

fn under_way(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push("-new");
    PathBuf::from(name)
}
