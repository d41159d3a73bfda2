//! Fields that a workspace declares for people and organizations: each holds one value, kept as text.

use crate::records::{Field, FieldKind, FieldValue, Scalar, ValueError};

/// The kinds that such a field can have.
pub const OWN_FIELD_KINDS: [FieldKind; 12] = [
    FieldKind::Text,
    FieldKind::LongText,
    FieldKind::Number,
    FieldKind::Money,
    FieldKind::YesNo,
    FieldKind::Date,
    FieldKind::Instant,
    FieldKind::Duration,
    FieldKind::Choice,
    FieldKind::Email,
    FieldKind::Phone,
    FieldKind::Url,
];

/// Why a declared field cannot be one of people or organizations; none if it can. Names the key that is wrong.
pub fn refused(field: &Field) -> Option<(&'static str, String)> {
    if !OWN_FIELD_KINDS.contains(&field.kind) {
        let kinds = OWN_FIELD_KINDS.map(FieldKind::name).join(", ");
        return Some(("kind", format!("people and organizations can have fields of the kinds {kinds}")));
    }
    let one_value =
        "fields of people and organizations hold one value each, which may be absent and need not be unique";
    [("multiple", field.multiple), ("unique", field.unique), ("required", field.required)]
        .into_iter()
        .find_map(|(key, given)| given.then(|| (key, one_value.to_owned())))
        .or_else(|| {
            let detail = "own fields of people and organizations are filtered, not searched".to_owned();
            field.searched.then_some(("searched", detail))
        })
        .or_else(|| field.default.as_ref().map(|_| ("default", one_value.to_owned())))
}

/// The text that is stored for what was given for a field; nothing if it is empty.
pub fn own_text(field: &Field, given: &str) -> Result<Option<String>, ValueError> {
    let read = FieldValue::read(field, &FieldValue::typed(field, given))?;
    Ok(read.and_then(|value| value.scalars().next().map(Scalar::text)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::records::Choice;

    fn field(kind: FieldKind) -> Field {
        let choice = |name: &str| Choice { name: name.into(), title: name.into() };
        let choices =
            if kind == FieldKind::Choice { vec![choice("gold"), choice("silver")] } else { Vec::new() };
        Field { choices, ..Field::of_kind("it", "It", kind) }
    }

    #[rstest]
    #[case(FieldKind::Text, " plain ", Some("plain"))]
    #[case(FieldKind::Number, "12.50", Some("12.5"))]
    #[case(FieldKind::Money, "EUR 12.5", Some("12.50 EUR"))]
    #[case(FieldKind::YesNo, "Yes", Some("true"))]
    #[case(FieldKind::Date, "2026-03-31", Some("2026-03-31"))]
    #[case(FieldKind::Choice, "gold", Some("gold"))]
    #[case(FieldKind::Choice, "", None)]
    fn what_fits_is_stored_in_one_form(
        #[case] kind: FieldKind,
        #[case] given: &str,
        #[case] stored: Option<&str>,
    ) {
        let text = own_text(&field(kind), given).unwrap();
        assert_eq!(text.as_deref(), stored);
        let again = text.as_deref().map(|text| own_text(&field(kind), text).unwrap().unwrap());
        assert_eq!(again, text, "it reads as itself");
    }

    #[rstest]
    #[case(FieldKind::Number, "many")]
    #[case(FieldKind::Date, "31.3.2026")]
    #[case(FieldKind::Choice, "bronze")]
    #[case(FieldKind::Money, "12.50")]
    fn what_does_not_fit_is_refused(#[case] kind: FieldKind, #[case] given: &str) {
        assert!(own_text(&field(kind), given).is_err());
    }

    #[test]
    fn a_field_of_a_party_is_plain() {
        assert_eq!(refused(&field(FieldKind::Choice)), None);
        assert_eq!(refused(&field(FieldKind::Record)).map(|(key, _)| key), Some("kind"));
        let two = Field { multiple: true, ..field(FieldKind::Text) };
        assert_eq!(refused(&two).map(|(key, _)| key), Some("multiple"));
    }
}
