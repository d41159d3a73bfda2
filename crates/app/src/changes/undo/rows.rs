//! Setting back what is remembered of the rows of a file, with which a later import compares.

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

/// What a later import of the feed compares with: the row as it was before, or that it was undone.
pub(super) fn take_back(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    entry: &ChangeEntry,
    undone: &mut Undone,
) -> Result<()> {
    let (Some(feed), Some(key)) = (undo.feed(), entry.row_key.as_deref()) else { return Ok(()) };
    let present = import::rows(work.connection, feed, &[key])?.pop().flatten();
    // A later import has changed the row since: what it remembers stands.
    let mine = |row: &ImportRow| row.import.0 == undo.of.id.0 && row.state == LIVE;
    let Some(present) = present.filter(mine) else { return Ok(()) };
    let prior = Note::from_json(&entry.detail).row.map(|before| before.into_row(feed, key));
    let mut row = prior.unwrap_or_else(|| present.clone());
    if undone.is(work, row.import.into())? {
        ROW_UNDONE.clone_into(&mut row.state);
    }
    note(work, &present, &row);
    Ok(import::put_rows(work.connection, &[row])?)
}

fn note(work: &mut Work<'_, '_>, before: &ImportRow, after: &ImportRow) {
    let change = RowChange { feed: before.feed.clone(), before: before.into(), after: after.into() };
    let detail = serde_json::to_string(&change).unwrap_or_default();
    work.enter(
        Action::RowTakenBack,
        About { row_key: Some(before.row_key.clone()), detail, ..About::default() },
    );
}

/// Remembers a row again as it was before an undo, if nobody has imported it since.
pub(super) fn give_back(work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
    let change = serde_json::from_str::<RowChange>(&entry.detail).ok();
    let (Some(change), Some(key)) = (change, entry.row_key.as_deref()) else { return Ok(()) };
    let present = import::rows(work.connection, &change.feed, &[key])?.pop().flatten();
    let after = change.after.into_row(&change.feed, key);
    let Some(present) = present.filter(|present| *present == after) else { return Ok(()) };
    let row = change.before.into_row(&change.feed, key);
    note(work, &present, &row);
    Ok(import::put_rows(work.connection, &[row])?)
}
