//! Converting a lead: what one conversion makes, fills and leaves, and whether it may be done.
//!
//! The lead stays the record that it is. Conversion links it to an account, opens or joins a deal, and appends one piece
//! of evidence, `converted`, from which stages follow.

use serde::{Deserialize, Serialize};

use crate::facts::{Criterion, Facts};
use crate::frameworks::{Frameworks, GateState};
use crate::ids::{DealId, PartyId};
use crate::time::Timestamp;

/// What one part of a conversion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The organization that the lead belongs to from then on.
    Account,
    /// A person: the lead, or somebody of a business that is one.
    Person,
    /// The deal.
    Deal,
    /// A link between a person and the account.
    Link,
    /// A field of a record.
    Field,
    /// A piece of evidence.
    Evidence,
}

/// Why something stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The lead is the same record before and after.
    SameRecord,
    /// It was there, and was chosen.
    Chosen,
    /// The person was linked to the account already.
    AlreadyLinked,
    /// The person belongs to another organization too.
    OtherAccount,
    /// The field has another value, which somebody gave it.
    HasAValue,
    /// The person took part in the deal already.
    AlreadyTakesPart,
}

/// Something that a conversion made, filled or left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub what: Part,
    /// The id of the record; nothing where a preview speaks of one that is not there yet.
    pub record: Option<String>,
    /// Its name, the role of a link or of somebody in a deal, the value of a field or the kind of a piece of evidence.
    pub name: String,
    /// The field, where one is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why it stays, of what does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// A stage of the lead before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Became {
    /// The vocabulary.
    pub vocabulary: String,
    /// The stage before; nothing if no rule held.
    pub before: Option<String>,
    /// The stage after.
    pub after: Option<String>,
}

/// What a conversion came to. It is stored with the change set that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who was converted.
    pub party: PartyId,
    /// The account, if there is one.
    pub account: Option<PartyId>,
    /// The deal, if there is one.
    pub deal: Option<DealId>,
    /// What was made and filled.
    pub made: Vec<Item>,
    /// What stays as it is.
    pub kept: Vec<Item>,
    /// What the lead is in each vocabulary, before and after.
    pub stages: Vec<Became>,
    /// Why it was converted without being qualified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Receipt {
    /// The receipt, if it is that of this lead and not of somebody who was converted with it.
    pub fn of_lead(self, party: PartyId) -> Option<Self> {
        (self.party == party).then_some(self)
    }
}

impl Item {
    /// Something of a record.
    pub fn of(what: Part, record: &impl ToString, name: impl Into<String>) -> Self {
        Self { what, record: Some(record.to_string()), name: name.into(), field: None, reason: None }
    }

    /// The same, about one of its fields.
    #[must_use]
    pub fn field(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }

    /// The same, which stays for a reason.
    #[must_use]
    pub fn stays(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

/// How a lead stands before the gate of one framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenGate {
    /// The framework's name.
    pub framework: String,
    /// Its title.
    pub title: String,
    /// How the gate stands.
    pub state: GateState,
}

/// How a lead stands before the gate of each framework, the one that is nearest to holding first; none if it is
/// qualified.
pub fn open_gates(facts: &Facts, frameworks: &Frameworks, now: Timestamp) -> Vec<OpenGate> {
    if is_qualified(facts, frameworks, now) {
        return Vec::new();
    }
    let mut gates: Vec<OpenGate> = frameworks
        .all()
        .iter()
        .map(|one| OpenGate {
            framework: one.name.clone(),
            title: one.title.clone(),
            state: one.stand(|criterion| facts.finding(criterion, Some(now))),
        })
        .collect();
    gates.sort_by_key(|one| one.state.missing.len());
    gates
}

/// The criteria that stand between a lead and its conversion by the nearest gate, in the order of its framework; none if
/// it is qualified.
pub fn unmet(facts: &Facts, frameworks: &Frameworks, now: Timestamp) -> Vec<Criterion> {
    let gates = open_gates(facts, frameworks, now);
    let Some(nearest) = gates.first() else { return Vec::new() };
    let Some(framework) = frameworks.named(&nearest.framework) else { return Vec::new() };
    let is_missing = |one: &Criterion| nearest.state.missing.iter().any(|short| short.criterion == *one);
    framework.criteria().filter(is_missing).collect()
}

/// Whether a lead may be converted without a stated reason. One whose criteria are all met and who was rejected or
/// disqualified since is not qualified either.
pub fn is_qualified(facts: &Facts, frameworks: &Frameworks, now: Timestamp) -> bool {
    frameworks.over(facts).is_qualified(Some(now))
}
