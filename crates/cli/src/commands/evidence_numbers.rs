//! `casebook evidence numbers`: what pieces of a kind say in numbers, such as the scores of a survey.

use casebook_app::domain::numbers::{NumberKey, NumbersRequest, SCORE};
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{Filter, Leaf};
use casebook_app::{NumbersGroup, evidence};
use clap::Args;
use serde_json::{Map, Value, json};

use crate::globals::Globals;
use crate::moment::{Edge, moment};
use crate::output::{Answer, Column, Failure, Table, number};

/// Arguments of `evidence numbers`.
#[derive(Args)]
pub struct Numbers {
    /// The kind, for example `survey_answered`; `casebook kind list` lists all
    kind: String,
    /// The entry of the detail that holds the number
    #[arg(long, value_name = "ENTRY", default_value = SCORE)]
    number: String,
    /// Keys to group by, separated by commas: day, month, quarter, year, number (the number itself), or a field of the party:
    /// country, more.FIELD, account.FIELD
    #[arg(long, value_name = "KEYS", default_value = "")]
    by: String,
    /// Only what occurred at or after this time; a date means its first instant
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only what occurred before this time; a date means its first instant, so that day is excluded
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Only of people, or only of organizations
    #[arg(long, value_name = "KIND", value_parser = kind)]
    of: Option<PartyKind>,
}

fn kind(word: &str) -> Result<PartyKind, String> {
    PartyKind::from_word(word).ok_or_else(|| "use person or organization".to_owned())
}

/// Puts numbers of evidence together.
pub fn run(globals: &Globals, asked: Numbers) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let by = NumberKey::parse_all(&asked.by).map_err(|error| Failure::usage(error.to_string()))?;
    let at = |text: Option<&str>| text.map(|text| moment(&session, text, Edge::Start)).transpose();
    let request = NumbersRequest {
        kind: asked.kind,
        number: asked.number,
        by,
        from: at(asked.from.as_deref())?,
        to: at(asked.to.as_deref())?,
        filter: Filter::All(asked.of.map(|of| Filter::Leaf(Leaf::Kind(of))).into_iter().collect()),
    };
    let groups = evidence::numbers(&session, &request)?;
    let items: Vec<Value> = groups.iter().map(|group| as_json(&request.by, group)).collect();
    Ok(Answer::new(json!({ "items": items }), text(&request.by, &groups)))
}

fn as_json(by: &[NumberKey], group: &NumbersGroup) -> Value {
    let values = group.values.iter().map(|value| json!(value));
    let values: Map<String, Value> = by.iter().map(ToString::to_string).zip(values).collect();
    let numbers = &group.numbers;
    json!({
        "by": values,
        "pieces": numbers.pieces,
        "count": numbers.count,
        "sum": numbers.sum,
        "average": numbers.average(),
        "minimum": numbers.range.map(|(least, _)| least.value()),
        "maximum": numbers.range.map(|(_, greatest)| greatest.value()),
    })
}

fn text(by: &[NumberKey], groups: &[NumbersGroup]) -> String {
    let names: Vec<String> = by.iter().map(ToString::to_string).collect();
    let mut columns: Vec<Column<'_>> = names.iter().map(|name| Column::Left(name)).collect();
    columns.extend(["pieces", "with a number", "average", "least", "greatest", "sum"].map(Column::Right));
    let mut table = Table::new(&columns);
    for NumbersGroup { values, numbers } in groups {
        let of_each = values.iter().map(|value| value.clone().unwrap_or_else(|| "(none)".to_owned()));
        let mut cells: Vec<String> = of_each.collect();
        cells.extend([numbers.pieces, numbers.count].map(number));
        cells.push(numbers.average().map(|average| format!("{average:.2}")).unwrap_or_default());
        let plain = |value: f64| value.to_string();
        cells.push(numbers.range.map(|(least, _)| plain(least.value())).unwrap_or_default());
        cells.push(numbers.range.map(|(_, greatest)| plain(greatest.value())).unwrap_or_default());
        cells.push(plain(numbers.sum));
        table.row(cells);
    }
    table.text("No such evidence.")
}
