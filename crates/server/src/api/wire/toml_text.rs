//! Files that people write by hand, sent as text.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The longest, in characters; schemas say the same.
const LONGEST: usize = 262_144;

/// The text of a vocabulary or a mapping.
#[derive(Clone, Debug)]
pub(crate) struct TomlText(pub(crate) String);

impl<'de> Deserialize<'de> for TomlText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().count() > LONGEST {
            return Err(D::Error::custom(format_args!("use at most {LONGEST} characters")));
        }
        Ok(Self(text))
    }
}
