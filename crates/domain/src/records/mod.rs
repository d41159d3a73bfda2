//! Records: what a relationship is about besides people and organizations. A record type is declared, not coded.
//!
//! A declaration names the fields of a type, their kinds and their rules. Values are checked against it here, and
//! have one canonical form in which they are stored and compared.

mod check;
mod dates;
mod declaration;
mod evidence_rule;
mod field;
mod filter;
mod funnel_condition;
mod grouping;
mod kind;
mod sort;
mod value;
mod values;

pub use check::{MOST_CHOICES, MOST_RULES};
pub use declaration::{MOST_FIELDS, RecordType, prefix_of_type};
pub use evidence_rule::{EvidenceRule, Following};
pub use field::{Choice, Field, Role};
pub use filter::{FieldCondition, FieldTest, RecordFilter};
pub use funnel_condition::DEAL_NUMBERS;
pub use grouping::{GroupKey, Grouping, GroupingError, Step};
pub use kind::FieldKind;
pub use sort::RecordSort;
pub use value::{Address, FieldValue, Labelled, MOST_VALUES, Number, Scalar, Taking, ValueError};
pub use values::{Values, ValuesError};

/// A problem in a declaration, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DeclarationProblem {
    /// The path to what is wrong: names and places of lists, from the outside in.
    pub path: Vec<String>,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// What is expected there, if known.
    pub expected: Option<String>,
}
