//! Parties: the people and organizations you have a relationship with, one record for its whole life.

pub mod as_record;
mod contact_points;
mod identity;
mod name;
mod own_field;
mod standard;
mod tree;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::{mail, phone};
pub use contact_points::{ADDRESS_PARTS, ContactPoints, emails, follow_lists, gather, phones, put, settle};
pub use identity::{are_two_organizations, have_one_first_name, may_be_one_person, qualified_names};
pub use name::stand_in;
pub use own_field::{OWN_FIELD_KINDS, own_text, refused as refused_as_own_field};
pub use standard::{FIELDS, SEARCHED_FIELDS, SHARED_FIELDS, STANDARD, StandardField};
pub use tree::{MOST_LEVELS, PARENT_ROLE, ancestors, descendants};

/// Whether a party is a person or an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    /// A human being.
    Person,
    /// A company, an authority, a club.
    Organization,
}

impl PartyKind {
    /// The word used in files, on the wire and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
        }
    }

    /// Reads [`PartyKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Person, Self::Organization].into_iter().find(|kind| kind.word() == word)
    }
}

/// Whether a field is a standard one: one of [`FIELDS`], or a list of [`ContactPoints`].
pub fn is_standard(name: &str) -> bool {
    FIELDS.contains(&name) || ContactPoints::from_field_name(name).is_some()
}

/// The names of all standard fields: those of the columns, then the lists.
pub fn standard_fields() -> impl Iterator<Item = &'static str> + Clone {
    FIELDS.into_iter().chain(ContactPoints::ALL.map(ContactPoints::field_name))
}

/// A party's fields by name; an absent field is empty. Names outside [`FIELDS`] are custom fields.
pub type Fields = BTreeMap<String, String>;

/// The longest value of a field, in characters.
pub const LONGEST_FIELD: usize = 64 * 1024;

/// Whether a value has more characters than a field holds.
pub fn is_too_long(value: &str) -> bool {
    // No text has more characters than bytes, so that most need not be counted.
    value.len() > LONGEST_FIELD && value.chars().count() > LONGEST_FIELD
}

/// The text in which a single value of a field is stored: email addresses and phone numbers have one form, whatever their
/// writing. What is neither stays as it is.
pub fn stored_text<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    match name {
        "email" => mail::stored(value),
        "phone" if value.contains(|c: char| c.is_ascii_digit()) => Cow::Owned(phone::written(value)),
        _ => Cow::Borrowed(value),
    }
}

/// The name to show for a party without one: the best of what is known about it.
pub fn display_name(fields: &Fields) -> Option<String> {
    let filled = |name: &str| fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    if let Some(name) = filled("name") {
        return Some(name.to_owned());
    }
    let parts: Vec<&str> = ["first_name", "last_name"].into_iter().filter_map(filled).collect();
    if !parts.is_empty() {
        return Some(parts.join(" "));
    }
    ["email", "phone", "website"].into_iter().find_map(filled).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_without_a_name_shows_the_best_of_what_is_known() {
        let fields = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Fields>()
        };
        let mail = ("email", "ada@example.org");
        assert_eq!(display_name(&fields(&[("name", "Ada"), mail])).as_deref(), Some("Ada"));
        assert_eq!(display_name(&fields(&[("last_name", "King"), mail])).as_deref(), Some("King"));
        assert_eq!(display_name(&fields(&[("name", "  "), mail])).as_deref(), Some("ada@example.org"));
        assert_eq!(display_name(&fields(&[("city", "London")])), None);
    }
}
