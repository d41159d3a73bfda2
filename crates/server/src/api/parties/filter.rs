//! Filters as they are sent: a tree of conditions on any field, joined by and, or and not.

use casebook_app::domain::filter::{Comparison, Magnitude};
use casebook_app::domain::time::DAY;
use casebook_app::domain::zone::UTC;
use casebook_app::parties::{
    EvidenceIs, EvidenceOf, FieldIs, Filter, Leaf, MOST_CONDITIONS, Point, RecordIs, StageIs, StageTest,
    Stretch,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::members::{FunnelCondition, ImportedCondition};
use super::wrong::Wrong;
use crate::api::records::filter::RecordFilterTree;
use crate::api::wire::{Edge, FamilyWord, KindWord, Moment, PartyIdText, StandingWord};
use crate::http::request::body::bounded::{MOST_VALUES, list, list_or_null};

/// A tree of conditions on parties. Hidden parties match only if a condition on `hidden` says so. At most 500
/// conditions, nested 32 deep, 30 of them on evidence, links, imports or custom fields.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Filter)]
pub(crate) enum FilterTree {
    /// All must hold; an empty list matches everything.
    #[schema(no_recursion)]
    #[serde(deserialize_with = "list::<MOST_CONDITIONS, _, _>")]
    And(Vec<Self>),
    /// At least one must hold; an empty list matches nothing.
    #[schema(no_recursion)]
    #[serde(deserialize_with = "list::<MOST_CONDITIONS, _, _>")]
    Or(Vec<Self>),
    /// It must not hold.
    #[schema(no_recursion)]
    Not(Box<Self>),
    /// Each word occurs in name, email, phone, company or note.
    Text(String),
    /// People or organizations.
    Kind(KindWord),
    /// The current standing is one of these; null means no standing.
    #[serde(deserialize_with = "list::<MOST_VALUES, _, _>")]
    Standing(Vec<Option<StandingWord>>),
    /// The current stage.
    Stage(StageCondition),
    /// The highest stage reached so far.
    Furthest(StageCondition),
    /// A field, standard or custom.
    Field(FieldCondition),
    /// A point in time.
    Time(TimeCondition),
    /// Live evidence.
    Evidence(EvidenceCondition),
    /// Linked to this person or organization.
    LinkedTo(PartyIdText),
    /// Linked to a person or organization that matches.
    #[schema(no_recursion)]
    LinkedToAny(Box<Self>),
    /// Its account matches: the organization that a person belongs to. Of several it is the one that they were linked to
    /// first, of those links that are in force. An organization is its own account.
    #[schema(no_recursion)]
    Account(Box<Self>),
    /// Below this organization in the tree of organizations, at any depth.
    Below(PartyIdText),
    /// In a record that matches, for example an open deal.
    InRecord(RecordCondition),
    /// Hidden or not.
    Hidden(bool),
    /// One of these.
    #[serde(deserialize_with = "list::<MOST_VALUES, _, _>")]
    Ids(Vec<PartyIdText>),
    /// Counted in a number of a funnel.
    Funnel(FunnelCondition),
    /// Added or changed by an import.
    Imported(ImportedCondition),
}

/// A condition on a record in which the party is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordCondition {
    /// The type of the record.
    #[serde(rename = "type")]
    pub(super) type_name: String,
    /// Which records; all by default.
    #[serde(default)]
    filter: Option<RecordFilterTree>,
}

impl RecordCondition {
    fn read(self) -> Result<RecordIs, Wrong> {
        let filter = match self.filter {
            None => serde_json::json!({ "and": [] }),
            Some(tree) => {
                serde_json::to_value(tree).map_err(|error| Wrong::new("filter", error.to_string()))?
            }
        };
        Ok(RecordIs { type_name: self.type_name, filter })
    }
}

/// A condition on a stage: exactly one of `one_of`, `at_least` and `none`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageCondition {
    /// The vocabulary.
    pub(super) vocabulary: String,
    /// One of these stages.
    #[serde(default, deserialize_with = "list_or_null::<MOST_VALUES, _, _>")]
    #[schema(nullable = false)]
    pub(super) one_of: Option<Vec<String>>,
    /// This stage or a later one.
    #[serde(default)]
    #[schema(nullable = false)]
    pub(super) at_least: Option<String>,
    /// No stage at all.
    #[serde(default)]
    #[schema(required = false)]
    none: bool,
}

/// A condition on a field with exactly one test. Case, accents and repeated spaces are ignored.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldCondition {
    /// The field's name.
    pub(super) name: String,
    /// It has this value.
    #[serde(default)]
    #[schema(nullable = false)]
    is: Option<String>,
    /// It has another value, or none.
    #[serde(default)]
    #[schema(nullable = false)]
    is_not: Option<String>,
    /// It has one of these values.
    #[serde(default, deserialize_with = "list_or_null::<MOST_VALUES, _, _>")]
    #[schema(nullable = false)]
    one_of: Option<Vec<String>>,
    /// It contains this text.
    #[serde(default)]
    #[schema(nullable = false)]
    contains: Option<String>,
    /// It has no value.
    #[serde(default)]
    #[schema(required = false)]
    empty: bool,
    /// It is this number or amount, or more.
    #[serde(default)]
    #[schema(nullable = false)]
    at_least: Option<String>,
    /// It is this number or amount, or less.
    #[serde(default)]
    #[schema(nullable = false)]
    at_most: Option<String>,
    /// It is a day or time before this one.
    #[serde(default)]
    #[schema(nullable = false)]
    before: Option<String>,
    /// It is a day or time after this one.
    #[serde(default)]
    #[schema(nullable = false)]
    after: Option<String>,
}

/// Which date.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PointWord {
    /// When the party was added.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// When its first dated evidence occurred.
    FirstEvidence,
    /// When its last dated evidence occurred.
    LastEvidence,
}

/// A date lies between two times, or within a number of days before or after now.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeCondition {
    /// Which.
    of: PointWord,
    /// At or after this time; a date means its first instant in the workspace's time zone.
    #[serde(default)]
    from: Option<Moment>,
    /// Before this time; a date means its first instant in the workspace's time zone.
    #[serde(default)]
    to: Option<Moment>,
    /// Within this many days before now.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 36500)]
    last_days: Option<u32>,
    /// Within this many days after now.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 36500)]
    next_days: Option<u32>,
}

/// Live evidence of a kind, of a family, or any.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceCondition {
    /// Of this kind.
    #[serde(default)]
    pub(super) kind: Option<String>,
    /// Of this family.
    #[serde(default)]
    family: Option<FamilyWord>,
    /// Occurred at or after this time, or on or after this date.
    #[serde(default)]
    from: Option<Moment>,
    /// Occurred before this time or date.
    #[serde(default)]
    to: Option<Moment>,
    /// Occurred within this many days before now.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 36500)]
    last_days: Option<u32>,
    /// Minimum number of pieces; 1 by default.
    #[serde(default)]
    #[schema(minimum = 1)]
    at_least: Option<u32>,
}

/// The longest stretch from the present on: a hundred years.
const MOST_DAYS: u32 = 36_500;

impl FilterTree {
    /// The filter that it means.
    pub(crate) fn read(self) -> Result<Filter, Wrong> {
        let word = self.word();
        self.inner().map_err(|wrong| wrong.within(word))
    }

    fn inner(self) -> Result<Filter, Wrong> {
        let each = |(index, part): (usize, Self)| part.read().map_err(|wrong| wrong.within(index));
        let all = |parts: Vec<Self>| parts.into_iter().enumerate().map(each).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::And(parts) => Filter::All(all(parts)?),
            Self::Or(parts) => Filter::Any(all(parts)?),
            Self::Not(part) => Filter::Not(Box::new(part.read()?)),
            Self::Text(text) => Filter::Leaf(Leaf::Text(text)),
            Self::Kind(kind) => Filter::Leaf(Leaf::Kind(kind.0)),
            Self::Standing(words) => {
                Filter::Leaf(Leaf::Standing(words.into_iter().map(|word| word.map(|word| word.0)).collect()))
            }
            Self::Stage(stage) => Filter::Leaf(Leaf::Stage(stage.read()?)),
            Self::Furthest(stage) => Filter::Leaf(Leaf::Furthest(stage.read()?)),
            Self::Field(field) => field.read()?,
            Self::Time(time) => Filter::Leaf(time.read()?),
            Self::Evidence(evidence) => Filter::Leaf(evidence.read()?),
            Self::LinkedTo(party) => Filter::Leaf(Leaf::Linked(party.0)),
            Self::LinkedToAny(inner) => Filter::Leaf(Leaf::LinkedToAny(Box::new(inner.read()?))),
            Self::Account(inner) => Filter::of_account(inner.read()?),
            Self::Below(organization) => Filter::Leaf(Leaf::Below(organization.0)),
            Self::InRecord(record) => Filter::Leaf(Leaf::InRecord(record.read()?)),
            Self::Hidden(hidden) => Filter::Leaf(Leaf::Hidden(hidden)),
            Self::Ids(ids) => Filter::Leaf(Leaf::Ids(ids.into_iter().map(|id| id.0).collect())),
            Self::Funnel(funnel) => funnel.read()?,
            Self::Imported(imported) => Filter::Leaf(Leaf::Imported(imported.read())),
        })
    }
}

/// The only one of some that is given.
fn only<T>(given: impl IntoIterator<Item = Option<T>>, expected: &str) -> Result<T, Wrong> {
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Wrong::new("", format!("use exactly one of {expected}"))),
    }
}

impl StageCondition {
    fn read(self) -> Result<StageIs, Wrong> {
        let tests = [
            self.one_of.map(StageTest::OneOf),
            self.at_least.map(StageTest::AtLeast),
            self.none.then_some(StageTest::None),
        ];
        Ok(StageIs { vocabulary: self.vocabulary, test: only(tests, "one_of, at_least and none")? })
    }
}

impl FieldCondition {
    fn read(self) -> Result<Filter, Wrong> {
        let tests = [
            self.is.map(FieldIs::Is),
            self.is_not.map(FieldIs::IsNot),
            self.one_of.map(FieldIs::OneOf),
            self.contains.map(FieldIs::Contains),
            self.empty.then_some(FieldIs::Empty),
            compared("at_least", Comparison::AtLeast, self.at_least)?,
            compared("at_most", Comparison::AtMost, self.at_most)?,
            compared("before", Comparison::Before, self.before)?,
            compared("after", Comparison::After, self.after)?,
        ];
        let test = only(tests, "is, is_not, one_of, contains, empty, at_least, at_most, before and after")?;
        Ok(Filter::Leaf(Leaf::Field(self.name, test)))
    }
}

/// A comparison with what was given under a key: numbers with numbers, times with times.
fn compared(
    key: &'static str,
    comparison: Comparison,
    given: Option<String>,
) -> Result<Option<FieldIs>, Wrong> {
    let Some(given) = given else { return Ok(None) };
    let is_of_times = matches!(comparison, Comparison::Before | Comparison::After);
    let read = Magnitude::of(&given).filter(|read| matches!(read, Magnitude::Number(_)) != is_of_times);
    let expected = if is_of_times { "a day or time, such as 2026-03-31" } else { "a number, such as 12.5" };
    let read = read.ok_or_else(|| Wrong::new(key, format!("use {expected}")))?;
    Ok(Some(FieldIs::Compares(comparison, read, UTC.clone())))
}

fn stretch(
    from: Option<Moment>,
    to: Option<Moment>,
    last: Option<u32>,
    next: Option<u32>,
) -> Result<Stretch, Wrong> {
    let bound = |moment: Option<Moment>| moment.map(|moment| moment.bound(Edge::Start));
    let between = from.is_some() || to.is_some();
    for (name, days) in [("last_days", last), ("next_days", next)] {
        if days.is_some_and(|days| days > MOST_DAYS) {
            return Err(Wrong::new(name, format!("use at most {MOST_DAYS} days")));
        }
    }
    match (between, last, next) {
        (_, None, None) => Ok(Stretch::Dated(bound(from), bound(to))),
        (false, Some(days), None) => Ok(Stretch::Last(i64::from(days) * DAY)),
        (false, None, Some(days)) => Ok(Stretch::Next(i64::from(days) * DAY)),
        _ => Err(Wrong::new("", "use from and to, or last_days, or next_days")),
    }
}

impl TimeCondition {
    fn read(self) -> Result<Leaf, Wrong> {
        let point = match self.of {
            PointWord::CreatedAt => Point::Created,
            PointWord::UpdatedAt => Point::Updated,
            PointWord::FirstEvidence => Point::FirstEvidence,
            PointWord::LastEvidence => Point::LastEvidence,
        };
        Ok(Leaf::Time(point, stretch(self.from, self.to, self.last_days, self.next_days)?))
    }
}

impl EvidenceCondition {
    fn read(self) -> Result<Leaf, Wrong> {
        let of = match (self.kind, self.family) {
            (Some(_), Some(_)) => return Err(Wrong::new("", "use a kind or a family, not both")),
            (Some(kind), None) => EvidenceOf::Kind(kind),
            (None, Some(family)) => EvidenceOf::Family(family.0.word().to_owned()),
            (None, None) => EvidenceOf::Any,
        };
        if self.at_least == Some(0) {
            return Err(Wrong::new("at_least", "at_least must be 1 or more"));
        }
        let within = stretch(self.from, self.to, self.last_days, None)?;
        Ok(Leaf::Evidence(EvidenceIs { of, within, at_least: self.at_least.unwrap_or(1) }))
    }
}
