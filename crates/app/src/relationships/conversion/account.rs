//! The account of a conversion: found or made, and the lead linked to it.

use casebook_domain::conversion::{Item, Part, Reason};
use casebook_domain::ids::PartyId;
use casebook_domain::party::{PARENT_ROLE, PartyKind, emails};
use casebook_store::link;
use casebook_store::party;
use casebook_tables::mapping::DEFAULT_ROLE;

use super::convert::{Lead, fill};
use super::request::AccountChoice;
use crate::desk::Work;
use crate::error::{Error, Result};
use crate::links::{self, NewLink};
use crate::parties::{Duplicates, NewParty, add_in, lock_names};

/// What a new account takes over from the lead where it is not given.
const INHERITED: [&str; 2] = ["owner", "source"];

/// Makes others who add the same account wait.
pub(super) fn lock_names_of(work: &mut Work<'_, '_>, new: &NewParty) -> Result<()> {
    lock_names(work, &new.external, &emails(&new.fields))
}

/// The account that is asked for: one that is there, or a new one. One with the same mail address or id is refused as it
/// is when an organization is added by hand.
pub(super) fn choose(work: &mut Work<'_, '_>, lead: &mut Lead, choice: &AccountChoice) -> Result<PartyId> {
    let new = match choice {
        AccountChoice::Link(account) => return chosen(work, lead, *account),
        AccountChoice::Create(new) => new,
    };
    let mut new = NewParty { kind: PartyKind::Organization, ..new.clone() };
    for name in INHERITED {
        if let (None, Some(value)) = (new.fields.get(name), lead.row.fields.get(name)) {
            new.fields.insert(name.to_owned(), value.clone());
        }
    }
    let card = add_in(work, &new, Duplicates::Refuse).map_err(in_account)?.card;
    let name = card.fields.get("name").cloned().unwrap_or_default();
    lead.made.push(Item::of(Part::Account, &card.id, name));
    Ok(card.id)
}

fn chosen(work: &mut Work<'_, '_>, lead: &mut Lead, account: PartyId) -> Result<PartyId> {
    let row = party::get(work.connection, account)?;
    let row = row.ok_or_else(|| Error::not_found("organization", account.to_string()))?;
    if row.hidden {
        return Err(Error::argument("account", "the organization is hidden; restore it first"));
    }
    let name = row.fields.get("name").cloned().unwrap_or_default();
    lead.kept.push(Item::of(Part::Account, &account, name).stays(Reason::Chosen));
    Ok(account)
}

/// Links a person to the account, and names it in the person's own field where that is empty. Other organizations that the
/// person belongs to stay, and are named.
pub(super) fn belong(work: &mut Work<'_, '_>, lead: &mut Lead, account: PartyId) -> Result<()> {
    let person = lead.row.id;
    let (now, mut is_linked) = (work.now, false);
    for one in link::of_parties(work.connection, &[person])? {
        let is_current = !one.ended && one.role != PARENT_ROLE && one.to_at.is_none_or(|end| end > now);
        if !is_current || !work.session.sees(one.organization) {
            continue;
        }
        let is_here = one.organization == account;
        is_linked |= is_here;
        let reason = if is_here { Reason::AlreadyLinked } else { Reason::OtherAccount };
        lead.kept.push(Item::of(Part::Link, &one.id, one.role).stays(reason));
    }
    if !is_linked {
        let role = DEFAULT_ROLE.to_owned();
        let new = NewLink { person, organization: account, role, from: None, to: None };
        let link = links::add_in(work, &new)?;
        lead.made.push(Item::of(Part::Link, &link.id, link.role));
    }
    let named = party::get(work.connection, account)?.and_then(|row| row.fields.get("name").cloned());
    match named {
        Some(name) => fill(work, lead, "company", &name),
        None => Ok(()),
    }
}

/// An error about a field of the new account, as the request has it: within the account.
fn in_account(error: Error) -> Error {
    match error {
        Error::Argument { name, detail } => Error::Argument { name: format!("account.{name}"), detail },
        other => other,
    }
}
