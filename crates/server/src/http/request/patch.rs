//! A field of a change: absent is not the same as null.

use serde::{Deserialize, Deserializer};

/// What a change does to a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Patch<T> {
    /// Nothing; it is not in the body.
    #[default]
    Absent,
    /// It is emptied.
    Null,
    /// It becomes this.
    Value(T),
}

impl<T> Patch<T> {
    /// What the field of that name becomes, `None` for emptied; nothing if it is absent.
    pub(crate) fn named(self, name: &str) -> Option<(String, Option<T>)> {
        match self {
            Self::Absent => None,
            Self::Null => Some((name.to_owned(), None)),
            Self::Value(value) => Some((name.to_owned(), Some(value))),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    /// Only called if the field is present; `#[serde(default)]` makes it absent otherwise.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Change {
        #[serde(default)]
        field: Patch<String>,
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        for (text, expected) in [
            ("{}", Patch::Absent),
            (r#"{"field":null}"#, Patch::Null),
            (r#"{"field":"x"}"#, Patch::Value("x".to_owned())),
        ] {
            let change: Change = serde_json::from_str(text).unwrap();
            assert_eq!(change.field, expected, "{text}");
        }
    }
}
