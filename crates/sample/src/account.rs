//! The sample data before a store has given ids: records that refer to each other by their place in the lists of one
//! account.

use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Participant};
use casebook_domain::ids::{DealId, EvidenceId, PartyId};
use casebook_domain::kind::KindCode;
use casebook_domain::money::Money;
use casebook_domain::party::{Fields, PartyKind};
use casebook_domain::time::{Precision, Timestamp};

/// A self-contained group: at most one organization, its people, and all that happened with them. Nothing in it
/// refers to another account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// The organization, if there is one, and the people.
    pub parties: Vec<SampleParty>,
    /// Who works where.
    pub links: Vec<SampleLink>,
    /// The deals; each is named by evidence.
    pub deals: Vec<SampleDeal>,
    /// What happened, in the order in which it was recorded; a piece names only pieces before it.
    pub evidence: Vec<SampleEvidence>,
}

/// A person or an organization of the sample data.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleParty {
    /// Which of the two.
    pub kind: PartyKind,
    /// Its fields, by the names of [`casebook_domain::party::FIELDS`].
    pub fields: Fields,
    /// Its key in the external system that the data claims to come from; unique in a stream.
    pub external_id: String,
}

/// A person's place in an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleLink {
    /// The person's place in [`Account::parties`].
    pub person: usize,
    /// The organization's place in [`Account::parties`].
    pub organization: usize,
    /// The role.
    pub role: &'static str,
    /// Since when, if that is known.
    pub from: Option<Timestamp>,
    /// Until when, if it is over.
    pub to: Option<Timestamp>,
}

/// A deal of the sample data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleDeal {
    /// Its key in the external system that the data claims to come from; unique in a stream.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// A piece of evidence of the sample data.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleEvidence {
    /// What happened.
    pub kind: KindCode,
    /// When, if that is known.
    pub occurred_at: Option<Timestamp>,
    /// How exactly.
    pub precision: Precision,
    /// When it was recorded: usually at once, sometimes weeks later.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: &'static str,
    /// The place in [`Account::deals`] of the deal that it names.
    pub deal: Option<usize>,
    /// The amount of money.
    pub amount: Option<Money>,
    /// The product line.
    pub product_line: Option<&'static str>,
    /// The place in [`Account::evidence`] of the earlier piece that it names.
    pub names: Option<usize>,
    /// All other entries.
    pub detail: Detail,
    /// Places in [`Account::parties`] with roles; exactly one is the subject.
    pub participants: Vec<(usize, &'static str)>,
}

impl SampleEvidence {
    /// The piece as a draft, once the store has given ids to the parties, the deals and the earlier pieces
    /// of the account. `None` if one that it refers to has no id yet.
    pub fn draft(&self, parties: &[PartyId], deals: &[DealId], earlier: &[EvidenceId]) -> Option<Draft> {
        let participant = |(party, role): &(usize, &'static str)| {
            Some(Participant { party: *parties.get(*party)?, role: (*role).to_owned() })
        };
        let deal = self.deal.map(|place| deals.get(place).copied());
        let names = self.names.map(|place| earlier.get(place).copied());
        if deal == Some(None) || names == Some(None) {
            return None;
        }
        Some(Draft {
            kind: self.kind,
            occurred_at: self.occurred_at,
            precision: self.precision,
            deal: deal.flatten(),
            amount: self.amount,
            product_line: self.product_line.map(str::to_owned),
            names: names.flatten(),
            detail: self.detail.clone(),
            participants: self.participants.iter().map(participant).collect::<Option<_>>()?,
        })
    }
}
