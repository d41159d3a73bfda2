//! Adding a person or an organization by hand.

use casebook_domain::draft::Draft;
use casebook_domain::ids::PartyId;
use casebook_domain::kind::built_in as k;
use casebook_domain::party::{FIELDS, Fields, LONGEST_FIELD, PartyKind, display_name};
use casebook_domain::time::Timestamp;
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow};

use super::key::storable;
use crate::casebook::{Casebook, Work};
use crate::error::{Error, Result};
use crate::evidence::append;

/// What the change log calls an addition by hand.
pub(crate) const ADDED: &str = "party_added";

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
        work.note(ADDED, id, String::new())?;
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
    let name =
        name.ok_or_else(|| Error::Usage("a party needs a name, a mail, a phone or a website".to_owned()))?;
    fields.insert("name".to_owned(), name);
    let id = work.casebook.next_party(new.kind);
    take_keys(work, id, &new.external)?;
    party::insert_many(work.connection, &[new_row(id, fields, work.now)])?;
    Ok(id)
}

fn take_keys(work: &mut Work<'_, '_>, id: PartyId, external: &[(String, String)]) -> Result<()> {
    if let Some((system, _)) = external.iter().find(|(system, _)| system.starts_with(':')) {
        return Err(Error::Usage(format!("`{system}` is no name for a system: it may not begin with `:`")));
    }
    let stored: Vec<_> = external.iter().map(|(system, id)| (system.as_str(), storable(id))).collect();
    let keys: Vec<(&str, &str)> = stored.iter().map(|(system, id)| (*system, &**id)).collect();
    for ((system, value), named) in keys.iter().zip(party_key::find_many(work.connection, &keys)?) {
        if let Some(named) = named.filter(|named| !named.freed) {
            let taken = format!("`{system}/{value}` is {} already; edit that party instead", named.party);
            return Err(Error::Refused(taken));
        }
    }
    let rows: Vec<KeyRow> = keys
        .iter()
        .map(|(system, value)| KeyRow {
            system: (*system).to_owned(),
            value: (*value).to_owned(),
            party: id,
            freed: false,
        })
        .collect();
    Ok(party_key::put_many(work.connection, &rows)?)
}

/// The row of a party that is being made.
pub(crate) fn new_row(id: PartyId, fields: Fields, now: Timestamp) -> PartyRow {
    PartyRow { id, fields, hidden: false, version: 1, created_at: now, updated_at: now }
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
        return Err(Error::Usage(format!(
            "a field needs a name of 1 to 200 bytes; known ones are {}",
            FIELDS.join(", ")
        )));
    }
    Ok(())
}
