//! Reading values from JSON.

use serde_json::Value as Json;

use super::{Address, FieldValue, Labelled, MOST_VALUES, Number, Scalar, Taking, ValueError};
use crate::ids::PartyId;
use crate::mail;
use crate::money::{Currency, Money};
use crate::party::is_too_long;
use crate::phone;
use crate::records::field::Field;
use crate::records::kind::FieldKind;
use crate::time::Timestamp;

/// The longest single line, in characters.
const LONGEST_LINE: usize = 2_000;
/// The longest label, in characters.
const LONGEST_LABEL: usize = 60;
/// The role of a party in a field that declares none.
const ANY_ROLE: &str = "subject";

type Read<T> = Result<T, ValueError>;

pub(super) fn read(field: &Field, given: &Json) -> Read<Option<FieldValue>> {
    if given.is_null() || given.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Ok(None);
    }
    if field.kind == FieldKind::Party {
        return parties(field, given);
    }
    if !field.multiple {
        return scalar(field, given).map(|value| Some(FieldValue::One(value)));
    }
    // A single value is a list of one.
    let alone = std::slice::from_ref(given);
    let list = given.as_array().map_or(alone, Vec::as_slice);
    check_length(list)?;
    if field.kind.is_labelled() {
        return labelled(field, list);
    }
    let mut values: Vec<Scalar> = Vec::with_capacity(list.len());
    for (place, one) in list.iter().enumerate() {
        let value = scalar(field, one).map_err(|error| error.within(&place))?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok((!values.is_empty()).then_some(FieldValue::Many(values)))
}

fn check_length(list: &[Json]) -> Read<()> {
    if list.len() > MOST_VALUES {
        return Err(ValueError::new(format!(
            "{} values are too many; give at most {MOST_VALUES}",
            list.len()
        )));
    }
    Ok(())
}

fn labelled(field: &Field, list: &[Json]) -> Read<Option<FieldValue>> {
    let mut values: Vec<Labelled> = Vec::with_capacity(list.len());
    let mut primary = None;
    for (place, one) in list.iter().enumerate() {
        let (value, is_primary) = labelled_one(field, one).map_err(|error| error.within(&place))?;
        if values.iter().any(|known| is_same(field.kind, &known.value, &value.value)) {
            continue;
        }
        if is_primary && primary.replace(values.len()).is_some() {
            return Err(ValueError::new("only one value can be the primary one").within(&place));
        }
        values.push(value);
    }
    // The primary one stands first; the others keep their order.
    if let Some(first) = values.get_mut(..=primary.unwrap_or_default()) {
        first.rotate_right(1);
    }
    Ok((!values.is_empty()).then_some(FieldValue::Labelled(values)))
}

/// Whether two values are one; email addresses are in any writing.
fn is_same(kind: FieldKind, one: &Scalar, other: &Scalar) -> bool {
    match (one, other) {
        (Scalar::Text(one), Scalar::Text(other)) if kind == FieldKind::Email => {
            mail::key(one) == mail::key(other)
        }
        _ => one == other,
    }
}

fn labelled_one(field: &Field, given: &Json) -> Read<(Labelled, bool)> {
    let Some(object) = given.as_object().filter(|object| object.contains_key("value")) else {
        return scalar(field, given).map(|value| (Labelled { value, label: None }, false));
    };
    if let Some(key) = object.keys().find(|key| !["value", "label", "primary"].contains(&key.as_str())) {
        let message = format!("there is no key `{key}`; give `value`, `label` and `primary`");
        return Err(ValueError::new(message).within(&key));
    }
    let value = scalar(field, &object["value"]).map_err(|error| error.within(&"value"))?;
    let label = match object.get("label") {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) if text.chars().count() <= LONGEST_LABEL && is_plain(text) => {
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        }
        Some(_) => {
            let message = format!("a label is text of at most {LONGEST_LABEL} characters");
            return Err(ValueError::new(message).within(&"label"));
        }
    };
    let is_primary = match object.get("primary") {
        None | Some(Json::Null) => false,
        Some(Json::Bool(yes)) => *yes,
        Some(_) => return Err(ValueError::new("expected true or false").within(&"primary")),
    };
    Ok((Labelled { value, label }, is_primary))
}

fn parties(field: &Field, given: &Json) -> Read<Option<FieldValue>> {
    let alone = std::slice::from_ref(given);
    let list = given.as_array().map_or(alone, Vec::as_slice);
    check_length(list)?;
    let mut found: Vec<Taking> = Vec::with_capacity(list.len());
    for (place, one) in list.iter().enumerate() {
        let taking = taking(field, one).map_err(|error| error.within(&place))?;
        if !found.contains(&taking) {
            found.push(taking);
        }
    }
    if !field.multiple && found.len() > 1 {
        return Err(ValueError::new(format!("`{}` holds one party", field.name)));
    }
    Ok((!found.is_empty()).then_some(FieldValue::Parties(found)))
}

/// A party with its role, or its id alone.
fn taking(field: &Field, given: &Json) -> Read<Taking> {
    let expected = || ValueError::new("expected a party such as {\"party\": \"per_…\", \"role\": \"…\"}");
    let (id, role) = match given {
        Json::String(id) => (id.as_str(), None),
        Json::Object(object) => {
            if let Some(key) = object.keys().find(|key| !["party", "role"].contains(&key.as_str())) {
                return Err(
                    ValueError::new(format!("there is no key `{key}`; give `party` and `role`")).within(&key)
                );
            }
            let role = match object.get("role") {
                None | Some(Json::Null) => None,
                Some(Json::String(role)) => Some(role.as_str()),
                Some(_) => return Err(ValueError::new("a role is text").within(&"role")),
            };
            (object.get("party").and_then(Json::as_str).ok_or_else(expected)?, role)
        }
        _ => return Err(expected()),
    };
    let party = PartyId::parse(id).ok_or_else(|| {
        ValueError::new(format!("`{}` is not the id of a party", short(id))).within(&"party")
    })?;
    if field.of.is_some_and(|kind| kind != party.kind()) {
        let expected = field.of.map_or("party", crate::party::PartyKind::word);
        return Err(
            ValueError::new(format!("`{}` holds the kind {expected} alone", field.name)).within(&"party")
        );
    }
    role_of(field, role).map(|role| Taking { party, role })
}

fn role_of(field: &Field, given: Option<&str>) -> Read<String> {
    let first = || field.roles.first().map_or(ANY_ROLE, |role| role.name.as_str()).to_owned();
    let Some(given) = given else { return Ok(first()) };
    if field.roles.is_empty() && given == ANY_ROLE || field.roles.iter().any(|role| role.name == given) {
        return Ok(given.to_owned());
    }
    let declared = field.roles.iter().map(|role| role.name.as_str());
    let names = declared.chain(field.roles.is_empty().then_some(ANY_ROLE));
    Err(ValueError::new(crate::Unknown::among("role", given, names).to_string()).within(&"role"))
}

fn scalar(field: &Field, given: &Json) -> Read<Scalar> {
    let wrong = |expected: &str| {
        ValueError::new(format!("`{}` is {}; expected {expected}", field.name, described(given)))
    };
    let found = match field.kind {
        FieldKind::Text | FieldKind::User => line(given).map(Scalar::Text),
        FieldKind::LongText => long_text(given).map(Scalar::Text),
        FieldKind::Number => Number::read(given).map(Scalar::Number),
        FieldKind::Money => money(given).map(Scalar::Money),
        FieldKind::YesNo => given.as_bool().map(Scalar::YesNo),
        FieldKind::Date => text(given).and_then(|text| text.parse().ok()).map(Scalar::Date),
        FieldKind::Instant => text(given).and_then(Timestamp::parse_rfc3339).map(Scalar::Instant),
        FieldKind::Duration => duration(given).map(Scalar::Duration),
        FieldKind::Choice => return choice(field, given, wrong),
        FieldKind::Email => line(given).as_deref().and_then(mail_of).map(Scalar::Text),
        FieldKind::Phone => {
            line(given).map(|text| phone::written(&text)).filter(|text| is_phone(text)).map(Scalar::Text)
        }
        FieldKind::Url => line(given).filter(|text| is_url(text)).map(Scalar::Text),
        FieldKind::Address => return address(given, wrong),
        FieldKind::Record => line(given).filter(|text| is_record_id(text)).map(Scalar::Text),
        FieldKind::Party | FieldKind::File => None,
    };
    found.ok_or_else(|| wrong(expected(field.kind)))
}

/// What a value of a kind looks like.
fn expected(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::User => "a line of text of at most 2,000 characters",
        FieldKind::LongText => "text of at most 65,536 characters",
        FieldKind::Number => "a number of at most 15 digits, such as 12.5",
        FieldKind::Money => "an amount such as {\"minor\": 1250, \"currency\": \"EUR\"}",
        FieldKind::YesNo => "true or false",
        FieldKind::Date => "a date such as 2026-03-03",
        FieldKind::Instant => "a time such as 2026-03-03T09:00:00Z",
        FieldKind::Duration => "a length of time such as PT1H30M",
        FieldKind::Choice => "one of the choices",
        FieldKind::Email => "an email address",
        FieldKind::Phone => "a phone number",
        FieldKind::Url => "a web address such as https://example.org",
        FieldKind::Address => "an address such as {\"street\": \"…\", \"city\": \"…\"}",
        FieldKind::Party => "a party",
        FieldKind::Record => "the id of a record",
        FieldKind::File => "nothing: files are not stored yet",
    }
}

fn described(given: &Json) -> String {
    match given {
        Json::Null => "null".into(),
        Json::Bool(yes) => yes.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => format!("`{}`", short(text)),
        Json::Array(_) => "a list".into(),
        Json::Object(_) => "an object".into(),
    }
}

fn short(text: &str) -> String {
    let mut start: String = text.chars().take(60).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

fn text(given: &Json) -> Option<&str> {
    given.as_str().map(str::trim)
}

/// Without control characters, which no engine and no screen treats like another.
fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn line(given: &Json) -> Option<String> {
    let text = text(given).filter(|text| !text.is_empty() && is_plain(text))?;
    (text.chars().count() <= LONGEST_LINE).then(|| text.to_owned())
}

fn long_text(given: &Json) -> Option<String> {
    let allowed = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text(given).filter(|text| text.chars().all(allowed) && !is_too_long(text)).map(str::to_owned)
}

fn money(given: &Json) -> Option<Money> {
    let object = given.as_object().filter(|object| object.len() == 2)?;
    let currency = object.get("currency").and_then(Json::as_str).and_then(Currency::parse)?;
    object.get("minor").and_then(Json::as_i64).map(|minor| Money { minor, currency })
}

/// A length of time as ISO 8601 writes it, in whole seconds.
fn duration(given: &Json) -> Option<i64> {
    let parsed: jiff::SignedDuration = text(given)?.parse().ok()?;
    (parsed.subsec_nanos() == 0).then_some(parsed.as_secs())
}

fn choice(field: &Field, given: &Json, wrong: impl Fn(&str) -> ValueError) -> Read<Scalar> {
    let name = text(given).ok_or_else(|| wrong(expected(FieldKind::Choice)))?;
    if field.choice(name).is_some() {
        return Ok(Scalar::Choice(name.to_owned()));
    }
    let names = field.choices.iter().map(|one| one.name.as_str());
    Err(ValueError::new(crate::Unknown::among("choice", &short(name), names).to_string()))
}

fn address(given: &Json, wrong: impl Fn(&str) -> ValueError) -> Read<Scalar> {
    let read: Option<Address> = given.as_object().and_then(|_| serde_json::from_value(given.clone()).ok());
    let plain = |address: &Address| {
        address.parts().all(|part| part.chars().count() <= LONGEST_LINE && !part.contains('\0'))
    };
    let address = read.map(Address::tidied).filter(plain).filter(|address| *address != Address::default());
    address.map(Scalar::Address).ok_or_else(|| wrong(expected(FieldKind::Address)))
}

/// The email address that a text is in whatever writing, else what has the form of one: something before the last `@`, and
/// a domain after it.
fn mail_of(text: &str) -> Option<String> {
    mail::read(text).or_else(|| {
        let (name, domain) = text.rsplit_once('@')?;
        let is_one = !name.is_empty() && !domain.is_empty() && !domain.starts_with('.');
        (is_one && !text.contains(char::is_whitespace) && !text.contains([',', ';'])).then(|| text.to_owned())
    })
}

fn is_phone(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !phone::is_spoilt(text)
}

/// Whether a browser can open it: a host, after `http://`, `https://` or nothing.
fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let host = rest.unwrap_or(&lower).split(['/', '?', '#']).next().unwrap_or_default();
    let has_host = if rest.is_some() { !host.is_empty() } else { host.contains('.') && !host.contains(':') };
    has_host && !text.contains(char::is_whitespace)
}

/// Whether it has the form of a record's id: a prefix, and 13 digits of base 32.
fn is_record_id(text: &str) -> bool {
    text.split_once('_').is_some_and(|(prefix, digits)| {
        !prefix.is_empty() && digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
