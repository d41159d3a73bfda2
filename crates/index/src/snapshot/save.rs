//! Writing a snapshot of the columns to its file.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use casebook_store::{Connection, LockGuard, files};
use serde::Serialize;

use super::{Entry, FEWEST, Head, Program, SHARE_CHANGED, Tail, frame, part};
use crate::columns::Columns;
use crate::error::{Error, Result};
use crate::{Index, Reader};

/// The lock for writing the file.
const LOCK: &str = "index-snapshot";

impl Index {
    /// Writes a snapshot, unless there are few parties, or few have changed since the last one. Returns whether it was
    /// written: not if another process is writing it, or if the index was loaded again meanwhile. Readers and writers
    /// of the index continue meanwhile.
    pub fn save(&self, reader: &Reader<'_>) -> Result<bool> {
        let (Some(file), true) = (self.snapshots.file(), self.is_worth_saving()) else { return Ok(false) };
        let reader = reader.for_all();
        let Some(lock) = reader.store.try_lock(LOCK)? else { return Ok(false) };
        // Changes from now on may not be in the file.
        let before = self.snapshots.behind().replace(0);
        let written = self.write(&reader, file);
        if !matches!(written, Ok(true)) {
            let mut behind = self.snapshots.behind();
            *behind = behind.zip(before).map(|(since, before)| since + before);
        }
        // A lock that is left behind does no harm.
        drop(LockGuard::forget(lock));
        written
    }

    fn is_worth_saving(&self) -> bool {
        let behind = *self.snapshots.behind();
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.as_ref().is_some_and(|loaded| {
            let slots = loaded.columns.slots();
            slots >= FEWEST && behind.is_none_or(|behind| behind > slots / SHARE_CHANGED)
        })
    }

    /// Writes the file and moves it into place; returns whether it did.
    fn write(&self, reader: &Reader<'_>, path: &Path) -> Result<bool> {
        let Some((epoch, head)) = self.head(reader)? else { return Ok(false) };
        let under_way = under_way(path);
        let written = self.write_to(reader, &under_way, epoch, &head);
        if !matches!(written, Ok(true)) {
            // Half a file is of no use; if it cannot be removed, the next one replaces it.
            drop(std::fs::remove_file(&under_way));
            return written;
        }
        files::rename(&under_way, path)
            .map_err(|source| Error::Unwritable { path: path.to_owned(), source })?;
        Ok(true)
    }

    /// Writes and syncs the whole file; returns whether it did.
    fn write_to(&self, reader: &Reader<'_>, path: &Path, epoch: u64, head: &Head) -> Result<bool> {
        let unwritable = |source: io::Error| Error::Unwritable { path: path.to_owned(), source };
        // On a new machine nobody has made it yet.
        path.parent().map_or(Ok(()), files::create_folder).map_err(unwritable)?;
        let mut file = files::create(path).map_err(unwritable)?;
        let Some(since) = self.copied(&mut file, epoch, head).map_err(unwritable)? else { return Ok(false) };
        let Some(at) = self.entry(reader, epoch)? else { return Ok(false) };
        json(&Tail { at, since })
            .and_then(|tail| frame::write(&mut file, &tail))
            .and_then(|()| file.sync_data())
            .map_err(unwritable)?;
        Ok(true)
    }

    /// The head of a snapshot taken now, and the epoch of the columns.
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

    /// Writes all but the tail; returns the latest time for which the present was computed. `None` if the columns
    /// were loaded again meanwhile.
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
