//! The declaration of a record type.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::DeclarationProblem;
use super::check::problems;
use super::evidence_rule::EvidenceRule;
use super::field::{Field, titled};
use crate::party::{PartyKind, STANDARD};

/// The most fields of a type.
pub const MOST_FIELDS: usize = 500;

/// What ids of records of a type begin with, before `_`. Deals, people and organizations had ids before they were records.
pub fn prefix_of_type(name: &str) -> &'static str {
    match name {
        "deal" => "deal",
        "person" => "per",
        "organization" => "org",
        _ => "rec",
    }
}

/// A record type, as it is declared.
///
/// Every record has a name, an owner and a state besides its fields; these are not declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordType {
    /// Its name in commands and on the wire: `deal`.
    pub name: String,
    /// Its name for several, in paths: `deals`.
    pub plural: String,
    /// Its title for people: `Deal`.
    pub title: String,
    /// Its title for several: `Deals`. Made from `plural` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plural_title: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What the name of a record is called: `Title`; `Name` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_title: Option<String>,
    /// The fields that lists show first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Its fields, in the order of the form.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// The evidence that follows from its records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceRule>,
}

impl RecordType {
    /// Reads a declaration in TOML, with all its problems.
    pub fn parse(text: &str) -> Result<Self, Vec<DeclarationProblem>> {
        let declared: Self = toml::from_str(text).map_err(|error| {
            let message = error.message().trim().to_owned();
            vec![DeclarationProblem { path: Vec::new(), message, expected: None }]
        })?;
        declared.checked()
    }

    /// The declaration, if it has no problems.
    pub fn checked(self) -> Result<Self, Vec<DeclarationProblem>> {
        let found = problems(&self);
        if found.is_empty() { Ok(self) } else { Err(found) }
    }

    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether the type has a field in every workspace.
    pub fn is_built_in_field(&self, name: &str) -> bool {
        let built_in = Self::parties().iter().chain(Self::built_in()).find(|one| one.name == self.name);
        built_in.is_some_and(|of| of.field(name).is_some())
    }

    /// What ids of its records begin with, before `_`.
    pub fn prefix(&self) -> &'static str {
        prefix_of_type(&self.name)
    }

    /// The title for several.
    pub fn plural_title(&self) -> String {
        self.plural_title.clone().unwrap_or_else(|| titled(&self.plural))
    }

    /// People and organizations: types whose records are parties.
    pub fn parties() -> &'static [Self] {
        static PARTIES: LazyLock<Vec<RecordType>> = LazyLock::new(|| {
            let texts = [include_str!("types/person.toml"), include_str!("types/organization.toml")];
            texts.into_iter().filter_map(of_parties).collect()
        });
        &PARTIES
    }

    /// The types of every workspace.
    pub fn built_in() -> &'static [Self] {
        static BUILT_IN: LazyLock<Vec<RecordType>> = LazyLock::new(|| {
            declared([
                include_str!("types/deal.toml"),
                include_str!("types/product.toml"),
                include_str!("types/price_list.toml"),
                include_str!("types/price.toml"),
                include_str!("types/task.toml"),
            ])
        });
        &BUILT_IN
    }
}

/// A type whose records are parties: its declaration, with the standard fields.
fn of_parties(text: &str) -> Option<RecordType> {
    let mut of: RecordType = toml::from_str(text).ok()?;
    let kind = PartyKind::from_word(&of.name)?;
    let standard = STANDARD.iter().filter(|field| !field.is_beside());
    of.fields = standard.map(|field| field.declared(kind)).collect();
    of.checked().ok()
}

/// Types that come with Casebook. A test holds that each of them parses.
fn declared<const COUNT: usize>(texts: [&str; COUNT]) -> Vec<RecordType> {
    texts.into_iter().filter_map(|text| RecordType::parse(text).ok()).collect()
}
