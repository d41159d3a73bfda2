//! Evidence before it is appended: what each kind requires, and what no evidence may contain.

use serde_json::Value;

use crate::evidence::{Detail, Participant, SUBJECT};
use crate::facts::{Criterion, Finding};
use crate::ids::{DealId, EvidenceId};
use crate::kind::{KindCode, Kinds, built_in as k};
use crate::money::Money;
use crate::time::{DAY, Precision, Timestamp};

/// A piece of evidence to be appended.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What happened.
    pub kind: KindCode,
    /// When, if that is known.
    pub occurred_at: Option<Timestamp>,
    /// How exactly.
    pub precision: Precision,
    /// The deal that it names.
    pub deal: Option<DealId>,
    /// The amount of money.
    pub amount: Option<Money>,
    /// The product line.
    pub product_line: Option<String>,
    /// The other piece that it names.
    pub names: Option<EvidenceId>,
    /// All other entries.
    pub detail: Detail,
    /// Who took part; exactly one is the subject.
    pub participants: Vec<Participant>,
}

/// Why a draft is refused. Each message says what is wrong and what is expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It is dated after it was recorded.
    #[error("{kind} is dated {at}, more than a day ahead; only contract_ended may be in the future")]
    Ahead {
        /// The kind's name.
        kind: String,
        /// The time given.
        at: Timestamp,
    },
    /// A required detail is missing or malformed.
    #[error("{kind} needs the detail `{detail}`: {expected}")]
    Detail {
        /// The kind's name.
        kind: String,
        /// The entry's name.
        detail: &'static str,
        /// What is expected.
        expected: String,
    },
    /// The piece must name another one, or a deal.
    #[error("{kind} must name {expected}")]
    Unnamed {
        /// The kind's name.
        kind: String,
        /// What it must name.
        expected: &'static str,
    },
    /// There is not exactly one subject.
    #[error("evidence needs exactly one participant with the role `subject`, not {0}")]
    Subjects(usize),
    /// Text holds a NUL character, which no engine stores alike.
    #[error("`{0}` contains a NUL character; remove it")]
    Nul(String),
    /// A text is too long to store.
    #[error("`{0}` is longer than {1} bytes")]
    TooLong(String, usize),
    /// There are too many participants.
    #[error("evidence can have at most {0} participants")]
    TooMany(usize),
}

impl DraftError {
    /// The part of the draft that is wrong: names, from the outside in.
    pub fn place(&self) -> Vec<&str> {
        match self {
            Self::Ahead { .. } => vec!["occurred_at"],
            Self::Detail { detail, .. } => vec!["detail", detail],
            Self::Unnamed { .. } => vec!["names"],
            Self::Subjects(_) | Self::TooMany(_) => vec!["participants"],
            Self::Nul(name) | Self::TooLong(name, _) if name == "role" => vec!["participants"],
            Self::Nul(name) | Self::TooLong(name, _) => vec![name],
        }
    }
}

/// The longest detail, as canonical JSON.
pub const LONGEST_DETAIL: usize = 64 * 1024;
/// The most participants of one piece.
pub const MOST_PARTICIPANTS: usize = 1_000;
/// A judgement holds for at most this long.
pub const LONGEST_JUDGEMENT: i64 = 366 * DAY;
/// Entries of a detail that are times; a plain date is read as that day's 00:00 UTC.
const TIMES: [&str; 3] = ["until", "expires", "covers_until"];

/// What evidence may name of the workspace's definitions.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Whether a vocabulary has a stage: asked for the (vocabulary, stage) of a judgement.
    pub stage: &'a dyn Fn(&str, &str) -> bool,
    /// The criteria that may be assessed.
    pub criteria: &'a [Criterion],
}

impl Draft {
    /// A draft about one party, without details.
    pub fn about(party: crate::ids::PartyId, kind: KindCode, occurred_at: Option<Timestamp>) -> Self {
        Self {
            kind,
            occurred_at,
            precision: if occurred_at.is_some() { Precision::Instant } else { Precision::Unknown },
            deal: None,
            amount: None,
            product_line: None,
            names: None,
            detail: Detail::default(),
            participants: vec![Participant { party, role: SUBJECT.to_owned() }],
        }
    }

    /// Checks the draft against the rules of its kind and puts it in canonical form: participants sorted
    /// and each once, times in the detail as RFC 3339 in UTC.
    pub fn check(
        mut self,
        recorded_at: Timestamp,
        kinds: &Kinds,
        known: Known<'_>,
    ) -> Result<Self, DraftError> {
        let kind = kinds.name(self.kind).to_owned();
        if let Some(at) = self.occurred_at.filter(|at| *at > recorded_at.plus(DAY))
            && !kinds.may_lie_ahead(self.kind)
        {
            return Err(DraftError::Ahead { kind, at });
        }
        self.check_text()?;
        self.canonical_times(&kind)?;
        self.check_kind(&kind, recorded_at, known)?;
        self.check_participants()?;
        Ok(self)
    }

    fn check_participants(&mut self) -> Result<(), DraftError> {
        self.participants.sort();
        self.participants.dedup();
        if self.participants.len() > MOST_PARTICIPANTS {
            return Err(DraftError::TooMany(MOST_PARTICIPANTS));
        }
        match self.participants.iter().filter(|one| one.role == SUBJECT).count() {
            1 => Ok(()),
            found => Err(DraftError::Subjects(found)),
        }
    }

    fn check_text(&self) -> Result<(), DraftError> {
        let detail = self.detail.canonical();
        if self.detail.0.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)) {
            return Err(DraftError::Nul("detail".to_owned()));
        }
        if detail.len() > LONGEST_DETAIL {
            return Err(DraftError::TooLong("detail".to_owned(), LONGEST_DETAIL));
        }
        let roles = self.participants.iter().map(|one| ("role", one.role.as_str()));
        for (name, text) in roles.chain(self.product_line.as_deref().map(|line| ("product_line", line))) {
            if text.contains('\0') {
                return Err(DraftError::Nul(name.to_owned()));
            }
            if text.len() > 1_000 {
                return Err(DraftError::TooLong(name.to_owned(), 1_000));
            }
        }
        Ok(())
    }

    fn canonical_times(&mut self, kind: &str) -> Result<(), DraftError> {
        for name in TIMES {
            let Some(value) = self.detail.0.get_mut(name) else { continue };
            let text = value.as_str().unwrap_or_default();
            let whole_day = Timestamp::parse_rfc3339(&format!("{}T00:00:00Z", text.trim()));
            let Some(time) = Timestamp::parse_rfc3339(text).or(whole_day) else {
                let expected = "a date (2026-03-31) or a time (2026-03-31T12:00:00Z)".to_owned();
                return Err(DraftError::Detail { kind: kind.to_owned(), detail: name, expected });
            };
            *value = Value::String(time.to_string());
        }
        Ok(())
    }

    fn check_kind(&self, kind: &str, recorded_at: Timestamp, known: Known<'_>) -> Result<(), DraftError> {
        let unnamed = |expected| Err(DraftError::Unnamed { kind: kind.to_owned(), expected });
        match self.kind {
            k::CRITERION_ASSESSED => self.check_criterion(kind, known.criteria),
            k::STAGE_JUDGED => self.check_judgement(kind, recorded_at, known),
            k::RETRACTED if self.names.is_none() => unnamed("the piece it retracts"),
            k::RETRACTED => self.need_reason(kind),
            k::REFUNDED if self.names.is_none() && self.deal.is_none() => {
                unnamed("the purchase or deal that is refunded")
            }
            _ => Ok(()),
        }
    }

    fn need_reason(&self, kind: &str) -> Result<(), DraftError> {
        if self.detail.text("reason").is_some_and(|reason| !reason.trim().is_empty()) {
            return Ok(());
        }
        let expected = "give a reason".to_owned();
        Err(DraftError::Detail { kind: kind.to_owned(), detail: "reason", expected })
    }

    fn check_criterion(&self, kind: &str, criteria: &[Criterion]) -> Result<(), DraftError> {
        let missing = |detail, expected| DraftError::Detail { kind: kind.to_owned(), detail, expected };
        let criterion = self.detail.text("criterion").and_then(Criterion::from_word);
        if !criterion.is_some_and(|criterion| criteria.contains(&criterion)) {
            let known = criteria.iter().map(Criterion::word).collect::<Vec<_>>().join(", ");
            return Err(missing("criterion", format!("one of {known}")));
        }
        if self.detail.text("value").and_then(Finding::from_word).is_none() {
            let known = Finding::ALL.map(Finding::word).join(", ");
            return Err(missing("value", format!("one of {known}")));
        }
        Ok(())
    }

    fn check_judgement(
        &self,
        kind: &str,
        recorded_at: Timestamp,
        known: Known<'_>,
    ) -> Result<(), DraftError> {
        let missing = |detail, expected: &str| DraftError::Detail {
            kind: kind.to_owned(),
            detail,
            expected: expected.to_owned(),
        };
        self.need_reason(kind)?;
        let vocabulary = self.detail.text("vocabulary").unwrap_or_default();
        let stage = self.detail.text("stage").unwrap_or_default();
        if !(known.stage)(vocabulary, stage) {
            return Err(missing("stage", "a stage of the vocabulary named in the detail `vocabulary`"));
        }
        let from = self.occurred_at.unwrap_or(recorded_at);
        match self.detail.time("until") {
            Some(until) if until > from && until <= from.plus(LONGEST_JUDGEMENT) => Ok(()),
            _ => Err(missing("until", "a time after the judgement and within a year of it")),
        }
    }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(all) => all.iter().any(holds_nul),
        Value::Object(all) => all.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PartyId;

    const NOW: Timestamp = Timestamp(1_770_000_000_000_000);

    fn known(vocabulary: &str, stage: &str) -> bool {
        (vocabulary, stage) == ("journey", "customer")
    }

    fn draft(kind: KindCode, detail: &str) -> Draft {
        let detail = Detail::from_canonical(detail);
        Draft { detail, ..Draft::about(PartyId(2), kind, Some(NOW)) }
    }

    fn check(draft: Draft) -> Result<Draft, DraftError> {
        let criteria = crate::frameworks::criteria_of_built_in();
        draft.check(NOW, &Kinds::default(), Known { stage: &known, criteria: &criteria })
    }

    #[test]
    fn evidence_must_not_be_dated_ahead_but_the_end_of_a_contract_may() {
        let ahead = |kind| Draft { occurred_at: Some(NOW.plus(2 * DAY)), ..draft(kind, "") };
        assert!(matches!(check(ahead(k::CALL_HELD)), Err(DraftError::Ahead { .. })));
        assert!(check(ahead(k::CONTRACT_ENDED)).is_ok());
        assert!(check(Draft { occurred_at: Some(NOW.plus(DAY)), ..draft(k::CALL_HELD, "") }).is_ok());
    }

    #[test]
    fn a_criterion_and_its_value_must_be_known() {
        assert!(check(draft(k::CRITERION_ASSESSED, r#"{"criterion":"budget","value":"met"}"#)).is_ok());
        for detail in ["", r#"{"criterion":"budget"}"#, r#"{"criterion":"colour","value":"met"}"#] {
            assert!(
                matches!(check(draft(k::CRITERION_ASSESSED, detail)), Err(DraftError::Detail { .. })),
                "{detail}"
            );
        }
    }

    #[test]
    fn a_judgement_needs_a_stage_a_reason_and_an_end_within_a_year() {
        let judged = |stage: &str, until: &str| {
            draft(
                k::STAGE_JUDGED,
                &format!(
                    r#"{{"vocabulary":"journey","stage":"{stage}","until":"{until}","reason":"board said so"}}"#
                ),
            )
        };
        assert!(check(judged("customer", "2026-08-01")).is_ok());
        assert!(check(judged("client", "2026-08-01")).is_err());
        assert!(check(judged("customer", "2028-08-01")).is_err(), "too long");
        assert!(check(judged("customer", "2020-08-01")).is_err(), "over before it begins");
        assert!(check(judged("customer", "soon")).is_err());
    }

    #[test]
    fn a_date_in_the_detail_becomes_a_time() {
        let checked = check(draft(k::PARKED, r#"{"until":"2026-08-01"}"#)).unwrap();
        assert_eq!(checked.detail.text("until"), Some("2026-08-01T00:00:00Z"));
    }

    #[test]
    fn a_retraction_names_a_piece_and_says_why() {
        let retraction = draft(k::RETRACTED, r#"{"reason":"wrong company"}"#);
        assert!(matches!(check(retraction.clone()), Err(DraftError::Unnamed { .. })));
        assert!(check(Draft { names: Some(EvidenceId(1)), ..retraction }).is_ok());
        let silent = Draft { names: Some(EvidenceId(1)), ..draft(k::RETRACTED, r#"{"reason":" "}"#) };
        assert!(matches!(check(silent), Err(DraftError::Detail { .. })));
    }

    #[test]
    fn there_is_exactly_one_subject() {
        let mut two = draft(k::CALL_HELD, "");
        two.participants.push(Participant { party: PartyId(4), role: SUBJECT.to_owned() });
        assert_eq!(check(two), Err(DraftError::Subjects(2)));
        let mut twice = draft(k::CALL_HELD, "");
        twice.participants.push(twice.participants[0].clone());
        assert_eq!(check(twice).unwrap().participants.len(), 1, "the same participant twice is one");
    }

    #[test]
    fn nul_is_refused_everywhere() {
        assert_eq!(
            check(draft(k::CALL_HELD, r#"{"note":"a\u0000b"}"#)),
            Err(DraftError::Nul("detail".into()))
        );
        let nested = draft(k::CALL_HELD, r#"{"notes":[{"text":"a\u0000b"}]}"#);
        assert_eq!(check(nested), Err(DraftError::Nul("detail".into())));
        assert!(check(draft(k::CALL_HELD, r#"{"note":"the escape \\u0000 is not a NUL"}"#)).is_ok());
        let line = Draft { product_line: Some("a\0b".into()), ..draft(k::CALL_HELD, "") };
        assert_eq!(check(line), Err(DraftError::Nul("product_line".into())));
    }
}
