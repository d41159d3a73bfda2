//! What the columns of a file mean: read from a small TOML file or guessed, bound to headers, applied to rows.

mod bind;
mod canonical;
mod cell;
mod parse;
mod row;
mod section;
mod write;

use std::collections::BTreeMap;

use casebook_domain::kind::{Family, KindCode, Kinds};
use casebook_domain::money::Currency;
use casebook_domain::money::amount::DecimalSign;
use casebook_domain::party::PartyKind;

use crate::dates::{DateFormat, Orders};

pub use bind::BoundMapping;
pub use cell::is_empty_mark;
pub(crate) use cell::phone;
pub use row::{Key, MappedDeal, MappedEvidence, MappedRow, OrganizationRef, OtherParty, PartyKeyed};

/// The role of a person's link to the organization of a column if the mapping does not set it.
pub const DEFAULT_ROLE: &str = "works at";

/// What each column of a kind of file (a *feed*) means.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The feed: a row is compared with the row of this name and key as it was last imported.
    pub name: String,
    /// The external system that the ids belong to.
    pub system: String,
    /// The party that a row is about.
    pub party: PartyMapping,
    /// The columns that identify a row of the feed; if none, the deal's or the party's key does.
    pub row_key: Vec<String>,
    /// Casebook's fields and the columns that fill them.
    pub fields: BTreeMap<String, Source>,
    /// What only an export of Casebook itself has.
    pub export: Option<ExportMapping>,
    /// The organization that the party belongs to.
    pub organization: Option<OrganizationMapping>,
    /// The deal that the row is about.
    pub deal: Option<DealMapping>,
    /// Others who take part in the evidence.
    pub participants: Vec<ParticipantMapping>,
    /// What happened according to the row.
    pub evidence: Vec<EvidenceMapping>,
    /// How dates are written.
    pub dates: DatesMapping,
    /// Columns that are ignored; all others are kept under their own names.
    pub ignore: Vec<String>,
    pub(super) places: Places,
}

/// The party that a row is about, and the fields that match it.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyMapping {
    /// A person or an organization.
    pub kind: PartyKind,
    /// The columns of the external id, the first that is filled.
    pub external_id: Vec<String>,
    /// Fields that identify the party, the first that is filled; `name+phone` needs both.
    pub key: Vec<Vec<String>>,
    /// Whether the party must exist, so that a row about an unknown one is rejected. A row of which only the deal is
    /// known is about whomever the deal is about.
    pub known: bool,
    /// Who people of different names are that have one email address.
    pub shared_mail: SharedMail,
}

/// Who people of different names are that have one email address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SharedMail {
    /// Undecided: such rows are rejected.
    #[default]
    Undecided,
    /// Each name is a person of its own.
    People,
    /// They are one person under several names.
    One,
}

impl SharedMail {
    /// What can be chosen.
    pub const CHOICES: [Self; 2] = [Self::People, Self::One];

    /// The word used in mappings and options.
    pub fn word(self) -> &'static str {
        match self {
            Self::Undecided => "",
            Self::People => "people",
            Self::One => "one",
        }
    }

    /// Reads [`SharedMail::word`] of a choice.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|choice| choice.word() == word)
    }
}

/// The columns of an export of Casebook itself, whose cells are read as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportMapping {
    /// The column of Casebook's own ids: whom a row is about.
    pub id: String,
    /// The column that says whether a row without an id is about a person or an organization.
    pub kind: Option<String>,
    /// The column of ids in other systems, by which a party is known where it is not the one that was exported.
    pub external: Option<String>,
    /// The column that says when the party was last changed. Where it has not been since, cells that differ are corrections.
    pub updated_at: Option<String>,
}

/// The column or columns that fill a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The first that is not empty.
    First(Vec<String>),
    /// All that are not empty, with this between them.
    Joined(Vec<String>, String),
}

impl Source {
    /// The columns, in order.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::First(columns) | Self::Joined(columns, _) => columns,
        }
    }
}

/// The organization that a column names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationMapping {
    /// The column of its name; without one, its id is enough.
    pub name: Option<String>,
    /// The role of the link.
    pub role: String,
    /// The columns of its external id, the first that is filled.
    pub external_id: Vec<String>,
}

/// The deal that a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealMapping {
    /// The columns that identify it within the system; without any, its title does, whatever the system.
    pub id: Vec<String>,
    /// The column of its title.
    pub title: Option<String>,
    /// The column of its amount.
    pub amount: Option<String>,
    /// The column of the currency.
    pub currency: Option<String>,
    /// The currency of amounts that name none.
    pub default_currency: Option<Currency>,
    /// The sign before the cents, where amounts do not show it by themselves.
    pub decimal: Option<DecimalSign>,
    /// The column of the product line.
    pub product_line: Option<String>,
    /// The column of its owner.
    pub owner: Option<String>,
}

impl DealMapping {
    /// A deal of which only the id is known, in that column.
    pub fn of_id(column: String) -> Self {
        Self {
            id: vec![column],
            title: None,
            amount: None,
            currency: None,
            default_currency: None,
            decimal: None,
            product_line: None,
            owner: None,
        }
    }
}

/// Another participant, named by a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantMapping {
    /// The column that names them.
    pub column: String,
    /// Their role.
    pub role: String,
    /// What the column holds.
    pub by: ParticipantKey,
    /// What they are, where an id may be a person's or an organization's.
    pub kind: Option<PartyKind>,
}

/// What identifies a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParticipantKey {
    /// An email address.
    Email,
    /// A phone number.
    Phone,
    /// An id of the mapping's system.
    ExternalId,
    /// An organization's name.
    Organization,
}

impl ParticipantKey {
    const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::ExternalId, Self::Organization];

    /// The name used in mappings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::ExternalId => "external_id",
            Self::Organization => "organization",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.word() == word)
    }
}

/// Evidence from a row.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceMapping {
    /// Only if this column is filled in.
    pub when: Option<String>,
    /// What is claimed.
    pub claims: Claims,
}

/// What is claimed, always or by the value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Claims {
    /// Of every row.
    Always(Claim),
    /// By the value of a column; a value mapped to nothing is known to claim nothing.
    ByValue {
        /// The column.
        column: String,
        /// What each of its values claims, without regard to case and accents.
        values: BTreeMap<String, Option<Claim>>,
    },
}

/// One fact that a row claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What happened.
    pub kind: KindName,
    /// The column of its id: a later file that has the id again corrects it, and never counts it twice.
    pub id: Option<String>,
    /// The column of the time; without one, or where it is empty, the time is unknown.
    pub at: Option<String>,
    /// Whether that is when the record began, so that it is so at the earliest since the last date of the row.
    pub earliest: bool,
    /// Details and the columns that give them.
    pub detail: BTreeMap<String, String>,
    /// Details that are the same in every row.
    pub constant: BTreeMap<String, String>,
    /// Whether it names the row's deal; evidence of the deal family always does.
    pub deal: bool,
}

/// A kind of evidence that is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindName {
    /// Its name.
    pub name: String,
    /// Its number.
    pub code: KindCode,
    /// Its family.
    pub family: Family,
}

impl KindName {
    /// The kind of that name, if there is one.
    pub fn find(name: &str, kinds: &Kinds) -> Option<Self> {
        let code = kinds.code(name)?;
        Some(Self { name: name.to_owned(), code, family: kinds.family(code) })
    }
}

/// The date settings of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DatesMapping {
    /// Tried before the usual formats.
    pub formats: Vec<DateFormat>,
    /// Which number is the day, for columns without an order of their own.
    pub orders: Orders,
    /// The IANA name of the zone of times that state none; without it, the workspace's.
    pub zone: Option<String>,
    /// Orders of single columns.
    pub columns: BTreeMap<String, Orders>,
}

/// A problem in a mapping, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}{}", place(*line, *column), expectation(expected))]
pub struct MappingProblem {
    /// The line in the mapping's text, from 1; 0 if it was not read from text.
    pub line: usize,
    /// The column in that line, from 1; 0 if it was not read from text.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What is expected there.
    pub expected: Vec<String>,
}

fn place(line: usize, column: usize) -> String {
    if line == 0 { String::new() } else { format!("line {line}, column {column}: ") }
}

fn expectation(expected: &[String]) -> String {
    if expected.is_empty() { String::new() } else { format!("; expected {}", expected.join(", ")) }
}

/// Where the mapping's text names each column. It is not part of the mapping's value, so all are equal.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(pub BTreeMap<String, (usize, usize)>);

impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Mapping {
    /// A mapping of that name for parties of one kind that keeps all columns as they are.
    pub fn new(name: &str, kind: PartyKind) -> Self {
        Self {
            name: name.to_owned(),
            system: name.to_owned(),
            party: PartyMapping {
                kind,
                external_id: Vec::new(),
                key: Vec::new(),
                known: false,
                shared_mail: SharedMail::default(),
            },
            row_key: Vec::new(),
            fields: BTreeMap::new(),
            export: None,
            organization: None,
            deal: None,
            participants: Vec::new(),
            evidence: Vec::new(),
            dates: DatesMapping::default(),
            ignore: Vec::new(),
            places: Places::default(),
        }
    }
}

impl Claim {
    /// The kind alone, at an unknown time.
    pub fn of(kind: KindName) -> Self {
        Self {
            kind,
            id: None,
            at: None,
            earliest: false,
            detail: BTreeMap::new(),
            constant: BTreeMap::new(),
            deal: false,
        }
    }
}

#[cfg(test)]
mod tests;
