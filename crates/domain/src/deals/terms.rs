//! What a deal's record says that its evidence has to say too.

use super::state::{DealState, state_of};
use crate::evidence::{Participant, SUBJECT};
use crate::ids::PartyId;
use crate::money::Money;
use crate::records::{FieldValue, RecordType, Scalar, Taking, Values};
use crate::time::Timestamp;
use serde_json::Value as Json;

/// The role of the account in evidence.
const ORGANIZATION: &str = "organization";

/// What a deal's record says that its evidence has to say too.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The pipeline, by name.
    pub pipeline: String,
    /// The stage, by name.
    pub stage: String,
    /// The amount.
    pub amount: Option<Money>,
    /// The product line.
    pub product_line: Option<String>,
    /// The day on which it was opened.
    pub opened_on: Option<Timestamp>,
    /// The day on which it was won or lost.
    pub closed_on: Option<Timestamp>,
    /// Why it was lost.
    pub lost_reason: Option<String>,
    /// The organization that buys.
    pub account: Option<PartyId>,
    /// The people who take part, in the order of ids, each once.
    pub people: Vec<Taking>,
}

impl Terms {
    /// The terms in the values of a deal's record.
    pub fn of(of: &RecordType, values: &Values) -> Self {
        let text = |name: &str| match values.get(name) {
            Some(FieldValue::One(Scalar::Text(text) | Scalar::Choice(text))) => Some(text.clone()),
            _ => None,
        };
        let usual = |name: &str| of.field(name)?.default.as_ref()?.as_str().map(str::to_owned);
        Self {
            pipeline: text("pipeline").or_else(|| usual("pipeline")).unwrap_or_default(),
            stage: text("stage").or_else(|| usual("stage")).unwrap_or_default(),
            amount: match values.get("amount") {
                Some(FieldValue::One(Scalar::Money(money))) => Some(*money),
                _ => None,
            },
            product_line: text("product_line"),
            opened_on: day(values, "opened_on"),
            closed_on: day(values, "closed_on"),
            lost_reason: text("lost_reason"),
            account: values.get("account").and_then(|value| value.parties().first()).map(|one| one.party),
            people: people(of, values),
        }
    }

    /// Whether it is open, won or lost.
    pub fn state(&self) -> DealState {
        state_of(&self.stage)
    }

    /// The expected day of the end, which no evidence has to say.
    pub fn close_date(values: &Values) -> Option<Timestamp> {
        day(values, "close_date")
    }

    /// Those who take part, as evidence has them: the account is its subject, else the first of the people.
    pub fn participants(&self) -> Vec<Participant> {
        let account = self.account.map(|party| Participant { party, role: ORGANIZATION.to_owned() });
        let people = self.people.iter().map(|one| Participant { party: one.party, role: one.role.clone() });
        let mut all: Vec<Participant> = account.into_iter().chain(people).collect();
        if let Some(first) = all.first_mut() {
            SUBJECT.clone_into(&mut first.role);
        }
        all
    }

    /// Their ids.
    pub(super) fn parties(&self) -> Vec<PartyId> {
        self.account.into_iter().chain(self.people.iter().map(|one| one.party)).collect()
    }
}

/// Those of the people of a deal, as they are sent, who do not take part but only have a say.
pub fn only_named(of: &RecordType, people: &Json) -> Vec<Json> {
    let roles = of.field("people").map(|field| field.roles.as_slice()).unwrap_or_default();
    let takes_part = |one: &&Json| roles.iter().any(|role| role.takes_part && one["role"] == *role.name);
    let all = people.as_array().into_iter().flatten();
    all.filter(|one| !takes_part(one)).cloned().collect()
}

/// The first instant of the day in a field of dates.
fn day(values: &Values, name: &str) -> Option<Timestamp> {
    match values.get(name) {
        Some(FieldValue::One(Scalar::Date(day))) => Timestamp::parse_rfc3339(&format!("{day}T00:00:00Z")),
        _ => None,
    }
}

fn people(of: &RecordType, values: &Values) -> Vec<Taking> {
    let roles = of.field("people").map(|field| field.roles.as_slice()).unwrap_or_default();
    let takes_part = |role: &str| roles.iter().any(|one| one.name == role && one.takes_part);
    let held = values.get("people").map(FieldValue::parties).unwrap_or_default();
    let mut people: Vec<Taking> = held.iter().filter(|one| takes_part(&one.role)).cloned().collect();
    people.sort();
    people.dedup_by_key(|one| one.party);
    people
}
