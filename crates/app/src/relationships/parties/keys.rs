//! What parties are known by: ids in other systems, and their mail address.

use casebook_domain::ids::PartyId;
use casebook_domain::key::{CLAIM, MAIL, ORGANIZATION, other_system, storable};
use casebook_domain::mail;
use casebook_domain::party::{Fields, PartyKind, emails, qualified_names};
use casebook_domain::text::fold;
use casebook_store::name_lock;
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow, Named};

use crate::desk::Work;
use crate::error::{Error, Result};

/// The key of a mail address, as imports make it.
pub(crate) fn mail_key(email: &str) -> String {
    storable(&mail::key(email)).into_owned()
}

/// Whether a party has that mail address now, as one of several perhaps.
pub(super) fn has_mail(row: &PartyRow, mail: &str) -> bool {
    emails(&row.fields).iter().any(|email| mail_key(email) == mail)
}

/// Makes others who add or change parties of these ids or these mail addresses wait: what is looked for and not found
/// is then still not there when it is stored. Whoever was imported may have an address without being known by it, so
/// that no key of the store could tell two apart.
pub(crate) fn lock_names(
    work: &mut Work<'_, '_>,
    external: &[(String, String)],
    emails: &[String],
) -> Result<()> {
    let mails: Vec<String> =
        emails.iter().map(|email| mail_key(email)).filter(|mail| !mail.is_empty()).collect();
    let ids: Vec<_> = external.iter().map(|(system, id)| (system.as_str(), storable(id))).collect();
    let ids = ids.iter().map(|(system, id)| (*system, &**id));
    let names: Vec<(&str, &str)> = ids.chain(mails.iter().map(|mail| (MAIL, mail.as_str()))).collect();
    Ok(name_lock::lock_many(work.connection, &names)?)
}

/// Who holds the mail addresses and, of an organization, the names that a new party would take: locked beforehand by
/// whoever locks others in the same transaction.
pub(crate) fn holders(work: &mut Work<'_, '_>, kind: PartyKind, fields: &Fields) -> Result<Vec<PartyId>> {
    let mails = emails(fields).into_iter().map(|email| (MAIL, mail_key(&email)));
    let name = fields.get("name").map(|name| storable(&fold(name)).into_owned());
    let names =
        name.into_iter().chain(qualified_names(fields).into_iter().map(|name| storable(&name).into_owned()));
    let names = names.filter(|_| kind == PartyKind::Organization).map(|name| (ORGANIZATION, name));
    let keys: Vec<(&str, String)> = mails.chain(names).filter(|(_, value)| !value.is_empty()).collect();
    let keys: Vec<(&str, &str)> = keys.iter().map(|(system, value)| (*system, value.as_str())).collect();
    let found = party_key::find_many(work.connection, &keys)?;
    Ok(found.into_iter().flatten().map(|named| named.party).collect())
}

/// An id elsewhere, in the forms in which it may be stored for a kind, and whom each names.
pub(super) struct Forms {
    pub forms: Vec<(String, String, Option<Named>)>,
}

impl Forms {
    /// Whom of the kind the id names.
    pub fn named(&self, kind: PartyKind) -> Option<PartyId> {
        let taken = self.forms.iter().filter_map(|(_, _, named)| named.filter(|named| !named.freed));
        taken.map(|named| named.party).find(|party| party.kind() == kind)
    }

    /// The form in which nobody has it.
    fn free(&self) -> Option<(&str, &str)> {
        let is_free = |named: &Option<Named>| named.is_none_or(|named| named.freed);
        let free = self.forms.iter().find(|(_, _, named)| is_free(named));
        free.map(|(system, value, _)| (system.as_str(), value.as_str()))
    }
}

/// Looks for ids elsewhere: one answer each, in their order. An id belongs to a system and to people, or to organizations.
pub(super) fn forms_of(
    work: &mut Work<'_, '_>,
    kind: PartyKind,
    external: &[(String, String)],
) -> Result<Vec<Forms>> {
    let both = |(system, id): &(String, String)| {
        let value = storable(id).into_owned();
        let systems = [Some(system.clone()), other_system(system, kind)].into_iter().flatten();
        systems.map(|system| (system, value.clone())).collect::<Vec<_>>()
    };
    let all: Vec<Vec<(String, String)>> = external.iter().map(both).collect();
    let keys: Vec<(&str, &str)> = all.iter().flatten().map(|(system, id)| (&**system, &**id)).collect();
    let mut named = party_key::find_many(work.connection, &keys)?.into_iter();
    let form = |(system, value), named: Option<Option<Named>>| (system, value, named.flatten());
    Ok(all
        .into_iter()
        .map(|forms| Forms { forms: forms.into_iter().map(|one| form(one, named.next())).collect() })
        .collect())
}

/// Gives a party ids elsewhere; ids that it has already stay its own. One that somebody has whom the session does not
/// see becomes a claim, and is not reported. Returns the keys that it did not have.
pub(super) fn take_keys(
    work: &mut Work<'_, '_>,
    id: PartyId,
    external: &[(String, String)],
) -> Result<Vec<(String, String)>> {
    let mut claimed: Vec<(String, String)> = Vec::with_capacity(external.len());
    for (forms, (system, value)) in forms_of(work, id.kind(), external)?.iter().zip(external) {
        match (forms.named(id.kind()), forms.free()) {
            (Some(holder), _) if holder == id => {}
            (Some(holder), _) if work.session.sees(holder) => {
                return Err(belongs_to(work, holder, system, value)?);
            }
            (None, Some((system, value))) => claimed.push((system.to_owned(), value.to_owned())),
            _ => claimed.push((CLAIM.to_owned(), claim(id, system, &storable(value)))),
        }
    }
    // An import may have taken one since; it goes by no lock but the key itself.
    let keys: Vec<(&str, &str, PartyId)> =
        claimed.iter().map(|(system, value)| (&**system, &**value, id)).collect();
    party_key::claim_many(work.connection, &keys)?;
    claimed.retain(|(system, _)| system != CLAIM);
    Ok(claimed)
}

fn belongs_to(work: &mut Work<'_, '_>, holder: PartyId, system: &str, value: &str) -> Result<Error> {
    let advice = match party::get(work.connection, holder)?.filter(|row| row.hidden) {
        Some(_) => ", which is hidden; restore it instead",
        None => "; edit that party instead",
    };
    Ok(Error::Refused(format!("`{system}/{value}` already belongs to {holder}{advice}")))
}

/// The claim of a party to an id that another has.
fn claim(id: PartyId, system: &str, value: &str) -> String {
    storable(&format!("{id} {system}/{value}")).into_owned()
}

/// Lets a party be known by all its mail addresses; see [`take_mail`].
pub(crate) fn take_mails(work: &mut Work<'_, '_>, id: PartyId, fields: &Fields) -> Result<()> {
    // In one order, so that two who take the same never wait for each other.
    let mut mails: Vec<String> = emails(fields).iter().map(|email| mail_key(email)).collect();
    mails.sort_unstable();
    mails.dedup();
    mails.iter().filter(|mail| !mail.is_empty()).try_for_each(|mail| take_mail(work, id, mail))
}

/// Lets an organization be known by its name, as one that a file names is; by more than its name where another has that.
pub(crate) fn take_names(work: &mut Work<'_, '_>, id: PartyId, fields: &Fields) -> Result<()> {
    let name = fields.get("name").map(|name| storable(&fold(name)).into_owned()).unwrap_or_default();
    if id.kind() != PartyKind::Organization || name.is_empty() {
        return Ok(());
    }
    if take_name(work, id, &name)? {
        return Ok(());
    }
    let more = qualified_names(fields);
    more.iter().try_for_each(|name| take_name(work, id, &storable(name)).map(|_| ()))
}

/// Takes a name that nobody who is seen has; answers whether the organization has it now.
fn take_name(work: &mut Work<'_, '_>, id: PartyId, name: &str) -> Result<bool> {
    let found = party_key::find_many(work.connection, &[(ORGANIZATION, name)])?.pop().flatten();
    match found.filter(|named| !named.freed) {
        Some(named) if named.party == id => return Ok(true),
        Some(named) => {
            party::lock_many(work.connection, &[named.party])?;
            if party::get(work.connection, named.party)?.is_some_and(|holder| !holder.hidden) {
                return Ok(false);
            }
            party_key::pass_on(work.connection, (ORGANIZATION, name), named.party, id)?;
        }
        None if found.is_some() => party_key::claim_many(work.connection, &[(ORGANIZATION, name, id)])?,
        // New to everybody: should an import take it at the same moment, this begins anew and finds it.
        None => {
            let (system, value) = (ORGANIZATION.to_owned(), name.to_owned());
            party_key::insert_many(work.connection, &[KeyRow { system, value, party: id, freed: false }])?;
        }
    }
    Ok(true)
}

/// Lets a party be known by a mail address, unless somebody else who is not hidden has that address now.
fn take_mail(work: &mut Work<'_, '_>, id: PartyId, mail: &str) -> Result<()> {
    match party_key::find_many(work.connection, &[(MAIL, mail)])?.pop().flatten() {
        Some(Named { party, freed: false }) if party == id => Ok(()),
        Some(Named { party, freed: false }) => {
            // Locked, so that no import gives its holder that address while the key is passed on.
            party::lock_many(work.connection, &[party])?;
            let holder = party::get(work.connection, party)?.filter(|row| !row.hidden);
            if holder.is_some_and(|row| has_mail(&row, mail)) {
                return Ok(());
            }
            Ok(party_key::pass_on(work.connection, (MAIL, mail), party, id)?)
        }
        Some(Named { freed: true, .. }) => Ok(party_key::claim_many(work.connection, &[(MAIL, mail, id)])?),
        // New to everybody: should an import take it at the same moment, this begins anew and finds it.
        None => {
            let row = KeyRow { system: MAIL.to_owned(), value: mail.to_owned(), party: id, freed: false };
            Ok(party_key::insert_many(work.connection, &[row])?)
        }
    }
}
