//! Filters as they are sent: a tree of conditions on any field, joined by and, or and not.

use casebook_app::domain::time::DAY;
use casebook_app::parties::{
    EvidenceIs, EvidenceOf, FieldIs, Filter, Leaf, MOST_CONDITIONS, Point, StageIs, StageTest, Stretch,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::members::{FunnelCondition, ImportedCondition};
use super::place::Wrong;
use crate::body::bounded::{MOST_VALUES, list, list_or_null};
use crate::wire::{Edge, FamilyWord, KindWord, Moment, PartyIdText, StandingWord};

/// Conditions on parties, joined. Unless one of them speaks of being hidden, no hidden party fits. A filter has at
/// most 500 conditions, nested 32 deep, of which 30 are on evidence, links, imports or fields of one's own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Filter)]
pub(crate) enum FilterTree {
    /// Every one must hold; of none, everybody fits.
    #[schema(no_recursion)]
    #[serde(deserialize_with = "list::<MOST_CONDITIONS, _, _>")]
    And(Vec<Self>),
    /// At least one must hold; of none, nobody fits.
    #[schema(no_recursion)]
    #[serde(deserialize_with = "list::<MOST_CONDITIONS, _, _>")]
    Or(Vec<Self>),
    /// It must not hold.
    #[schema(no_recursion)]
    Not(Box<Self>),
    /// Each word is found in name, mail, phone, company or note.
    Text(String),
    /// People, or organizations.
    Kind(KindWord),
    /// One of these standings at present; null stands for none.
    #[serde(deserialize_with = "list::<MOST_VALUES, _, _>")]
    Standing(Vec<Option<StandingWord>>),
    /// The stage at present.
    Stage(StageCondition),
    /// The furthest stage so far.
    Furthest(StageCondition),
    /// A field, standard or of the workspace's own.
    Field(FieldCondition),
    /// A point in time.
    Time(TimeCondition),
    /// Live evidence.
    Evidence(EvidenceCondition),
    /// Linked to this person or organization.
    LinkedTo(PartyIdText),
    /// Hidden, or not.
    Hidden(bool),
    /// One of these.
    #[serde(deserialize_with = "list::<MOST_VALUES, _, _>")]
    Ids(Vec<PartyIdText>),
    /// Counted by a number of a funnel.
    Funnel(FunnelCondition),
    /// Added or changed by an import.
    Imported(ImportedCondition),
}

/// A condition on a stage: exactly one of `one_of`, `at_least` and `none`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageCondition {
    /// In whose words.
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

/// A condition on a field: exactly one of the tests. Case, accents and repeated spaces do not count.
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
    /// This is found in it.
    #[serde(default)]
    #[schema(nullable = false)]
    contains: Option<String>,
    /// It has no value.
    #[serde(default)]
    #[schema(required = false)]
    empty: bool,
}

/// Which point in time.
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

/// A point in time lies in a stretch: between two times, or so many days before or after the present.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeCondition {
    /// Which.
    of: PointWord,
    /// At this time or later; a date means its first instant.
    #[serde(default)]
    from: Option<Moment>,
    /// Before this time; a date means its first instant.
    #[serde(default)]
    to: Option<Moment>,
    /// In the last so many days.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 36500)]
    last_days: Option<u32>,
    /// In the next so many days.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 36500)]
    next_days: Option<u32>,
}

/// Live evidence of a kind, of a family, or of any.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceCondition {
    /// Of this kind.
    #[serde(default)]
    pub(super) kind: Option<String>,
    /// Of this family.
    #[serde(default)]
    family: Option<FamilyWord>,
    /// That occurred at this time or later.
    #[serde(default)]
    from: Option<Moment>,
    /// That occurred before this time.
    #[serde(default)]
    to: Option<Moment>,
    /// That occurred in the last so many days.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 36500)]
    last_days: Option<u32>,
    /// At least so many pieces; one, if not given.
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
            Self::Hidden(hidden) => Filter::Leaf(Leaf::Hidden(hidden)),
            Self::Ids(ids) => Filter::Leaf(Leaf::Ids(ids.into_iter().map(|id| id.0).collect())),
            Self::Funnel(funnel) => Filter::Leaf(Leaf::Funnel(Box::new(funnel.read()?))),
            Self::Imported(imported) => Filter::Leaf(Leaf::Imported(imported.read())),
        })
    }
}

/// The only one of some that is given.
fn only<T>(given: impl IntoIterator<Item = Option<T>>, expected: &str) -> Result<T, Wrong> {
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Wrong::new("", format!("give exactly one of {expected}"))),
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
        ];
        let test = only(tests, "is, is_not, one_of, contains and empty")?;
        Ok(Filter::Leaf(Leaf::Field(self.name, test)))
    }
}

fn stretch(
    from: Option<Moment>,
    to: Option<Moment>,
    last: Option<u32>,
    next: Option<u32>,
) -> Result<Stretch, Wrong> {
    let edge = |moment: Option<Moment>| moment.map(|moment| moment.edge(Edge::Start));
    let between = from.is_some() || to.is_some();
    for (name, days) in [("last_days", last), ("next_days", next)] {
        if days.is_some_and(|days| days > MOST_DAYS) {
            return Err(Wrong::new(name, format!("give at most {MOST_DAYS} days")));
        }
    }
    match (between, last, next) {
        (_, None, None) => Ok(Stretch::Between(edge(from), edge(to))),
        (false, Some(days), None) => Ok(Stretch::Last(i64::from(days) * DAY)),
        (false, None, Some(days)) => Ok(Stretch::Next(i64::from(days) * DAY)),
        _ => Err(Wrong::new("", "give from and to, or last_days, or next_days")),
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
            (Some(_), Some(_)) => return Err(Wrong::new("", "give a kind or a family, not both")),
            (Some(kind), None) => EvidenceOf::Kind(kind),
            (None, Some(family)) => EvidenceOf::Family(family.0.word().to_owned()),
            (None, None) => EvidenceOf::Any,
        };
        if self.at_least == Some(0) {
            return Err(Wrong::new("at_least", "at_least begins at 1"));
        }
        let within = stretch(self.from, self.to, self.last_days, None)?;
        Ok(Leaf::Evidence(EvidenceIs { of, within, at_least: self.at_least.unwrap_or(1) }))
    }
}
