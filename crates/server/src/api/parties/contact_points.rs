//! Email addresses, phone numbers and postal addresses of a party, as they are sent and answered.

use casebook_app::domain::party::{ContactPoints, Fields};
use casebook_app::domain::phone::PhoneNumber as Dialled;
use casebook_app::domain::records::{Address, Labelled, MOST_VALUES, Scalar};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::error::{Answer, Mistake, Refusal, pointer_of};
use crate::http::request::body::bounded;
use crate::http::request::patch::Patch;

/// An email address of a party.
#[derive(Serialize, ToSchema)]
pub(crate) struct EmailAddress {
    /// The address.
    value: String,
    /// What it is for, for example `work`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    label: Option<String>,
    /// Whether it is the primary one, which is the party's `email`.
    primary: bool,
}

/// A phone number of a party.
#[derive(Serialize, ToSchema)]
pub(crate) struct PhoneNumber {
    /// The number as it was given.
    value: String,
    /// What it is for, for example `mobile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    label: Option<String>,
    /// Whether it is the primary one, which is the party's `phone`.
    primary: bool,
    /// The number in the international form of E.164; null if it cannot be dialled or its country is not known.
    #[schema(required)]
    e164: Option<String>,
    /// The number as people of its country write it; null where `e164` is.
    #[schema(required)]
    national: Option<String>,
}

/// A postal address of a party.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostalAddress {
    /// The address.
    value: AddressParts,
    /// What it is for, for example `billing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    label: Option<String>,
    /// Whether it is the primary one, whose parts are the party's `street`, `city` and so on.
    primary: bool,
}

/// The parts of a postal address. Empty ones are omitted.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressParts {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    street: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    city: Option<String>,
    /// Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    region: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    postal_code: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    country: Option<String>,
}

impl From<Address> for AddressParts {
    fn from(address: Address) -> Self {
        let Address { street, city, region, postal_code, country } = address;
        Self { street, city, region, postal_code, country }
    }
}

/// An email address or phone number to be set: alone, or with its label.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ContactPointDraft)]
#[expect(dead_code, reason = "it describes what the domain reads")]
pub(crate) enum TextDraft {
    /// The value alone.
    Value(String),
    /// The value with its label.
    Labelled(LabelledText),
}

/// An email address or phone number with its label.
#[derive(Serialize, ToSchema)]
#[schema(as = LabelledContactPoint)]
pub(crate) struct LabelledText {
    /// The value.
    value: String,
    /// What it is for, for example `work`.
    #[schema(max_length = 60, required = false)]
    label: Option<String>,
    /// Whether it is the primary one; the first is, if none says so.
    #[schema(required = false)]
    primary: Option<bool>,
}

/// A postal address to be set: its parts alone, or with its label.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = PostalAddressDraft)]
#[expect(dead_code, reason = "it describes what the domain reads")]
pub(crate) enum AddressDraft {
    /// The parts alone.
    Value(AddressPartsDraft),
    /// The parts with a label.
    Labelled(LabelledAddress),
}

/// The parts of a postal address to be set.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressPartsDraft {
    /// Street and number.
    #[schema(required = false)]
    street: Option<String>,
    /// City.
    #[schema(required = false)]
    city: Option<String>,
    /// Region.
    #[schema(required = false)]
    region: Option<String>,
    /// Postal code.
    #[schema(required = false)]
    postal_code: Option<String>,
    /// Country.
    #[schema(required = false)]
    country: Option<String>,
}

/// A postal address with its label.
#[derive(Serialize, ToSchema)]
pub(crate) struct LabelledAddress {
    /// The parts.
    value: AddressPartsDraft,
    /// What it is for, for example `billing`.
    #[schema(max_length = 60, required = false)]
    label: Option<String>,
    /// Whether it is the primary one; the first is, if none says so.
    #[schema(required = false)]
    primary: Option<bool>,
}

/// All contact points of a party, the primary one of each first.
pub(crate) struct Points {
    pub(super) emails: Vec<EmailAddress>,
    pub(super) phones: Vec<PhoneNumber>,
    pub(super) addresses: Vec<PostalAddress>,
}

impl Points {
    /// Those in the fields of a party.
    pub(super) fn of(fields: &Fields) -> Self {
        let country = fields.get("country").map(String::as_str);
        Self {
            emails: each(ContactPoints::Emails.of(fields), |value, label, primary| {
                text(value).map(|value| EmailAddress { value, label, primary })
            }),
            phones: each(ContactPoints::Phones.of(fields), |value, label, primary| {
                let value = text(value)?;
                let (e164, national) =
                    Dialled::read(&value, country).map(|number| (number.e164, number.national)).unzip();
                Some(PhoneNumber { value, label, primary, e164, national })
            }),
            addresses: each(ContactPoints::Addresses.of(fields), |value, label, primary| match value {
                Scalar::Address(address) => Some(PostalAddress { value: address.into(), label, primary }),
                _ => None,
            }),
        }
    }
}

fn each<T>(values: Vec<Labelled>, written: impl Fn(Scalar, Option<String>, bool) -> Option<T>) -> Vec<T> {
    let numbered = values.into_iter().enumerate();
    numbered.filter_map(|(place, one)| written(one.value, one.label, place == 0)).collect()
}

fn text(value: Scalar) -> Option<String> {
    match value {
        Scalar::Text(text) => Some(text),
        _ => None,
    }
}

/// A list that was sent: its values are read by the domain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SentList(Vec<Value>);

impl<'de> Deserialize<'de> for SentList {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        bounded::list::<MOST_VALUES, _, _>(from).map(Self)
    }
}

impl SentList {
    /// The list as it is stored; none if it is empty. What was answered can be sent back: what is derived from a number
    /// is left out.
    fn stored(mut self, points: ContactPoints) -> Answer<Option<String>> {
        if points == ContactPoints::Phones {
            for object in self.0.iter_mut().filter_map(Value::as_object_mut) {
                object.retain(|key, _| !["e164", "national"].contains(&key.as_str()));
            }
        }
        points.read(&Value::Array(self.0)).map_err(|error| {
            let place = format!("/{}{}", points.field_name(), pointer_of(&error.path));
            Refusal::invalid(vec![Mistake::new(place, error.message)])
        })
    }
}

/// The lists of a party to be added, by field, given in the order of [`ContactPoints::ALL`]; empty ones are left out.
pub(super) fn added(lists: [Option<SentList>; 3]) -> Answer<Fields> {
    let mut fields = Fields::new();
    for (points, list) in ContactPoints::ALL.into_iter().zip(lists) {
        let stored = list.map(|list| list.stored(points)).transpose()?.flatten();
        fields.extend(stored.map(|list| (points.field_name().to_owned(), list)));
    }
    Ok(fields)
}

/// The lists that a change sets, by field, given in the order of [`ContactPoints::ALL`]; none where it empties one.
pub(super) fn changed(lists: [Patch<SentList>; 3]) -> Answer<Vec<(String, Option<String>)>> {
    let mut changes = Vec::new();
    for (points, patch) in ContactPoints::ALL.into_iter().zip(lists) {
        let Some((name, list)) = patch.named(points.field_name()) else { continue };
        changes.push((name, list.map(|list| list.stored(points)).transpose()?.flatten()));
    }
    Ok(changes)
}
