//! The condition of deals that a number of their funnel counts, as it is sent.

use serde_json::{Map, Value as Json};

use super::value::ValueError;
use crate::Unknown;
use crate::deals::{DEAL, DealMembers, DealNumber, DealRequest, DealState};
use crate::filter::Bound;
use crate::lifecycle::funnel::{FunnelDates, Number};
use crate::records::RecordType;
use crate::time::Timestamp;
use crate::zone;

/// The keys of a condition.
const KEYS: [&str; 8] = ["pipeline", "number", "stage", "reason", "from", "to", "at", "cohort_stage"];
/// The numbers of a funnel of deals: those of stages, then those of the whole funnel.
pub const DEAL_NUMBERS: [&str; 15] = [
    "reached",
    "entered",
    "skipped",
    "furthest",
    "here",
    "back",
    "dropped",
    "returned",
    "timed",
    "cohort",
    "undated",
    "won",
    "lost",
    "open",
    "elsewhere",
];
/// The length of a date.
const DATE: usize = 10;

/// Reads the condition.
pub(super) fn read(of: &RecordType, given: &Json) -> Result<DealMembers, ValueError> {
    if of.name != DEAL {
        return Err(ValueError::new("only deals have a funnel"));
    }
    let object = given.as_object().ok_or_else(|| ValueError::new("expected an object"))?;
    if let Some(key) = object.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(ValueError::new(Unknown::among("key", key, KEYS.into_iter()).to_string()));
    }
    let reason = text(object, "reason")?;
    let dates = FunnelDates {
        from: bound(object, "from", Bound::Start)?,
        to: bound(object, "to", Bound::Start)?,
        as_of: bound(object, "at", Bound::End)?,
    };
    let request = DealRequest {
        pipeline: text(object, "pipeline")?,
        cohort_stage: text(object, "cohort_stage")?,
        ..DealRequest::default()
    };
    let number = number(object, reason)?;
    Ok(DealMembers { request, stage: text(object, "stage")?, number, dates: Some(dates) })
}

fn number(object: &Map<String, Json>, reason: Option<String>) -> Result<DealNumber, ValueError> {
    let word = text(object, "number")?;
    let word = word.ok_or_else(|| ValueError::new("the key `number` is missing"))?;
    if reason.is_some() && word != "dropped" {
        return Err(ValueError::new("only `dropped` has a reason").within(&"reason"));
    }
    Ok(match word.as_str() {
        "cohort" => DealNumber::Stage(Number::Cohort),
        "undated" => DealNumber::Stage(Number::Undated),
        "reached" => DealNumber::Stage(Number::Reached),
        "entered" => DealNumber::Stage(Number::Entered),
        "skipped" => DealNumber::Stage(Number::Skipped),
        "furthest" => DealNumber::Stage(Number::Furthest),
        "here" => DealNumber::Stage(Number::Here),
        "back" => DealNumber::Stage(Number::Back),
        "dropped" => DealNumber::Stage(Number::Dropped(reason)),
        "returned" => DealNumber::Stage(Number::Returned),
        "timed" => DealNumber::Stage(Number::Timed),
        "won" => DealNumber::State(Some(DealState::Won)),
        "lost" => DealNumber::State(Some(DealState::Lost)),
        "open" => DealNumber::State(Some(DealState::Open)),
        "elsewhere" => DealNumber::State(None),
        other => {
            let unknown = Unknown::among("number", other, DEAL_NUMBERS.into_iter());
            return Err(ValueError::new(unknown.to_string()).within(&"number"));
        }
    })
}

fn text(object: &Map<String, Json>, key: &str) -> Result<Option<String>, ValueError> {
    match object.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ValueError::new("expected text").within(&key)),
    }
}

/// An instant, or a date, of which `edge` says which end is meant.
fn bound(
    object: &Map<String, Json>,
    key: &str,
    edge: fn(Timestamp) -> Bound,
) -> Result<Option<Bound>, ValueError> {
    let Some(text) = text(object, key)? else { return Ok(None) };
    let day = zone::read(&text).filter(|_| text.len() == DATE).map(edge);
    let bound = day.or_else(|| Timestamp::parse_rfc3339(&text).map(Bound::Instant));
    let wrong =
        || ValueError::new("expected a date such as 2026-03-03, or a time such as 2026-03-03T09:00:00Z");
    bound.map(Some).ok_or_else(|| wrong().within(&key))
}
