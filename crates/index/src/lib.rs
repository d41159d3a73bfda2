//! The index: every party in columns in memory, which makes lists, search, counts and funnels fast.
//!
//! It is loaded on first use and kept current by the change feed: every read first asks the database whether
//! anything has changed, so that the next read sees each change, whichever process committed it. It holds nothing
//! but what was read from the database.

mod accounts;
mod bitmap;
mod blocks;
mod bytes;
mod columns;
mod dictionary;
mod error;
mod facets;
mod funnel;
mod group_keys;
mod kept_fields;
mod list;
mod load;
mod lookup;
mod names;
mod news;
mod numbers;
mod order;
mod own_fields;
mod periods;
mod permits;
mod query;
mod reader;
mod records;
mod refresh;
mod rows;
mod schedule;
mod search;
mod select;
mod signature;
mod single_flight;
mod snapshot;
mod text;
mod vocabularies;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use casebook_domain::ids::PartyId;
use casebook_domain::time::Timestamp;
use casebook_store::index_row::Mark;

use accounts::Accounts;
use columns::Columns;
pub use error::{Error, Result};
pub use facets::{Facet, MOST_FIELDS};
pub use group_keys::GroupKeys;
use kept_fields::KeptFields;
pub use list::{FindRequest, Found, MOST_ROWS, Row};
pub use numbers::NumbersGroup;
use permits::Permits;
pub use reader::Reader;
pub use records::{
    Amounts, DealFunnelGroup, DealFunnelReport, DealGroup, ExchangedAmounts, GroupingNeeds,
    MOST_FUNNEL_GROUPS, MOST_GROUPS, RecordGroup, RecordIndex, RecordPage, RecordRequest, Sums,
};
use rows::Rows;
use single_flight::SingleFlight;
use snapshot::Snapshots;
pub use snapshot::{Source, Unusable};

/// The index of one database, shared by all who read it in this process.
#[derive(Default)]
pub struct Index {
    loaded: RwLock<Option<Loaded>>,
    refreshing: SingleFlight,
    rows: Mutex<Rows>,
    /// Permits for work that scans all parties.
    permits: Permits,
    snapshots: Snapshots,
    accounts: Accounts,
    kept_fields: KeptFields,
    /// Raised whenever the columns are loaded again rather than changed.
    epochs: AtomicU64,
}

/// The columns, and the state of the database that they show.
struct Loaded {
    columns: Columns,
    mark: Mark,
    epoch: u64,
}

impl Index {
    /// Loads the index unless it is loaded and current, so that the first read need not wait.
    pub fn load(&self, reader: &Reader<'_>) -> Result<()> {
        // The result is shared, whoever asks.
        let reader = reader.for_all();
        self.refreshing.run(|| self.bring_up_to_date(&reader))
    }

    /// Runs work over the current columns: with everything that was committed before the call.
    fn read<T>(
        &self,
        reader: &Reader<'_>,
        mut work: impl FnMut(&Columns, Timestamp) -> Result<T>,
    ) -> Result<T> {
        loop {
            reader.check_wanted()?;
            self.load(reader)?;
            if let Some(answer) = self.look(reader, &mut work) {
                return answer;
            }
            self.advance(reader);
        }
    }

    /// Parties whose texts are not complete in memory, including hidden ones.
    fn cut(&self, reader: &Reader<'_>) -> Result<Vec<PartyId>> {
        self.read(reader, |columns, _| Ok(columns.parties(&columns.cut)))
    }

    /// [`Index::cut`] of the columns as last read, without asking for changes since.
    fn last_cut(&self) -> Vec<PartyId> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.as_ref().map(|loaded| loaded.columns.parties(&loaded.columns.cut)).unwrap_or_default()
    }

    /// Every party, including hidden ones.
    fn all_parties(&self, reader: &Reader<'_>) -> Result<Vec<PartyId>> {
        self.read(reader, |columns, _| Ok(columns.parties(&columns.alive)))
    }

    /// Runs work over the columns if they are current.
    fn look<T>(
        &self,
        reader: &Reader<'_>,
        work: &mut impl FnMut(&Columns, Timestamp) -> Result<T>,
    ) -> Option<Result<T>> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        let columns = &loaded.as_ref()?.columns;
        // Read here, so that it is never earlier than what someone else has advanced the columns to.
        let now = reader.now();
        columns.is_present_at(now).then(|| work(columns, now))
    }

    /// Advances the columns to the present time.
    fn advance(&self, reader: &Reader<'_>) {
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        // Taken out while it is changed: an interrupted change leaves no index rather than a wrong one.
        if let Some(mut changing) = loaded.take() {
            self.advance_to(&mut changing, reader.now());
            *loaded = Some(changing);
        }
    }

    fn advance_to(&self, loaded: &mut Loaded, now: Timestamp) {
        if loaded.columns.schedule.is_ahead_of(now) {
            loaded.epoch = self.next_epoch();
        }
        loaded.columns.advance_to(now);
    }

    fn next_epoch(&self) -> u64 {
        self.epochs.fetch_add(1, Ordering::Relaxed)
    }
}
