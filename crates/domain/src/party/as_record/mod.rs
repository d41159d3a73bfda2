//! People and organizations as records of their types: their values, changes of them, filters and orders.

mod filter;

use serde_json::{Map, Value as Json};

use super::{ContactPoints, Fields, is_standard};
use crate::Unknown;
use crate::filter::Sort;
use crate::records::{Field, FieldValue, RecordSort, RecordType, Scalar, ValueError, Values, ValuesError};
pub use filter::filter;

/// Fields of a party that a record has beside its values.
const BESIDE: [&str; 2] = ["name", "owner"];

/// The values of a party. A text that does not fit the kind of its field stays a text, since parties may hold any.
pub fn values(of: &RecordType, fields: &Fields) -> Values {
    let lists = ContactPoints::ALL.into_iter().filter_map(|points| {
        let list = points.of(fields);
        (!list.is_empty()).then(|| (points.field_name().to_owned(), FieldValue::Labelled(list)))
    });
    let is_plain = |name: &str| !BESIDE.contains(&name) && ContactPoints::from_field_name(name).is_none();
    let plain = fields.iter().filter(|(name, _)| is_plain(name));
    lists.chain(plain.map(|(name, text)| (name.clone(), value(of.field(name), text)))).collect()
}

fn value(field: Option<&Field>, text: &str) -> FieldValue {
    let typed = field.filter(|field| !field.kind.is_text());
    let read =
        typed.and_then(|field| FieldValue::read(field, &FieldValue::typed(field, text)).ok().flatten());
    read.unwrap_or_else(|| FieldValue::One(Scalar::Text(text.to_owned())))
}

/// What a change of values means for the fields of a party; `None` empties one.
pub fn changes(
    of: &RecordType,
    given: &Map<String, Json>,
) -> Result<Vec<(String, Option<String>)>, ValuesError> {
    let change = |(name, json): (&String, &Json)| {
        let names = || of.fields.iter().map(|field| field.name.as_str());
        let field =
            of.field(name).ok_or_else(|| ValuesError::Unknown(Unknown::among("field", name, names())))?;
        let text = match ContactPoints::from_field_name(name) {
            Some(points) if !json.is_null() => points.read(json),
            _ => text_of(field, json),
        };
        let text = text.map_err(|error| ValuesError::Value { field: name.clone(), error })?;
        Ok((name.clone(), text))
    };
    given.iter().map(change).collect()
}

fn text_of(field: &Field, json: &Json) -> Result<Option<String>, ValueError> {
    let read = FieldValue::read(field, json)?;
    Ok(read.and_then(|value| value.scalars().next().map(Scalar::text)))
}

/// The order of parties that an order of records means.
pub fn sort(keys: &[RecordSort]) -> Result<Sort, ValueError> {
    keys.iter().map(sort_by).collect::<Result<_, _>>().map(Sort::of)
}

fn sort_by(key: &RecordSort) -> Result<Sort, ValueError> {
    let minus = if key.descending { "-" } else { "" };
    let word = if key.by == "state" { "standing" } else { key.by.as_str() };
    let is_own = !is_standard(word);
    let own = || Sort::parse(&format!("{minus}more.{word}")).filter(|_| is_own);
    Sort::parse(&format!("{minus}{word}")).or_else(own).ok_or_else(|| {
        let known: Vec<&str> = Sort::fields().collect();
        ValueError::new(format!("cannot sort by `{word}`; sort by name, {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::records::FieldKind;

    fn person() -> RecordType {
        let mut person = RecordType::parties().iter().find(|one| one.name == "person").unwrap().clone();
        person.fields.push(Field::of_kind("budget", "Budget", FieldKind::Money));
        person
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_party_has_values_of_the_kinds_of_its_fields() {
        let ada = fields(&[
            ("name", "Ada"),
            ("owner", "eve"),
            ("email", "ask her"),
            ("budget", "12.50 EUR"),
            ("city", "Bern"),
            ("undeclared", "kept"),
        ]);
        let expected = json!({
            "email": "ask her",
            "emails": [{ "value": "ask her", "primary": true }],
            "budget": { "minor": 1_250, "currency": "EUR" },
            "city": "Bern",
            "addresses": [{ "value": { "city": "Bern" }, "primary": true }],
            "undeclared": "kept",
        });
        assert_eq!(values(&person(), &ada).to_json(), expected);
    }

    #[test]
    fn a_change_of_values_is_one_of_fields() {
        let given = json!({
            "city": "Thun", "note": null, "budget": { "minor": 900, "currency": "eur" },
            "emails": ["a@x.org", "b@x.org"], "phones": null,
        });
        let changed: Fields = changes(&person(), given.as_object().unwrap())
            .unwrap()
            .into_iter()
            .map(|(name, value)| (name, value.unwrap_or_else(|| "-".to_owned())))
            .collect();
        assert_eq!(changed["city"], "Thun");
        assert_eq!(changed["budget"], "9.00 EUR");
        assert_eq!([&changed["note"], &changed["phones"]], ["-", "-"]);
        assert!(changed["emails"].contains("b@x.org"), "{changed:?}");
    }

    #[rstest]
    #[case(json!({ "citty": "Thun" }), "did you mean `city`")]
    #[case(json!({ "budget": "much" }), "expected an amount")]
    #[case(json!({ "emails": ["nonsense"] }), "nonsense")]
    fn what_does_not_fit_is_refused(#[case] given: Json, #[case] message: &str) {
        let error = changes(&person(), given.as_object().unwrap()).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }

    #[rstest]
    #[case("", "name")]
    #[case("-state", "-standing")]
    #[case("city", "city")]
    #[case("-budget", "-more.budget")]
    #[case("-city,name,budget", "-city,name,more.budget")]
    fn an_order_of_records_is_one_of_parties(#[case] given: &str, #[case] expected: &str) {
        let keys = RecordSort::parse(&person(), given).unwrap();
        assert_eq!(sort(&keys).unwrap().to_text(), expected);
    }

    #[test]
    fn orders_that_parties_do_not_have_are_refused() {
        for given in ["website", "city,website"] {
            let keys = RecordSort::parse(&person(), given).unwrap();
            assert!(sort(&keys).is_err(), "{given}");
        }
    }
}
