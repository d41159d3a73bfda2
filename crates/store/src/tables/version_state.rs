//! The state of a version of a definition: of a vocabulary or a framework.

/// The state of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionState {
    /// Its stages are being derived.
    Building,
    /// It is active.
    Active,
    /// It is not active: not yet, or not any more.
    Retired,
}

impl VersionState {
    const ALL: [Self; 3] = [Self::Building, Self::Active, Self::Retired];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }

    /// Reads [`VersionState::word`].
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}
