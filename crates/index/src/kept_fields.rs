//! Custom fields by which was grouped last: their values stay in memory and follow the feed of changes.

use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::funnel::GroupField;
use casebook_domain::party::Fields;
use casebook_store::definitions::GENERATION;
use casebook_store::index_row::{self as stored, Mark};
use casebook_store::{feed, matching};

use crate::Reader;
use crate::error::Result;
use crate::news::changed_since;
use crate::own_fields::{self, OwnValues};

/// So many fields are kept, those that were asked for last.
const MOST_FIELDS: usize = 8;
/// A field whose values have more bytes, each counted once, is read each time: nobody groups by long texts.
const MOST_BYTES: usize = 16 << 20;
/// So many values of nobody are kept, however few parties there are.
const MOST_UNUSED: usize = 10_000;
/// Parties read in one statement.
const AT_ONCE: usize = 1_000;

/// The fields that are kept, the one asked for last at the end.
#[derive(Default)]
pub(crate) struct KeptFields {
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    name: String,
    mark: Mark,
    values: Arc<OwnValues>,
}

impl KeptFields {
    /// The values of the custom field of this name, by which `by` groups, with everything that was committed before the
    /// call. Refuses a field that the reader does not know of.
    pub(crate) fn values(&self, reader: &Reader<'_>, name: &str, by: &GroupField) -> Result<Arc<OwnValues>> {
        if let Some(values) = self.known(reader, name)? {
            return Ok(values);
        }
        feed::number_all(&reader.store)?;
        // The mark is taken first: what changes meanwhile is read again.
        let mark = reader.store.ask(|connection| stored::mark(connection, GENERATION))?;
        let values = Arc::new(own_fields::values(reader, name, by)?);
        if values.0.bytes() <= MOST_BYTES {
            self.keep(Kept { name: name.to_owned(), mark, values: Arc::clone(&values) });
        }
        Ok(values)
    }

    /// The values if they are kept, and the reader knows of the field because it sees a party that has a value.
    pub(crate) fn known(&self, reader: &Reader<'_>, name: &str) -> Result<Option<Arc<OwnValues>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = kept.iter().position(|one| one.name == name) else { return Ok(None) };
        let mut one = kept.remove(place);
        if !one.bring_up_to_date(reader)? {
            return Ok(None);
        }
        let values = Arc::clone(&one.values);
        kept.push(one);
        Ok(Some(values).filter(|values| values.1.keys().any(|party| reader.scope.sees(*party))))
    }

    fn keep(&self, one: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|other| other.name != one.name);
        kept.push(one);
        let over = kept.len().saturating_sub(MOST_FIELDS);
        kept.drain(..over);
    }
}

impl Kept {
    /// Whether it could be brought up to date; if not, everything has to be read again.
    fn bring_up_to_date(&mut self, reader: &Reader<'_>) -> Result<bool> {
        if reader.store.ask(|connection| stored::mark(connection, GENERATION))? == self.mark {
            return Ok(true);
        }
        let news = reader.read(|connection, _| {
            let Some((mark, changed)) = changed_since(connection, &self.mark)? else { return Ok(None) };
            let mut read: Vec<(PartyId, Option<String>)> = Vec::new();
            for some in changed.chunks(AT_ONCE) {
                matching::own_fields_of(connection, some, |party, more| {
                    let mut own: Fields = serde_json::from_str(more).unwrap_or_default();
                    read.push((party, own.remove(&self.name)));
                })?;
            }
            Ok(Some((mark, changed, read)))
        })?;
        let Some((mark, changed, read)) = news else { return Ok(false) };
        if !changed.is_empty() {
            let (values, numbers) = Arc::make_mut(&mut self.values);
            for party in &changed {
                numbers.remove(party);
            }
            for (party, value) in read {
                let value = value.filter(|value| own_fields::is_value(value));
                numbers.extend(value.map(|value| (party, values.enter(Some(&value)))));
            }
        }
        self.mark = mark;
        // After many changes, most values are nobody's any more.
        Ok(self.values.0.numbers() <= 2 * self.values.1.len() + MOST_UNUSED)
    }
}
