//! Adding a person or an organization by hand.

use std::borrow::Cow;
use std::collections::BTreeSet;

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, Piece};
use casebook_domain::ids::PartyId;
use casebook_domain::key::{CLAIM, MAIL, storable};
use casebook_domain::kind::built_in as k;
use casebook_domain::party::{FIELDS, Fields, LONGEST_FIELD, PartyKind, display_name, is_too_long};
use casebook_domain::time::Timestamp;
use casebook_store::name_lock;
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow, Named};

use super::duplicate::{Duplicates, Match, has_mail, mail_key, matches};
use super::edit::difference;
use super::show::{Card, card, stored};
use crate::desk::projection::rows_of;
use crate::desk::{About, Session, Work};
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

fn add_in(work: &mut Work<'_, '_>, new: &NewParty, duplicates: Duplicates) -> Result<Added> {
    check_new(new)?;
    lock_names(work, &new.external, new.fields.get("email").map(String::as_str))?;
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

fn check_new(new: &NewParty) -> Result<()> {
    for (name, value) in &new.fields {
        check_field(name, value)?;
    }
    for (system, id) in &new.external {
        if system.starts_with(':') {
            let told = format!("`{system}` is not a valid name for a system: it must not begin with `:`");
            return Err(Error::argument("external", told));
        }
        if system.trim().is_empty() || id.trim().is_empty() {
            return Err(Error::argument(
                "external",
                "an external id needs the name of its system and the id",
            ));
        }
        check_field("system", system)?;
        check_field("id", id)?;
    }
    Ok(())
}

fn create(work: &mut Work<'_, '_>, new: &NewParty) -> Result<Card> {
    let mut fields = new.fields.clone();
    fields.retain(|_, value| !value.trim().is_empty());
    let name = display_name(&fields).or_else(|| new.external.first().map(|(_, id)| id.clone()));
    let name = name.ok_or_else(|| {
        Error::argument("name", "a party needs a name, email address, phone number, website or external id")
    })?;
    fields.insert("name".to_owned(), name);
    let id = work.session.next_party(new.kind);
    take_keys(work, id, &new.external)?;
    take_mail(work, id, fields.get("email").map(String::as_str))?;
    let row = new_row(id, fields, work.now);
    party::insert_many(work.connection, std::slice::from_ref(&row))?;
    work.fresh.push(id);
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
    if row.hidden || found.by == "email" && !has_mail_of(&row, new) {
        // It was found before it was locked, and is no longer what it was found by.
        return Err(taken_meanwhile());
    }
    let before = row.fields.clone();
    for (name, value) in new.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
        row.fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
    let own = party_key::of_parties(work.connection, &[id])?.remove(&id).unwrap_or_default();
    take_keys(work, id, &new.external)?;
    let is_new = |(system, value): &&(String, String)| {
        !own.iter().any(|key| !key.freed && key.system == *system && key.value == *value)
    };
    let known = known_by(&new.external);
    let added: Vec<&(String, String)> = known.iter().filter(is_new).collect();
    if !added.is_empty() {
        let detail = serde_json::json!({ "keys": added }).to_string();
        work.enter(Action::KeysAdded, About { party: None, ..About::party(id, detail) });
    }
    if row.fields != before {
        take_mail(work, id, row.fields.get("email").map(String::as_str))?;
        row.updated_at = work.now;
        party::update(work.connection, &row)?;
        work.note(Action::PartyEdited, id, difference(&before, &row.fields));
    }
    learn(work, id).map(|_| ())
}

fn has_mail_of(row: &PartyRow, new: &NewParty) -> bool {
    let mail = new.fields.get("email").map(|email| mail_key(email));
    has_mail(row, mail.as_deref())
}

/// What is decided on has changed since it was looked at: look again and decide anew.
fn taken_meanwhile() -> Error {
    let (table, constraint) = ("party".to_owned(), "it was changed in the meantime".to_owned());
    casebook_store::Error::Conflict { table, constraint }.into()
}

/// Makes others who add or change parties of these ids or this mail address wait: what is looked for and not found
/// is then still not there when it is stored. Whoever was imported may have an address without being known by it, so
/// that no key of the store could tell two apart.
pub(crate) fn lock_names(
    work: &mut Work<'_, '_>,
    external: &[(String, String)],
    email: Option<&str>,
) -> Result<()> {
    let mail = email.map(mail_key).filter(|mail| !mail.is_empty());
    let ids: Vec<_> = external.iter().map(|(system, id)| (system.as_str(), storable(id))).collect();
    let ids = ids.iter().map(|(system, id)| (*system, &**id));
    let names: Vec<(&str, &str)> = ids.chain(mail.as_deref().map(|mail| (MAIL, mail))).collect();
    Ok(name_lock::lock_many(work.connection, &names)?)
}

/// Gives a party ids elsewhere; ids that it has already stay its own. One that somebody has whom the session does not
/// see becomes a claim, and nothing is told of it.
fn take_keys(work: &mut Work<'_, '_>, id: PartyId, external: &[(String, String)]) -> Result<()> {
    if external.is_empty() {
        return Ok(());
    }
    let own: Vec<_> = external.iter().map(|(system, id)| (system.as_str(), storable(id))).collect();
    let keys: Vec<(&str, &str)> = own.iter().map(|(system, id)| (*system, &**id)).collect();
    let mut claimed: Vec<(&str, Cow<'_, str>)> = Vec::with_capacity(keys.len());
    for ((system, value), named) in keys.iter().zip(party_key::find_many(work.connection, &keys)?) {
        match named.filter(|named| !named.freed && named.party != id) {
            None => claimed.push((system, Cow::Borrowed(value))),
            Some(named) if work.session.sees(named.party) => {
                let holder = party::get(work.connection, named.party)?;
                let advice = match holder.filter(|row| row.hidden) {
                    Some(_) => ", which is hidden; restore it instead",
                    None => "; edit that party instead",
                };
                return Err(Error::Refused(format!(
                    "`{system}/{value}` already belongs to {}{advice}",
                    named.party
                )));
            }
            Some(_) => claimed.push((CLAIM, claim(id, system, value))),
        }
    }
    // An import may have taken one since; it goes by no lock but the key itself.
    let claimed: Vec<(&str, &str, PartyId)> =
        claimed.iter().map(|(system, value)| (*system, &**value, id)).collect();
    Ok(party_key::claim_many(work.connection, &claimed)?)
}

/// The claim of a party to an id that another has.
fn claim(id: PartyId, system: &str, value: &str) -> Cow<'static, str> {
    Cow::Owned(storable(&format!("{id} {system}/{value}")).into_owned())
}

/// Lets a party be known by its mail address, unless somebody else who is not hidden has that address now.
pub(crate) fn take_mail(work: &mut Work<'_, '_>, id: PartyId, email: Option<&str>) -> Result<()> {
    let Some(mail) = email.map(mail_key).filter(|mail| !mail.is_empty()) else { return Ok(()) };
    match party_key::find_many(work.connection, &[(MAIL, &*mail)])?.pop().flatten() {
        Some(Named { party, freed: false }) if party == id => Ok(()),
        Some(Named { party, freed: false }) => {
            // Locked, so that no import gives its holder that address while the key is passed on.
            party::lock_many(work.connection, &[party])?;
            let holder = party::get(work.connection, party)?.filter(|row| !row.hidden);
            if holder.is_some_and(|row| has_mail(&row, Some(&mail))) {
                return Ok(());
            }
            Ok(party_key::pass_on(work.connection, (MAIL, &mail), party, id)?)
        }
        Some(Named { freed: true, .. }) => Ok(party_key::claim_many(work.connection, &[(MAIL, &*mail, id)])?),
        // New to everybody: should an import take it at the same moment, this begins anew and finds it.
        None => {
            let row = KeyRow { system: MAIL.to_owned(), value: mail, party: id, freed: false };
            Ok(party_key::insert_many(work.connection, &[row])?)
        }
    }
}

/// The row of a party that is being made.
pub(crate) fn new_row(id: PartyId, fields: Fields, now: Timestamp) -> PartyRow {
    PartyRow { id, fields, hidden: false, version: 1, created_at: now, updated_at: now }
}

/// Refuses what no field may hold.
pub(crate) fn check_field(name: &str, value: &str) -> Result<()> {
    if value.contains('\0') || name.contains('\0') {
        return Err(Error::argument(name, "the text contains a NUL character; remove it"));
    }
    if is_too_long(value) {
        return Err(Error::argument(name, format!("the text is longer than {LONGEST_FIELD} characters")));
    }
    if name.trim().is_empty() || name.chars().count() > 200 {
        let known = FIELDS.join(", ");
        return Err(Error::argument(
            "more",
            format!("a field needs a name of 1 to 200 characters; standard fields are {known}"),
        ));
    }
    Ok(())
}
