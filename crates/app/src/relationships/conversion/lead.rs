//! A lead that is being converted, and what is done with it.

use casebook_domain::conversion::{Item, Part, Reason};
use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use casebook_store::party::PartyRow;

use crate::desk::Work;
use crate::error::{Error, Result};

/// The lead and what is done with it.
pub(super) struct Lead {
    /// The lead as it was.
    pub row: PartyRow,
    /// Everybody who is converted with it: the person, or the business with its people.
    pub people: Vec<PartyId>,
    /// What was made.
    pub made: Vec<Item>,
    /// What stays.
    pub kept: Vec<Item>,
}

impl Lead {
    /// A lead with which nothing is done yet. One that is hidden is refused.
    pub fn of(row: PartyRow, people: Vec<PartyId>) -> Result<Self> {
        if row.hidden {
            return Err(Error::Refused("the lead is hidden; restore it first".to_owned()));
        }
        let name = row.fields.get("name").cloned().unwrap_or_default();
        let what = if row.id.kind() == PartyKind::Person { Part::Person } else { Part::Account };
        let kept = vec![Item::of(what, &row.id, name).stays(Reason::SameRecord)];
        Ok(Self { row, people, made: Vec::new(), kept })
    }
}

/// Notes what a conversion changed of the lead's own fields.
pub(super) fn fill(work: &mut Work<'_, '_>, lead: &mut Lead, field: &str, value: &str) -> Result<()> {
    let id = lead.row.id;
    match lead.row.fields.get(field).map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(present) if present == value => {}
        Some(present) => {
            let item = Item::of(Part::Field, &id, present).field(field);
            lead.kept.push(item.stays(Reason::HasAValue));
        }
        None => {
            let changes = [(field.to_owned(), Some(value.to_owned()))];
            if crate::parties::edit_row(work, &mut lead.row, &changes)? {
                lead.made.push(Item::of(Part::Field, &id, value).field(field));
            }
        }
    }
    Ok(())
}
