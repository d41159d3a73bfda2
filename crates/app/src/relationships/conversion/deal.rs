//! The deal of a conversion: opened, or joined.

use std::sync::Arc;

use casebook_domain::conversion::{Item, Part, Reason};
use casebook_domain::deals::DEAL;
use casebook_domain::ids::{DealId, PartyId, RecordId};
use casebook_domain::records::{FieldValue, Values};
use serde_json::{Value as Json, json};

use super::lead::Lead;
use super::request::DealChoice;
use crate::desk::Work;
use crate::error::{Error, Result};
use crate::records::{RecordChange, add_row, edit_row, locked};

/// The role in which a converted person takes part.
const BUYER: &str = "buyer";

/// The deal that is asked for: one that is there, which the lead joins, or a new one of the account and its people.
pub(super) fn choose(
    work: &mut Work<'_, '_>,
    lead: &mut Lead,
    account: Option<PartyId>,
    choice: &DealChoice,
) -> Result<DealId> {
    match choice {
        DealChoice::Create(change) => open(work, lead, account, change),
        DealChoice::Join(deal) => join(work, lead, account, *deal),
    }
}

fn open(
    work: &mut Work<'_, '_>,
    lead: &mut Lead,
    account: Option<PartyId>,
    change: &RecordChange,
) -> Result<DealId> {
    let of = Arc::clone(work.words.record_type(DEAL)?);
    let mut change = change.clone();
    let given = change.fields.get("people").and_then(Json::as_array).cloned().unwrap_or_default();
    change.fields.insert("people".to_owned(), with_people(given, &lead.people).into());
    if let Some(account) = account {
        change.fields.insert("account".to_owned(), json!(account.to_string()));
    }
    if let (None, Some(owner)) = (&change.owner, lead.row.fields.get("owner")) {
        change.owner = Some(Some(owner.clone()));
    }
    let row = add_row(work, &of, &change).map_err(in_deal)?;
    let id = DealId(row.id.0);
    lead.made.push(Item::of(Part::Deal, &id, row.name));
    Ok(id)
}

/// The people as they are sent, with those who are converted; whoever is among them stays in that role.
fn with_people(mut people: Vec<Json>, converted: &[PartyId]) -> Vec<Json> {
    for party in converted {
        let id = party.to_string();
        if !people.iter().any(|one| one["party"] == id.as_str() || *one == id.as_str()) {
            people.push(json!({ "party": id, "role": BUYER }));
        }
    }
    people
}

fn join(
    work: &mut Work<'_, '_>,
    lead: &mut Lead,
    account: Option<PartyId>,
    deal: RecordId,
) -> Result<DealId> {
    let of = Arc::clone(work.words.record_type(DEAL)?);
    let row = locked(work, &of, deal)?;
    if row.hidden {
        return Err(Error::argument("deal", "the deal is hidden; restore it first"));
    }
    let values = Values::stored(&of, &row.fields);
    let held = values.get("people").map(FieldValue::parties).unwrap_or_default();
    let id = DealId(deal.0);
    lead.kept.push(Item::of(Part::Deal, &id, row.name.clone()).stays(Reason::Chosen));
    let present: Vec<Json> =
        held.iter().map(|one| json!({ "party": one.party.to_string(), "role": one.role })).collect();
    let (there, new): (Vec<PartyId>, Vec<PartyId>) =
        lead.people.iter().partition(|one| held.iter().any(|had| had.party == **one));
    for taking in held.iter().filter(|had| there.contains(&had.party)) {
        let item = Item::of(Part::Person, &taking.party, taking.role.as_str());
        lead.kept.push(item.stays(Reason::AlreadyTakesPart));
    }
    let mut change = RecordChange::default();
    if !new.is_empty() {
        change.fields.insert("people".to_owned(), with_people(present, &new).into());
    }
    let has_account = values.get("account").is_some_and(|value| !value.parties().is_empty());
    if let Some(account) = account.filter(|_| !has_account) {
        change.fields.insert("account".to_owned(), json!(account.to_string()));
        lead.made.push(Item::of(Part::Field, &id, account.to_string()).field("account"));
    }
    edit_row(work, &of, &row, &change).map_err(in_deal)?;
    for party in &new {
        lead.made.push(Item::of(Part::Field, &id, party.to_string()).field("people"));
    }
    Ok(id)
}

/// An error about a field of the deal, as the request has it: within the deal.
fn in_deal(error: Error) -> Error {
    match error {
        Error::Argument { name, detail } => Error::Argument { name: format!("deal.{name}"), detail },
        other => other,
    }
}
