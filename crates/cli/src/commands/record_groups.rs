//! `casebook record TYPE groups`: how many records have which values, with sums.

use casebook_app::domain::deals::Outcomes;
use casebook_app::domain::money::{Currency, Money};
use casebook_app::domain::records::{GroupKey, Grouping, RecordType};
use casebook_app::domain::zone::Zone;
use casebook_app::{ExchangedAmounts, RecordGroup, Session, Sums, records};
use clap::Args;
use serde_json::{Map, Value, json};

use super::exchanged::{exchanged_json, exchanged_total};
use super::record_table::{filter_of, json_of};
use crate::output::{Answer, Column, Failure, Table, number, percent};

/// Arguments of `record TYPE groups`.
#[derive(Args)]
pub struct Groups {
    /// Fields to group by, separated by commas: owner, `closed_on:quarter` (day, month, quarter or year), or a field of the
    /// people or organizations in a field: account.country, account.more.FIELD
    #[arg(long, value_name = "FIELDS")]
    by: String,
    /// A field with amounts to add up, for each currency
    #[arg(long, value_name = "FIELD")]
    sum: Option<String>,
    /// Search text; each word must occur in the name or a searched field
    #[arg(long, short)]
    query: Option<String>,
    /// A filter as JSON, as the API takes it
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,
}

/// Counts records in groups.
pub fn run(session: &Session, of: &RecordType, asked: &Groups) -> Result<Answer, Failure> {
    let mut parts = Vec::new();
    parts.extend(asked.query.as_ref().map(|text| json!({ "text": text })));
    parts.extend(asked.filter.as_deref().map(json_of).transpose()?);
    let filter = filter_of(of, &parts)?;
    let grouping = Grouping::parse(of, &asked.by, asked.sum.as_deref());
    let grouping = grouping.map_err(|error| Failure::usage(error.to_string()))?;
    let groups = records::groups(session, &of.name, &filter, &grouping)?;
    let zone = session.zone()?;
    let items: Vec<Value> = groups.iter().map(|group| as_json(&grouping.by, group, &zone)).collect();
    Ok(Answer::new(json!({ "items": items }), text(of, &grouping, &groups)))
}

fn as_json(by: &[GroupKey], group: &RecordGroup, zone: &Zone) -> Value {
    let values: Map<String, Value> = by.iter().map(GroupKey::name).zip(group.values.clone()).collect();
    let mut json = json!({
        "by": values,
        "count": group.count,
        "sums": sums_json(&group.sums),
        "filter": Grouping::condition(by, &group.values, zone),
    });
    if let (Some(deals), Some(object)) = (&group.deals, json.as_object_mut()) {
        let outcomes = &deals.outcomes;
        let Outcomes { won: count, lost, open } = outcomes;
        object.extend([
            ("won".to_owned(), json!(count)),
            ("lost".to_owned(), json!(lost)),
            ("open".to_owned(), json!(open)),
            ("win_rate".to_owned(), json!(outcomes.win_rate())),
            ("won_sums".to_owned(), sums_json(&deals.won)),
            ("weighted_sums".to_owned(), sums_json(&deals.weighted)),
        ]);
        object.extend(deals.exchanged.iter().map(|sums| ("exchanged".to_owned(), exchanged_json(sums))));
    }
    json
}

/// The sums as the interface sends them; beyond what 64 bits hold, the nearest that they do.
pub fn sums_json(sums: &Sums) -> Value {
    sums.iter().map(|(currency, sum)| json!({ "minor": minor(*sum), "currency": currency })).collect()
}

/// A sum on the wire; beyond what 64 bits hold, the nearest that they do.
pub fn minor(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// The sums of a group in the workspace's own currency.
fn exchanged(group: &RecordGroup) -> Option<&ExchangedAmounts> {
    group.deals.as_ref()?.exchanged.as_ref()
}

/// A row for each group.
fn text(of: &RecordType, grouping: &Grouping, groups: &[RecordGroup]) -> String {
    let names: Vec<String> = grouping.by.iter().map(GroupKey::name).collect();
    let is_of_deals = groups.iter().any(|group| group.deals.is_some());
    let mut columns: Vec<Column<'_>> = names.iter().map(|name| Column::Left(name)).collect();
    columns.push(Column::Right("count"));
    if is_of_deals {
        columns.extend(["won", "lost", "open", "win rate"].map(Column::Right));
    }
    if let Some(sum) = &grouping.sum {
        columns.push(Column::Right(sum));
        columns.extend(is_of_deals.then_some(Column::Right("of those won")));
    }
    let own = groups.iter().find_map(exchanged).map(|sums| format!("in {}", sums.currency.code()));
    columns.extend(own.as_deref().map(Column::Right));
    let mut table = Table::new(&columns);
    for group in groups {
        let mut cells: Vec<String> = group.values.iter().map(shown).collect();
        cells.push(number(group.count));
        if let Some(deals) = &group.deals {
            let outcomes = deals.outcomes;
            cells.extend([outcomes.won, outcomes.lost, outcomes.open].map(number));
            cells.push(outcomes.win_rate().map(percent).unwrap_or_default());
        }
        if grouping.sum.is_some() {
            cells.push(amounts(&group.sums));
            cells.extend(group.deals.as_ref().map(|deals| amounts(&deals.won)));
        }
        cells.extend(exchanged(group).map(exchanged_total));
        table.row(cells);
    }
    table.text(&format!("No {} fit.", of.plural_title().to_lowercase()))
}

/// A value of a group.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Sums in words.
pub fn amounts(sums: &Sums) -> String {
    let amount = |(currency, sum): (&String, &i128)| {
        let of = Currency::parse(currency)?;
        Some(format!("{} {currency}", Money { minor: minor(*sum), currency: of }.major()))
    };
    sums.iter().filter_map(amount).collect::<Vec<_>>().join(", ")
}
