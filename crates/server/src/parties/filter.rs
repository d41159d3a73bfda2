//! Filters as they are sent: a tree of conditions on any field, joined by and, or and not.

use casebook_app::domain::time::DAY;
use casebook_app::funnel::{FunnelMembers, FunnelRequest, Number};
use casebook_app::parties::{
    EvidenceIs, EvidenceOf, FieldIs, Filter, Leaf, Point, StageIs, StageTest, Stretch,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::{BasisWord, Edge, FamilyWord, KindWord, Moment, OfWord, PartyIdText, StandingWord};

/// Conditions on parties, joined. Unless one of them speaks of being hidden, no hidden party fits.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Filter)]
pub(crate) enum FilterTree {
    /// Every one must hold; of none, everybody fits.
    #[schema(no_recursion)]
    And(Vec<Self>),
    /// At least one must hold; of none, nobody fits.
    #[schema(no_recursion)]
    Or(Vec<Self>),
    /// It must not hold.
    #[schema(no_recursion)]
    Not(Box<Self>),
    /// Each word is found in name, mail, phone, company or note.
    Text(String),
    /// People, or organizations.
    Kind(KindWord),
    /// One of these standings at present; null stands for none.
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
    Ids(Vec<PartyIdText>),
    /// Counted by a number of a funnel.
    Funnel(FunnelCondition),
}

/// A condition on a stage: exactly one of `one_of`, `at_least` and `none`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageCondition {
    /// In whose words.
    vocabulary: String,
    /// One of these stages.
    #[serde(default)]
    #[schema(nullable = false)]
    one_of: Option<Vec<String>>,
    /// This stage or a later one.
    #[serde(default)]
    #[schema(nullable = false)]
    at_least: Option<String>,
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
    name: String,
    /// It has this value.
    #[serde(default)]
    #[schema(nullable = false)]
    is: Option<String>,
    /// It has another value, or none.
    #[serde(default)]
    #[schema(nullable = false)]
    is_not: Option<String>,
    /// It has one of these values.
    #[serde(default)]
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
    kind: Option<String>,
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

/// Which number of a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NumberWord {
    /// Everybody in the cohort, whatever the stage.
    Cohort,
    /// Those who reached the cohort's stage at an unknown time.
    Undated,
    /// Those who were in the stage or a later one.
    Reached,
    /// Of these, those who were in the stage itself.
    Entered,
    /// Of these, those who were not.
    Skipped,
    /// Those who came this far and no further.
    Furthest,
    /// Of these, those who are there.
    Here,
    /// Of these, those who are in an earlier stage or in none.
    Back,
    /// Of these, those who were lost, disqualified or are former.
    Dropped,
    /// Those who fell below the stage and came back.
    Returned,
    /// Those who reached this stage and the next at known times.
    Timed,
}

/// Those whom a number of a funnel counts.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FunnelCondition {
    /// In whose words.
    pub(crate) vocabulary: String,
    /// Whose funnel; `all`, if not given.
    #[serde(default)]
    pub(crate) of: Option<OfWord>,
    /// The cohort's window begins.
    #[serde(default)]
    pub(crate) from: Option<Moment>,
    /// The cohort's window ends.
    #[serde(default)]
    pub(crate) to: Option<Moment>,
    /// The time at which one looks; now, if not given.
    #[serde(default)]
    pub(crate) as_of: Option<Moment>,
    /// What counts as known.
    #[serde(default)]
    pub(crate) basis: Option<BasisWord>,
    /// The stage that makes the cohort.
    #[serde(default)]
    pub(crate) cohort_stage: Option<String>,
    /// The source of a group, where the number is that of one.
    #[serde(default)]
    pub(crate) source: Option<String>,
    /// Whether the number is that of the group without a source.
    #[serde(default)]
    #[schema(required = false)]
    pub(crate) without_source: bool,
    /// The stage; the cohort's, if not given.
    #[serde(default)]
    pub(crate) stage: Option<String>,
    /// Which number.
    pub(crate) number: NumberWord,
    /// Of those dropped, only those for this reason.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// What is wrong with a filter, as a sentence.
pub(crate) type Wrong = String;

impl FilterTree {
    /// The filter that it means.
    pub(crate) fn read(self) -> Result<Filter, Wrong> {
        let all = |parts: Vec<Self>| parts.into_iter().map(Self::read).collect::<Result<Vec<_>, _>>();
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
        })
    }
}

/// The only one of some that is given.
fn only<T>(given: impl IntoIterator<Item = Option<T>>, expected: &str) -> Result<T, Wrong> {
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(format!("give exactly one of {expected}")),
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
    match (between, last, next) {
        (_, None, None) => Ok(Stretch::Between(edge(from), edge(to))),
        (false, Some(days), None) => Ok(Stretch::Last(i64::from(days) * DAY)),
        (false, None, Some(days)) => Ok(Stretch::Next(i64::from(days) * DAY)),
        _ => Err("give from and to, or last_days, or next_days".to_owned()),
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
            (Some(_), Some(_)) => return Err("give a kind or a family, not both".to_owned()),
            (Some(kind), None) => EvidenceOf::Kind(kind),
            (None, Some(family)) => EvidenceOf::Family(family.0.word().to_owned()),
            (None, None) => EvidenceOf::Any,
        };
        let within = stretch(self.from, self.to, self.last_days, None)?;
        Ok(Leaf::Evidence(EvidenceIs { of, within, at_least: self.at_least.unwrap_or(1) }))
    }
}

impl FunnelCondition {
    fn read(self) -> Result<FunnelMembers, Wrong> {
        let edge = |moment: Option<Moment>, edge| moment.map(|moment: Moment| moment.edge(edge));
        let group = match (self.source, self.without_source) {
            (Some(_), true) => return Err("give a source, or without_source, not both".to_owned()),
            (Some(source), false) => Some(Some(source)),
            (None, true) => Some(None),
            (None, false) => None,
        };
        if self.reason.is_some() && self.number != NumberWord::Dropped {
            return Err("only those dropped have a reason".to_owned());
        }
        Ok(FunnelMembers {
            request: FunnelRequest {
                vocabulary: self.vocabulary,
                of: self.of.and_then(|of| of.0),
                from: edge(self.from, Edge::Start),
                to: edge(self.to, Edge::Start),
                as_of: edge(self.as_of, Edge::End),
                basis: self.basis.map(|basis| basis.0).unwrap_or_default(),
                cohort_stage: self.cohort_stage,
                by_source: false,
            },
            group,
            stage: self.stage,
            number: self.number.read(self.reason),
        })
    }
}

impl NumberWord {
    fn read(self, reason: Option<String>) -> Number {
        match self {
            Self::Cohort => Number::Cohort,
            Self::Undated => Number::Undated,
            Self::Reached => Number::Reached,
            Self::Entered => Number::Entered,
            Self::Skipped => Number::Skipped,
            Self::Furthest => Number::Furthest,
            Self::Here => Number::Here,
            Self::Back => Number::Back,
            Self::Dropped => Number::Dropped(reason),
            Self::Returned => Number::Returned,
            Self::Timed => Number::Timed,
        }
    }
}
