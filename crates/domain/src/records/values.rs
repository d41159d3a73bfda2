//! The values of a record, as a whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::declaration::RecordType;
use super::field::Field;
use super::value::{FieldValue, ValueError};
use crate::Unknown;
use crate::text::fold;

/// The longest canonical form of all values of a record, in bytes.
const LONGEST: usize = 256 * 1024;

/// The values of a record by the names of their fields; an absent field has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(BTreeMap<String, FieldValue>);

/// Why values do not fit a type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValuesError {
    /// The type has no such field.
    #[error("{0}")]
    Unknown(Unknown),
    /// A value does not fit its field.
    #[error("{error}")]
    Value {
        /// The field.
        field: String,
        /// What is wrong.
        error: ValueError,
    },
    /// A required field has no value.
    #[error("`{0}` is required")]
    Missing(String),
    /// All values together are too long.
    #[error("the values of a record take {0} bytes; at most {LONGEST} are stored")]
    TooLong(usize),
}

impl ValuesError {
    /// The path to what is wrong, from the outside in.
    pub fn path(&self) -> Vec<String> {
        match self {
            Self::Unknown(unknown) => vec![unknown.given.clone()],
            Self::Missing(field) => vec![field.clone()],
            Self::Value { field, error } => [field.clone()].into_iter().chain(error.path.clone()).collect(),
            Self::TooLong(_) => Vec::new(),
        }
    }
}

impl FromIterator<(String, FieldValue)> for Values {
    fn from_iter<I: IntoIterator<Item = (String, FieldValue)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Values {
    /// Reads what [`Values::to_text`] wrote for a type. What no longer fits its field is left out.
    pub fn stored(of: &RecordType, text: &str) -> Self {
        Self::stored_of(&of.fields, text)
    }

    /// [`Values::stored`] of some fields alone.
    pub fn stored_of(fields: &[Field], text: &str) -> Self {
        let object: Map<String, Json> = serde_json::from_str(text).unwrap_or_default();
        let read = |field: &Field| {
            let value = FieldValue::read(field, object.get(&field.name)?).ok()??;
            Some((field.name.clone(), value))
        };
        Self(fields.iter().filter_map(read).collect())
    }

    /// The canonical text in which they are stored: equal values give equal text.
    pub fn to_text(&self) -> String {
        serde_json::to_string(&self.to_json()).unwrap_or_default()
    }

    /// The length of the canonical text if that is more than is stored.
    fn excess(&self) -> Option<usize> {
        let most = |(name, value): (&str, &FieldValue)| name.len() + 4 + value.most_bytes();
        // Mostly it is far from that, which is seen without writing it.
        if self.iter().map(most).sum::<usize>() <= LONGEST {
            return None;
        }
        Some(self.to_text().len()).filter(|length| *length > LONGEST)
    }

    /// The canonical form.
    pub fn to_json(&self) -> Json {
        Json::Object(self.0.iter().map(|(name, value)| (name.clone(), value.to_json())).collect())
    }

    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&FieldValue> {
        self.0.get(field)
    }

    /// All values, in the order of the fields' names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FieldValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Sets or empties fields, as far as they are given; the rest stays.
    pub fn change(&mut self, of: &RecordType, given: &Map<String, Json>) -> Result<(), ValuesError> {
        for (name, json) in given {
            let field = known(of, name)?;
            let read = FieldValue::read(field, json);
            match read.map_err(|error| ValuesError::Value { field: name.clone(), error })? {
                Some(value) => self.0.insert(name.clone(), value),
                None => self.0.remove(name),
            };
        }
        self.excess().map_or(Ok(()), |length| Err(ValuesError::TooLong(length)))
    }

    /// Sets or empties fields to what something else comes to, as far as the type has them; what does not fit its field
    /// empties it.
    pub fn project<'n>(&mut self, of: &RecordType, projected: impl IntoIterator<Item = (&'n str, Json)>) {
        let mut names = Vec::new();
        for (name, json) in projected {
            let Some(field) = of.field(name) else { continue };
            match FieldValue::read(field, &json).ok().flatten() {
                Some(value) => self.0.insert(name.to_owned(), value),
                None => self.0.remove(name),
            };
            names.push(name);
        }
        while let (Some(_), Some(last)) = (self.excess(), names.pop()) {
            self.0.remove(last);
        }
    }

    /// Gives fields without a value their defaults.
    pub fn fill_defaults(&mut self, of: &RecordType) {
        for field in of.fields.iter().filter(|field| !field.archived) {
            let default =
                field.default.as_ref().and_then(|json| FieldValue::read(field, json).ok().flatten());
            if let Some(value) = default.filter(|_| !self.0.contains_key(&field.name)) {
                self.0.insert(field.name.clone(), value);
            }
        }
    }

    /// Checks that every required field has a value.
    pub fn check_required(&self, of: &RecordType) -> Result<(), ValuesError> {
        let missing = |field: &&Field| field.required && !field.archived && !self.0.contains_key(&field.name);
        match of.fields.iter().find(missing) {
            Some(field) => Err(ValuesError::Missing(field.name.clone())),
            None => Ok(()),
        }
    }

    /// The folded text by which a record is found: a line break before the name and before each value that is
    /// searched.
    pub fn search_text(&self, of: &RecordType, name: &str) -> String {
        let searched = of.fields.iter().filter(|field| field.searched);
        let values = searched.filter_map(|field| self.get(&field.name)).flat_map(FieldValue::scalars);
        let lines = [fold(name)].into_iter().chain(values.map(|value| fold(&value.text())));
        lines.flat_map(|line| ["\n".to_owned(), line]).collect()
    }
}

fn known<'t>(of: &'t RecordType, name: &str) -> Result<&'t Field, ValuesError> {
    of.field(name).ok_or_else(|| {
        let names = of.fields.iter().map(|field| field.name.as_str());
        ValuesError::Unknown(Unknown::among("field", name, names))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn product() -> RecordType {
        RecordType::built_in().iter().find(|one| one.name == "product").unwrap().clone()
    }

    fn changed(values: &mut Values, given: &Json) -> Result<(), ValuesError> {
        values.change(&product(), given.as_object().unwrap())
    }

    #[test]
    fn a_change_sets_what_is_given_empties_what_is_null_and_leaves_the_rest() {
        let mut values = Values::default();
        changed(&mut values, &json!({ "code": " A-1 ", "unit": "seat" })).unwrap();
        changed(&mut values, &json!({ "unit": null, "price": { "minor": 990, "currency": "eur" } })).unwrap();
        values.fill_defaults(&product());
        let expected = json!({ "active": true, "code": "A-1", "price": { "currency": "EUR", "minor": 990 } });
        assert_eq!(values.to_json(), expected);
        assert_eq!(Values::stored(&product(), &values.to_text()), values);
        assert_eq!(values.search_text(&product(), "Pläne"), "\nplane\na-1");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_place() {
        let refused = |given: &Json| changed(&mut Values::default(), given).unwrap_err();
        let unknown = refused(&json!({ "prise": 1 }));
        assert_eq!(unknown.to_string(), "there is no field `prise`; did you mean `price`?");
        let wrong = refused(&json!({ "price": 12 }));
        assert_eq!(wrong.path(), ["price"]);
        assert!(wrong.to_string().starts_with("`price` is 12; expected an amount"), "{wrong}");
        let long = refused(&json!({ "code": "x".repeat(3_000) }));
        assert_eq!(long.path(), ["code"]);
    }

    #[test]
    fn what_is_projected_and_does_not_fit_empties_its_field() {
        let mut values = Values::default();
        changed(
            &mut values,
            &json!({ "code": "A-1", "unit": "seat", "price": { "minor": 1, "currency": "EUR" } }),
        )
        .unwrap();
        let long = "x".repeat(3_000);
        let projected =
            [("code", json!(long)), ("unit", Json::Null), ("prise", json!(1)), ("active", json!(false))];
        values.project(&product(), projected);
        let expected = json!({ "active": false, "price": { "currency": "EUR", "minor": 1 } });
        assert_eq!(values.to_json(), expected);
    }

    #[test]
    fn of_what_is_projected_the_last_is_left_out_where_all_is_too_long() {
        let mut product = product();
        let code = product.fields.iter().find(|field| field.name == "code").unwrap().clone();
        let field =
            |number: usize| Field { name: format!("note_{number:03}"), unique: false, ..code.clone() };
        product.fields = (0..200).map(field).collect();
        let long = "x".repeat(1_900);
        let names: Vec<String> = product.fields.iter().map(|field| field.name.clone()).collect();
        let mut values = Values::default();
        values.project(&product, names.iter().map(|name| (name.as_str(), json!(long))));
        let kept: Vec<&str> = values.iter().map(|(name, _)| name).collect();
        assert_eq!(kept, names[..kept.len()], "the first ones stay");
        assert!(
            values.to_text().len() <= LONGEST && values.to_text().len() + 2_000 > LONGEST,
            "{}",
            kept.len()
        );
    }

    #[test]
    fn a_required_field_must_have_a_value() {
        let mut product = product();
        product.fields[0].required = true;
        let mut values = Values::default();
        assert_eq!(values.check_required(&product), Err(ValuesError::Missing("code".into())));
        values.change(&product, json!({ "code": "A" }).as_object().unwrap()).unwrap();
        assert_eq!(values.check_required(&product), Ok(()));
    }
}
