//! The records of one type, a slot each, with the columns that were asked for so far.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use casebook_domain::deals::Pipelines;
use casebook_domain::ids::{DealId, RecordId};
use casebook_domain::records::{Field, RecordType, Values};
use casebook_domain::zone::Zone;
use casebook_store::deal_period::PeriodsByDeal;
use casebook_store::record::RecordRow;

use super::column::Column;
use super::periods::{Periods, short};
use crate::bitmap::Bitmap;

/// What is known of deals besides their records.
#[derive(Default)]
pub struct Deals {
    /// The pipelines.
    pub pipelines: Arc<Pipelines>,
    /// The workspace's zone.
    pub zone: Zone,
    /// In which stages they were, once that was asked for.
    pub periods: Option<Periods>,
}

/// The records of one type.
pub struct Table {
    /// The type as it was declared when the table was read.
    pub of: Arc<RecordType>,
    rows: Vec<Option<Arc<RecordRow>>>,
    slots: HashMap<RecordId, u32>,
    hidden: Bitmap,
    /// Columns by field, made when they are first needed and kept current from then on.
    columns: RwLock<HashMap<String, Arc<Column>>>,
    /// Of the table of deals.
    pub deals: Deals,
}

impl Table {
    /// A table without records.
    pub fn of(of: Arc<RecordType>) -> Self {
        Self {
            of,
            rows: Vec::new(),
            slots: HashMap::new(),
            hidden: Bitmap::none(0),
            columns: RwLock::default(),
            deals: Deals::default(),
        }
    }

    /// Goes by another declaration of the type from now on.
    pub fn declare(&mut self, of: Arc<RecordType>) {
        self.of = of;
        self.columns.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many slots there are.
    pub fn slots(&self) -> usize {
        self.rows.len()
    }

    /// The record of a slot.
    pub fn row(&self, slot: u32) -> Option<&Arc<RecordRow>> {
        self.rows.get(slot as usize)?.as_ref()
    }

    /// The slot of a record.
    pub fn slot_of(&self, id: RecordId) -> Option<u32> {
        self.slots.get(&id).copied()
    }

    /// All records, hidden ones too.
    pub fn all(&self) -> Bitmap {
        Bitmap::of(self.rows.len(), |slot| self.rows.get(slot).is_some_and(Option::is_some))
    }

    /// Hidden records.
    pub fn hidden(&self) -> &Bitmap {
        &self.hidden
    }

    /// Stores a record, known or new.
    pub fn put(&mut self, row: RecordRow) {
        let next = self.rows.len() as u32;
        let slot = *self.slots.entry(row.id).or_insert(next);
        if slot == next {
            self.rows.push(None);
            self.hidden.grow(self.rows.len());
        }
        self.hidden.set(slot, row.hidden);
        let columns = self.columns.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !columns.is_empty() {
            let values = Values::stored(&self.of, &row.fields);
            for (name, column) in columns {
                // Nobody else holds one while the table is changed.
                if let Some(column) = Arc::get_mut(column) {
                    fill(column, &self.of, name, slot as usize, &row, &values);
                }
            }
        }
        if let Some(place) = self.rows.get_mut(slot as usize) {
            *place = Some(Arc::new(row));
        }
    }

    /// Stores in which stages these deals were; of those that are left out, nothing is known any more.
    pub fn put_periods(&mut self, ids: &[RecordId], periods: &PeriodsByDeal) {
        let Some(kept) = &mut self.deals.periods else { return };
        for id in ids {
            if let Some(slot) = self.slots.get(id) {
                let own = periods.get(&DealId(id.0)).map(Vec::as_slice).unwrap_or_default();
                kept.put(*slot, own.iter().map(|period| short(*id, period)));
            }
        }
    }

    /// Removes a record that is no longer stored.
    pub fn forget(&mut self, id: RecordId) {
        if let Some(slot) = self.slots.remove(&id)
            && let Some(place) = self.rows.get_mut(slot as usize)
        {
            *place = None;
        }
    }

    /// The column of a field, or of what every record has.
    pub fn column(&self, name: &str) -> Arc<Column> {
        if let Some(column) = self.columns.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Arc::clone(column);
        }
        let mut columns = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        let made = columns.entry(name.to_owned()).or_insert_with(|| {
            let mut column = Column::default();
            for (slot, row) in self.rows.iter().enumerate() {
                if let Some(row) = row {
                    fill(&mut column, &self.of, name, slot, row, &self.value_of(name, row));
                }
            }
            Arc::new(column)
        });
        Arc::clone(made)
    }

    /// The value of one field, without reading the others.
    fn value_of(&self, name: &str, row: &RecordRow) -> Values {
        let of_one = self.of.field(name).cloned();
        of_one.map_or_else(Values::default, |field| Values::stored_of(&[field], &row.fields))
    }
}

fn fill(column: &mut Column, of: &RecordType, name: &str, slot: usize, row: &RecordRow, values: &Values) {
    let field: Option<&Field> = of.field(name);
    match (name, field) {
        (_, Some(field)) => column.put(slot, field, values.get(name)),
        ("name", _) => column.put_text(slot, Some(&row.name)),
        ("owner", _) => column.put_text(slot, row.owner.as_deref()),
        ("state", _) => column.put_text(slot, row.state.as_deref()),
        ("created_at", _) => column.put_time(slot, row.created_at.0),
        ("updated_at", _) => column.put_time(slot, row.updated_at.0),
        _ => {}
    }
}
