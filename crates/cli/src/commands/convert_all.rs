//! `casebook convert-all`: every lead that a filter fits, in one change set.

use casebook_app::conversion::{
    self, BulkConversion, BulkConversionReport, Outcome, Preview, RowResult, convert_all, preview_all,
    resume_conversion,
};
use casebook_app::domain::change::What;
use casebook_app::domain::deals::DEAL;
use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::{ChangeId, ChangeSetId};
use casebook_app::domain::records::{FieldValue, RecordType};
use casebook_app::{Error, Session, changes, parties, records};
use casebook_server::read_bulk_conversion;
use clap::Args;
use serde_json::{Map, Value, json};

use super::pair;
use super::record_table::json_of;
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, number};
use crate::progress::Bar;

/// Arguments of `convert-all`.
#[derive(Args)]
pub struct Arguments {
    /// Which leads: a filter as JSON, as the API takes it
    #[arg(long, value_name = "JSON", required_unless_present_any = ["resume", "results"])]
    filter: Option<String>,
    /// The account of each: `match-or-create` (by link or company name), `match`, `none`, or an organization for all
    #[arg(long, value_name = "RULE", default_value = "match-or-create")]
    account: String,
    /// Open a deal of this title for each; `{lead}` and `{account}` stand for their names
    #[arg(long, value_name = "TITLE")]
    new_deal: Option<String>,
    /// A field of the deals, for example stage=proposal; may be repeated
    #[arg(long = "deal-field", value_name = "NAME=VALUE", value_parser = pair, requires = "new_deal")]
    deal_fields: Vec<(String, String)>,
    /// Why leads that are not qualified are converted all the same; otherwise they are refused
    #[arg(long)]
    reason: Option<String>,
    /// Say what would come of the first 100 leads, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// Resume this interrupted conversion
    #[arg(long, value_name = "CHANGE", conflicts_with_all = ["filter", "new_deal", "reason", "dry_run", "results"])]
    resume: Option<String>,
    /// List what came of each lead of this conversion
    #[arg(long, value_name = "CHANGE", conflicts_with_all = ["filter", "new_deal", "reason", "dry_run"])]
    results: Option<String>,
}

/// Converts leads, goes on with that, or lists what came of it.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    let session = globals.open_by(Via::Shell)?;
    if let Some(set) = &arguments.results {
        return Ok(results_answer(&all_results(&session, set_of(set)?)?));
    }
    if let Some(set) = &arguments.resume {
        let set = set_of(set)?;
        let (what, request) = changes::bulk_request(&session, set)?;
        if what != What::Convert {
            return Err(Error::Refused(format!("{set} is not a conversion of many leads")).into());
        }
        let asked = read(json_of(&request)?)?;
        let report = resume_conversion(&session, set, &asked, &Bar::start("Converting", "leads"))?;
        return Ok(report_answer(&report));
    }
    let asked = asked(&session, arguments)?;
    if arguments.dry_run {
        return Ok(preview_answer(&preview_all(&session, &asked)?));
    }
    Ok(report_answer(&convert_all(&session, &asked, &Bar::start("Converting", "leads"))?))
}

fn set_of(text: &str) -> Result<ChangeSetId, Failure> {
    Ok(ChangeSetId::parse(text.trim()).ok_or_else(|| Error::not_found("change set", text))?)
}

fn read(request: Value) -> Result<BulkConversion, Failure> {
    let Value::Object(request) = request else { return Err(Failure::usage("the request is not an object")) };
    read_bulk_conversion(request).map_err(Failure::usage)
}

/// The request as the API takes it, so that a server can resume it too.
fn asked(session: &Session, arguments: &Arguments) -> Result<BulkConversion, Failure> {
    let filter = json_of(arguments.filter.as_deref().unwrap_or_default())?;
    let account = match arguments.account.as_str() {
        "match-or-create" => json!("match_or_create"),
        rule @ ("match" | "none") => json!(rule),
        organization => json!({ "link": parties::resolve(session, organization)?.to_string() }),
    };
    let mut request = json!({ "filter": filter, "account": account, "reason": arguments.reason });
    if let Some(title) = &arguments.new_deal {
        let of = records::record_type(session, DEAL)?;
        request["deal"] = Value::Object(deal_json(&of, title, &arguments.deal_fields));
    }
    read(request)
}

fn deal_json(of: &RecordType, title: &str, fields: &[(String, String)]) -> Map<String, Value> {
    let typed = |(name, text): &(String, String)| {
        let value = of.field(name).map(|field| FieldValue::typed(field, text));
        (name.clone(), value.unwrap_or_else(|| Value::String(text.clone())))
    };
    std::iter::once(("name".to_owned(), json!(title))).chain(fields.iter().map(typed)).collect()
}

/// Results that are read together.
const AT_ONCE: usize = 1_000;

fn all_results(session: &Session, set: ChangeSetId) -> Result<Vec<RowResult>, Failure> {
    let (mut all, mut after): (Vec<RowResult>, Option<ChangeId>) = (Vec::new(), None);
    loop {
        let some = conversion::results(session, set, false, after, AT_ONCE)?;
        let Some((last, _)) = some.last() else { return Ok(all) };
        after = Some(*last);
        all.extend(some.into_iter().map(|(_, row)| row));
    }
}

fn report_answer(report: &BulkConversionReport) -> Answer {
    let json = json!({
        "change_set": report.change_set.map(|set| set.to_string()),
        "matched": report.matched,
        "converted": report.converted,
        "refused": report.refused,
        "refusals": report.refusals.iter().map(row_json).collect::<Vec<_>>(),
    });
    let counts = format!(
        "{} converted, {} refused, of {}.",
        number(report.converted),
        number(report.refused),
        number(report.matched)
    );
    let text = match report.change_set {
        None => "Nobody matches; nothing was stored.".to_owned(),
        Some(set) if report.refused == 0 => format!("{set}: {counts}"),
        Some(set) => {
            let table = table_of(&report.refusals).text("");
            format!("{set}: {counts}\n{table}`casebook convert-all --results {set}` lists all.")
        }
    };
    Answer::new(json, text)
}

fn preview_answer(preview: &Preview) -> Answer {
    let json = json!({
        "matched": preview.matched,
        "items": preview.rows.iter().map(row_json).collect::<Vec<_>>(),
    });
    let first = format!(
        "Nothing was stored. {} match; the first {} would come to this:",
        number(preview.matched),
        preview.rows.len()
    );
    Answer::new(json, format!("{first}\n{}", table_of(&preview.rows).text("Nobody matches.")))
}

fn results_answer(rows: &[RowResult]) -> Answer {
    let json = json!({ "items": rows.iter().map(row_json).collect::<Vec<_>>() });
    Answer::new(json, table_of(rows).text("No results."))
}

fn table_of(rows: &[RowResult]) -> Table<'_> {
    let columns = ["party", "name", "outcome", "account", "deal", "reason"].map(Column::Left);
    let mut table = Table::new(&columns);
    let or_none = |id: Option<String>| id.unwrap_or_default();
    for RowResult { party, name, outcome } in rows {
        let party = party.to_string();
        match outcome {
            Outcome::Converted { account, deal } => {
                let [account, deal] = [account.map(|id| id.to_string()), deal.map(|id| id.to_string())];
                table.row([&party, name, "converted", &or_none(account), &or_none(deal), ""]);
            }
            Outcome::Refused { detail, .. } => table.row([&party, name, "refused", "", "", detail]),
        }
    }
    table
}

fn row_json(RowResult { party, name, outcome }: &RowResult) -> Value {
    let (word, account, deal, code, detail) = match outcome {
        Outcome::Converted { account, deal } => {
            ("converted", account.map(|id| id.to_string()), deal.map(|id| id.to_string()), None, None)
        }
        Outcome::Refused { code, detail } => ("refused", None, None, Some(code), Some(detail)),
    };
    json!({
        "party": party.to_string(),
        "name": name,
        "outcome": word,
        "account": account,
        "deal": deal,
        "code": code,
        "detail": detail,
    })
}
