//! Single conditions.

use super::Filter;
use super::magnitude::{Comparison, Magnitude};
use super::time::{Point, Stretch};
use crate::ids::{ImportId, PartyId};
use crate::lifecycle::funnel::{Basis, FunnelMembers};
use crate::lifecycle::history::Standing;
use crate::party::{PartyKind, SEARCHED_FIELDS, SHARED_FIELDS};
use crate::text::fold;
use crate::zone::Zone;

/// A single condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// Each word of this is found in name, mail, phone, company or note; words of one or two letters only where
    /// a word begins.
    Text(String),
    /// People or organizations.
    Kind(PartyKind),
    /// One of these present standings; `None` for a party without evidence, which has none.
    Standing(Vec<Option<Standing>>),
    /// The stage at present.
    Stage(StageIs),
    /// The highest stage reached so far.
    Furthest(StageIs),
    /// A standard or custom field.
    Field(String, FieldIs),
    /// A point in time lies in a range.
    Time(Point, Stretch),
    /// Live evidence.
    Evidence(EvidenceIs),
    /// Linked to this party by a link that was not removed.
    Linked(PartyId),
    /// Linked to a party that fits, by a link that was not removed.
    LinkedToAny(Box<Filter>),
    /// Its account fits: the organization that a person belongs to, by the first link of those that are in force, were not
    /// removed and lead to one that is not hidden. An organization is its own account.
    Account(Box<Filter>),
    /// Below this organization in the tree of organizations, at any depth.
    Below(PartyId),
    /// In a field of a record that fits and is not hidden.
    InRecord(RecordIs),
    /// Hidden, or not.
    Hidden(bool),
    /// One of these.
    Ids(Vec<PartyId>),
    /// Counted in a number of a funnel.
    Funnel(Box<FunnelMembers>),
    /// Added or changed by an import.
    Imported(ImportedIs),
}

/// A condition on a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordIs {
    /// The name of its type.
    pub type_name: String,
    /// Which, as it is sent: what it means depends on the type.
    pub filter: serde_json::Value,
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
    /// Its value, a number, an amount or a time, compares so with this one, in the zone.
    Compares(Comparison, Magnitude, Zone),
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
    /// Only parties that it added, or only existing ones that it changed.
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

/// Whether a field is searched, as text: the name, and [`SEARCHED_FIELDS`].
pub fn is_searched(field: &str) -> bool {
    field == "name" || SEARCHED_FIELDS.contains(&field)
}

impl Leaf {
    /// Whether it needs a query of its own to the store: it is about rare fields, evidence, links or imports, or about
    /// a funnel on the recorded basis.
    pub fn needs_lookup(&self) -> bool {
        match self {
            Self::Field(name, _) => !is_searched(name) && !SHARED_FIELDS.contains(&name.as_str()),
            Self::Funnel(members) => members.request.basis == Basis::Recorded,
            Self::Evidence(_)
            | Self::Linked(_)
            | Self::LinkedToAny(_)
            | Self::Account(_)
            | Self::Below(_)
            | Self::InRecord(_)
            | Self::Imported(_) => true,
            _ => false,
        }
    }
}

impl FieldIs {
    /// Whether a folded value meets the condition; an absent one is empty.
    pub fn test(&self) -> impl Fn(&str) -> bool {
        let (wanted, whole, yes): (Vec<String>, bool, bool) = match self {
            Self::Compares(..) => (Vec::new(), true, true),
            Self::Is(value) => (vec![fold(value)], true, true),
            Self::IsNot(value) => (vec![fold(value)], true, false),
            Self::OneOf(values) => (values.iter().map(|value| fold(value)).collect(), true, true),
            Self::Contains(value) => (vec![fold(value)], false, true),
            Self::Empty => (vec![String::new()], true, true),
        };
        let compared = match self {
            Self::Compares(comparison, with, zone) => Some((*comparison, *with, zone.clone())),
            _ => None,
        };
        move |folded: &str| {
            if let Some((comparison, with, zone)) = &compared {
                return Magnitude::of(folded).is_some_and(|value| comparison.holds(value, *with, zone));
            }
            wanted
                .iter()
                .any(|wanted| if whole { folded == wanted } else { folded.contains(wanted.as_str()) })
                == yes
        }
    }
}
