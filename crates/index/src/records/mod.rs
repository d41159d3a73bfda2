//! The records of every type in memory: lists, search, counts and facets.
//!
//! As with parties, every read first asks the database whether anything was committed since, and reads what has changed.

mod by_part;
mod column;
mod exchange;
mod funnel;
mod groups;
mod key;
mod order;
mod periods;
mod select;
mod table;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use casebook_domain::change::Action;
use casebook_domain::deals::{DEAL, DealRequest, Pipelines};
use casebook_domain::ids::{DealId, PartyId, RecordId};
use casebook_domain::money::exchange::ExchangeRates;
use casebook_domain::records::{Grouping, RecordFilter, RecordSort, RecordType};
use casebook_domain::zone::Zone;
use casebook_store::deal_period::{self, PeriodsByDeal};
use casebook_store::definitions::GENERATION;
use casebook_store::feed;
use casebook_store::index_row::{self as stored, Mark};
use casebook_store::record::{self, RecordRow};

use crate::error::Result;
use crate::list::MOST_ROWS;
use crate::reader::Reader;
use crate::single_flight::SingleFlight;
use column::Column;
pub use exchange::ExchangedAmounts;
pub use funnel::{Amounts, DealFunnelGroup, DealFunnelReport, MOST_FUNNEL_GROUPS};
use groups::group;
pub use groups::{DealGroup, GroupingNeeds, MOST_GROUPS, RecordGroup, Sums};
use order::{Order, cursor_text, read_cursor};
use periods::Periods;
use select::select;
use table::{Deals, Table};

/// Records read in one statement.
const AT_ONCE: i64 = 5_000;
/// After so many entries of the feed, reading everything again is as fast.
const MOST_ENTRIES: usize = 10_000;

/// The records of one database.
#[derive(Default)]
pub struct RecordIndex {
    loaded: RwLock<Option<Loaded>>,
    refreshing: SingleFlight,
}

struct Loaded {
    mark: Mark,
    tables: HashMap<String, Table>,
}

/// The request for a page of records.
#[derive(Clone, Debug, Default)]
pub struct RecordRequest {
    /// The filter.
    pub filter: RecordFilter,
    /// The sort keys, the most significant first; by name if there are none.
    pub sort: Vec<RecordSort>,
    /// Where the page begins: `next` of the page before.
    pub cursor: Option<String>,
    /// How many records, at most [`MOST_ROWS`]; 0 counts as 1.
    pub limit: usize,
}

/// A page of records.
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Its records.
    pub items: Vec<Arc<RecordRow>>,
    /// Where the next page begins; `None` on the last page.
    pub next: Option<String>,
}

impl RecordIndex {
    /// A page of the records of a type that fit.
    pub fn find(&self, reader: &Reader<'_>, of: &RecordType, request: &RecordRequest) -> Result<RecordPage> {
        let after = request.cursor.as_deref().map(|text| read_cursor(&request.sort, text)).transpose()?;
        self.read(reader, of, &request.filter, |table| {
            let found = select(reader, table, &request.filter)?;
            let order = Order::of(table, &request.sort, &found);
            let (slots, next) = order.page(&found, after, request.limit.clamp(1, MOST_ROWS))?;
            let items = slots.into_iter().filter_map(|slot| table.row(slot).cloned()).collect();
            Ok(RecordPage { items, next: next.map(|last| cursor_text(&request.sort, last)) })
        })
    }

    /// How many records of a type fit.
    pub fn count(&self, reader: &Reader<'_>, of: &RecordType, filter: &RecordFilter) -> Result<u64> {
        self.read(reader, of, filter, |table| Ok(select(reader, table, filter)?.count()))
    }

    /// The records of a type that fit, in groups; `None` if there are more than [`MOST_GROUPS`].
    pub fn groups(
        &self,
        reader: &Reader<'_>,
        of: &RecordType,
        filter: &RecordFilter,
        grouping: &Grouping,
        needs: &GroupingNeeds,
    ) -> Result<Option<Vec<RecordGroup>>> {
        self.read(reader, of, filter, |table| {
            Ok(group(table, &select(reader, table, filter)?, grouping, needs, reader.now()))
        })
    }

    /// The funnel of the deals that fit; with a grouping, one for each group.
    pub fn deal_funnel(
        &self,
        reader: &Reader<'_>,
        of: &RecordType,
        filter: &RecordFilter,
        (request, rates): (&DealRequest, &ExchangeRates),
        grouping: Option<(&Grouping, &GroupingNeeds)>,
    ) -> Result<DealFunnelReport> {
        self.bring_periods(reader)?;
        self.read(reader, of, filter, |table| {
            let found = select(reader, table, filter)?;
            funnel::funnel(table, &found, (request, rates), grouping, reader.now())
        })
    }

    /// The parties in fields of the records of a type that fit, each once, in the order of ids.
    pub fn parties(
        &self,
        reader: &Reader<'_>,
        of: &RecordType,
        filter: &RecordFilter,
    ) -> Result<Vec<PartyId>> {
        self.read(reader, of, filter, |table| {
            let found = select(reader, table, filter)?;
            let fields = table.of.fields.iter().filter(|field| field.kind.is_party());
            let columns: Vec<Arc<Column>> = fields.map(|field| table.column(&field.name)).collect();
            let cells =
                found.slots().flat_map(|slot| columns.iter().flat_map(move |column| column.at(slot).all()));
            let mut parties: Vec<PartyId> = cells.map(|(_, party)| PartyId(*party)).collect();
            parties.sort_unstable();
            parties.dedup();
            Ok(parties)
        })
    }

    /// All records of a type that fit, in the order of ids.
    pub fn ids(&self, reader: &Reader<'_>, of: &RecordType, filter: &RecordFilter) -> Result<Vec<RecordId>> {
        self.read(reader, of, filter, |table| {
            let found = select(reader, table, filter)?;
            let mut ids: Vec<RecordId> =
                found.slots().filter_map(|slot| table.row(slot)).map(|row| row.id).collect();
            ids.sort_unstable();
            Ok(ids)
        })
    }

    /// Runs work over the current records of a type: with everything that was committed before the call.
    fn read<T>(
        &self,
        reader: &Reader<'_>,
        of: &RecordType,
        filter: &RecordFilter,
        work: impl FnOnce(&Table) -> Result<T>,
    ) -> Result<T> {
        if filter.mentions_funnel() {
            self.bring_periods(reader)?;
        }
        let for_all = reader.for_all();
        self.refreshing.run(|| self.bring_up_to_date(&for_all))?;
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        match loaded.as_ref().and_then(|loaded| loaded.tables.get(&of.name)) {
            Some(table) => work(table),
            // Declared meanwhile.
            None => work(&Table::of(Arc::new(of.clone()))),
        }
    }

    /// Reads in which stages deals were, unless that was read before: from then on it is kept current. What changes
    /// meanwhile is read again with the records.
    fn bring_periods(&self, reader: &Reader<'_>) -> Result<()> {
        let for_all = reader.for_all();
        self.refreshing.run(|| self.bring_up_to_date(&for_all))?;
        {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            let deals = loaded.as_ref().and_then(|loaded| loaded.tables.get(DEAL));
            if deals.is_none_or(|table| table.deals.periods.is_some()) {
                return Ok(());
            }
        }
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let deals = loaded.as_mut().and_then(|loaded| loaded.tables.get_mut(DEAL));
        match deals.filter(|table| table.deals.periods.is_none()) {
            Some(table) => {
                table.deals.periods = Some(all_periods(reader, table)?);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn bring_up_to_date(&self, reader: &Reader<'_>) -> Result<()> {
        let before = {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            loaded.as_ref().map(|loaded| loaded.mark.clone())
        };
        let Some(before) = before else { return self.load(reader) };
        if reader.store.ask(|connection| stored::mark(connection, GENERATION))? == before {
            return Ok(());
        }
        let with_periods = {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            let deals = loaded.as_ref().and_then(|loaded| loaded.tables.get(DEAL));
            deals.is_some_and(|table| table.deals.periods.is_some())
        };
        match news(reader, &before, with_periods)? {
            Some(news) => self.apply(reader, news),
            None => self.load(reader),
        }
    }

    fn apply(&self, reader: &Reader<'_>, news: News) -> Result<()> {
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        // Taken out while it is changed: an interrupted change leaves nothing rather than something wrong.
        let Some(mut changing) = loaded.take() else { return Ok(()) };
        for of in &news.types {
            match changing.tables.get_mut(&of.name) {
                Some(table) if table.of == *of => {}
                Some(table) => table.declare(Arc::clone(of)),
                None => {
                    changing.tables.insert(of.name.clone(), table(reader, of)?);
                }
            }
        }
        let there: BTreeSet<RecordId> = news.rows.iter().map(|row| row.id).collect();
        for id in news.ids.iter().filter(|id| !there.contains(id)) {
            changing.tables.values_mut().for_each(|table| table.forget(*id));
        }
        for row in news.rows {
            if let Some(table) = changing.tables.get_mut(&row.type_name) {
                table.put(row);
            }
        }
        if let Some(table) = changing.tables.get_mut(DEAL) {
            table.deals.pipelines = news.pipelines;
            table.deals.zone = news.zone;
            table.put_periods(&news.ids, &news.periods);
        }
        changing.mark = news.mark;
        *loaded = Some(changing);
        Ok(())
    }

    /// Reads all records. The mark is taken first: what changes meanwhile is read again.
    fn load(&self, reader: &Reader<'_>) -> Result<()> {
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = None;
        feed::number_all(&reader.store)?;
        let (mark, definitions) = reader.read(|connection, definitions| {
            Ok((stored::mark(connection, GENERATION)?, Arc::clone(definitions)))
        })?;
        let mut tables = HashMap::new();
        for of in &definitions.types {
            tables.insert(of.name.clone(), table(reader, of)?);
        }
        if let Some(table) = tables.get_mut(DEAL) {
            let (pipelines, zone) = (Arc::clone(&definitions.pipelines), definitions.zone.clone());
            table.deals = Deals { pipelines, zone, periods: None };
        }
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(Loaded { mark, tables });
        Ok(())
    }
}

/// The records of a type, as they are stored.
fn table(reader: &Reader<'_>, of: &Arc<RecordType>) -> Result<Table> {
    let mut table = Table::of(Arc::clone(of));
    let mut last = RecordId(i64::MIN);
    loop {
        reader.check_wanted()?;
        let rows = reader.store.read(|connection| record::after(connection, &of.name, last, AT_ONCE))?;
        let Some(end) = rows.last().map(|row| row.id) else { return Ok(table) };
        last = end;
        for row in rows {
            table.put(row);
        }
    }
}

/// In which stages all deals were.
fn all_periods(reader: &Reader<'_>, table: &Table) -> Result<Periods> {
    let mut periods = Periods::default();
    reader.store.read(|connection| {
        deal_period::for_each(connection, |period| {
            if let Some(slot) = table.slot_of(RecordId(period.deal.0)) {
                periods.push(slot, &period);
            }
        })
    })?;
    Ok(periods)
}

/// What has changed since a mark, in one snapshot.
struct News {
    mark: Mark,
    /// The types as they are declared now.
    types: Vec<Arc<RecordType>>,
    /// Records that were changed.
    ids: Vec<RecordId>,
    /// Those of them that are there.
    rows: Vec<RecordRow>,
    /// In which stages those of them were that are deals, if that is kept.
    periods: PeriodsByDeal,
    /// The pipelines now.
    pipelines: Arc<Pipelines>,
    /// The zone now.
    zone: Zone,
}

/// Reads what has changed since a mark; `None` if everything has to be read again.
fn news(reader: &Reader<'_>, before: &Mark, with_periods: bool) -> Result<Option<News>> {
    reader.read(|connection, definitions| {
        let mark = stored::mark(connection, GENERATION)?;
        let first = feed::first(connection)?;
        if mark.seq < before.seq || first.is_some_and(|first| first > before.seq + 1) {
            return Ok(None);
        }
        let entries = feed::since(connection, before.seq, MOST_ENTRIES as i64 + 1)?;
        if entries.len() > MOST_ENTRIES {
            return Ok(None);
        }
        // An entry is known by its id: seen without a number, it comes again with one.
        let new = entries.iter().filter(|(_, entry)| before.waiting.binary_search(&entry.id).is_err());
        let mut ids = BTreeSet::new();
        for change in new.flat_map(|(_, entry)| &entry.changes) {
            if change.action == Action::Restored {
                return Ok(None);
            }
            ids.extend(&change.records);
        }
        let ids: Vec<RecordId> = ids.into_iter().collect();
        let rows = record::get_many(connection, &ids)?;
        let deals = rows.iter().filter(|row| with_periods && row.type_name == DEAL);
        let deals: Vec<DealId> = deals.map(|row| DealId(row.id.0)).collect();
        let periods = deal_period::of_deals(connection, &deals)?;
        let (types, zone) = (definitions.types.clone(), definitions.zone.clone());
        let pipelines = Arc::clone(&definitions.pipelines);
        Ok(Some(News { mark, types, ids, rows, periods, pipelines, zone }))
    })
}
