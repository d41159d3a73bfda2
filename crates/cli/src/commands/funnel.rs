//! `casebook funnel`: how many came how far.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use casebook_app::DEFAULT_VOCABULARY;
use casebook_app::domain::lifecycle::funnel::{Funnel, FunnelStage};
use casebook_app::domain::party::PartyKind;
use casebook_app::funnel::{Basis, FunnelReport, FunnelRequest, GroupField, OtherGroups, funnel_watched};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::save_index;
use crate::globals::Globals;
use crate::moment::{Edge, moment};
use crate::output::{Answer, Column, Failure, Table, Text, number, percent, plain};
use crate::progress::Bar;

/// Arguments of `funnel`.
#[derive(Args)]
pub struct Arguments {
    /// The vocabulary
    #[arg(long, default_value = DEFAULT_VOCABULARY)]
    vocabulary: String,
    /// The records to count
    #[arg(long, default_value = "all")]
    of: Of,
    /// Only parties that reached the cohort stage at or after this time; a date means its first instant
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only parties that reached the cohort stage before this time; a date means its first instant, so that day is
    /// excluded
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// The time to count as of; a date means the end of that day
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// What had happened by then as known today, or what had been recorded by then
    #[arg(long, default_value = "occurred")]
    basis: BasisWord,
    /// The cohort stage: parties enter the cohort when they first reach it; the first stage by default
    #[arg(long, value_name = "STAGE")]
    cohort_stage: Option<String>,
    /// Print one funnel per value of a field: source, owner, country, region, city, language, title, more.FIELD, or
    /// account.FIELD for one of the account
    #[arg(long, value_name = "FIELD", value_parser = GroupField::read)]
    by: Option<GroupField>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    People,
    Organizations,
    All,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BasisWord {
    Occurred,
    Recorded,
}

impl Of {
    fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Organizations => "organizations",
            Self::All => "all",
        }
    }

    fn kind(self) -> Option<PartyKind> {
        match self {
            Self::People => Some(PartyKind::Person),
            Self::Organizations => Some(PartyKind::Organization),
            Self::All => None,
        }
    }
}

/// Counts the funnel.
pub fn run(globals: &Globals, arguments: Arguments) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let at = |text: Option<&str>, edge| text.map(|text| moment(&session, text, edge)).transpose();
    let recorded = arguments.basis == BasisWord::Recorded;
    let request = FunnelRequest {
        vocabulary: arguments.vocabulary,
        of: arguments.of.kind(),
        from: at(arguments.from.as_deref(), Edge::Start)?,
        to: at(arguments.to.as_deref(), Edge::Start)?,
        as_of: at(arguments.as_of.as_deref(), Edge::End)?,
        basis: if recorded { Basis::Recorded } else { Basis::Occurred },
        cohort_stage: arguments.cohort_stage,
        by: arguments.by,
    };
    let report = if recorded {
        funnel_watched(&session, &request, &Bar::start("Replaying", "parties"))?
    } else {
        casebook_app::funnel::funnel(&session, &request)?
    };
    save_index(&session);
    let of = arguments.of.word();
    if let Some(by) = &request.by {
        return Ok(Answer::new(groups_json(&report, of), groups_text(&report, by)));
    }
    let Some((_, funnel)) = report.groups.first() else {
        return Err(Failure::other("refused", "the funnel came out without a group"));
    };
    let mut json = funnel_json(&report.stages, funnel);
    json["vocabulary"] = json!(report.vocabulary);
    json["of"] = json!(of);
    Ok(Answer::new(json, funnel_text(&report.stages, funnel)))
}

fn groups_json(report: &FunnelReport, of: &str) -> Value {
    let groups: Vec<Value> = report
        .groups
        .iter()
        .map(|(key, funnel)| {
            let mut json = funnel_json(&report.stages, funnel);
            json["key"] = json!(key);
            json
        })
        .collect();
    let mut json = json!({ "vocabulary": report.vocabulary, "of": of, "groups": groups });
    if let Some(OtherGroups { groups, cohort, undated }) = report.others {
        json["others"] = json!({ "groups": groups, "cohort": cohort, "undated": undated });
    }
    json
}

/// The numbers of a funnel; `names` are those of all stages of its vocabulary.
pub fn funnel_json(names: &[String], funnel: &Funnel) -> Value {
    let stages: Vec<Value> = funnel.stages.iter().map(|one| stage_json(names, one)).collect();
    json!({ "cohort": funnel.cohort, "undated": funnel.undated, "stages": stages })
}

fn stage_json(names: &[String], one: &FunnelStage) -> Value {
    let dropped: Map<String, Value> =
        one.dropped.iter().map(|(reason, count)| (reason.clone(), json!(count))).collect();
    json!({
        "stage": name_of(names, one),
        "reached": one.reached,
        "entered": one.entered,
        "skipped": one.skipped,
        "furthest": one.furthest,
        "here": one.here,
        "back": one.back,
        "dropped": dropped,
        "returned": one.returned,
        "conversion": one.conversion,
        "median_days": one.median_days,
        "p75_days": one.p75_days,
        "p90_days": one.p90_days,
        "timed": one.timed,
    })
}

fn name_of<'n>(names: &'n [String], one: &FunnelStage) -> &'n str {
    names.get(usize::from(one.stage)).map_or("", String::as_str)
}

/// The table of a funnel and what is most worth knowing of it in a sentence.
pub fn funnel_text(names: &[String], funnel: &Funnel) -> String {
    let mut table = Table::new(&[
        Column::Left("stage"),
        Column::Right("reached"),
        Column::Right("entered"),
        Column::Right("skipped"),
        Column::Right("furthest"),
        Column::Right("here"),
        Column::Right("back"),
        Column::Right("dropped"),
        Column::Right("returned"),
        Column::Right("to next"),
        Column::Right("timed"),
        Column::Right("median days"),
        Column::Right("p90 days"),
    ]);
    for one in &funnel.stages {
        let days = |days: Option<f64>| days.map(|days| format!("{days:.1}")).unwrap_or_default();
        let counts = [one.reached, one.entered, one.skipped, one.furthest, one.here, one.back];
        let mut cells = vec![name_of(names, one).to_owned()];
        cells.extend(counts.map(number));
        cells.extend([one.dropped.values().sum(), one.returned].map(number));
        cells.push(one.conversion.map(percent).unwrap_or_default());
        cells.push(number(one.timed));
        cells.extend([one.median_days, one.p90_days].map(days));
        table.row(cells);
    }
    let mut text = Text::default();
    text.block(&table.text("No stages."));
    if funnel.undated > 0 {
        text.line(format_args!("{} reached the first of these at an unknown time.", number(funnel.undated)));
    }
    text.block(&reasons(funnel));
    text.block(&sentence(names, funnel));
    text.into()
}

/// The reasons for dropping out, over all stages, the most frequent first.
fn reasons(funnel: &Funnel) -> String {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for (reason, count) in funnel.stages.iter().flat_map(|one| &one.dropped) {
        *sums.entry(reason).or_default() += count;
    }
    if sums.is_empty() {
        return String::new();
    }
    let mut sums: Vec<(&str, u64)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, count)| Reverse(*count));
    let reasons: Vec<String> =
        sums.iter().map(|(reason, count)| format!("{} ({})", plain(reason), number(*count))).collect();
    format!("Drop-out reasons: {}.\n", reasons.join(", "))
}

/// Where most are lost: `Of 8,000 who reached lead 842 reached prospect, 10.5 %, half of them within 15 days.`
fn sentence(names: &[String], funnel: &Funnel) -> String {
    if funnel.cohort == 0 {
        return "The cohort is empty.\n".to_owned();
    }
    let steps = funnel.stages.iter().zip(funnel.stages.iter().skip(1));
    let open = steps.filter(|(_, next)| next.reached > 0);
    let Some((stage, next)) = open.max_by_key(|(stage, next)| stage.reached - next.reached) else {
        return String::new();
    };
    let share = stage.conversion.map(|share| format!(", {}", percent(share))).unwrap_or_default();
    let half = |days| match stage.timed {
        timed if timed == next.reached => format!(", half of them within {days:.0} days"),
        timed => format!(", half of the {} with known times within {days:.0} days", number(timed)),
    };
    let days = stage.median_days.map(half);
    format!(
        "Of {} who reached {} {} reached {}{share}{}.\n",
        number(stage.reached),
        name_of(names, stage),
        number(next.reached),
        name_of(names, next),
        days.unwrap_or_default(),
    )
}

/// A row for each group, a column for each stage.
fn groups_text(report: &FunnelReport, by: &GroupField) -> String {
    let first = report.groups.first().map(|(_, funnel)| funnel.stages.as_slice()).unwrap_or_default();
    let title = by.to_string();
    let mut columns = vec![Column::Left(&title)];
    columns.extend(first.iter().map(|one| Column::Right(name_of(&report.stages, one))));
    let mut table = Table::new(&columns);
    for (key, funnel) in &report.groups {
        let mut cells = vec![key.as_deref().unwrap_or("(none)").to_owned()];
        cells.extend(funnel.stages.iter().map(|one| number(one.reached)));
        table.row(cells);
    }
    let mut text = Text::default();
    text.block(&table.text("The cohort is empty."));
    if let Some(others) = report.others {
        let (cohort, groups) = (number(others.cohort), number(others.groups));
        text.line(format_args!("{cohort} more in {groups} smaller groups."));
    }
    text.into()
}
