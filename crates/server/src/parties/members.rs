//! Conditions on having been counted: by a number of a funnel, or of an import.

use casebook_app::funnel::{FunnelMembers, FunnelRequest, Number};
use casebook_app::parties::ImportedIs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::place::Wrong;
use crate::wire::{BasisWord, Edge, ImportIdText, Moment, OfWord};

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

/// Those whom an import added or changed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportedCondition {
    /// The import.
    pub(super) import: ImportIdText,
    /// Only those whom it added (true), or only those whom it changed when they were there (false).
    #[serde(default)]
    #[schema(nullable = false)]
    added: Option<bool>,
}

impl FunnelCondition {
    pub(super) fn read(self) -> Result<FunnelMembers, Wrong> {
        let edge = |moment: Option<Moment>, edge| moment.map(|moment: Moment| moment.edge(edge));
        let group = match (self.source, self.without_source) {
            (Some(_), true) => return Err(Wrong::new("", "give a source, or without_source, not both")),
            (Some(source), false) => Some(Some(source)),
            (None, true) => Some(None),
            (None, false) => None,
        };
        if self.reason.is_some() && self.number != NumberWord::Dropped {
            return Err(Wrong::new("reason", "only those dropped have a reason"));
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

impl ImportedCondition {
    pub(super) fn read(self) -> ImportedIs {
        ImportedIs { import: self.import.0, added: self.added }
    }
}
