//! Values of fields: read from JSON, checked against the field, and written in one canonical form.

mod number;
mod read;
mod scalar;
mod text;

use serde_json::{Map, Value as Json, json};

use super::field::Field;
use crate::ids::PartyId;
pub use number::Number;
pub use scalar::{Address, Scalar};

/// The most values of a field that holds several.
pub const MOST_VALUES: usize = 200;

/// Bytes of the names and signs around a value with a label, and of a party with its role but for that.
const MOST_OF_A_LABEL: usize = 64;
const MOST_OF_A_PARTY: usize = 96;

/// Bytes that a text takes at most in JSON: an escaped sign takes six for one.
fn most_of_text(text: &str) -> usize {
    6 * text.len() + 2
}

/// What a field of a record holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// One value.
    One(Scalar),
    /// Several values, in their order.
    Many(Vec<Scalar>),
    /// Several values with labels, the primary one first.
    Labelled(Vec<Labelled>),
    /// Parties with their roles.
    Parties(Vec<Taking>),
}

/// One of several values, with what it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// The value.
    pub value: Scalar,
    /// What it is for: `work`.
    pub label: Option<String>,
}

/// A party in a field, and its role there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taking {
    /// The party.
    pub party: PartyId,
    /// Its role.
    pub role: String,
}

/// Why a value does not fit its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ValueError {
    /// The path inside the value: keys and places of lists, from the outside in.
    pub path: Vec<String>,
    /// What is wrong and what is expected.
    pub message: String,
}

impl ValueError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { path: Vec::new(), message: message.into() }
    }

    pub(crate) fn within(mut self, place: &dyn ToString) -> Self {
        self.path.insert(0, place.to_string());
        self
    }
}

impl FieldValue {
    /// Reads the value of a field. An empty text or list is no value.
    pub fn read(field: &Field, given: &Json) -> Result<Option<Self>, ValueError> {
        read::read(field, given)
    }

    /// The JSON of what was typed for a field in a shell or a table, to be read by [`FieldValue::read`]: amounts as
    /// `12.50 EUR`, yes and no in words, several values with `;` between them.
    pub fn typed(field: &Field, text: &str) -> Json {
        text::json_of(field, text)
    }

    /// The canonical form, in which it is stored and sent.
    pub fn to_json(&self) -> Json {
        match self {
            Self::One(value) => value.to_json(),
            Self::Many(values) => values.iter().map(Scalar::to_json).collect(),
            Self::Labelled(values) => values.iter().enumerate().map(labelled_to_json).collect(),
            Self::Parties(parties) => parties
                .iter()
                .map(|one| json!({ "party": one.party.to_string(), "role": one.role }))
                .collect(),
        }
    }

    /// Bytes that its canonical form takes at most.
    pub(super) fn most_bytes(&self) -> usize {
        let labels = if let Self::Labelled(values) = self { values.as_slice() } else { &[] };
        let label =
            |one: &Labelled| MOST_OF_A_LABEL + one.label.as_ref().map_or(0, |label| most_of_text(label));
        let scalars: usize = self.scalars().map(|one| one.most_bytes() + 1).sum();
        let parties: usize = self.parties().iter().map(|one| MOST_OF_A_PARTY + most_of_text(&one.role)).sum();
        2 + scalars + labels.iter().map(label).sum::<usize>() + parties
    }

    /// Its single values, whatever it holds but parties.
    pub fn scalars(&self) -> impl Iterator<Item = &Scalar> {
        let (one, many, labelled): (_, &[Scalar], &[Labelled]) = match self {
            Self::One(value) => (Some(value), &[], &[]),
            Self::Many(values) => (None, values, &[]),
            Self::Labelled(values) => (None, &[], values),
            Self::Parties(_) => (None, &[], &[]),
        };
        one.into_iter().chain(many).chain(labelled.iter().map(|one| &one.value))
    }

    /// The parties that it holds.
    pub fn parties(&self) -> &[Taking] {
        if let Self::Parties(parties) = self { parties } else { &[] }
    }
}

fn labelled_to_json((place, one): (usize, &Labelled)) -> Json {
    let mut object = Map::new();
    object.insert("value".into(), one.value.to_json());
    if let Some(label) = &one.label {
        object.insert("label".into(), label.as_str().into());
    }
    object.insert("primary".into(), (place == 0).into());
    Json::Object(object)
}

#[cfg(test)]
mod tests;
