//! Changing fields of a party by hand.

use casebook_domain::ids::PartyId;
use casebook_domain::party::{Fields, display_name};
use casebook_store::{change, party};

use super::add::check_field;
use crate::casebook::{Casebook, Work};
use crate::error::{Error, Result};

/// Sets fields, or empties them where the value is `None`. Fields not named stay as they are.
pub fn edit(casebook: &Casebook, id: PartyId, changes: Vec<(String, Option<String>)>) -> Result<()> {
    for (name, value) in &changes {
        check_field(name, value.as_deref().unwrap_or_default())?;
    }
    casebook.write(move |work| {
        party::lock_many(work.connection, &[id])?;
        let found = party::get_many(work.connection, &[id])?.pop();
        let mut row = found.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        let before = row.fields.clone();
        for (name, value) in &changes {
            match value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
                Some(value) => row.fields.insert(name.clone(), value.to_owned()),
                None => row.fields.remove(name),
            };
        }
        let name = display_name(&row.fields).or_else(|| before.get("name").cloned());
        row.fields.insert("name".to_owned(), name.unwrap_or_default());
        if row.fields == before {
            return Ok(());
        }
        let edited = edited(work, id, &before, &row.fields)?;
        row.updated_at = work.now;
        party::update(work.connection, &row)?;
        change::insert_many(work.connection, &[edited])?;
        Ok(())
    })
}

fn edited(work: &Work<'_, '_>, id: PartyId, before: &Fields, after: &Fields) -> Result<change::Change> {
    let names = before.keys().chain(after.keys());
    let mut changed: Vec<&String> = names.filter(|name| before.get(*name) != after.get(*name)).collect();
    changed.sort();
    changed.dedup();
    let detail: serde_json::Map<String, serde_json::Value> = changed
        .into_iter()
        .map(|name| (name.clone(), serde_json::json!([before.get(name), after.get(name)])))
        .collect();
    let entry = change::Change::of(work.now, work.casebook.actor(), work.casebook.via(), "party_edited");
    Ok(entry.about(id).saying(serde_json::Value::Object(detail).to_string()).with_id(work.casebook.next_id()?))
}
