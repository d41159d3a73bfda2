//! Setting back what is remembered of the rows of a file, with which a later import compares.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::change::Action;
use casebook_store::change_entry::ChangeEntry;
use casebook_store::import::{self, ImportRow};
use serde::{Deserialize, Serialize};

use super::{Undo, Undone};
use crate::desk::{About, Work};
use crate::error::Result;
use crate::imports::{LIVE, Note, ROW_UNDONE, RowBefore};

/// What was remembered of a row, and what is remembered since.
#[derive(Serialize, Deserialize)]
struct RowChange {
    feed: String,
    before: RowBefore,
    after: RowBefore,
}

/// The rows that the entries of a step are about: read in one go, changed here, and stored in one go.
#[derive(Default)]
pub(super) struct Rows {
    /// By feed and key.
    present: BTreeMap<(String, String), ImportRow>,
    changed: BTreeSet<(String, String)>,
}

impl Rows {
    /// Reads the rows that entries are about.
    pub fn load(work: &mut Work<'_, '_>, undo: &Undo, entries: &[ChangeEntry]) -> Result<Self> {
        let mut wanted: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for entry in entries {
            let feed = match entry.action {
                Action::RowAdded | Action::RowRevived | Action::RowUpdated => undo.feed().map(str::to_owned),
                Action::RowTakenBack => change_in(entry).map(|change| change.feed),
                _ => None,
            };
            if let (Some(feed), Some(key)) = (feed, entry.row_key.as_deref()) {
                wanted.entry(feed).or_default().insert(key);
            }
        }
        let mut rows = Self::default();
        for (feed, keys) in wanted {
            let keys: Vec<&str> = keys.into_iter().collect();
            for row in import::rows(work.connection, &feed, &keys)?.into_iter().flatten() {
                rows.present.insert(place_of(&row), row);
            }
        }
        Ok(rows)
    }

    /// What a later import of the feed compares with: the row as it was before, or that it was undone.
    pub fn take_back(
        &mut self,
        work: &mut Work<'_, '_>,
        undo: &Undo,
        entry: &ChangeEntry,
        undone: &mut Undone,
    ) -> Result<()> {
        let (Some(feed), Some(key)) = (undo.feed(), entry.row_key.as_deref()) else { return Ok(()) };
        let present = self.present.get(&(feed.to_owned(), key.to_owned())).filter(|row| row.state == LIVE);
        let Some(present) = present.cloned() else { return Ok(()) };
        // A later import has changed or confirmed the row since: what it remembers stands.
        if present.import.0 != undo.of.id.0 && !undone.is(work, present.import.into())? {
            return Ok(());
        }
        let prior = Note::from_json(&entry.detail).row.map(|before| before.into_row(feed, key));
        let mut row = prior.unwrap_or_else(|| present.clone());
        if undone.is(work, row.import.into())? {
            ROW_UNDONE.clone_into(&mut row.state);
        }
        self.change(work, &present, row);
        Ok(())
    }

    /// Remembers a row again as it was before an undo, if nobody has imported it since.
    pub fn give_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) {
        let (Some(change), Some(key)) = (change_in(entry), entry.row_key.as_deref()) else { return };
        let after = change.after.into_row(&change.feed, key);
        let present = self.present.get(&place_of(&after)).filter(|present| **present == after);
        let Some(present) = present.cloned() else { return };
        self.change(work, &present, change.before.into_row(&change.feed, key));
    }

    fn change(&mut self, work: &mut Work<'_, '_>, before: &ImportRow, after: ImportRow) {
        note(work, before, &after);
        self.changed.insert(place_of(&after));
        self.present.insert(place_of(&after), after);
    }

    /// Stores what has changed.
    pub fn store(self, work: &mut Work<'_, '_>) -> Result<()> {
        let Self { mut present, changed } = self;
        let changed: Vec<ImportRow> = changed.iter().filter_map(|place| present.remove(place)).collect();
        Ok(import::put_rows(work.connection, &changed)?)
    }
}

fn place_of(row: &ImportRow) -> (String, String) {
    (row.feed.clone(), row.row_key.clone())
}

fn change_in(entry: &ChangeEntry) -> Option<RowChange> {
    serde_json::from_str(&entry.detail).ok()
}

fn note(work: &mut Work<'_, '_>, before: &ImportRow, after: &ImportRow) {
    let change = RowChange { feed: before.feed.clone(), before: before.into(), after: after.into() };
    let detail = serde_json::to_string(&change).unwrap_or_default();
    work.enter(
        Action::RowTakenBack,
        About { row_key: Some(before.row_key.clone()), detail, ..About::default() },
    );
}
