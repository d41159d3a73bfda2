//! Typed columns: what a text says, by the kind of its field. A text that does not fit its kind is null, so that one such
//! value, which an import may bring, spoils no query.

use casebook_domain::money::{WITH_THREE_DECIMALS, WITHOUT_DECIMALS};
use casebook_domain::records::FieldKind;

use crate::engine::Engine;

/// The column for a single value of JSON, given as text, that fits its field. SQLite keeps the types of JSON.
pub(super) fn of_json(engine: Engine, kind: FieldKind, text: &str) -> String {
    match (engine, kind) {
        (Engine::Sqlite, _) => text.to_owned(),
        (Engine::Postgres, FieldKind::Number) => format!("{text}::numeric"),
        (Engine::Postgres, FieldKind::YesNo) => format!("{text}::boolean"),
        (Engine::Postgres, kind) => in_postgres(kind, text),
    }
}

/// The columns for any text in a field of a party: each with what follows the name of the field.
pub(super) fn of_text(engine: Engine, kind: FieldKind, text: &str) -> Vec<(&'static str, String)> {
    if kind == FieldKind::Money {
        let (minor, currency) = match engine {
            Engine::Sqlite => amount_in_sqlite(text),
            Engine::Postgres => amount_in_postgres(text),
        };
        return vec![("_minor", minor), ("_currency", currency)];
    }
    let expression = match engine {
        Engine::Sqlite => in_sqlite(kind, text),
        Engine::Postgres => in_postgres(kind, text),
    };
    vec![("", expression)]
}

fn in_sqlite(kind: FieldKind, text: &str) -> String {
    let day = format!("substr({text}, 1, 10)");
    let is_day = format!("date({day}) = {day} AND {day} >= '0001'");
    let time = format!(
        "{text} GLOB '????-??-??T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*' AND datetime({text}) IS NOT NULL"
    );
    match kind {
        FieldKind::Number => number_in_sqlite(text, text),
        FieldKind::YesNo => format!("CASE {text} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"),
        FieldKind::Date => format!("CASE WHEN {is_day} AND length({text}) = 10 THEN {text} END"),
        FieldKind::Instant => format!("CASE WHEN {is_day} AND {time} THEN {text} END"),
        FieldKind::Duration => format!("CASE WHEN ltrim({text}, '-') GLOB 'PT[0-9]*[HMS]' THEN {text} END"),
        _ => text.to_owned(),
    }
}

/// What comes of a text that is a number in JSON.
fn number_in_sqlite(text: &str, then: &str) -> String {
    let value = if text == then { format!("json_extract({text}, '$')") } else { then.to_owned() };
    format!(
        "CASE WHEN json_valid({text}) THEN CASE WHEN json_type({text}) IN ('integer', 'real') THEN {value} END END"
    )
}

/// Minor units and currency of an amount such as `12.50 EUR`.
fn amount_in_sqlite(text: &str) -> (String, String) {
    let (number, code) = (format!("substr({text}, 1, length({text}) - 4)"), format!("substr({text}, -3)"));
    let after_point =
        format!("CASE instr({number}, '.') WHEN 0 THEN 0 ELSE length({number}) - instr({number}, '.') END");
    let places = format!(
        "CASE WHEN {code} IN ({}) THEN 0 WHEN {code} IN ({}) THEN 3 ELSE 2 END",
        in_quotes(&WITHOUT_DECIMALS),
        in_quotes(&WITH_THREE_DECIMALS)
    );
    let is_amount = format!(
        "{code} GLOB '[A-Z][A-Z][A-Z]' AND substr({text}, -4, 1) = ' ' AND {after_point} = {places} \
         AND {number} NOT GLOB '*[^0-9.-]*' AND length({number}) <= 19"
    );
    let amount = |then: &str| format!("CASE WHEN {is_amount} THEN {} END", number_in_sqlite(&number, then));
    (amount(&format!("CAST(replace({number}, '.', '') AS INTEGER)")), amount(&code))
}

fn in_quotes(codes: &[&str]) -> String {
    codes.iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(", ")
}

const DAY: &str = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const TIME: &str =
    "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])";
const LENGTH: &str = "PT(?=[0-9])([0-9]{1,6}H)?([0-9]{1,4}M)?([0-9]{1,4}S)?";
const NUMBER: &str = "-?[0-9]{1,60}(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,3})?";

fn in_postgres(kind: FieldKind, text: &str) -> String {
    let fits = |pattern: &str| format!("{text} ~ '^{pattern}$'");
    match kind {
        FieldKind::Number => format!("CASE WHEN {} THEN {text}::numeric END", fits(NUMBER)),
        FieldKind::YesNo => format!("CASE {text} WHEN 'true' THEN true WHEN 'false' THEN false END"),
        FieldKind::Date => on_a_day(text, &fits(DAY), "date"),
        FieldKind::Instant => on_a_day(text, &fits(&format!("{DAY}{TIME}")), "timestamptz"),
        FieldKind::Duration => format!(
            "CASE WHEN {} THEN {text}::interval WHEN {} THEN -(substr({text}, 2)::interval) END",
            fits(LENGTH),
            fits(&format!("-{LENGTH}"))
        ),
        _ => text.to_owned(),
    }
}

/// A text that fits a pattern and begins with a day, if the calendar has that day.
fn on_a_day(text: &str, fits: &str, kind: &str) -> String {
    let part = |from: u32, digits: u32| format!("substr({text}, {from}, {digits})::int");
    let day = format!("make_date({}, {}, 1) + {} - 1", part(1, 4), part(6, 2), part(9, 2));
    let is_day = format!("to_char({day}, 'YYYY-MM-DD') = substr({text}, 1, 10)");
    format!("CASE WHEN {fits} THEN CASE WHEN {is_day} THEN {text}::{kind} END END")
}

fn amount_in_postgres(text: &str) -> (String, String) {
    let (none, three) = (WITHOUT_DECIMALS.join("|"), WITH_THREE_DECIMALS.join("|"));
    let pattern = format!(
        "-?([0-9]{{1,18}} ({none})|[0-9]{{1,15}}\\.[0-9]{{3}} ({three})|[0-9]{{1,16}}\\.[0-9]{{2}} (?!{none}|{three})[A-Z]{{3}})"
    );
    let amount = |then: String| format!("CASE WHEN {text} ~ '^{pattern}$' THEN {then} END");
    let minor = amount(format!("replace(split_part({text}, ' ', 1), '.', '')::bigint"));
    (minor, amount(format!("split_part({text}, ' ', 2)")))
}
