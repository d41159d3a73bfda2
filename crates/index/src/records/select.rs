//! From a filter to the records that fit it.

use casebook_domain::ids::PartyId;
use casebook_domain::records::{Field, FieldCondition, FieldTest, RecordFilter, Scalar};

use super::column::{Cell, Cells, Column};
use super::funnel::members;
use super::table::Table;
use crate::bitmap::Bitmap;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::reader::Reader;

/// The slots that fit, without hidden ones unless the filter mentions them.
pub fn select(reader: &Reader<'_>, table: &Table, filter: &RecordFilter) -> Result<Bitmap> {
    let mut found = fitting(reader, table, filter)?;
    found.and(&table.all());
    if !filter.mentions_hidden() {
        found.without(table.hidden());
    }
    Ok(found)
}

fn fitting(reader: &Reader<'_>, table: &Table, filter: &RecordFilter) -> Result<Bitmap> {
    reader.check_wanted()?;
    Ok(match filter {
        RecordFilter::All(parts) => {
            let mut all = table.all();
            for part in parts {
                all.and(&fitting(reader, table, part)?);
            }
            all
        }
        RecordFilter::Any(parts) => {
            let mut any = Bitmap::none(table.slots());
            for part in parts {
                any.or(&fitting(reader, table, part)?);
            }
            any
        }
        RecordFilter::Not(part) => fitting(reader, table, part)?.complement(),
        RecordFilter::Text(text) => {
            let query = Query::of(text);
            Bitmap::of(table.slots(), |slot| {
                table.row(slot as u32).is_some_and(|row| query.fits(row.search.as_bytes()))
            })
        }
        RecordFilter::Field(condition) => field(table, condition),
        RecordFilter::Hidden(true) => table.hidden().clone(),
        RecordFilter::Hidden(false) => table.hidden().complement(),
        RecordFilter::Ids(ids) => {
            let mut some = Bitmap::none(table.slots());
            ids.iter().filter_map(|id| table.slot_of(*id)).for_each(|slot| some.set(slot, true));
            some
        }
        RecordFilter::Party(party) => with_party(table, None, &[*party]),
        RecordFilter::Parties(name, parties) => with_party(table, name.as_deref(), parties),
        RecordFilter::Funnel(asked) => members(table, asked, reader.now())?,
        // Answered before, by whoever asks the index.
        RecordFilter::WithParty(..) => return Err(Error::Unanswered),
    })
}

/// The slots of which a field, or any, holds one of these parties, which are in the order of ids.
fn with_party(table: &Table, name: Option<&str>, parties: &[PartyId]) -> Bitmap {
    let mut any = Bitmap::none(table.slots());
    let is_asked = |field: &&Field| field.kind.is_party() && name.is_none_or(|name| field.name == name);
    for one in table.of.fields.iter().filter(is_asked) {
        any.or(&having(&table.column(&one.name), |(_, id)| parties.binary_search(&PartyId(id)).is_ok()));
    }
    any
}

/// The slots of which a value passes a test.
fn having(column: &Column, test: impl Fn(Cell) -> bool) -> Bitmap {
    Bitmap::of_column(column.cells(), |cells: &Cells| cells.all().iter().any(|cell| test(*cell)))
}

fn field(table: &Table, condition: &FieldCondition) -> Bitmap {
    let column = table.column(&condition.name);
    let base = Field::of_kind(&condition.name, &condition.name, condition.kind);
    let field = table.of.field(&condition.name).unwrap_or(&base);
    let cell = |scalar: &Scalar| column.cell_of(field, scalar);
    // An amount is compared with those of its currency alone.
    let compared = |wanted: Option<Cell>, test: fn(i64, i64) -> bool| match wanted {
        Some((unit, wanted)) => having(&column, |(of, value)| of == unit && test(value, wanted)),
        None => Bitmap::none(table.slots()),
    };
    let mut found = match &condition.test {
        FieldTest::OneOf(wanted) => {
            let wanted: Vec<Cell> = wanted.iter().filter_map(cell).collect();
            having(&column, |cell| wanted.contains(&cell))
        }
        FieldTest::Parties(parties) => having(&column, |(_, id)| parties.iter().any(|party| party.0 == id)),
        FieldTest::AtLeast(wanted) => compared(cell(wanted), |value, wanted| value >= wanted),
        FieldTest::AtMost(wanted) => compared(cell(wanted), |value, wanted| value <= wanted),
        FieldTest::Before(wanted) => compared(cell(wanted), |value, wanted| value < wanted),
        FieldTest::After(wanted) => compared(cell(wanted), |value, wanted| value > wanted),
        FieldTest::Contains(part) => {
            let picked = column.texts_with(part);
            having(&column, |(_, number)| {
                usize::try_from(number)
                    .ok()
                    .and_then(|number| picked.get(number))
                    .copied()
                    .unwrap_or_default()
            })
        }
        FieldTest::Filled(true) => having(&column, |_| true),
        FieldTest::Filled(false) => {
            let mut filled = having(&column, |_| true);
            // Slots at the end may have no cell yet.
            filled.grow(table.slots());
            return filled.complement();
        }
    };
    found.grow(table.slots());
    found
}
