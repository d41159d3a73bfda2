//! Evidence on the wire.

use std::collections::BTreeMap;

use casebook_app::domain::draft::MOST_PARTICIPANTS;
use casebook_app::domain::evidence::SUBJECT;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::kind::Kinds;
use casebook_app::domain::money::{Currency, Money};
use casebook_app::evidence::{Listed, NewEvidence, When};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::api::wire::{DealIdText, EvidenceIdText, Moment, PartyIdText, PrecisionWord, ViaWord, at};
use crate::http::error::pointer::escaped;
use crate::http::error::{Answer, ItemProblem, Mistake, Refusal};
use crate::http::request::body::Object;
use crate::http::request::body::bounded::{MOST_NAMES, list, map};
use crate::http::request::patch::Patch;

/// The largest number that every program reads exactly.
const LARGEST: i64 = 9_007_199_254_740_991;
/// Where a correction has the piece to record in its place.
pub(super) const INSTEAD: &str = "/instead";
/// The longest reason, in characters.
const LONGEST_REASON: usize = 10_000;
/// Entries of a detail that have a place of their own.
const PLACED: [&str; 7] = ["deal", "amount", "currency", "product_line", "names", "purchase", "participants"];
/// What an assessment calls the piece that it rests on; it is kept as `names`.
const RESTS_ON: &str = "evidence";

/// A piece of evidence: what happened, when, and who says so. Never edited; mistakes are retracted.
#[derive(Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// Its id.
    id: EvidenceIdText,
    /// What happened.
    kind: String,
    /// When it occurred: an instant, or a date where only the day is known; null if unknown.
    #[schema(required, value_type = Option<Moment>)]
    occurred_at: Option<String>,
    /// How precisely the time is known.
    precision: PrecisionWord,
    /// Whether it was so by then and may have been before.
    earliest: bool,
    /// Whether it counts: no live retraction names it.
    live: bool,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Who recorded it.
    recorded_by: String,
    /// How it came in.
    recorded_via: ViaWord,
    /// The deal it concerns.
    #[schema(required)]
    deal: Option<DealIdText>,
    /// The amount of money, if any.
    #[schema(required)]
    amount: Option<Amount>,
    /// The product line it concerns.
    #[schema(required)]
    product_line: Option<String>,
    /// The piece it refers to: the one retracted, refunded, cancelled, ….
    #[schema(required)]
    names: Option<EvidenceIdText>,
    /// Further details by name.
    #[schema(value_type = Object)]
    detail: BTreeMap<String, Value>,
    /// The participants; exactly one is the `subject`.
    participants: Vec<Participant>,
}

/// A participant and its role.
#[derive(Serialize, ToSchema)]
pub(crate) struct Participant {
    /// The person or organization.
    party: PartyIdText,
    /// The role; `subject` for the party the evidence is about.
    role: String,
}

/// An amount of money in minor units (cents, pence; whole yen).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Amount {
    /// The amount in minor units.
    #[schema(minimum = -9_007_199_254_740_991_i64, maximum = 9_007_199_254_740_991_i64)]
    minor: i64,
    /// ISO 4217 code.
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: String,
}

/// Evidence to record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceDraft {
    /// The kind; `/kinds` lists them.
    #[schema(pattern = "^[a-z][a-z0-9_]{1,59}$")]
    kind: String,
    /// When it occurred: a time, a day, or null if unknown. Now by default.
    #[serde(default)]
    #[schema(value_type = Option<Moment>, required = false)]
    occurred_at: Patch<Moment>,
    /// Whether it was so by then and may have been before, as with a status whose beginning nobody noted.
    #[serde(default)]
    earliest: bool,
    /// The participants; exactly one is the `subject`.
    #[serde(deserialize_with = "list::<MOST_PARTICIPANTS, _, _>")]
    #[schema(value_type = Vec<ParticipantDraft>, min_items = 1, max_items = 1000)]
    participants: Vec<Object<ParticipantDraft>>,
    /// The deal it concerns: an id, or a name of your own; a deal with that name is created if there is none.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000, pattern = r"^[^\u0000]*$")]
    deal: Option<String>,
    /// The amount of money, if any.
    #[serde(default)]
    #[schema(value_type = Option<Amount>, required = false)]
    amount: Option<Object<Amount>>,
    /// The product line it concerns.
    #[serde(default)]
    #[schema(max_length = 1000, pattern = r"^[^\u0000]*$")]
    product_line: Option<String>,
    /// The piece it refers to: the one refunded, cancelled, ….
    #[serde(default)]
    names: Option<EvidenceIdText>,
    /// Further details by name: `reason`, `until`, `criterion`, … and any of your own.
    #[serde(default, deserialize_with = "map::<MOST_NAMES, _, _>")]
    #[schema(value_type = Object, required = false)]
    detail: BTreeMap<String, Value>,
}

/// One piece, or a list of up to 1,000.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes what `OneOrMany` reads")]
#[schema(as = EvidenceBody)]
#[serde(untagged)]
pub(crate) enum EvidenceBody {
    /// One piece.
    One(Box<EvidenceDraft>),
    /// Several pieces, each with its own result.
    Many(Vec<EvidenceDraft>),
}

/// The recorded piece, or the results of a list.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum EvidenceAnswer {
    /// The piece.
    One(Box<Evidence>),
    /// The results of a list.
    Many(EvidenceResults),
}

/// The results for a list of pieces, in order.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvidenceResults {
    /// The results of a list.
    pub(crate) items: Vec<EvidenceResult>,
    /// Number of recorded pieces.
    pub(crate) recorded: u64,
    /// Number of rejected pieces.
    pub(crate) refused: u64,
}

/// The result for one piece of a list: the piece, or why it was rejected.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvidenceResult {
    /// The recorded piece; null if it was rejected.
    #[schema(required)]
    pub(crate) evidence: Option<Evidence>,
    /// Why it was rejected; null if it was recorded.
    #[schema(required)]
    pub(crate) problem: Option<ItemProblem>,
}

/// A participant and its role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParticipantDraft {
    /// The person or organization.
    party: PartyIdText,
    /// The role; `subject` for the party the evidence is about, `participant` by default.
    #[serde(default = "participant")]
    #[schema(min_length = 1, max_length = 1000, pattern = r"^[^\u0000]*$")]
    role: String,
}

/// Why a piece is retracted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retraction {
    /// The reason.
    #[schema(min_length = 1, max_length = 10000, pattern = r"^[^\u0000]*\S[^\u0000]*$")]
    reason: String,
}

/// Why a piece is wrong, and what to record instead.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correction {
    /// Why the piece is wrong.
    #[schema(min_length = 1, max_length = 10000, pattern = r"^[^\u0000]*\S[^\u0000]*$")]
    reason: String,
    /// The piece to record in its place.
    #[schema(value_type = EvidenceDraft)]
    instead: Object<EvidenceDraft>,
}

/// The result of a correction.
#[derive(Serialize, ToSchema)]
pub(crate) struct Corrected {
    /// The retraction of the wrong piece.
    pub(crate) retraction: Evidence,
    /// The new piece.
    pub(crate) evidence: Evidence,
}

impl Retraction {
    /// The reason, if it is not too long.
    pub(crate) fn read(self) -> Answer<String> {
        short(self.reason)
    }
}

impl Correction {
    /// The reason, and the evidence to record with its subject.
    pub(crate) fn read(self) -> Answer<(String, (PartyId, NewEvidence))> {
        if self.reason.trim().is_empty() {
            return invalid("/reason", "give a reason why the piece is wrong");
        }
        let Object(draft) = self.instead;
        Ok((short(self.reason)?, draft.read().map_err(|refusal| refusal.within(INSTEAD))?))
    }
}

fn short(reason: String) -> Answer<String> {
    if reason.chars().count() > LONGEST_REASON {
        return invalid("/reason", format!("use at most {LONGEST_REASON} characters"));
    }
    Ok(reason)
}

fn participant() -> String {
    "participant".to_owned()
}

fn invalid<T>(pointer: impl Into<String>, detail: impl Into<String>) -> Answer<T> {
    Err(Refusal::invalid(vec![Mistake::new(pointer, detail)]))
}

impl EvidenceResults {
    /// Adds what came of the next piece.
    pub(crate) fn take(&mut self, outcome: Answer<Evidence>) {
        let result = match outcome {
            Ok(evidence) => {
                self.recorded += 1;
                EvidenceResult { evidence: Some(evidence), problem: None }
            }
            Err(refusal) => {
                self.refused += 1;
                EvidenceResult { evidence: None, problem: Some(refusal.of_item()) }
            }
        };
        self.items.push(result);
    }
}

impl Evidence {
    /// The piece as the wire has it.
    pub(crate) fn of(kinds: &Kinds, listed: Listed) -> Self {
        let piece = listed.evidence;
        let participant = |one: casebook_app::domain::evidence::Participant| Participant {
            party: PartyIdText(one.party),
            role: one.role,
        };
        let amount = |money: Money| Amount { minor: money.minor, currency: money.currency.code().to_owned() };
        Self {
            id: EvidenceIdText(piece.id),
            kind: kinds.name(piece.kind).to_owned(),
            occurred_at: piece.occurred_at.map(|at| piece.precision.text(at)),
            precision: PrecisionWord(piece.precision.at_earliest(false)),
            earliest: piece.precision.is_earliest(),
            live: listed.live,
            recorded_at: at(piece.recorded_at),
            recorded_by: piece.recorded_by,
            recorded_via: ViaWord(piece.via),
            deal: piece.deal.map(DealIdText),
            amount: piece.amount.map(amount),
            product_line: piece.product_line,
            names: piece.names.map(EvidenceIdText),
            detail: piece.detail.0,
            participants: piece.participants.into_iter().map(participant).collect(),
        }
    }

    /// The address of the piece.
    pub(crate) fn address(&self) -> String {
        format!("/api/v1/evidence/{}", self.id)
    }
}

impl EvidenceDraft {
    /// The subject and the evidence to record.
    pub(crate) fn read(self) -> Answer<(PartyId, NewEvidence)> {
        let mut detail = self.detail;
        if let Some(name) = detail.keys().find(|name| PLACED.contains(&name.as_str())) {
            let reason = "this is a field of its own; put it next to `detail`";
            return invalid(format!("/detail/{}", escaped(name)), reason);
        }
        if self.names.is_some() && detail.contains_key(RESTS_ON) {
            return invalid(format!("/detail/{RESTS_ON}"), "say it here or as `names`, not both");
        }
        let (subject, others) = parted(self.participants)?;
        if !others.is_empty() {
            detail.insert("participants".to_owned(), Value::Array(others));
        }
        if let Some(Object(amount)) = self.amount {
            let (number, currency) = amount.read()?;
            detail.insert("amount".to_owned(), number.into());
            detail.insert("currency".to_owned(), currency.into());
        }
        if let Some(deal) = self.deal {
            if deal.trim().is_empty() {
                return invalid("/deal", "use the deal's id or a name for it");
            }
            detail.insert("deal".to_owned(), deal.into());
        }
        detail.extend(self.product_line.map(|line| ("product_line".to_owned(), line.into())));
        detail.extend(self.names.map(|named| ("names".to_owned(), named.to_string().into())));
        let when = match self.occurred_at {
            Patch::Absent => When::Now,
            Patch::Null => When::Unknown,
            Patch::Value(Moment(time, precision)) => When::At(time, precision.at_earliest(self.earliest)),
        };
        Ok((subject, NewEvidence { kind: self.kind, when, detail }))
    }
}

/// The subject, and the others in the form in which the use case takes them.
fn parted(participants: Vec<Object<ParticipantDraft>>) -> Answer<(PartyId, Vec<Value>)> {
    if let Some(place) = participants.iter().position(|one| one.0.role.trim().is_empty()) {
        return invalid(format!("/participants/{place}/role"), "use a word such as `participant`");
    }
    let is_subject = |one: &Object<ParticipantDraft>| one.0.role == SUBJECT;
    let (subjects, others): (Vec<_>, Vec<_>) = participants.into_iter().partition(is_subject);
    let [Object(subject)] = subjects.as_slice() else {
        let detail =
            format!("exactly one participant must have the role `{SUBJECT}`, not {}", subjects.len());
        return invalid("/participants", detail);
    };
    let other = |Object(one): Object<ParticipantDraft>| json!({ "party": one.party, "role": one.role });
    Ok((subject.party.0, others.into_iter().map(other).collect()))
}

impl Amount {
    /// An amount as it is sent.
    pub(crate) fn of(money: Money) -> Self {
        Self { minor: money.minor, currency: money.currency.code().to_owned() }
    }

    /// The amount, if its currency is one and it is not too large.
    pub(crate) fn money(&self) -> Option<Money> {
        let currency = Currency::parse(&self.currency).filter(|known| known.code() == self.currency)?;
        (-LARGEST..=LARGEST).contains(&self.minor).then_some(Money { minor: self.minor, currency })
    }

    /// The amount in major units and its currency.
    fn read(self) -> Answer<(String, String)> {
        let currency = Currency::parse(&self.currency).filter(|known| known.code() == self.currency);
        let Some(currency) = currency else {
            return invalid("/amount/currency", "use three capital letters such as EUR");
        };
        if !(-LARGEST..=LARGEST).contains(&self.minor) {
            return invalid("/amount/minor", format!("use at most {LARGEST}"));
        }
        Ok((Money { minor: self.minor, currency }.major(), self.currency))
    }
}
