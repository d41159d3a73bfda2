//! The account of a conversion: found or made, and the lead linked to it.

use casebook_domain::conversion::{Item, Part, Reason};
use casebook_domain::ids::PartyId;
use casebook_domain::party::{PARENT_ROLE, PartyKind, emails};
use casebook_tables::mapping::DEFAULT_ROLE;

use super::known::{Known, is_current};
use super::lead::{Lead, fill};
use super::request::AccountChoice;
use crate::desk::Work;
use crate::error::{Error, Result};
use crate::links::{self, NewLink};
use crate::parties::{Duplicates, NewParty, add_in, lock_names};

/// The account of a conversion.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub id: PartyId,
    pub name: String,
}

/// What a new account takes over from the lead where it is not given.
const INHERITED: [&str; 2] = ["owner", "source"];

/// Makes others who add the same account wait.
pub(super) fn lock_names_of(work: &mut Work<'_, '_>, new: &NewParty) -> Result<()> {
    lock_names(work, &new.external, &emails(&new.fields))
}

/// The account that is asked for: one that is there, or a new one. One with the same mail address or id is refused as it
/// is when an organization is added by hand.
pub(super) fn choose(
    work: &mut Work<'_, '_>,
    lead: &mut Lead,
    known: &Known,
    choice: &AccountChoice,
) -> Result<Account> {
    let new = match choice {
        AccountChoice::Link(account) => return chosen(lead, known, *account),
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
    lead.made.push(Item::of(Part::Account, &card.id, name.as_str()));
    Ok(Account { id: card.id, name })
}

fn chosen(lead: &mut Lead, known: &Known, id: PartyId) -> Result<Account> {
    let row = known.accounts.get(&id).ok_or_else(|| Error::not_found("organization", id.to_string()))?;
    if row.hidden {
        return Err(Error::argument("account", "the organization is hidden; restore it first"));
    }
    let name = row.fields.get("name").cloned().unwrap_or_default();
    lead.kept.push(Item::of(Part::Account, &id, name.as_str()).stays(Reason::Chosen));
    Ok(Account { id, name })
}

/// Links a person to the account, and names it in the person's own field where that is empty. Other organizations that the
/// person belongs to stay, and are named.
pub(super) fn belong(
    work: &mut Work<'_, '_>,
    lead: &mut Lead,
    known: &Known,
    account: &Account,
) -> Result<()> {
    let person = lead.row.id;
    let mut is_linked = false;
    for one in known.links_of(person).iter().filter(|one| is_current(one, work.now)) {
        if one.role == PARENT_ROLE || !work.session.sees(one.organization) {
            continue;
        }
        let is_here = one.organization == account.id;
        is_linked |= is_here;
        let reason = if is_here { Reason::AlreadyLinked } else { Reason::OtherAccount };
        lead.kept.push(Item::of(Part::Link, &one.id, one.role.as_str()).stays(reason));
    }
    if !is_linked {
        let role = DEFAULT_ROLE.to_owned();
        let new = NewLink { person, organization: account.id, role, from: None, to: None };
        let link = links::add_among(work, &new, known.links_of(person))?;
        lead.made.push(Item::of(Part::Link, &link.id, link.role));
    }
    if account.name.is_empty() { Ok(()) } else { fill(work, lead, "company", &account.name) }
}

/// An error about a field of the new account, as the request has it: within the account.
fn in_account(error: Error) -> Error {
    match error {
        Error::Argument { name, detail } => Error::Argument { name: format!("account.{name}"), detail },
        other => other,
    }
}
