//! What converting many leads is asked to do, and what came of it.

use casebook_domain::access::Subject;
use casebook_domain::deals::DEAL;
use casebook_domain::filter::Filter;
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::party::PartyKind;
use casebook_domain::records::Values;

use super::results::RowResult;
use crate::desk::Session;
use crate::error::{Error, Result};
use crate::records::{RecordChange, record_type};

/// Stands in the title of a deal for the name of the lead.
const LEAD: &str = "{lead}";
/// Stands in the title of a deal for the name of its account, or of the lead where there is none.
const ACCOUNT: &str = "{account}";

/// Which leads are converted, and into what.
#[derive(Clone, Debug)]
pub struct BulkConversion {
    /// Which.
    pub filter: Filter,
    /// How the account of each is found.
    pub account: AccountRule,
    /// The deal that is opened for each; in its title, `{lead}` and `{account}` stand for their names.
    pub deal: Option<RecordChange>,
    /// Why those who are not qualified are converted all the same; without a reason, they are not.
    pub reason: Option<String>,
    /// The request in the caller's own words, by which an interrupted one can go on.
    pub request: String,
}

/// How the account of a lead is found. An organization is its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountRule {
    /// The organization that the lead belongs to, else the one of its company's name, else a new one of that name.
    #[default]
    MatchOrCreate,
    /// The same, without making any.
    Match,
    /// The same for all.
    Link(PartyId),
    /// None.
    None,
}

/// What came of converting many leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BulkConversionReport {
    /// The change set, to undo all of it; none where nobody fits.
    pub change_set: Option<ChangeSetId>,
    /// How many parties fit.
    pub matched: u64,
    /// How many of them were converted.
    pub converted: u64,
    /// How many were not.
    pub refused: u64,
    /// The first of those who were not, with the reasons.
    pub refusals: Vec<RowResult>,
}

impl BulkConversion {
    /// Refuses what fits no lead: that is the mistake of whoever asks, and not of each of them.
    pub fn check(&self, session: &Session) -> Result<()> {
        if let AccountRule::Link(account) = self.account {
            if account.kind() != PartyKind::Organization {
                return Err(Error::argument("account", "an account is an organization (org_…)"));
            }
            session.may(Subject::Party(account))?;
            // One that is not there is the mistake of whoever asks as well.
            crate::parties::show(session, account)?;
        }
        if let Some(deal) = &self.deal {
            session.may(Subject::Workspace)?;
            let of = record_type(session, DEAL)?;
            Values::default().change(&of, &deal.fields).map_err(Error::Values)?;
            if !deal.external.is_empty() {
                return Err(Error::argument("deal", "leave out `external`: an id belongs to one deal"));
            }
        }
        Ok(())
    }

    /// The deal of one lead: its title has their names in it.
    pub(super) fn deal_of(&self, lead: &str, account: Option<&str>) -> Option<RecordChange> {
        let mut deal = self.deal.clone()?;
        let title = deal.name.as_deref().map(str::trim).filter(|title| !title.is_empty()).unwrap_or(ACCOUNT);
        deal.name = Some(title.replace(ACCOUNT, account.unwrap_or(lead)).replace(LEAD, lead));
        Some(deal)
    }
}
