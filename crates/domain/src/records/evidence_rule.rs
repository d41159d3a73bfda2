//! Rules by which evidence follows from records: a visit that is done is a meeting that was held.

use serde::{Deserialize, Serialize};

use super::declaration::RecordType;
use super::field::Field;
use super::kind::FieldKind;
use super::value::{FieldValue, Scalar};
use super::values::Values;
use crate::draft::Draft;
use crate::evidence::{Detail, Evidence, Participant, SUBJECT};
use crate::kind::KindCode;
use crate::money::Money;
use crate::time::{Precision, Timestamp};

/// The event of a rule that holds as long as the record is there.
const ADDED: &str = "added";
/// What stands between a field and its value.
const BECOMES: &str = "->";

/// A rule by which evidence follows from a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRule {
    /// When it holds: `added`, or a choice of a field, such as `outcome -> done`, or `held -> yes`.
    pub on: String,
    /// The kind of evidence that follows.
    pub kind: String,
    /// The field with the time at which it happened; the moment of the change where it is absent or empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The field with its amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The fields with those who take part; all fields of parties where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
}

/// What a record says that a piece of evidence has to say too, where its rule holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Following {
    /// When, if the record says so.
    pub at: Option<(Timestamp, Precision)>,
    /// The amount.
    pub amount: Option<Money>,
    /// Who takes part; the first is the subject.
    pub participants: Vec<Participant>,
}

impl EvidenceRule {
    /// What follows from a record with these values; nothing where the rule does not hold, or nobody takes part.
    pub fn following(&self, of: &RecordType, values: &Values) -> Option<Following> {
        if !self.holds(of, values) {
            return None;
        }
        let participants = self.taking_part(of, values);
        let amount = match self.amount.as_ref().and_then(|name| values.get(name)) {
            Some(FieldValue::One(Scalar::Money(money))) => Some(*money),
            _ => None,
        };
        let at = self.at.as_ref().and_then(|name| values.get(name)).and_then(time_of);
        (!participants.is_empty()).then_some(Following { at, amount, participants })
    }

    fn holds(&self, of: &RecordType, values: &Values) -> bool {
        let Some((name, wanted)) = self.field_and_value() else { return self.on.trim() == ADDED };
        let Some(field) = of.field(name) else { return false };
        let is_wanted = |scalar: &Scalar| match scalar {
            Scalar::Choice(choice) => choice == wanted,
            Scalar::YesNo(yes) => *yes == is_yes(wanted) && field.kind == FieldKind::YesNo,
            _ => false,
        };
        values.get(name).is_some_and(|value| value.scalars().any(is_wanted))
    }

    fn field_and_value(&self) -> Option<(&str, &str)> {
        let (field, value) = self.on.split_once(BECOMES)?;
        Some((field.trim(), value.trim()))
    }

    /// Those in roles that take part; all, where no role of the field says whether it does.
    fn taking_part(&self, of: &RecordType, values: &Values) -> Vec<Participant> {
        let is_meant = |field: &&Field| {
            field.kind == FieldKind::Party
                && (self.participants.is_empty() || self.participants.contains(&field.name))
        };
        let mut all: Vec<Participant> = Vec::new();
        for field in of.fields.iter().filter(is_meant) {
            let says = field.roles.iter().any(|role| role.takes_part);
            let takes_part =
                |name: &str| !says || field.roles.iter().any(|one| one.name == name && one.takes_part);
            let held = values.get(&field.name).map(FieldValue::parties).unwrap_or_default();
            for one in held.iter().filter(|one| takes_part(&one.role)) {
                if !all.iter().any(|known| known.party == one.party) {
                    all.push(Participant { party: one.party, role: one.role.clone() });
                }
            }
        }
        for (place, one) in all.iter_mut().enumerate() {
            if place == 0 {
                SUBJECT.clone_into(&mut one.role);
            } else if one.role == SUBJECT {
                "participant".clone_into(&mut one.role);
            }
        }
        all
    }

    /// What is wrong with the rule for a type: the key, and why.
    pub(super) fn mistakes(&self, of: &RecordType) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        if let Some(wrong) = self.wrong_event(of) {
            found.push(("on", wrong));
        }
        let has = |name: &Option<String>, kinds: &[FieldKind]| {
            name.as_ref().is_none_or(|name| {
                of.field(name).is_some_and(|field| !field.multiple && kinds.contains(&field.kind))
            })
        };
        if !has(&self.at, &[FieldKind::Date, FieldKind::Instant]) {
            found.push(("at", "`at` is no field with a date or time".to_owned()));
        }
        if !has(&self.amount, &[FieldKind::Money]) {
            found.push(("amount", "`amount` is no field with an amount".to_owned()));
        }
        let is_of_parties =
            |name: &String| of.field(name).is_some_and(|field| field.kind == FieldKind::Party);
        let has_parties = of.fields.iter().any(|field| field.kind == FieldKind::Party);
        if !has_parties || !self.participants.iter().all(is_of_parties) {
            let message = "evidence is about somebody: `participants` names fields of the kind `party`";
            found.push(("participants", message.to_owned()));
        }
        found
    }

    fn wrong_event(&self, of: &RecordType) -> Option<String> {
        let Some((name, value)) = self.field_and_value() else {
            let is_known = self.on.trim() == ADDED;
            return (!is_known)
                .then(|| "`on` is `added`, or a field and its value such as `outcome -> done`".to_owned());
        };
        let Some(field) = of.field(name) else { return Some(format!("there is no field `{name}`")) };
        let fits = match field.kind {
            FieldKind::Choice => field.choice(value).is_some(),
            FieldKind::YesNo => is_yes(value) || ["no", "false"].contains(&value),
            _ => false,
        };
        (!fits).then(|| format!("`{name}` is never `{value}`; use a choice, or yes or no"))
    }
}

impl Following {
    /// The piece of evidence, at `now` where the record does not say when.
    pub fn draft(self, kind: KindCode, detail: Detail, now: Timestamp) -> Draft {
        let (at, precision) = self.at.unwrap_or((now, Precision::Instant));
        Draft {
            kind,
            occurred_at: Some(at),
            precision,
            deal: None,
            amount: self.amount,
            product_line: None,
            names: None,
            detail,
            participants: self.participants,
        }
    }

    /// Whether a piece of evidence says the same.
    pub fn matches(&self, piece: &Evidence) -> bool {
        let has_all = |all: &[Participant], some: &[Participant]| some.iter().all(|one| all.contains(one));
        self.amount == piece.amount
            && has_all(&self.participants, &piece.participants)
            && has_all(&piece.participants, &self.participants)
            && self
                .at
                .is_none_or(|(at, precision)| (piece.occurred_at, piece.precision) == (Some(at), precision))
    }
}

fn is_yes(word: &str) -> bool {
    ["yes", "true"].contains(&word)
}

fn time_of(value: &FieldValue) -> Option<(Timestamp, Precision)> {
    match value {
        FieldValue::One(Scalar::Date(day)) => {
            Timestamp::parse_rfc3339(&format!("{day}T00:00:00Z")).map(|at| (at, Precision::Day))
        }
        FieldValue::One(Scalar::Instant(at)) => Some((*at, Precision::Instant)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use super::*;

    const VISIT: &str = r#"
name = "visit"
plural = "visits"
title = "Visit"
fields = [
    { name = "outcome", title = "Outcome", kind = "choice", choices = ["done", "missed"] },
    { name = "on", title = "On", kind = "date" },
    { name = "cost", title = "Cost", kind = "money" },
    { name = "guests", title = "Guests", kind = "party", multiple = true },
    { name = "hosts", title = "Hosts", kind = "party", multiple = true,
      roles = [{ name = "host", title = "Host", takes_part = true }, { name = "driver", title = "Driver" }] },
]
"#;

    fn parsed(rule: &str) -> Result<RecordType, Vec<crate::records::DeclarationProblem>> {
        RecordType::parse(&format!("{VISIT}\n[[evidence]]\n{rule}"))
    }

    fn following(rule: &str, given: &Json) -> Option<Following> {
        let of = parsed(rule).unwrap();
        let mut values = Values::default();
        values.change(&of, given.as_object().unwrap()).unwrap();
        of.evidence[0].following(&of, &values)
    }

    #[test]
    fn a_rule_holds_by_a_value_and_says_when_how_much_and_who() {
        let rule = "on = \"outcome -> done\"\nkind = \"meeting_held\"\nat = \"on\"\namount = \"cost\"";
        let guests = json!(["per_0000000000002", "per_0000000000004"]);
        let hosts = json!([{ "party": "per_0000000000006", "role": "host" }, { "party": "per_0000000000008", "role": "driver" }]);
        let given = json!({ "outcome": "done", "on": "2026-03-03", "guests": guests, "hosts": hosts,
            "cost": { "minor": 5, "currency": "EUR" } });
        let found = following(rule, &given).unwrap();
        assert_eq!(found.at.unwrap().1, Precision::Day);
        assert_eq!(found.amount.unwrap().minor, 5);
        let roles: Vec<&str> = found.participants.iter().map(|one| one.role.as_str()).collect();
        assert_eq!(roles, ["subject", "participant", "host"], "a driver is only named");
        let missed = json!({ "outcome": "missed", "guests": guests });
        assert_eq!(following(rule, &missed), None);
        assert_eq!(following(rule, &json!({ "outcome": "done" })), None, "evidence is about somebody");
        let only = "on = \"added\"\nkind = \"meeting_held\"\nparticipants = [\"hosts\"]";
        assert_eq!(following(only, &given).unwrap().participants.len(), 1);
    }

    #[rstest]
    #[case("on = \"outcome -> won\"\nkind = \"meeting_held\"", "evidence/0/on", "`outcome` is never `won`")]
    #[case("on = \"later\"\nkind = \"meeting_held\"", "evidence/0/on", "`on` is `added`")]
    #[case("on = \"added\"\nkind = \"meeting_held\"\nat = \"cost\"", "evidence/0/at", "`at` is no field")]
    #[case("on = \"added\"\nkind = \"meeting_held\"\namount = \"on\"", "evidence/0/amount", "`amount` is no")]
    #[case(
        "on = \"added\"\nkind = \"meeting_held\"\nparticipants = [\"on\"]",
        "evidence/0/participants",
        "evidence is"
    )]
    fn what_is_no_rule_is_refused_with_its_place(
        #[case] rule: &str,
        #[case] path: &str,
        #[case] message: &str,
    ) {
        let problems = parsed(rule).unwrap_err();
        let found = problems.iter().any(|one| one.path.join("/") == path && one.message.starts_with(message));
        assert!(found, "{problems:?}");
    }
}
