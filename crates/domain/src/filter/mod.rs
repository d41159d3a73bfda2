//! Which parties: conditions on any field, joined by and, or and not; and the order of a list.

mod condition;
mod dates;
mod magnitude;
mod size;
mod sort;
mod time;

pub use condition::{
    EvidenceIs, EvidenceOf, FieldIs, ImportedIs, Leaf, RecordIs, StageIs, StageTest, is_searched,
};
pub use magnitude::{Comparison, Magnitude};
pub use size::{DEEPEST, MOST_CONDITIONS, MOST_LOOKUPS, TooLarge};
pub use sort::{Sort, SortBy};
pub use time::{Bound, Point, Stretch};

/// Conditions, joined. Hidden parties fit only if one of them is about being hidden.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All must hold; an empty list fits everyone.
    All(Vec<Self>),
    /// At least one must hold; an empty list fits no one.
    Any(Vec<Self>),
    /// It must not hold.
    Not(Box<Self>),
    /// A single condition.
    Leaf(Leaf),
}

impl Default for Filter {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Filter {
    /// A single condition on text.
    pub fn text(query: impl Into<String>) -> Self {
        Self::Leaf(Leaf::Text(query.into()))
    }

    /// Whether the account fits.
    pub fn of_account(account: Self) -> Self {
        Self::Leaf(Leaf::Account(Box::new(account)))
    }

    /// Whether any condition is about being hidden.
    pub fn mentions_hidden(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::mentions_hidden),
            Self::Not(part) => part.mentions_hidden(),
            Self::Leaf(leaf) => matches!(leaf, Leaf::Hidden(_)),
        }
    }
}
