//! Conditions on having been counted: by a number of a funnel, or of an import.

use casebook_app::funnel::{FunnelDates, FunnelMembers, FunnelRequest, GroupField, Number};
use casebook_app::parties::{Filter, ImportedIs, Leaf};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wrong::Wrong;
use crate::api::wire::{BasisWord, Edge, ImportIdText, Moment, OfWord};

/// Which number of a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NumberWord {
    /// Every member of the cohort, whatever the stage.
    Cohort,
    /// Members that reached the cohort stage at an unknown time.
    Undated,
    /// Members that were in the stage or a later one.
    Reached,
    /// Of these, members that were in the stage itself.
    Entered,
    /// Of these, members that were not.
    Skipped,
    /// Members that got this far and no further.
    Furthest,
    /// Of these, members that are still there.
    Here,
    /// Of these, members that are in an earlier stage or in none.
    Back,
    /// Of these, members that are lost, disqualified or former.
    Dropped,
    /// Members that fell below the stage and came back.
    Returned,
    /// Members that reached this stage and the next at known times.
    Timed,
}

/// Parties counted in a number of a funnel.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FunnelCondition {
    /// The vocabulary.
    pub(crate) vocabulary: String,
    /// People, organizations, or `all` (default).
    #[serde(default)]
    pub(crate) of: Option<OfWord>,
    /// Start of the cohort window.
    #[serde(default)]
    pub(crate) from: Option<Moment>,
    /// End of the cohort window.
    #[serde(default)]
    pub(crate) to: Option<Moment>,
    /// The time to count as of; now by default.
    #[serde(default)]
    pub(crate) as_of: Option<Moment>,
    /// The basis of the count.
    #[serde(default)]
    pub(crate) basis: Option<BasisWord>,
    /// The cohort stage.
    #[serde(default)]
    pub(crate) cohort_stage: Option<String>,
    /// The group that the number belongs to, if it belongs to one.
    #[serde(default)]
    pub(crate) group: Option<GroupCondition>,
    /// The source, if the number belongs to a group by source.
    #[serde(default)]
    pub(crate) source: Option<String>,
    /// Whether the number belongs to the group without a source.
    #[serde(default)]
    #[schema(required = false)]
    pub(crate) without_source: bool,
    /// The stage; the cohort stage by default.
    #[serde(default)]
    pub(crate) stage: Option<String>,
    /// Which number.
    pub(crate) number: NumberWord,
    /// Of those who dropped out, only those with this reason.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// A group of a funnel.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupCondition {
    /// The field that the funnel is grouped by, as in `by`.
    pub(crate) field: String,
    /// The group's value; null for parties without one.
    // Not left out by mistake: it must be given, if only as null.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    pub(crate) value: Option<String>,
}

/// Parties that an import added or changed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportedCondition {
    /// The import.
    pub(super) import: ImportIdText,
    /// Only parties it added (true), or only existing parties it changed (false).
    #[serde(default)]
    #[schema(nullable = false)]
    added: Option<bool>,
}

impl FunnelCondition {
    pub(super) fn read(self) -> Result<Filter, Wrong> {
        let bound = |moment: Option<Moment>, edge| moment.map(|moment: Moment| moment.bound(edge));
        let dates = FunnelDates {
            from: bound(self.from, Edge::Start),
            to: bound(self.to, Edge::Start),
            as_of: bound(self.as_of, Edge::End),
        };
        let group = self.group()?;
        if self.reason.is_some() && self.number != NumberWord::Dropped {
            return Err(Wrong::new("reason", "only `dropped` has a reason"));
        }
        let members = FunnelMembers {
            request: FunnelRequest {
                vocabulary: self.vocabulary,
                of: self.of.and_then(|of| of.0),
                basis: self.basis.map(|basis| basis.0).unwrap_or_default(),
                cohort_stage: self.cohort_stage,
                ..FunnelRequest::default()
            },
            dates: Some(dates),
            stage: self.stage,
            number: self.number.read(self.reason),
        };
        let counted = Filter::Leaf(Leaf::Funnel(Box::new(members)));
        Ok(match group {
            Some(group) => Filter::All(vec![counted, group]),
            None => counted,
        })
    }

    /// The condition of the group.
    fn group(&self) -> Result<Option<Filter>, Wrong> {
        match (&self.group, &self.source, self.without_source) {
            (Some(group), None, false) => {
                let field = GroupField::read(&group.field)
                    .map_err(|unknown| Wrong::new("group/field", unknown.to_string()))?;
                Ok(Some(field.condition(group.value.as_deref())))
            }
            (None, Some(source), false) => Ok(Some(GroupField::SOURCE.condition(Some(source)))),
            (None, None, true) => Ok(Some(GroupField::SOURCE.condition(None))),
            (None, None, false) => Ok(None),
            (None, _, _) => Err(Wrong::new("", "use source or without_source, not both")),
            (Some(_), _, _) => Err(Wrong::new("", "use group, or source or without_source, not both")),
        }
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

impl ImportedCondition {
    pub(super) fn read(self) -> ImportedIs {
        ImportedIs { import: self.import.0, added: self.added }
    }
}
