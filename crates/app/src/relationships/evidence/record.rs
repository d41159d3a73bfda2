//! Recording one piece of evidence about a party, as a person or a program says it.

use std::collections::BTreeMap;

use casebook_domain::closest;
use casebook_domain::deals::{DEAL, RULE};
use casebook_domain::draft::{Draft, DraftError};
use casebook_domain::evidence::{Detail, Evidence, Participant, SUBJECT};
use casebook_domain::facts::Confidence;
use casebook_domain::ids::{DealId, EvidenceId, PartyId, RecordId};
use casebook_domain::key::storable;
use casebook_domain::kind::built_in as k;
use casebook_domain::money::amount::{self, DecimalSign};
use casebook_domain::money::{Currency, Money};
use casebook_domain::time::{Precision, Timestamp};
use casebook_store::{deal, party, record};
use serde_json::Value;

use super::append::append;
use super::seen::is_deal_seen;
use crate::desk::deals::{NewDeal, insert_new};
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// When something happened, as it was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// At the time of recording.
    #[default]
    Now,
    /// At a time or on a day.
    At(Timestamp, Precision),
    /// Nobody knows.
    Unknown,
}

/// A piece of evidence to be recorded.
#[derive(Clone, Debug, Default)]
pub struct NewEvidence {
    /// The kind's name.
    pub kind: String,
    /// When.
    pub when: When,
    /// Everything else it says. `deal`, `amount`, `currency`, `product_line`, `names` (or `evidence`, or
    /// `purchase`) and `participants` are understood; whatever else there is stays in the detail.
    pub detail: BTreeMap<String, Value>,
}

/// The currency of an amount that names none.
const DEFAULT_CURRENCY: &str = "EUR";
/// The system of deals that are named by a word of the user's own.
const OWN_SYSTEM: &str = "casebook";

impl When {
    /// Reads `now`, `unknown`, a date (`2026-03-03`: that day in UTC) or a time (RFC 3339).
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        match text {
            "now" => return Ok(Self::Now),
            "unknown" | "?" => return Ok(Self::Unknown),
            _ => {}
        }
        if let Some(at) = Timestamp::parse_rfc3339(text) {
            return Ok(Self::At(at, Precision::Instant));
        }
        let day = Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z"));
        let zoneless = Timestamp::parse_rfc3339(&format!("{}Z", text.replace(' ', "T")));
        match (day, zoneless) {
            (Some(at), _) => Ok(Self::At(at, Precision::Day)),
            (None, Some(at)) => Ok(Self::At(at, Precision::Instant)),
            (None, None) => Err(Error::Usage(format!(
                "`{text}` is not a valid time: use a date (2026-03-03), a time (2026-03-03T10:00:00+01:00), `now` or \
                 `unknown`"
            ))),
        }
    }
}

impl When {
    /// The same, where it was so by then and may have been before. Now and an unknown time stay what they are.
    #[must_use]
    pub fn at_earliest(self, earliest: bool) -> Self {
        match self {
            Self::At(at, precision) => Self::At(at, precision.at_earliest(earliest)),
            other => other,
        }
    }
}

/// Records a piece of evidence whose subject is `party`.
pub fn record(session: &Session, party: PartyId, new: NewEvidence) -> Result<Evidence> {
    session.write(move |work| {
        let draft = draft_of(work, party, new.clone())?;
        let mut appended = append(work, vec![draft])?;
        let appended = appended.pop().ok_or_else(|| Error::Refused("nothing was recorded".to_owned()))?;
        Ok(appended)
    })
}

/// The most pieces that are recorded at once.
pub const MOST_AT_ONCE: usize = 1_000;

/// Records many pieces, each about its subject, in one transaction: what came of each, in their order. A piece
/// that is refused leaves no trace and spoils no other.
pub fn record_many(session: &Session, pieces: Vec<(PartyId, NewEvidence)>) -> Result<Vec<Result<Evidence>>> {
    if pieces.len() > MOST_AT_ONCE {
        return Err(Error::Usage(format!("at most {MOST_AT_ONCE} pieces of evidence can be sent at once")));
    }
    session.write(move |work| {
        // All of them first, and in one order, so that two such lists never wait for each other.
        let mut parties: Vec<PartyId> =
            pieces.iter().flat_map(|(party, new)| spoken_of(*party, new)).collect();
        parties.sort_unstable();
        parties.dedup();
        party::lock_many(work.connection, &parties)?;
        match attempt(work, &pieces) {
            Ok(recorded) => Ok(recorded.into_iter().map(Ok).collect()),
            // Which of them is refused, and that the others are not, is found out one by one.
            Err(_) => pieces.iter().map(|piece| one_of_many(work, piece)).collect(),
        }
    })
}

fn spoken_of(party: PartyId, new: &NewEvidence) -> Vec<PartyId> {
    let others = take_participants(&mut new.detail.clone()).unwrap_or_default();
    others.into_iter().map(|one| one.party).chain([party]).collect()
}

/// The outcome of one piece; an error of the store ends the whole.
fn one_of_many(work: &mut Work<'_, '_>, piece: &(PartyId, NewEvidence)) -> Result<Result<Evidence>> {
    match attempt(work, std::slice::from_ref(piece)) {
        Ok(mut recorded) => {
            Ok(recorded.pop().ok_or_else(|| Error::Refused("nothing was recorded".to_owned())))
        }
        Err(error @ Error::Store(_)) => Err(error),
        Err(error) => Ok(Err(error)),
    }
}

/// Records pieces so that a refusal undoes just them.
fn attempt(work: &mut Work<'_, '_>, pieces: &[(PartyId, NewEvidence)]) -> Result<Vec<Evidence>> {
    work.attempt(|inner| {
        let drafts = pieces.iter().map(|(party, new)| draft_of(inner, *party, new.clone()));
        let drafts = drafts.collect::<Result<Vec<Draft>>>()?;
        append(inner, drafts)
    })
}

/// What was given, as a draft: names resolved, and whatever has a place of its own put there.
pub(super) fn draft_of(work: &mut Work<'_, '_>, party: PartyId, new: NewEvidence) -> Result<Draft> {
    let kind = work.words.kinds.code(&new.kind).ok_or_else(|| unknown_kind(work, &new.kind))?;
    let mut detail = new.detail;
    if detail.contains_key(RULE) {
        return Err(Error::argument(
            RULE,
            format!("`{RULE}` is kept for evidence that follows from records"),
        ));
    }
    let (occurred_at, precision) = match new.when {
        When::Now => (Some(work.now), Precision::Instant),
        When::At(at, precision) => (Some(at), precision),
        When::Unknown => (None, Precision::Unknown),
    };
    let mut participants = vec![Participant { party, role: SUBJECT.to_owned() }];
    participants.extend(take_participants(&mut detail)?);
    if kind == k::CRITERION_ASSESSED {
        ensure_confidence(&detail)?;
    }
    let amount = take_amount(&mut detail)?;
    let deal = take_text(&mut detail, "deal").map(|name| deal_named(work, &name)).transpose()?;
    Ok(Draft {
        kind,
        occurred_at,
        precision,
        deal,
        amount,
        product_line: take_text(&mut detail, "product_line"),
        names: take_named(&mut detail)?,
        detail: Detail(detail),
        participants,
    })
}

/// Refuses another confidence than those there are. What files say of it is kept as they say it.
fn ensure_confidence(detail: &BTreeMap<String, Value>) -> Result<()> {
    let Some(given) = detail.get("confidence").filter(|given| !given.is_null()) else { return Ok(()) };
    if given.as_str().and_then(Confidence::from_word).is_some() {
        return Ok(());
    }
    let kind = "criterion_assessed".to_owned();
    let expected = Confidence::ALL.map(Confidence::word).join(", ");
    Err(DraftError::Detail { kind, detail: "confidence", expected: format!("one of {expected}") }.into())
}

fn unknown_kind(work: &Work<'_, '_>, given: &str) -> Error {
    let near = closest(given, work.words.kinds.names().map(|(name, _)| name));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Error::NotFound { what: "kind of evidence", given: given.to_owned(), hint }
}

fn take_text(detail: &mut BTreeMap<String, Value>, name: &str) -> Option<String> {
    match detail.remove(name)? {
        Value::String(text) => Some(text),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn take_named(detail: &mut BTreeMap<String, Value>) -> Result<Option<EvidenceId>> {
    for name in ["names", "evidence", "purchase"] {
        if let Some(text) = take_text(detail, name) {
            let id = EvidenceId::parse(&text);
            return id.map(Some).ok_or_else(|| Error::not_found("evidence", text));
        }
    }
    Ok(None)
}

/// An amount in major units, as a number or as text, with or without its currency. A text alone does not show whether
/// `1.234` are thousands, and is none then; a number has a point.
fn take_amount(detail: &mut BTreeMap<String, Value>) -> Result<Option<Money>> {
    let is_number = detail.get("amount").is_some_and(Value::is_number);
    let Some(text) = take_text(detail, "amount") else { return Ok(None) };
    let code = take_text(detail, "currency").unwrap_or_else(|| DEFAULT_CURRENCY.to_owned());
    let money = Currency::of_word(&code).and_then(|currency| {
        if is_number {
            amount::read(&text, Some(currency), Some(DecimalSign::Point))
        } else {
            amount::read_alone(&text, Some(currency))
        }
    });
    let expected = || {
        Error::Usage(format!(
            "`{text}` ({code}) is not a valid amount: use a number such as 1234.50 and a \
                                 currency such as EUR"
        ))
    };
    money.map(Some).ok_or_else(expected)
}

fn take_participants(detail: &mut BTreeMap<String, Value>) -> Result<Vec<Participant>> {
    let Some(given) = detail.remove("participants") else { return Ok(Vec::new()) };
    let expected =
        || Error::Usage("participants must be a list of {\"party\": ID, \"role\": TEXT}".to_owned());
    given
        .as_array()
        .ok_or_else(expected)?
        .iter()
        .map(|one| {
            let party = one.get("party").and_then(Value::as_str).and_then(PartyId::parse);
            let role = one.get("role").and_then(Value::as_str).unwrap_or("participant");
            let party = party.ok_or_else(expected)?;
            Ok(Participant { party, role: role.to_owned() })
        })
        .collect()
}

/// The deal of that id, or the one that goes by that name, made if there is none.
pub(crate) fn deal_named(work: &mut Work<'_, '_>, name: &str) -> Result<DealId> {
    if let Some(id) = DealId::parse(name) {
        let rows = record::get_many(work.connection, &[RecordId(id.0)])?;
        let known = rows.iter().any(|row| row.type_name == DEAL) && is_deal_seen(work, id)?;
        return if known { Ok(id) } else { Err(Error::not_found("deal", name)) };
    }
    let name = storable(name);
    let id = DealId(work.session.next_id());
    // Where somebody else's deal has the name that one does not see, one has a deal of that name for oneself.
    let own = format!("{OWN_SYSTEM}:{}", work.session.actor());
    let systems = [OWN_SYSTEM.to_owned(), own, format!("{OWN_SYSTEM}:{id}")];
    let keys = systems.each_ref().map(|system| (system.as_str(), &*name));
    let known = deal::find_many(work.connection, &keys)?;
    let mut system = OWN_SYSTEM;
    for (place, known) in systems.iter().zip(known) {
        system = place;
        match known {
            Some(known) if is_deal_seen(work, known)? => return Ok(known),
            Some(_) => {}
            None => break,
        }
    }
    let new = NewDeal { id, system: system.to_owned(), key: name.into_owned(), title: None, owner: None };
    insert_new(work, &[new], &[])?;
    Ok(id)
}
