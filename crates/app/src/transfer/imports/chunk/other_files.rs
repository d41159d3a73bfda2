//! Deals that files of other names have brought: a deal's id says which it is, whatever the file is called.
//!
//! Where nobody names the system of the ids, they are those of the file's name. The same id under the name of another file
//! is the same deal, if the buyer of the row takes part in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use casebook_domain::ids::{DealId, EvidenceId, PartyId};
use casebook_store::import::{self, ImportRow};
use casebook_store::{Connection, deal};
use casebook_tables::mapping::{Key, MappedRow};

use super::{Chunk, LIVE};
use crate::error::Result;
use crate::evidence::participants_of_deal;
use crate::imports::history::Imported;

/// What other files have said of the deals of rows.
#[derive(Default)]
pub(super) struct OtherFiles {
    /// The keys of deals under the names of other files.
    keys: HashMap<Key, Key>,
    /// The rows about deals, by the keys under which they are stored.
    rows: HashMap<Key, ImportRow>,
}

/// The deal of a row that tells by its id which row it is.
fn deal_of(row: &MappedRow) -> Option<&Key> {
    let deal = row.evidence.iter().find_map(|one| one.deal.as_ref())?;
    let is_by_id = !deal.key.system.starts_with(':') && deal.by_title.is_none();
    (is_by_id && row.row_key == row_key(&deal.key)).then_some(&deal.key)
}

/// Under which keys other files may have the deal of a row, and the row about it: the feed, the key of the deal and that of
/// the row.
pub(in crate::transfer::imports) fn in_other_files<'f>(
    row: &MappedRow,
    feed: &str,
    feeds: &'f [String],
) -> Vec<(&'f str, Key, String)> {
    let Some(key) = deal_of(row) else { return Vec::new() };
    let under = |name: &'f String| {
        let system = if *key.system == *feed { name.as_str().into() } else { Arc::clone(&key.system) };
        let stored = Key { system, value: key.value.clone() };
        let row_key = row_key(&stored);
        (name.as_str(), stored, row_key)
    };
    feeds.iter().map(under).collect()
}

fn row_key(deal: &Key) -> String {
    format!("{}/{}", deal.system, deal.value)
}

impl Chunk<'_> {
    /// Looks for deals that are not known by their keys under the names of other files, and for the rows about them.
    pub(super) fn load_other_files(
        &mut self,
        connection: &mut Connection<'_>,
        changed: &[&MappedRow],
        known: &mut HashMap<Key, DealId>,
    ) -> Result<()> {
        let is_open =
            |row: &MappedRow, key: &Key| !known.contains_key(key) || !self.rows.contains_key(&row.row_key);
        let named = changed.iter().filter_map(|row| Some((*row, deal_of(row)?.clone())));
        let rows: Vec<(&MappedRow, Key)> = named.filter(|(row, key)| is_open(row, key)).collect();
        if rows.is_empty() || self.missing.feeds_of_deals.is_empty() {
            return Ok(());
        }
        let missing = Arc::clone(&self.missing);
        let feeds = &missing.feeds_of_deals;
        let unknown: Vec<&Key> =
            rows.iter().map(|(_, key)| key).filter(|key| !known.contains_key(key)).collect();
        let elsewhere = self.elsewhere(connection, feeds, &unknown)?;
        for (row, key) in &rows {
            for (other, deal) in elsewhere.get(&key.value).into_iter().flatten() {
                if self.takes_part(connection, row, *deal)? {
                    known.insert(key.clone(), *deal);
                    self.other_files.keys.insert(key.clone(), other.clone());
                    break;
                }
            }
        }
        self.load_rows_of_deals(connection, feeds, &rows, known)
    }

    /// Deals of ids that are of the file's name, under the names of other files, the latest first.
    fn elsewhere(
        &self,
        connection: &mut Connection<'_>,
        feeds: &[String],
        unknown: &[&Key],
    ) -> Result<HashMap<String, Vec<(Key, DealId)>>> {
        let values = unknown.iter().filter(|key| *key.system == *self.feed).map(|key| key.value.as_str());
        let pairs: Vec<(&str, &str)> =
            values.flat_map(|value| feeds.iter().map(move |feed| (feed.as_str(), value))).collect();
        let mut found: HashMap<String, Vec<(Key, DealId)>> = HashMap::new();
        for ((system, value), deal) in pairs.iter().zip(deal::find_many(connection, &pairs)?) {
            if let Some(deal) = deal {
                let key = Key { system: (*system).into(), value: (*value).to_owned() };
                found.entry((*value).to_owned()).or_default().push((key, deal));
            }
        }
        Ok(found)
    }

    /// Whether the buyer of a row takes part in a deal.
    fn takes_part(&self, connection: &mut Connection<'_>, row: &MappedRow, deal: DealId) -> Result<bool> {
        let kind = row.party.kind;
        let buyers: Vec<PartyId> =
            row.party.keys.iter().filter_map(|key| self.named(kind, key)).map(|named| named.party).collect();
        let parties = participants_of_deal(connection, self.words, deal)?;
        Ok(parties.iter().any(|one| buyers.contains(&one.party)))
    }

    /// Reads the last row that another file had about each deal that is known.
    fn load_rows_of_deals(
        &mut self,
        connection: &mut Connection<'_>,
        feeds: &[String],
        rows: &[(&MappedRow, Key)],
        known: &HashMap<Key, DealId>,
    ) -> Result<()> {
        let is_new = |row: &MappedRow| !self.rows.contains_key(&row.row_key);
        let wanted = rows.iter().filter(|(row, key)| is_new(row) && known.contains_key(key));
        let stored: Vec<Key> =
            wanted.map(|(_, key)| self.other_files.keys.get(key).unwrap_or(key).clone()).collect();
        let row_keys: Vec<String> = stored.iter().map(row_key).collect();
        let row_keys: Vec<&str> = row_keys.iter().map(String::as_str).collect();
        if row_keys.is_empty() {
            return Ok(());
        }
        for feed in feeds {
            for (key, found) in stored.iter().zip(import::rows(connection, feed, &row_keys)?) {
                let Some(found) = found.filter(|found| found.state == LIVE) else { continue };
                let last = self.other_files.rows.get(key).map(|last| last.import);
                if last.is_none_or(|last| found.import > last) {
                    self.other_files.rows.insert(key.clone(), found);
                }
            }
        }
        Ok(())
    }

    /// The pieces of such rows.
    pub(super) fn pieces_of_other_files(&self) -> impl Iterator<Item = EvidenceId> {
        self.other_files.rows.values().flat_map(|row| Imported::read_all(&row.evidence)).map(|one| one.id)
    }

    /// The key under which a deal is stored that another file has brought.
    pub(super) fn stored_deal(&self, key: &Key) -> Option<Key> {
        self.other_files.keys.get(key).cloned()
    }

    /// A row that names its deal as it is stored.
    pub(super) fn with_stored_deal<'r>(&self, row: Cow<'r, MappedRow>) -> Cow<'r, MappedRow> {
        let Some(stored) = deal_of(&row).and_then(|key| self.stored_deal(key)) else { return row };
        let mut row = row.into_owned();
        for deal in row.evidence.iter_mut().filter_map(|one| one.deal.as_mut()) {
            deal.key = stored.clone();
        }
        Cow::Owned(row)
    }

    /// The row of another file about the deal of a row.
    pub(super) fn row_of_deal(&mut self, row: &MappedRow) -> Option<ImportRow> {
        let deal = row.evidence.iter().find_map(|one| one.deal.as_ref())?;
        self.other_files.rows.remove(&deal.key)
    }
}
