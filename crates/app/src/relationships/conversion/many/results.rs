//! What came of each lead of a conversion of many.

use casebook_domain::change::Action;
use casebook_domain::conversion::Receipt;
use casebook_domain::ids::{ChangeId, ChangeSetId, DealId, PartyId};
use casebook_store::change_entry::{self, ChangeEntry};
use casebook_store::party;
use serde::{Deserialize, Serialize};

use super::super::seen::seen;
use crate::desk::{About, Session, Work};
use crate::error::Result;

/// What came of one lead.
#[derive(Clone, Debug, PartialEq)]
pub struct RowResult {
    /// The lead.
    pub party: PartyId,
    /// Its name.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whether a lead was converted.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was.
    Converted {
        /// Its account, if it has one.
        account: Option<PartyId>,
        /// The deal that was opened.
        deal: Option<DealId>,
    },
    /// It stayed as it was.
    Refused {
        /// The code of the reason.
        code: String,
        /// The reason as a sentence.
        detail: String,
    },
}

/// A refusal as the journal keeps it.
#[derive(Serialize, Deserialize)]
struct Refusal {
    code: String,
    detail: String,
}

impl Outcome {
    /// The account, if there is one.
    pub fn account(&self) -> Option<PartyId> {
        if let Self::Converted { account, .. } = self { *account } else { None }
    }
}

impl RowResult {
    /// Notes a refusal in the journal; a conversion has noted itself.
    pub(super) fn note_refusal(&self, work: &mut Work<'_, '_>) {
        if let Outcome::Refused { code, detail } = &self.outcome {
            let refusal = Refusal { code: code.clone(), detail: detail.clone() };
            let detail = serde_json::to_string(&refusal).unwrap_or_default();
            work.enter(Action::ConversionRefused, About::party(self.party, detail));
        }
    }
}

/// Results of a change set after a place in it, in the order in which they came, with the place of each; of those that
/// were refused alone, if so asked. Leads that the session does not see are left out.
pub fn results(
    session: &Session,
    set: ChangeSetId,
    refused_only: bool,
    after: Option<ChangeId>,
    limit: usize,
) -> Result<Vec<(ChangeId, RowResult)>> {
    crate::changes::show(session, set)?;
    let mut found = Vec::new();
    let mut after = after.unwrap_or(ChangeId(i64::MIN));
    while found.len() < limit {
        let entries = session.read(move |connection, _| {
            Ok(change_entry::conversions_after(connection, set, refused_only, after, limit as i64)?)
        })?;
        let Some(last) = entries.last() else { break };
        after = last.id;
        found.extend(named(session, entries)?);
    }
    found.truncate(limit);
    Ok(found)
}

fn named(session: &Session, entries: Vec<ChangeEntry>) -> Result<Vec<(ChangeId, RowResult)>> {
    let parties: Vec<PartyId> =
        entries.iter().filter_map(|one| one.party).filter(|one| session.sees(*one)).collect();
    let wanted = parties.clone();
    let rows = session.read(move |connection, _| Ok(party::get_many(connection, &wanted)?))?;
    let result = |entry: ChangeEntry| {
        let party = entry.party.filter(|party| parties.contains(party))?;
        let name = rows.iter().find(|row| row.id == party).and_then(|row| row.fields.get("name").cloned());
        let outcome = outcome_of(session, party, &entry)?;
        Some((entry.id, RowResult { party, name: name.unwrap_or_default(), outcome }))
    };
    Ok(entries.into_iter().filter_map(result).collect())
}

/// What an entry says of a lead; nothing of somebody who was converted with a business.
fn outcome_of(session: &Session, party: PartyId, entry: &ChangeEntry) -> Option<Outcome> {
    if entry.action == Action::ConversionRefused {
        let Refusal { code, detail } = serde_json::from_str(&entry.detail).ok()?;
        return Some(Outcome::Refused { code, detail });
    }
    let receipt: Receipt = serde_json::from_str(&entry.detail).ok()?;
    let Receipt { account, deal, .. } = seen(session, receipt).of_lead(party)?;
    Some(Outcome::Converted { account, deal })
}
