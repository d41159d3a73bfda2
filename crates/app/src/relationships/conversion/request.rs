//! What a conversion is asked to do.

use casebook_domain::access::Subject;
use casebook_domain::ids::{PartyId, RecordId};
use casebook_domain::party::PartyKind;

use crate::desk::Session;
use crate::error::{Error, Result};
use crate::parties::NewParty;
use crate::records::RecordChange;

/// What a lead is converted into.
#[derive(Clone, Debug, Default)]
pub struct Conversion {
    /// The account; a business that is a lead is its own.
    pub account: Option<AccountChoice>,
    /// The deal.
    pub deal: Option<DealChoice>,
    /// Why it is converted without being qualified.
    pub reason: Option<String>,
}

/// Which organization becomes the account.
#[derive(Clone, Debug)]
pub enum AccountChoice {
    /// A new one.
    Create(NewParty),
    /// One that is there.
    Link(PartyId),
}

/// Which deal the lead takes part in.
#[derive(Clone, Debug)]
pub enum DealChoice {
    /// A new one.
    Create(RecordChange),
    /// One that is there.
    Join(RecordId),
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 1_000;

impl Conversion {
    /// Refuses what cannot be asked for such a party, and what the session may not do.
    pub(super) fn check(&self, session: &Session, party: PartyId) -> Result<()> {
        session.may(Subject::Party(party))?;
        if self.deal.is_some() {
            session.may(Subject::Workspace)?;
        }
        match &self.account {
            None => {}
            Some(AccountChoice::Create(_)) if party.kind() == PartyKind::Organization => {
                let detail = "an organization becomes the account itself; leave this out";
                return Err(Error::argument("account", detail));
            }
            Some(AccountChoice::Create(_)) => session.may(Subject::NewParty)?,
            Some(AccountChoice::Link(account)) => check_account(session, party, *account)?,
        }
        if self.reason().is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            return Err(Error::argument("reason", format!("is longer than {LONGEST_REASON} characters")));
        }
        Ok(())
    }

    /// The reason, if one is given.
    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty())
    }
}

fn check_account(session: &Session, party: PartyId, account: PartyId) -> Result<()> {
    if account.kind() != PartyKind::Organization {
        return Err(Error::argument("account", "an account is an organization (org_…)"));
    }
    if party.kind() == PartyKind::Organization && party != account {
        return Err(Error::argument("account", "an organization becomes the account itself; leave this out"));
    }
    session.may(Subject::Party(account))
}
