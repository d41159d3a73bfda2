//! Single values.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::most_of_text;
use super::number::Number;
use crate::money::Money;
use crate::time::Timestamp;

/// A single value.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Text, an email address, a phone number, a web address, a user, or the id of a record.
    Text(String),
    /// A number.
    Number(Number),
    /// An amount.
    Money(Money),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Date(jiff::civil::Date),
    /// A point in time.
    Instant(Timestamp),
    /// A length of time, in seconds.
    Duration(i64),
    /// A choice, by its name.
    Choice(String),
    /// A postal address.
    Address(Address),
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Address {
    /// Street and number, perhaps over several lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, province or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl Address {
    /// Its parts, in the order in which they are printed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        [&self.street, &self.postal_code, &self.city, &self.region, &self.country]
            .into_iter()
            .filter_map(Option::as_deref)
    }

    /// The address without blank parts.
    pub(super) fn tidied(self) -> Self {
        let tidy =
            |part: Option<String>| part.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            street: tidy(self.street),
            city: tidy(self.city),
            region: tidy(self.region),
            postal_code: tidy(self.postal_code),
            country: tidy(self.country),
        }
    }
}

/// Bytes that the canonical form of a value takes at most which is no text: the names of the parts of an address among
/// them.
const MOST_OF_A_VALUE: usize = 128;

impl Scalar {
    /// Bytes that its canonical form takes at most.
    pub(super) fn most_bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Choice(text) => most_of_text(text),
            Self::Address(address) => MOST_OF_A_VALUE + address.parts().map(most_of_text).sum::<usize>(),
            _ => MOST_OF_A_VALUE,
        }
    }

    /// The canonical form.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Choice(text) => text.as_str().into(),
            Self::Number(number) => number.to_json(),
            Self::Money(money) => json!({ "minor": money.minor, "currency": money.currency.code() }),
            Self::YesNo(yes) => (*yes).into(),
            Self::Date(date) => date.to_string().into(),
            Self::Instant(time) => time.to_string().into(),
            Self::Duration(seconds) => jiff::SignedDuration::from_secs(*seconds).to_string().into(),
            Self::Address(address) => serde_json::to_value(address).unwrap_or_default(),
        }
    }

    /// The text by which it is found and shown where there is no room for more.
    pub fn text(&self) -> String {
        match self {
            Self::Address(address) => address.parts().collect::<Vec<_>>().join(", "),
            Self::Money(money) => format!("{} {}", money.major(), money.currency.code()),
            other => match other.to_json() {
                Json::String(text) => text,
                json => json.to_string(),
            },
        }
    }
}
