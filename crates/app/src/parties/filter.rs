//! Which parties: conditions on any field, joined by and, or and not.

use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::lifecycle::history::Standing;
use casebook_domain::party::PartyKind;
use casebook_domain::time::{Micros, Timestamp};

use crate::error::{Error, Result};
use crate::funnel::FunnelMembers;
use crate::index::outside::asks_database;

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

/// The most conditions of a filter.
pub const MOST_CONDITIONS: usize = 500;
/// The most conditions of a filter on what only the database knows.
pub const MOST_ASKED: usize = 30;
/// How deep conditions may be nested.
pub const DEEPEST: usize = 32;

/// How large a filter is.
#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    conditions: usize,
    asked: usize,
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            conditions: self.conditions + other.conditions,
            asked: self.asked + other.asked,
        }
    }
}

impl Filter {
    /// A single condition on text.
    pub fn text(query: impl Into<String>) -> Self {
        Self::Leaf(Leaf::Text(query.into()))
    }

    /// Refuses a filter that nobody would write by hand: each condition goes over everybody, and those on what is
    /// not in memory ask the database.
    pub fn check_size(&self) -> Result<()> {
        let refused = |told: String| Err(Error::argument("filter", told));
        let size = self.size();
        if size.depth > DEEPEST {
            return refused(format!("conditions are nested {DEEPEST} deep at most; here {}", size.depth));
        }
        if size.conditions > MOST_CONDITIONS {
            let told =
                format!("there is room for {MOST_CONDITIONS} conditions; here are {}", size.conditions);
            return refused(told);
        }
        if size.asked > MOST_ASKED {
            let what = "evidence, links, imports, fields of one's own and funnels as they were known";
            let told =
                format!("there is room for {MOST_ASKED} conditions on {what}; here are {}", size.asked);
            return refused(told);
        }
        Ok(())
    }

    fn size(&self) -> Size {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                let within = parts.iter().map(Self::size).fold(Size::default(), Size::and);
                // An empty one counts too.
                Size { depth: within.depth + 1, conditions: within.conditions.max(1), ..within }
            }
            Self::Not(part) => {
                let within = part.size();
                Size { depth: within.depth + 1, ..within }
            }
            Self::Leaf(leaf) => Size { depth: 1, conditions: 1, asked: usize::from(asks_database(leaf)) },
        }
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
