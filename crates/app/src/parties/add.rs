//! Adding a person or an organization by hand.

use casebook_domain::draft::Draft;
use casebook_domain::ids::PartyId;
use casebook_domain::kind::built_in as k;
use casebook_domain::party::{FIELDS, Fields, LONGEST_FIELD, PartyKind, display_name};
use casebook_store::{change, party, party_key};

use crate::casebook::{Casebook, Work};
use crate::error::{Error, Result};
use crate::evidence::append;

/// A party to be added.
#[derive(Clone, Debug)]
pub struct NewParty {
    /// A person or an organization.
    pub kind: PartyKind,
    /// Its fields; a name, mail, phone or website must be among them.
    pub fields: Fields,
    /// Its ids elsewhere, as (system, id).
    pub external: Vec<(String, String)>,
}

/// Adds a party and the evidence that its details were learned, in one transaction.
pub fn add(casebook: &Casebook, new: NewParty) -> Result<PartyId> {
    casebook.write(move |work| {
        let id = insert(work, &new)?;
        let learned = Draft::about(id, k::DETAILS_LEARNED, Some(work.now));
        append(work, vec![learned], None)?;
        let entry = change::Change::of(work.now, work.casebook.actor(), work.casebook.via(), "party_added");
        change::insert_many(work.connection, &[entry.about(id).with_id(work.casebook.next_id()?)])?;
        Ok(id)
    })
}

fn insert(work: &mut Work<'_, '_>, new: &NewParty) -> Result<PartyId> {
    let mut fields = new.fields.clone();
    for (name, value) in &fields {
        check_field(name, value)?;
    }
    fields.retain(|_, value| !value.trim().is_empty());
    let name = display_name(&fields).or_else(|| new.external.first().map(|(_, id)| id.clone()));
    let name = name.ok_or_else(|| Error::Usage("a party needs a name, a mail, a phone or a website".to_owned()))?;
    fields.insert("name".to_owned(), name);
    let id = PartyId::new(work.casebook.next_id()?, new.kind);
    take_keys(work, id, &new.external)?;
    let row = party::PartyRow::new(id, fields, work.now);
    party::insert_many(work.connection, &[row])?;
    Ok(id)
}

fn take_keys(work: &mut Work<'_, '_>, id: PartyId, external: &[(String, String)]) -> Result<()> {
    if let Some((system, _)) = external.iter().find(|(system, _)| system.starts_with(':')) {
        return Err(Error::Usage(format!("`{system}` is no name for a system: it may not begin with `:`")));
    }
    let taken = party_key::find_many(work.connection, external)?;
    if let Some(((system, value), key)) = taken.iter().find(|(_, key)| !key.freed) {
        return Err(Error::Refused(format!("`{system}/{value}` is {} already; edit that party instead", key.party)));
    }
    party_key::claim_many(work.connection, &external.iter().map(|key| (key.clone(), id)).collect::<Vec<_>>())?;
    Ok(())
}

/// Refuses what no field may hold.
pub(super) fn check_field(name: &str, value: &str) -> Result<()> {
    if value.contains('\0') || name.contains('\0') {
        return Err(Error::Usage(format!("`{}` holds a NUL character; take it out", name.replace('\0', ""))));
    }
    if value.len() > LONGEST_FIELD {
        return Err(Error::Usage(format!("`{name}` is longer than {LONGEST_FIELD} bytes")));
    }
    if name.trim().is_empty() || name.len() > 200 {
        return Err(Error::Usage(format!("a field needs a name of 1 to 200 bytes; known ones are {}", FIELDS.join(", "))));
    }
    Ok(())
}
