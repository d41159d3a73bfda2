//! Which parties: conditions on any field, joined by and, or and not.

use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::lifecycle::history::Standing;
use casebook_domain::party::PartyKind;
use casebook_domain::time::{Micros, Timestamp};

use crate::funnel::FunnelMembers;

/// Conditions, joined. Unless one of them speaks of being hidden, no hidden party fits.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Every one must hold; of none, everybody fits.
    All(Vec<Self>),
    /// At least one must hold; of none, nobody fits.
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

/// A single condition.
#[derive(Clone, Debug)]
pub enum Leaf {
    /// Each word of this is found in name, mail, phone, company or note; words of one or two letters only where
    /// a word begins.
    Text(String),
    /// People or organizations.
    Kind(PartyKind),
    /// One of these standings at present; `None` stands for none, which is that of a party without evidence.
    Standing(Vec<Option<Standing>>),
    /// The stage at present.
    Stage(StageIs),
    /// The furthest stage so far.
    Furthest(StageIs),
    /// A standard field, or one of the user's own.
    Field(String, FieldIs),
    /// A point in time lies in a stretch.
    Time(Point, Stretch),
    /// Live evidence.
    Evidence(EvidenceIs),
    /// Linked to this party by a link that was not taken back.
    Linked(PartyId),
    /// Hidden, or not.
    Hidden(bool),
    /// One of these.
    Ids(Vec<PartyId>),
    /// Counted by a number of a funnel.
    Funnel(Box<FunnelMembers>),
    /// Added or changed by an import.
    Imported(ImportedIs),
}

/// A condition on a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageIs {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// Which.
    pub test: StageTest,
}

/// Which stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageTest {
    /// One of these.
    OneOf(Vec<String>),
    /// This one or a later one.
    AtLeast(String),
    /// None at all.
    None,
}

/// A condition on a field. Case, accents and repeated spaces do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldIs {
    /// It has this value.
    Is(String),
    /// It has another value, or none.
    IsNot(String),
    /// It has one of these values.
    OneOf(Vec<String>),
    /// This is found in it.
    Contains(String),
    /// It has no value.
    Empty,
}

/// A point in time that every party has, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// When it was added.
    Created,
    /// When it was last changed.
    Updated,
    /// When its first dated piece of evidence occurred.
    FirstEvidence,
    /// When its last dated piece of evidence occurred.
    LastEvidence,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// From a time on, and before another.
    Between(Option<Timestamp>, Option<Timestamp>),
    /// From so long before the present up to the present.
    Last(Micros),
    /// From the present up to so long after it.
    Next(Micros),
}

impl Stretch {
    /// Its beginning and its end, seen from `now`: at the first time and before the second.
    pub(crate) fn ends(self, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        let beyond = |time: Timestamp| Some(Timestamp(time.0.saturating_add(1)));
        match self {
            Self::Between(from, to) => (from, to),
            Self::Last(length) => (Some(Timestamp(now.0.saturating_sub(length))), beyond(now)),
            Self::Next(length) => (Some(now), beyond(Timestamp(now.0.saturating_add(length)))),
        }
    }

    /// Whether a time lies in it.
    pub(crate) fn has(self, time: Timestamp, now: Timestamp) -> bool {
        let (from, to) = self.ends(now);
        from.is_none_or(|from| time >= from) && to.is_none_or(|to| time < to)
    }

    /// All of time.
    pub const ALWAYS: Self = Self::Between(None, None);
}

/// A condition on evidence: live pieces that count for the party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceIs {
    /// Of what.
    pub of: EvidenceOf,
    /// When it occurred.
    pub within: Stretch,
    /// How many pieces at least; 0 counts as 1.
    pub at_least: u32,
}

/// A condition on an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedIs {
    /// The import, even if it was undone since.
    pub import: ImportId,
    /// Only those whom it made appear, or only those whom it changed when they were there.
    pub added: Option<bool>,
}

/// Which evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceOf {
    /// Of a kind.
    Kind(String),
    /// Of a family.
    Family(String),
    /// Of any family that makes a party known.
    Any,
}

impl Filter {
    /// A single condition on text.
    pub fn text(query: impl Into<String>) -> Self {
        Self::Leaf(Leaf::Text(query.into()))
    }

    /// Whether any condition is about being hidden.
    pub(crate) fn speaks_of_hidden(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::speaks_of_hidden),
            Self::Not(part) => part.speaks_of_hidden(),
            Self::Leaf(leaf) => matches!(leaf, Leaf::Hidden(_)),
        }
    }
}
