//! `casebook deal …`: what deals have besides the commands of every record.

use casebook_app::domain::deals::{DEAL, DealFunnel, DealRequest};
use casebook_app::domain::lifecycle::funnel::Funnel;
use casebook_app::domain::records::{GroupKey, Grouping};
use casebook_app::{Amounts, DealFunnelGroup, DealFunnelReport, Session, deals, records};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::exchanged::{exchanged_json, exchanged_text};
use super::funnel::{funnel_json, funnel_text};
use super::record_groups::{amounts, shown, sums_json};
use super::record_table::{filter_of, json_of};
use crate::globals::Globals;
use crate::moment::{Edge, moment};
use crate::output::{Answer, Column, Failure, Table, Text, number, percent};

/// What can be asked of deals.
#[derive(Subcommand)]
pub enum Command {
    /// Show how many deals reached each stage of a pipeline, and what became of the others
    Funnel(Box<Asked>),
}

/// Arguments of `deal funnel`.
#[derive(Args)]
pub struct Asked {
    /// The pipeline; the first by default
    #[arg(long)]
    pipeline: Option<String>,
    /// Only deals that reached the cohort stage at or after this time; a date means its first instant
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only deals that reached the cohort stage before this time; a date means its first instant, so that day is excluded
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// The time to count as of; a date means the end of that day
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// The cohort stage: deals enter the cohort when they first reach it; the first stage by default
    #[arg(long, value_name = "STAGE")]
    cohort_stage: Option<String>,
    /// Print one funnel per value of fields, as groups of deals: owner, `product_line`, account.country, `opened_on:month`
    #[arg(long, value_name = "FIELDS")]
    by: Option<String>,
    /// Search text; each word must occur in the name or a searched field
    #[arg(long, short)]
    query: Option<String>,
    /// A filter as JSON, as the API takes it
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,
}

/// Runs a command about deals.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    let Command::Funnel(asked) = command;
    funnel(&globals.open()?, *asked)
}

fn funnel(session: &Session, asked: Asked) -> Result<Answer, Failure> {
    let of = records::record_type(session, DEAL)?;
    let mut parts = Vec::new();
    parts.extend(asked.query.as_ref().map(|text| json!({ "text": text })));
    parts.extend(asked.filter.as_deref().map(json_of).transpose()?);
    let filter = filter_of(&of, &parts)?;
    let grouping = asked.by.as_deref().map(|by| Grouping::parse(&of, by, None)).transpose();
    let grouping = grouping.map_err(|error| Failure::usage(error.to_string()))?;
    let at = |text: Option<&str>, edge| text.map(|text| moment(session, text, edge)).transpose();
    let request = DealRequest {
        pipeline: asked.pipeline,
        from: at(asked.from.as_deref(), Edge::Start)?,
        to: at(asked.to.as_deref(), Edge::Start)?,
        at: at(asked.as_of.as_deref(), Edge::End)?,
        cohort_stage: asked.cohort_stage,
    };
    let report = deals::funnel(session, &request, &filter, grouping.as_ref())?;
    let names = names(&report, &request);
    if let Some(grouping) = &grouping {
        let groups: Vec<Value> = report
            .groups
            .iter()
            .map(|group| {
                let values = grouping.by.iter().map(GroupKey::name).zip(group.values.clone());
                let mut json = group_json(&names, group);
                json["key"] = if let [only] = &group.values[..] { only.clone() } else { Value::Null };
                json["by"] = values.collect::<Map<String, Value>>().into();
                json
            })
            .collect();
        let json =
            json!({ "pipeline": report.pipeline.name, "as_of": report.at.to_string(), "groups": groups });
        return Ok(Answer::new(json, groups_text(&names, grouping, &report)));
    }
    let Some(group) = report.groups.first() else {
        return Err(Failure::other("refused", "the funnel came out without a group"));
    };
    let mut json = group_json(&names, group);
    json["pipeline"] = json!(report.pipeline.name);
    json["as_of"] = json!(report.at.to_string());
    Ok(Answer::new(json, group_text(&names, group)))
}

/// The names of the stages by their rungs; there is none on the lowest.
fn names(report: &DealFunnelReport, request: &DealRequest) -> Vec<String> {
    let ladder = DealFunnel::of(&report.pipeline, request, report.at);
    let rungs = ladder.as_ref().map_or(0, |ladder| ladder.options.stages);
    (0..rungs).map(|rung| ladder.as_ref().map_or("", |ladder| ladder.stage(rung)).to_owned()).collect()
}

fn group_json(names: &[String], group: &DealFunnelGroup) -> Value {
    let mut json = funnel_json(names, &group.funnel);
    let outcomes = group.outcomes;
    let Amounts { open, weighted, won, lost } = &group.amounts;
    if let Some(object) = json.as_object_mut() {
        object.extend([
            ("open".to_owned(), json!(outcomes.open)),
            ("won".to_owned(), json!(outcomes.won)),
            ("lost".to_owned(), json!(outcomes.lost)),
            ("elsewhere".to_owned(), json!(group.elsewhere)),
            ("win_rate".to_owned(), json!(outcomes.win_rate())),
        ]);
        let sums = json!({
            "open": sums_json(open), "weighted": sums_json(weighted), "won": sums_json(won), "lost": sums_json(lost),
            "exchanged": group.exchanged.as_ref().map(exchanged_json),
        });
        object.insert("amount".to_owned(), sums);
    }
    json
}

fn group_text(names: &[String], group: &DealFunnelGroup) -> String {
    let mut text = Text::default();
    text.block(&funnel_text(names, &group.funnel));
    let outcomes = group.outcomes;
    let rate = outcomes.win_rate().map(|rate| format!(", win rate {}", percent(rate))).unwrap_or_default();
    let counts = [
        ("won", outcomes.won),
        ("lost", outcomes.lost),
        ("open", outcomes.open),
        ("elsewhere", group.elsewhere),
    ];
    let counts: Vec<String> =
        counts.iter().map(|(word, count)| format!("{} {word}", number(*count))).collect();
    text.line(format_args!("{}{rate}.", counts.join(", ")));
    let Amounts { open, weighted, won, lost } = &group.amounts;
    for (word, sums) in [("Won", won), ("Lost", lost), ("Open", open), ("Weighted", weighted)] {
        if !sums.is_empty() {
            text.line(format_args!("{word}: {}.", amounts(sums)));
        }
    }
    if let Some(sums) = &group.exchanged {
        text.line(format_args!("{}", exchanged_text(sums)));
    }
    text.into()
}

/// A row for each group, a column for each stage.
fn groups_text(names: &[String], grouping: &Grouping, report: &DealFunnelReport) -> String {
    let titles: Vec<String> = grouping.by.iter().map(GroupKey::name).collect();
    let first: Option<&Funnel> = report.groups.first().map(|group| &group.funnel);
    let stages = first.map(|funnel| funnel.stages.as_slice()).unwrap_or_default();
    let name = |rung: u8| names.get(usize::from(rung)).map_or("", String::as_str);
    let mut columns: Vec<Column<'_>> = titles.iter().map(|title| Column::Left(title)).collect();
    columns.extend(stages.iter().map(|stage| Column::Right(name(stage.stage))));
    columns.extend(["lost", "win rate"].map(Column::Right));
    let mut table = Table::new(&columns);
    for group in &report.groups {
        let mut cells: Vec<String> = group.values.iter().map(shown).collect();
        cells.extend(group.funnel.stages.iter().map(|stage| number(stage.reached)));
        cells.push(number(group.outcomes.lost));
        cells.push(group.outcomes.win_rate().map(percent).unwrap_or_default());
        table.row(cells);
    }
    table.text("The cohort is empty.")
}
