//! Percentages and quantities as JSON numbers.

use casebook_app::domain::quotes::Decimal;
use casebook_app::domain::records::Number;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A decimal that is not negative, as a JSON number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DecimalNumber<const PLACES: u32>(pub(crate) Decimal<PLACES>);

impl<const PLACES: u32> Serialize for DecimalNumber<PLACES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.to_json().serialize(serializer)
    }
}

impl<'de, const PLACES: u32> Deserialize<'de> for DecimalNumber<PLACES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Value::deserialize(deserializer)?;
        let number = Some(&given).filter(|given| given.is_number()).and_then(Number::read);
        let decimal = number.and_then(Decimal::of_number).map(Self);
        decimal.ok_or_else(|| {
            let whole = 15 - PLACES;
            D::Error::custom(format_args!(
                "use a number that is not negative, with at most {whole} digits before the point and {PLACES} behind it"
            ))
        })
    }
}

impl<const PLACES: u32> PartialSchema for DecimalNumber<PLACES> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).into()
    }
}

impl<const PLACES: u32> ToSchema for DecimalNumber<PLACES> {
    fn name() -> std::borrow::Cow<'static, str> {
        if PLACES == 4 { "Percent".into() } else { "Quantity".into() }
    }
}

/// Hundredths, as a number: 19 for 19 %.
pub(crate) type PercentNumber = DecimalNumber<4>;
/// How much of something.
pub(crate) type QuantityNumber = DecimalNumber<6>;
