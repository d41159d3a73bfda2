//! Fields of a record type.

use serde::{Deserialize, Serialize};

use super::kind::FieldKind;
use crate::party::PartyKind;

/// A field of a record type, as it is declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a declaration")]
pub struct Field {
    /// Its name in files, filters and on the wire: `close_date`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// What people should know when they fill it in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether every record must have a value.
    #[serde(default)]
    pub required: bool,
    /// Whether no two records may have the same value.
    #[serde(default)]
    pub unique: bool,
    /// Whether it holds several values.
    #[serde(default)]
    pub multiple: bool,
    /// The value of new records that give none, as on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Whether a search for text looks into it.
    #[serde(default)]
    pub searched: bool,
    /// Whether it holds personal data that not everyone may see.
    #[serde(default)]
    pub personal: bool,
    /// The section of the form in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The choices, where its kind is `choice`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The types of records, where its kind is `record`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// People or organizations alone, where its kind is `party`; either if absent.
    #[serde(default, with = "party_kind", skip_serializing_if = "Option::is_none")]
    pub of: Option<PartyKind>,
    /// The roles in which parties are in it, where its kind is `party`; the first is the default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Whether it is no longer offered. Its values stay.
    #[serde(default)]
    pub archived: bool,
}

/// A value that a field of the kind `choice` may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ChoiceText")]
pub struct Choice {
    /// Its name in files, filters and on the wire.
    pub name: String,
    /// Its title for people.
    pub title: String,
}

/// A choice in full, or its name alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum ChoiceText {
    Name(String),
    Full { name: String, title: String },
}

impl From<ChoiceText> for Choice {
    fn from(text: ChoiceText) -> Self {
        match text {
            ChoiceText::Name(name) => Self { title: titled(&name), name },
            ChoiceText::Full { name, title } => Self { name, title },
        }
    }
}

/// A title made from a name: `not_met` becomes `Not met`.
pub(super) fn titled(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A role in which a party is in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name in files, filters and on the wire: `buyer`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// Whether a party in this role takes part in what happens with the record, so that evidence counts for it. One
    /// that does not is only linked.
    #[serde(default)]
    pub takes_part: bool,
}

impl Field {
    /// A field of a kind, with nothing else declared.
    pub fn of_kind(name: &str, title: &str, kind: FieldKind) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            help: String::new(),
            kind,
            required: false,
            unique: false,
            multiple: false,
            default: None,
            searched: false,
            personal: false,
            section: None,
            choices: Vec::new(),
            types: Vec::new(),
            of: None,
            roles: Vec::new(),
            archived: false,
        }
    }

    /// The place of a choice among all, by its name.
    pub fn choice(&self, name: &str) -> Option<usize> {
        self.choices.iter().position(|one| one.name == name)
    }
}

/// The kind of a party as its name.
mod party_kind {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::party::PartyKind;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
    pub(super) fn serialize<S: Serializer>(kind: &Option<PartyKind>, to: S) -> Result<S::Ok, S::Error> {
        kind.map(PartyKind::word).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PartyKind>, D::Error> {
        let name = Option::<String>::deserialize(from)?;
        let kind = |name: String| {
            PartyKind::from_word(&name).ok_or_else(|| {
                D::Error::custom(format!("`{name}` is no kind of party: expected `person` or `organization`"))
            })
        };
        name.map(kind).transpose()
    }
}
