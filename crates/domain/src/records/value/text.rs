//! Values as people type them in a shell or a table, as JSON.

use serde_json::{Value as Json, json};

use crate::money::amount;
use crate::records::field::{Choice, Field};
use crate::records::kind::FieldKind;
use crate::text::fold;

/// What separates several values in one cell.
const BETWEEN: char = ';';

/// The JSON of what was typed for a field; whether it fits is seen when that is read. Amounts are written as
/// `12.50 EUR`, yes and no in words, several values with `;` between them, and anything as JSON.
pub(in crate::records) fn json_of(field: &Field, text: &str) -> Json {
    let text = text.trim();
    // A line of text may look like JSON; several values and what has parts are written as it.
    let has_parts = matches!(field.kind, FieldKind::Address | FieldKind::Party | FieldKind::Money);
    if (field.multiple || has_parts)
        && text.starts_with(['{', '['])
        && let Ok(json) = serde_json::from_str(text)
    {
        return json;
    }
    if field.multiple && text.contains(BETWEEN) {
        let parts = text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty());
        return parts.map(|part| one(field, part)).collect();
    }
    one(field, text)
}

fn one(field: &Field, text: &str) -> Json {
    match field.kind {
        FieldKind::YesNo => match text.to_lowercase().as_str() {
            "yes" | "true" | "1" => true.into(),
            "no" | "false" | "0" => false.into(),
            _ => text.into(),
        },
        FieldKind::Choice => choice(field, text).into(),
        FieldKind::Money => amount(text).unwrap_or_else(|| text.into()),
        // A name may hold blanks, a role holds none.
        FieldKind::Party => match text.rsplit_once(' ') {
            Some((party, role)) => json!({ "party": party.trim(), "role": role }),
            None => text.into(),
        },
        _ => text.into(),
    }
}

/// The choice of that name or title; case and accents do not count.
fn choice<'t>(field: &'t Field, text: &'t str) -> &'t str {
    let folded = fold(text);
    let is_it = |one: &&Choice| fold(&one.name) == folded || fold(&one.title) == folded;
    let exact = field.choices.iter().find(|one| one.name == text);
    exact.or_else(|| field.choices.iter().find(is_it)).map_or(text, |one| one.name.as_str())
}

/// An amount with its currency before or behind it. Alone it does not show whether `1.234` are thousands, and is none then.
fn amount(text: &str) -> Option<Json> {
    let money = amount::read_alone(text, None)?;
    Some(json!({ "minor": money.minor, "currency": money.currency.code() }))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(FieldKind::Money, false, "12.50 EUR", json!({ "minor": 1250, "currency": "EUR" }))]
    #[case(FieldKind::Money, false, "JPY 500", json!({ "minor": 500, "currency": "JPY" }))]
    #[case(FieldKind::Money, false, "1.234,50 €", json!({ "minor": 123_450, "currency": "EUR" }))]
    #[case(FieldKind::Money, false, "1.234 EUR", json!("1.234 EUR"))]
    #[case(FieldKind::Money, false, "1.234 KWD", json!({ "minor": 1234, "currency": "KWD" }))]
    #[case(FieldKind::Money, false, "12.50", json!("12.50"))]
    #[case(FieldKind::YesNo, false, "Yes", json!(true))]
    #[case(FieldKind::YesNo, false, "maybe", json!("maybe"))]
    #[case(FieldKind::Number, false, " 12.5 ", json!("12.5"))]
    #[case(FieldKind::Choice, true, "a; b;", json!(["a", "b"]))]
    #[case(FieldKind::Text, false, "a; b", json!("a; b"))]
    #[case(FieldKind::Address, false, r#"{"city": "Bern"}"#, json!({ "city": "Bern" }))]
    #[case(FieldKind::Party, false, "per_1 buyer", json!({ "party": "per_1", "role": "buyer" }))]
    #[case(FieldKind::Party, false, "Ada King  buyer", json!({ "party": "Ada King", "role": "buyer" }))]
    #[case(FieldKind::Text, false, "{not json", json!("{not json"))]
    fn what_is_typed_becomes_json(
        #[case] kind: FieldKind,
        #[case] multiple: bool,
        #[case] text: &str,
        #[case] expected: Json,
    ) {
        let field = Field { multiple, ..Field::of_kind("it", "It", kind) };
        assert_eq!(json_of(&field, text), expected);
    }

    #[test]
    fn a_choice_is_typed_by_name_or_title() {
        let choices = [("met", "Met in person"), ("Met", "Other"), ("too_late", "Zu spät")];
        let choices = choices.map(|(name, title)| Choice { name: name.into(), title: title.into() });
        let field = Field { choices: choices.to_vec(), ..Field::of_kind("it", "It", FieldKind::Choice) };
        for (typed, name) in
            [("met", "met"), ("MET", "met"), ("Met", "Met"), ("zu spat", "too_late"), ("?", "?")]
        {
            assert_eq!(json_of(&field, typed), json!(name), "{typed}");
        }
    }
}
