//! The messages of the JSON and parameter readers, rewritten for people: the readers speak of Rust types.

/// The message in plain words; one that was written for people stays as it is.
pub(crate) fn plain(message: &str) -> String {
    let kinds = ["invalid type: ", "invalid value: "];
    if let Some(mismatch) = kinds.iter().find_map(|kind| message.strip_prefix(kind))
        && let Some((found, expected)) = mismatch.rsplit_once(", expected ")
    {
        return format!("expected {}, not {}", wanted(expected), given(found));
    }
    if let Some((name, rest)) = quoted(message, "unknown variant ") {
        return match rest.strip_prefix(", expected ") {
            Some(known) => format!("`{name}` is not allowed here; expected {known}"),
            None => format!("`{name}` is not allowed here"),
        };
    }
    if let Some((name, rest)) = quoted(message, "unknown field ") {
        return match rest.strip_prefix(", expected ") {
            Some(known) => format!("unknown field `{name}`; expected {known}"),
            None => format!("unknown field `{name}`; no fields are expected"),
        };
    }
    if let Some((name, "")) = quoted(message, "missing field ") {
        return format!("`{name}` is missing");
    }
    match message {
        "invalid digit found in string" => "expected a whole number".to_owned(),
        "cannot parse integer from empty string" => "expected a whole number, not an empty string".to_owned(),
        "number too large to fit in target type" => "the number is too large".to_owned(),
        "number too small to fit in target type" => "the number is too small".to_owned(),
        "provided string was not `true` or `false`" => "expected true or false".to_owned(),
        other => other.to_owned(),
    }
}

/// What is wrong with a text that is not JSON; the message of the reader has the place.
pub(crate) fn no_json(message: &str) -> String {
    if message.starts_with("EOF while parsing a value at line 1 column 0") {
        "the body is empty; send JSON".to_owned()
    } else {
        format!("the body is not valid JSON: {message}")
    }
}

/// The name between backticks behind a beginning, and what follows it.
fn quoted<'m>(message: &'m str, beginning: &str) -> Option<(&'m str, &'m str)> {
    message.strip_prefix(beginning)?.strip_prefix('`')?.split_once('`')
}

fn wanted(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a map" => "an object",
        "map with a single key" | "newtype variant" | "struct variant" => "an object with one name",
        "unit variant" => "a word",
        "a sequence" => "a list",
        "a string" => "a text",
        "a boolean" => "true or false",
        "unit" => "null",
        other if other.starts_with("struct ") || other.starts_with("enum ") => "an object",
        other => other,
    }
}

fn given(found: &str) -> String {
    let behind = |kind| found.strip_prefix(kind).map(|value: &str| value.trim_matches('`'));
    if let Some(number) = behind("integer ").or_else(|| behind("floating point ")) {
        return format!("the number {number}");
    }
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the string {text}");
    }
    if let Some(truth) = behind("boolean ") {
        return truth.to_owned();
    }
    match found {
        "sequence" => "a list".to_owned(),
        "unit value" | "unit" | "null" => "null".to_owned(),
        "unit variant" => "a text".to_owned(),
        "map" | "newtype variant" | "struct variant" => "an object".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "invalid type: integer `5`, expected struct FieldCondition",
        "expected an object, not the number 5"
    )]
    #[case(
        "invalid type: string \"x\", expected u64",
        "expected a whole number, 0 or more, not the string \"x\""
    )]
    #[case("invalid type: floating point `1.5`, expected i64", "expected a whole number, not the number 1.5")]
    #[case(
        "invalid value: map, expected map with a single key",
        "expected an object with one name, not an object"
    )]
    #[case(
        "invalid type: unit variant, expected newtype variant",
        "expected an object with one name, not a text"
    )]
    #[case("invalid type: null, expected a string", "expected a text, not null")]
    #[case("unknown variant `x`, expected `a` or `b`", "`x` is not allowed here; expected `a` or `b`")]
    #[case(
        "unknown field `x`, expected one of `a`, `b`, `c`",
        "unknown field `x`; expected one of `a`, `b`, `c`"
    )]
    #[case("unknown field `x`, there are no fields", "unknown field `x`; no fields are expected")]
    #[case("missing field `kind`", "`kind` is missing")]
    #[case("invalid digit found in string", "expected a whole number")]
    #[case("`x` is not an id such as per_0123456789abc", "`x` is not an id such as per_0123456789abc")]
    fn no_message_speaks_of_rust_types(#[case] message: &str, #[case] expected: &str) {
        assert_eq!(plain(message), expected);
    }

    #[test]
    fn a_body_that_is_not_json_is_reported_as_such() {
        let read =
            |text: &str| no_json(&serde_json::from_str::<serde_json::Value>(text).unwrap_err().to_string());
        assert_eq!(read(""), "the body is empty; send JSON");
        assert_eq!(read("{"), "the body is not valid JSON: EOF while parsing an object at line 1 column 1");
    }
}
