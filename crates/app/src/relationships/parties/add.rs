//! Adding a person or an organization by hand.

use std::collections::BTreeSet;

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, Piece};
use casebook_domain::ids::PartyId;
use casebook_domain::key::storable;
use casebook_domain::kind::built_in as k;
use casebook_domain::party::{
    ContactPoints, FIELDS, Fields, display_name, emails, gather, settle, stored_text,
};
use casebook_domain::time::Timestamp;
use casebook_store::party::{self, PartyRow};

use super::duplicate::{Duplicates, matches};
use super::fields::{difference, fitted};
use super::keys::{has_mail, lock_names, mail_key, take_keys, take_mails, take_names};
use super::new::{NewParty, check_new};
use super::show::{Card, card, stored};
use crate::desk::projection::rows_of;
use crate::desk::{About, Definitions, Session, Work};
use crate::error::{Error, Match, Result};
use crate::evidence::append;

/// What came of adding a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The party, new or there already, as it is now.
    pub card: Card,
    /// Whether it is new.
    pub created: bool,
}

/// Adds a party and the evidence that its details were learned, in one transaction. A mail address that somebody
/// else has is no hindrance; see [`add_unless_there`].
pub fn add(session: &Session, new: NewParty) -> Result<PartyId> {
    add_unless_there(session, new, Duplicates::Allow).map(|added| added.card.id)
}

/// [`add`], with a choice of what to do where somebody with the same mail address or id is there already.
pub fn add_unless_there(session: &Session, new: NewParty, duplicates: Duplicates) -> Result<Added> {
    session.may(Subject::NewParty)?;
    session.write(move |work| add_in(work, &new, duplicates))
}

/// [`add_unless_there`] in a transaction that is under way.
pub(crate) fn add_in(work: &mut Work<'_, '_>, new: &NewParty, duplicates: Duplicates) -> Result<Added> {
    check_new(new)?;
    let new = &NewParty { fields: settled(&work.words, new)?, ..new.clone() };
    lock_names(work, &new.external, &emails(&new.fields))?;
    let found = if duplicates == Duplicates::Allow { Vec::new() } else { matches(work, new)? };
    match (found.as_slice(), duplicates) {
        ([], _) => create(work, new).map(|card| Added { card, created: true }),
        ([only], Duplicates::AddTo) if only.party.kind() == new.kind => {
            add_to(work, only, new)?;
            let card = stored(work.session, work.connection, &work.words, only.party, work.now)?;
            Ok(Added { card, created: false })
        }
        _ => Err(Error::Duplicate(found)),
    }
}

/// The fields in the form in which they are stored, without empty ones.
fn settled(words: &Definitions, new: &NewParty) -> Result<Fields> {
    let mut fields = Fields::new();
    for (name, value) in new.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
        // A single value keeps blanks at its ends.
        let is_single = FIELDS.contains(&name.as_str());
        let stored = if is_single {
            Some(stored_text(name, value).into_owned())
        } else {
            fitted(words, new.kind, name, value)?
        };
        fields.extend(stored.map(|value| (name.clone(), value)));
    }
    settle(&Fields::new(), &mut fields);
    Ok(fields)
}

fn create(work: &mut Work<'_, '_>, new: &NewParty) -> Result<Card> {
    let mut fields = new.fields.clone();
    let name = display_name(&fields).or_else(|| new.external.first().map(|(_, id)| id.clone()));
    let name = name.ok_or_else(|| {
        Error::argument("name", "a party needs a name, email address, phone number, website or external id")
    })?;
    fields.insert("name".to_owned(), name);
    let id = work.session.next_party(new.kind);
    take_keys(work, id, &new.external)?;
    take_mails(work, id, &fields)?;
    take_names(work, id, &fields)?;
    let row = new_row(id, fields, work.now);
    party::insert_many(work.connection, std::slice::from_ref(&row))?;
    work.fresh.push(id);
    work.made.push(id);
    let pieces: Vec<Piece> = learn(work, id)?.iter().map(|one| one.piece_for(id)).collect();
    work.note(Action::PartyAdded, id, String::new());
    // Worked out, not read: nobody else can have changed it yet.
    let kept = rows_of(&work.words, id, &pieces);
    Ok(card(&work.words, row, known_by(&new.external), (&kept.stages, &kept.standings), work.now))
}

/// The ids elsewhere as they are stored, each once, in their order.
fn known_by(external: &[(String, String)]) -> Vec<(String, String)> {
    let stored = external.iter().map(|(system, id)| (system.clone(), storable(id).into_owned()));
    stored.collect::<BTreeSet<_>>().into_iter().collect()
}

fn learn(work: &mut Work<'_, '_>, id: PartyId) -> Result<Vec<Evidence>> {
    let learned = Draft::about(id, k::DETAILS_LEARNED, Some(work.now));
    append(work, vec![learned])
}

/// Fills what is empty, as a later file would, and adds the ids.
fn add_to(work: &mut Work<'_, '_>, found: &Match, new: &NewParty) -> Result<()> {
    let id = found.party;
    work.session.may(Subject::Party(id))?;
    party::lock_many(work.connection, &[id])?;
    let row = party::get(work.connection, id)?;
    let mut row = row.ok_or_else(|| Error::not_found("party", id.to_string()))?;
    if row.hidden || found.by == "email" && !has_a_mail_of(&row, new) {
        // It was found before it was locked, and is no longer what it was found by.
        return Err(taken_meanwhile());
    }
    let before = row.fields.clone();
    let is_list = |name: &str| ContactPoints::from_field_name(name).is_some();
    for (name, value) in new.fields.iter().filter(|(name, _)| !is_list(name)) {
        row.fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
    gather(&mut row.fields, &before, &new.fields);
    let added = take_keys(work, id, &new.external)?;
    if !added.is_empty() {
        let detail = serde_json::json!({ "keys": added }).to_string();
        work.enter(Action::KeysAdded, About { party: None, ..About::party(id, detail) });
    }
    if row.fields != before {
        take_mails(work, id, &row.fields)?;
        row.updated_at = work.now;
        party::update(work.connection, &row)?;
        work.note(Action::PartyEdited, id, difference(&before, &row.fields));
    }
    learn(work, id).map(|_| ())
}

fn has_a_mail_of(row: &PartyRow, new: &NewParty) -> bool {
    emails(&new.fields).iter().any(|email| has_mail(row, &mail_key(email)))
}

/// What is decided on has changed since it was looked at: look again and decide anew.
fn taken_meanwhile() -> Error {
    let (table, constraint) = ("party".to_owned(), "it was changed in the meantime".to_owned());
    casebook_store::Error::Conflict { table, constraint }.into()
}

/// The row of a party that is being made.
pub(crate) fn new_row(id: PartyId, fields: Fields, now: Timestamp) -> PartyRow {
    PartyRow { id, fields, hidden: false, version: 1, created_at: now, updated_at: now }
}
