//! What to do where a party that is added or edited seems to be there already.

use casebook_app::parties::Duplicates;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// What to do if the party may already exist.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DuplicatesWord {
    /// Refuse, with the matches (409).
    #[default]
    Refuse,
    /// Fill the empty fields of the existing party.
    AddTo,
    /// Add another with the same mail address.
    Allow,
}

/// How to add a party.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Adding {
    /// What to do if a party of the same kind has the same email address or external id; `refuse` by default.
    #[param(inline, value_type = DuplicatesWord, required = false)]
    duplicates: Option<DuplicatesWord>,
}

impl Adding {
    /// What whoever adds the party wants.
    pub(super) fn duplicates(&self) -> Duplicates {
        match self.duplicates.unwrap_or_default() {
            DuplicatesWord::Refuse => Duplicates::Refuse,
            DuplicatesWord::AddTo => Duplicates::AddTo,
            DuplicatesWord::Allow => Duplicates::Allow,
        }
    }
}

/// What to do if an edit gives a party the email address of another one.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SharedMailWord {
    /// Refuse, with the matches (409).
    #[default]
    Refuse,
    /// Let both have it.
    Allow,
}

/// How to edit a party.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Editing {
    /// What to do if another party of the same kind has an email address that the edit adds; `refuse` by default.
    #[param(inline, value_type = SharedMailWord, required = false)]
    duplicates: Option<SharedMailWord>,
}

impl Editing {
    /// What the editor wants.
    pub(super) fn duplicates(&self) -> Duplicates {
        match self.duplicates.unwrap_or_default() {
            SharedMailWord::Refuse => Duplicates::Refuse,
            SharedMailWord::Allow => Duplicates::Allow,
        }
    }
}
