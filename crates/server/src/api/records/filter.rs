//! Filters of records as they are sent: a tree of conditions, joined by and, or and not.

use casebook_app::domain::records::{RecordFilter, RecordType, ValueError};
use casebook_app::parties::Filter;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::places::filter_refused;
use super::wire::FieldJson;
use crate::api::parties::filter::FilterTree;
use crate::api::wire::PartyIdText;
use crate::http::error::{Answer, Refusal};
use crate::http::request::body::bounded::{list, list_or_null};

/// The most conditions in an `and` or `or`.
pub(crate) const MOST_CONDITIONS: usize = 500;
/// The most ids or values of a condition.
pub(crate) const MOST_VALUES: usize = 1_000;

/// A tree of conditions on records. Hidden records match only if a condition on `hidden` says so. At most 500 conditions,
/// nested 32 deep.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = RecordFilter)]
pub(crate) enum RecordFilterTree {
    /// All must hold; an empty list matches every record.
    #[schema(no_recursion)]
    #[serde(deserialize_with = "list::<MOST_CONDITIONS, _, _>")]
    And(Vec<Self>),
    /// At least one must hold; an empty list matches none.
    #[schema(no_recursion)]
    #[serde(deserialize_with = "list::<MOST_CONDITIONS, _, _>")]
    Or(Vec<Self>),
    /// It must not hold.
    #[schema(no_recursion)]
    Not(Box<Self>),
    /// Each word occurs in the name or a searched field.
    Text(String),
    /// A field, or `name`, `owner`, `state`, `created_at` or `updated_at`.
    Field(Box<RecordFieldCondition>),
    /// This party is in any of its fields.
    Party(PartyIdText),
    /// A person or organization that matches is in a field, or in any.
    WithParty(WithPartyCondition),
    /// Deals counted in a number of their funnel.
    Funnel(DealFunnelCondition),
    /// Hidden or not.
    Hidden(bool),
    /// One of these.
    #[serde(deserialize_with = "list::<MOST_VALUES, _, _>")]
    Ids(Vec<String>),
}

/// A condition on the people and organizations in a record.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithPartyCondition {
    /// The field that holds them; any by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// Which people and organizations.
    #[serde(deserialize_with = "of_parties")]
    #[schema(value_type = FilterTree, no_recursion)]
    filter: Value,
}

/// Deals counted in a number of their funnel.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DealFunnelCondition {
    /// The pipeline; the first by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pipeline: Option<String>,
    /// Which number: `reached`, `entered`, `skipped`, `furthest`, `here`, `back`, `dropped`, `returned` or `timed` of a
    /// stage; `cohort`, `undated`, `won`, `lost`, `open` or `elsewhere` of all.
    #[schema(
        pattern = "^(reached|entered|skipped|furthest|here|back|dropped|returned|timed|cohort|undated|won|lost|open|elsewhere)$"
    )]
    number: String,
    /// The stage; the cohort stage by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    stage: Option<String>,
    /// Of those who dropped out, only those with this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    /// Start of the cohort window: a date, or a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    from: Option<String>,
    /// End of the cohort window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    to: Option<String>,
    /// The time to count as of; now by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    at: Option<String>,
    /// The cohort stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cohort_stage: Option<String>,
}

/// A condition on a field with exactly one test. Of several values, one is enough.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordFieldCondition {
    /// The field.
    name: String,
    /// It has this value; of parties, this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is: Option<FieldJson>,
    /// It has one of these values.
    #[serde(
        default,
        deserialize_with = "list_or_null::<MOST_VALUES, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(nullable = false)]
    one_of: Option<Vec<FieldJson>>,
    /// It is at least this; an amount is in the same currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<FieldJson>,
    /// It is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<FieldJson>,
    /// It is less than this, or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<FieldJson>,
    /// It is more than this, or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<FieldJson>,
    /// It contains this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    contains: Option<String>,
    /// It has a value, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    filled: Option<bool>,
}

/// The filter that a tree means for records of a type; every record, if there is none.
pub(crate) fn filter_of(of: &RecordType, tree: Option<&RecordFilterTree>) -> Answer<RecordFilter> {
    let Some(tree) = tree else { return Ok(RecordFilter::default()) };
    let tree = serde_json::to_value(tree).map_err(|error| Refusal::internal(error.to_string()))?;
    RecordFilter::read_with(of, &tree, &parties).map_err(|error| filter_refused(&error))
}

/// Reads a filter of parties at once, so that its bounds hold before anything else is done, and keeps it as it was sent.
fn of_parties<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let sent = Value::deserialize(deserializer)?;
    FilterTree::deserialize(&sent).map_err(D::Error::custom)?;
    Ok(sent)
}

/// Reads a filter of parties within one of records, for `RecordFilter::read_with`.
pub fn parties(given: &Value) -> Result<Filter, ValueError> {
    let tree: FilterTree = serde_json::from_value(given.clone())
        .map_err(|error| ValueError { path: Vec::new(), message: error.to_string() })?;
    tree.read().map_err(|wrong| {
        let path = wrong.place.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        ValueError { path, message: wrong.detail }
    })
}
