//! Lists: the parties of a filter in an order, a page at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use casebook_domain::filter::{Filter, Leaf, Magnitude, Sort, SortBy};
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::history::{Since, StageNow, Standing, covers};
use casebook_domain::party::Fields;
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::Zone;
use casebook_store::matching;
use casebook_store::party::PartyRow;

use crate::columns::Columns;
use crate::error::Result;
use crate::lookup::answered;
use crate::order::{Cursor, Listed, OwnKeys};
use crate::periods::Unpacked;
use crate::search::Search;
use crate::select::select;
use crate::text::sorted_by;
use crate::vocabularies::ActiveVocabulary;
use crate::{Index, Reader};

/// The most rows of a page.
pub const MOST_ROWS: usize = 1_000;

/// The request for a page of a list.
#[derive(Clone, Debug, Default)]
pub struct FindRequest {
    /// The filter.
    pub filter: Filter,
    /// The order.
    pub sort: Sort,
    /// Where the page begins: `next` of the page before.
    pub cursor: Option<String>,
    /// How many rows, at most [`MOST_ROWS`]; 0 counts as 1.
    pub limit: usize,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its parties.
    pub items: Vec<Row>,
    /// Where the next page begins; `None` on the last page.
    pub next: Option<String>,
}

/// A party in a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The stored party.
    pub party: Arc<PartyRow>,
    /// Its stage in each vocabulary.
    pub stages: Vec<StageNow>,
    /// Its standing and the reason; `None` without evidence.
    pub standing: Option<(Standing, Option<String>)>,
    /// Since when it has that standing, if known.
    pub standing_since: Option<Since>,
    /// When its last dated evidence occurred.
    pub last_evidence: Option<Timestamp>,
}

/// The sort keys of the custom fields that an order is by. They are not kept in memory: to sort by such a field reads all
/// custom fields once.
fn own_keys(reader: &Reader<'_>, sort: &Sort) -> Result<BTreeMap<String, OwnKeys>> {
    let mut all = BTreeMap::new();
    for key in sort.keys() {
        if let SortBy::Own(name) = &key.by {
            all.insert(name.clone(), keys_of(reader, name)?);
        }
    }
    Ok(all)
}

fn keys_of(reader: &Reader<'_>, name: &str) -> Result<OwnKeys> {
    let mut keys = OwnKeys::new();
    if Sort::READ.contains(&name) {
        let mut take = |party, value: &str| _ = keys.insert(party, own_key(value));
        reader.store.read(|connection| matching::values(connection, name, None, &mut take))?;
        return Ok(keys);
    }
    reader.store.read(|connection| {
        matching::own_fields(connection, |party, more| {
            let own: Fields = serde_json::from_str(more).unwrap_or_default();
            keys.extend(own.get(name).map(|value| (party, own_key(value))));
        })
    })?;
    Ok(keys)
}

fn own_key(value: &str) -> String {
    // Texts come behind all magnitudes.
    Magnitude::of(value).map_or_else(|| format!("2{}", fold(value)), Magnitude::key)
}

impl Index {
    /// A page of the parties that fit.
    pub fn find(&self, reader: &Reader<'_>, request: &FindRequest) -> Result<Found> {
        let after = request.cursor.as_deref().map(|text| Cursor::parse(text, &request.sort)).transpose()?;
        let (text, rest) = apart(&request.filter);
        let rest = answered(self, reader, &rest)?;
        let own = own_keys(reader, &request.sort)?;
        let prefix = text_of(&request.filter).map(sorted_by).unwrap_or_default();
        loop {
            let search = text.map(|text| Search::of(self, reader, text)).transpose()?;
            let found = self.read(reader, |columns, now| {
                if search.as_ref().is_some_and(|search| !search.is_whole(columns)) {
                    return Ok(None);
                }
                // A text condition never mentions hidden parties, so the rest of the filter decides about them.
                let base = select(reader, columns, &rest, now)?;
                let search = search.as_ref().map(|search| search.in_columns(columns));
                let limit = request.limit.clamp(1, MOST_ROWS);
                let (sort, after) = (&request.sort, after.as_ref());
                let listed = Listed { columns, sort, prefix: &prefix, after, limit, own: &own };
                let (slots, next) = listed.page(&base, search.as_ref())?;
                let items = self.rows_of(reader, columns, &slots, now)?;
                Ok(Some(Found { items, next: next.map(|next| next.to_text(&request.sort)) }))
            })?;
            if let Some(found) = found {
                return Ok(found);
            }
        }
    }

    /// How many parties fit.
    pub fn count(&self, reader: &Reader<'_>, filter: &Filter) -> Result<u64> {
        let filter = answered(self, reader, filter)?;
        self.read(reader, |columns, now| Ok(select(reader, columns, &filter, now)?.count()))
    }

    /// All parties that fit, in the order of ids.
    pub fn ids(&self, reader: &Reader<'_>, filter: &Filter) -> Result<Vec<PartyId>> {
        let filter = answered(self, reader, filter)?;
        let mut all =
            self.read(reader, |columns, now| Ok(columns.parties(&select(reader, columns, &filter, now)?)))?;
        all.sort_unstable();
        Ok(all)
    }

    fn rows_of(
        &self,
        reader: &Reader<'_>,
        columns: &Columns,
        slots: &[u32],
        now: Timestamp,
    ) -> Result<Vec<Row>> {
        let ids: Vec<PartyId> =
            slots.iter().filter_map(|slot| columns.ids.get(*slot as usize).copied()).collect();
        let rows = self.rows(reader, &ids)?;
        let mut unpacked = Unpacked::default();
        let zone = columns.vocabularies.first().map(ActiveVocabulary::zone).unwrap_or_default();
        let row = |party: Arc<PartyRow>| {
            let slot = columns.slot_of(party.id)?;
            columns.unpack(slot, &mut unpacked);
            let standing = unpacked.standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
            Some(Row {
                stages: stages(columns, &unpacked, &zone, now),
                standing: standing
                    .map(|one| (one.standing, columns.reasons.value(one.reason).map(str::to_owned))),
                standing_since: standing.and_then(|one| Since::of(one.entered_at, one.step, &zone)),
                last_evidence: unpacked.last_at,
                party,
            })
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }
}

/// The search text, if all matches must contain it.
fn text_of(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::Leaf(Leaf::Text(text)) => Some(text),
        Filter::All(parts) => parts.iter().find_map(text_of),
        _ => None,
    }
}

/// Takes the search text out of a filter: it is tested last, on as few parties as possible.
fn apart(filter: &Filter) -> (Option<&str>, Cow<'_, Filter>) {
    let all = match filter {
        Filter::All(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    let texts = all.iter().enumerate().filter_map(|(place, part)| match part {
        Filter::Leaf(Leaf::Text(text)) => Some((place, text.as_str())),
        _ => None,
    });
    let Some((place, text)) = texts.into_iter().next() else { return (None, Cow::Borrowed(filter)) };
    let others = all.iter().enumerate().filter(|(other, _)| *other != place);
    (Some(text), Cow::Owned(Filter::All(others.map(|(_, part)| part.clone()).collect())))
}

fn stages(columns: &Columns, unpacked: &Unpacked, zone: &Zone, now: Timestamp) -> Vec<StageNow> {
    let all = columns.vocabularies.iter().zip(&unpacked.stages);
    all.map(|(vocabulary, periods)| {
        let present = periods.iter().find(|one| covers(one.entered_at, one.left_at, now));
        StageNow {
            vocabulary: vocabulary.name.clone(),
            stage: present.and_then(|one| vocabulary.stages.get(usize::from(one.stage)).cloned()),
            since: present.and_then(|one| one.since(zone)),
        }
    })
    .collect()
}
