//! `casebook convert`: a lead into a contact of an account with a deal.

use casebook_app::conversion::{
    self, AccountChoice, Candidate, Conversion, DealChoice, Item, Options, Receipt, convert, preview,
};
use casebook_app::domain::deals::DEAL;
use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::{ChangeSetId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{FieldValue, RecordType};
use casebook_app::parties::{self, NewParty};
use casebook_app::records::{self, RecordChange};
use casebook_app::{Error, Session};
use clap::Args;
use serde_json::{Value, json};

use super::pair;
use crate::globals::Globals;
use crate::output::{Answer, Failure, receipt_json};

/// Arguments of `convert`.
#[derive(Args)]
pub struct Arguments {
    /// The lead: an id, external:ID or external:SYSTEM/ID
    lead: String,
    /// Only list what the lead can be converted into, with what it matches by
    #[arg(long, conflicts_with_all = ["account", "new_account", "deal", "new_deal", "reason", "dry_run"])]
    options: bool,
    /// The organization that becomes the account: an id or external id
    #[arg(long, value_name = "ORGANIZATION", conflicts_with = "new_account")]
    account: Option<String>,
    /// Add an organization of this name as the account
    #[arg(long, value_name = "NAME")]
    new_account: Option<String>,
    /// The deal to join
    #[arg(long, value_name = "DEAL", conflicts_with = "new_deal")]
    deal: Option<String>,
    /// Open a deal of this title
    #[arg(long, value_name = "TITLE")]
    new_deal: Option<String>,
    /// A field of the new deal, for example amount=1200.00 EUR; may be repeated
    #[arg(long = "deal-field", value_name = "NAME=VALUE", value_parser = pair, requires = "new_deal")]
    deal_fields: Vec<(String, String)>,
    /// Why the lead is converted; needed if it is not qualified
    #[arg(long)]
    reason: Option<String>,
    /// Say what the conversion would come to, and store nothing
    #[arg(long)]
    dry_run: bool,
}

/// Converts a lead, or says what it can be converted into.
pub fn run(globals: &Globals, arguments: Arguments) -> Result<Answer, Failure> {
    let session = globals.open_by(Via::Shell)?;
    let lead = parties::resolve(&session, &arguments.lead)?;
    if arguments.options {
        return Ok(options_answer(conversion::options(&session, lead)?));
    }
    let is_dry = arguments.dry_run;
    let asked = asked(&session, arguments)?;
    if is_dry {
        return Ok(receipt_answer(None, &preview(&session, lead, asked)?));
    }
    match convert(&session, lead, asked) {
        Ok((set, receipt)) => Ok(receipt_answer(Some(set), &receipt)),
        Err(error) => Err(error.into()),
    }
}

fn asked(session: &Session, arguments: Arguments) -> Result<Conversion, Failure> {
    let link = arguments.account.as_deref().map(|text| parties::resolve(session, text)).transpose()?;
    let account = link.map(AccountChoice::Link).or_else(|| arguments.new_account.map(new_account));
    let of = records::record_type(session, DEAL)?;
    let join = arguments.deal.as_deref().map(deal_id).transpose()?;
    let open = arguments.new_deal.map(|name| new_deal(&of, name, arguments.deal_fields));
    let deal = join.map(DealChoice::Join).or(open);
    Ok(Conversion { account, deal, reason: arguments.reason })
}

fn new_account(name: String) -> AccountChoice {
    let fields = [("name".to_owned(), name)].into_iter().collect();
    AccountChoice::Create(NewParty { kind: PartyKind::Organization, fields, external: Vec::new() })
}

fn deal_id(text: &str) -> Result<RecordId, Failure> {
    Ok(RecordId::parse_as(DEAL, text.trim()).ok_or_else(|| Error::not_found("deal", text))?)
}

fn new_deal(of: &RecordType, name: String, fields: Vec<(String, String)>) -> DealChoice {
    let json = |(name, text): (String, String)| {
        let typed = of.field(&name).map(|field| FieldValue::typed(field, &text));
        (name, typed.unwrap_or(Value::String(text)))
    };
    let fields = fields.into_iter().map(json).collect();
    DealChoice::Create(RecordChange { name: Some(name), fields, ..RecordChange::default() })
}

fn receipt_answer(set: Option<ChangeSetId>, receipt: &Receipt) -> Answer {
    let first = set.map_or_else(
        || "Nothing was stored. The conversion would come to this:".to_owned(),
        |set| format!("Converted by {set}; `casebook change undo {set}` takes it back."),
    );
    let made = receipt.made.iter().map(|item| format!("Made: {}", line(item)));
    let kept = receipt.kept.iter().map(|item| format!("Kept: {}", line(item)));
    let stages = receipt.stages.iter().filter(|one| one.before != one.after).map(|one| {
        let named = |stage: &Option<String>| stage.clone().unwrap_or_else(|| "none".to_owned());
        format!("{}: {} → {}", one.vocabulary, named(&one.before), named(&one.after))
    });
    let lines: Vec<String> = std::iter::once(first).chain(made).chain(kept).chain(stages).collect();
    Answer::new(receipt_json(set, receipt), lines.join("\n"))
}

/// An item in words: `deal Looms (deal_…)`.
fn line(item: &Item) -> String {
    let word = |value: Value| value.as_str().unwrap_or_default().replace('_', " ");
    let field = item.field.as_deref().map(|field| format!(" {field}")).unwrap_or_default();
    let record = item.record.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
    let reason = item.reason.map(|reason| format!(": {}", word(json!(reason)))).unwrap_or_default();
    format!("{}{field} {}{record}{reason}", word(json!(item.what)), item.name)
}

fn options_answer(options: Options) -> Answer {
    let Options { qualified, missing, gates, converted, account_name, accounts, people, deals } = options;
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let mut lines = vec![match (qualified, missing.as_slice()) {
        (true, _) => "Qualified.".to_owned(),
        (false, []) => "Not qualified: rejected or disqualified. A reason is needed.".to_owned(),
        (false, some) => format!("Not qualified: {} not met. A reason is needed.", some.join(", ")),
    }];
    lines.extend(gates.iter().filter(|one| !one.state.missing.is_empty()).map(|one| {
        let missing: Vec<&str> = one.state.missing.iter().map(|short| short.needs.as_str()).collect();
        format!("{}: {}", one.title, missing.join(", "))
    }));
    lines.extend(converted.as_ref().map(|(set, _)| format!("Converted before, by {set}.")));
    for (title, all) in [("Account", &accounts), ("Same", &people), ("Deal", &deals)] {
        lines.extend(all.iter().map(|one| format!("{title}: {} ({}), by {}", one.name, one.id, by(one))));
    }
    let json = json!({
        "qualified": qualified,
        "missing": missing,
        "gates": gates.iter().map(|one| json!({
            "framework": one.framework,
            "title": one.title,
            "missing": one.state.missing.iter().map(|short| &short.needs).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "converted": converted.map(|(set, receipt)| receipt_json(Some(set), &receipt)),
        "account_name": account_name,
        "accounts": candidates(&accounts),
        "people": candidates(&people),
        "deals": candidates(&deals),
    });
    Answer::new(json, lines.join("\n"))
}

fn by(candidate: &Candidate) -> String {
    candidate.matched.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>().join(", ")
}

fn candidates(all: &[Candidate]) -> Vec<Value> {
    let matched = |one: &Candidate| -> Vec<Value> {
        one.matched.iter().map(|(field, value)| json!({ "field": field, "value": value })).collect()
    };
    all.iter().map(|one| json!({ "id": one.id, "name": one.name, "matched": matched(one) })).collect()
}
