//! `casebook qualify …`: how far a party is qualified, assessments, and the steps between marketing and sales.

use std::collections::BTreeMap;

use casebook_app::domain::evidence::Evidence;
use casebook_app::domain::frameworks::{CriterionState, FrameworkState, Step};
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::zone;
use casebook_app::evidence::{NewEvidence, record_many};
use casebook_app::qualification::{
    self, HandOverShown, HandOversRequest, Request, Shown, WaitingParty, hand_overs, show,
};
use casebook_app::{Session, parties};
use clap::Args;
use serde_json::{Value, json};

use super::pair;
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, plain};

/// Arguments of `qualify`.
#[derive(Args)]
pub struct Arguments {
    /// The party: an id, external:ID or external:SYSTEM/ID
    #[arg(required_unless_present = "waiting")]
    party: Option<String>,
    /// Record a finding, for example budget=met; may be repeated. Findings are met, partly, `not_met` and unknown
    #[arg(long, value_name = "CRITERION=FINDING", value_parser = pair, conflicts_with = "step")]
    set: Vec<(String, String)>,
    /// The answer in words
    #[arg(long, requires = "set")]
    answer: Option<String>,
    /// How sure you are: low, medium or high
    #[arg(long, requires = "set")]
    confidence: Option<String>,
    /// When the finding expires: a date
    #[arg(long, value_name = "DATE", requires = "set")]
    expires: Option<String>,
    /// The piece of evidence that the finding rests on (evd_…)
    #[arg(long, value_name = "EVIDENCE", requires = "set")]
    evidence: Option<String>,
    #[command(flatten)]
    step: StepArguments,
    /// List who waits for sales, longest first
    #[arg(long, conflicts_with_all = ["party", "set", "step"])]
    waiting: bool,
    /// Only those whose day is over
    #[arg(long, requires = "waiting")]
    overdue: bool,
}

/// A step between marketing and sales.
#[derive(Args)]
pub struct StepArguments {
    /// Hand the party over to sales
    #[arg(long, group = "step")]
    hand_over: bool,
    /// Accept it, as sales
    #[arg(long, group = "step")]
    accept: bool,
    /// Reject it, as sales, for a reason
    #[arg(long, group = "step", value_name = "REASON", requires = "until")]
    reject: Option<String>,
    /// The day on which a rejected party comes back
    #[arg(long, value_name = "DATE", requires = "reject")]
    until: Option<String>,
    /// Disqualify it for a reason of the frameworks in use, or for `other` with --words
    #[arg(long, group = "step", value_name = "REASON")]
    disqualify: Option<String>,
    /// More about the reason
    #[arg(long)]
    words: Option<String>,
    /// Take a rejection or disqualification back
    #[arg(long, group = "step")]
    requalify: bool,
}

/// Shows, assesses, or takes a step.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    let session = globals.open()?;
    if arguments.waiting {
        return waiting(&session, arguments.overdue);
    }
    let party = parties::resolve(&session, arguments.party.as_deref().unwrap_or_default())?;
    if let Some(request) = step(&arguments.step)? {
        let (set, _) = qualification::take(&session, party, request)?;
        let shown = show(&session, party)?;
        let mut json = json_of(&shown);
        json["change_set"] = json!(set.to_string());
        let text =
            format!("{}\n`casebook change undo {set}` takes it back.", hand_over_text(&shown.hand_over));
        return Ok(Answer::new(json, text));
    }
    assess(&session, party, arguments)?;
    let shown = show(&session, party)?;
    let name = parties::show(&session, party)?.fields.get("name").cloned().unwrap_or_default();
    Ok(Answer::new(json_of(&shown), text_of(&shown, &name)))
}

/// The step that is asked for.
fn step(arguments: &StepArguments) -> Result<Option<Request>, Failure> {
    let StepArguments { hand_over, accept, reject, until, disqualify, words, requalify } = arguments;
    let (step, reason) = match (hand_over, accept, reject, disqualify, requalify) {
        (true, ..) => (Step::HandOver, None),
        (_, true, ..) => (Step::Accept, None),
        (_, _, Some(reason), ..) => (Step::Reject, Some(reason.clone())),
        (_, _, _, Some(reason), _) => (Step::Disqualify, Some(reason.clone())),
        (.., true) => (Step::Requalify, None),
        _ => return Ok(None),
    };
    let read = |text: &String| {
        zone::read(text).ok_or_else(|| Failure::usage(format!("`{text}` is not a date such as 2026-03-31")))
    };
    let until = until.as_ref().map(read).transpose()?;
    Ok(Some(Request { step, reason, words: words.clone(), until }))
}

/// Records the findings that are given, all of them or none.
fn assess(session: &Session, party: PartyId, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.set.len() > 1 && (arguments.answer.is_some() || arguments.evidence.is_some()) {
        return Err(Failure::usage("--answer and --evidence say more about one finding; use one --set"));
    }
    let more = [
        ("answer", &arguments.answer),
        ("confidence", &arguments.confidence),
        ("expires", &arguments.expires),
        ("evidence", &arguments.evidence),
    ];
    let piece = |(criterion, value): &(String, String)| {
        let finding = [("criterion", criterion), ("value", value)].into_iter();
        let more = more.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?)));
        let detail: BTreeMap<String, Value> =
            finding.chain(more).map(|(name, value)| (name.to_owned(), json!(value))).collect();
        (party, NewEvidence { kind: "criterion_assessed".to_owned(), detail, ..NewEvidence::default() })
    };
    for outcome in record_many(session, arguments.set.iter().map(piece).collect())? {
        outcome?;
    }
    Ok(())
}

fn json_of(shown: &Shown) -> Value {
    let found = &shown.qualification;
    let next = found.next.and_then(|place| found.frameworks.get(place)).and_then(|state| {
        let asked = state.framework.question(state.next?)?;
        Some(json!({
            "framework": state.framework.name,
            "criterion": asked.criterion.word(),
            "title": asked.title,
            "question": asked.question,
        }))
    });
    json!({
        "party": shown.party.to_string(),
        "qualified": found.qualified,
        "since": found.since.map(Since::text),
        "until": found.until.map(|at| at.to_string()),
        "frameworks": found.frameworks.iter().map(|one| framework_json(one, shown)).collect::<Vec<_>>(),
        "next": next,
        "hand_over": hand_over_json(&shown.hand_over),
    })
}

fn framework_json(state: &FrameworkState, shown: &Shown) -> Value {
    let missing: Vec<Value> = state
        .gate
        .missing
        .iter()
        .map(|one| json!({ "criterion": one.criterion.word(), "words": one.needs }))
        .collect();
    let needed = state.framework.gate.total;
    json!({
        "name": state.framework.name,
        "title": state.framework.title,
        "gate": {
            "holds": state.gate.holds,
            "missing": missing,
            "total": needed.map(|_| f64::from(state.gate.halves) / 2.0),
            "needed": needed,
            "words": state.framework.gate_in_words(),
        },
        "criteria": state.criteria.iter().map(|one| criterion_json(one, state, shown)).collect::<Vec<_>>(),
        "next": state.next.map(|one| one.to_string()),
    })
}

fn criterion_json(one: &CriterionState, state: &FrameworkState, shown: &Shown) -> Value {
    let asked = state.framework.question(one.criterion);
    let piece = one.assessed.and_then(|id| shown.assessments.get(&id));
    let text = |name: &str| piece.and_then(|piece| piece.detail.text(name)).map(str::to_owned);
    json!({
        "name": one.criterion.word(),
        "title": asked.map(|asked| &asked.title),
        "question": asked.map(|asked| &asked.question),
        "weight": asked.map(|asked| asked.weight),
        "in_gate": state.framework.is_in_gate(one.criterion),
        "value": one.finding.word(),
        "answer": text("answer"),
        "confidence": text("confidence"),
        "evidence": piece.and_then(|piece| piece.names).map(|id| id.to_string()),
        "by": piece.map(|piece| piece.recorded_by.clone()),
        "at": piece.and_then(occurred),
        "expires": one.expires.map(|at| at.to_string()),
        "expired": one.expired,
        "count": one.count,
    })
}

fn occurred(piece: &Evidence) -> Option<String> {
    piece.occurred_at.map(|at| piece.precision.text(at))
}

fn hand_over_json(shown: &HandOverShown) -> Value {
    let decided = shown.decided.as_ref();
    json!({
        "state": shown.state.word(),
        "handed_over_at": shown.handed_over.as_ref().and_then(occurred),
        "handed_over_by": shown.handed_over.as_ref().map(|piece| &piece.recorded_by),
        "due": shown.due.map(zone::written),
        "overdue": shown.overdue,
        "decided_at": decided.and_then(occurred),
        "decided_by": decided.map(|piece| &piece.recorded_by),
        "reason": decided.and_then(|piece| piece.detail.text("reason")),
        "words": decided.and_then(|piece| piece.detail.text("words")),
        "until": shown.until.map(|at| at.to_string()),
        "back": shown.back,
    })
}

fn text_of(shown: &Shown, name: &str) -> String {
    let mut text = Text::default();
    text.line(format_args!("{} ({})", plain(name), shown.party));
    let found = &shown.qualification;
    match (found.qualified, found.since) {
        (true, Some(since)) => text.line(format_args!("Qualified since {}.", since.text())),
        (true, None) => text.line("Qualified."),
        (false, _) => text.line("Not qualified."),
    }
    for one in &found.frameworks {
        text.line(format_args!("\n{}: {}", one.framework.title, gate_text(one)));
        let mut table = Table::new(&[
            Column::Left("criterion"),
            Column::Left("finding"),
            Column::Left("answer"),
            Column::Left("by"),
        ]);
        for state in &one.criteria {
            let piece = state.assessed.and_then(|id| shown.assessments.get(&id));
            let answer = piece.and_then(|piece| piece.detail.text("answer")).unwrap_or_default();
            let by = piece.map_or("", |piece| piece.recorded_by.as_str());
            let finding = if state.expired { "expired" } else { state.finding.in_words() };
            table.row([state.criterion.word(), finding, answer, by]);
        }
        text.block(&table.text(""));
    }
    if let Some(state) = found.next.and_then(|place| found.frameworks.get(place))
        && let Some(asked) = state.next.and_then(|next| state.framework.question(next))
    {
        text.line(format_args!("\nAsk next ({}): {}", asked.criterion, asked.question));
    }
    text.line(format_args!("\n{}", hand_over_text(&shown.hand_over)));
    text.into()
}

fn gate_text(state: &FrameworkState) -> String {
    if state.gate.holds {
        return format!("the gate holds ({})", state.framework.gate_in_words());
    }
    let missing: Vec<&str> = state.gate.missing.iter().map(|one| one.needs.as_str()).collect();
    missing.join(", ")
}

fn hand_over_text(shown: &HandOverShown) -> String {
    let due = shown.due.map(zone::written).unwrap_or_default();
    match shown.state.word() {
        "none" => "Not handed over to sales.".to_owned(),
        "waiting" if shown.overdue => format!("Waits for sales; was due on {due}."),
        "waiting" if due.is_empty() => "Waits for sales.".to_owned(),
        "waiting" => format!("Waits for sales; due on {due}."),
        word => {
            let reason = shown.decided.as_ref().and_then(|piece| piece.detail.text("reason"));
            let why = reason.map(|reason| format!(": {}", plain(reason))).unwrap_or_default();
            format!("{}{}{why}.", word[..1].to_uppercase(), &word[1..])
        }
    }
}

fn waiting(session: &Session, overdue: bool) -> Result<Answer, Failure> {
    let (mut all, mut after): (Vec<WaitingParty>, _) = (Vec::new(), None);
    loop {
        let page = hand_overs(session, HandOversRequest { overdue, after, limit: 1_000 })?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut table = Table::new(&[
        Column::Left("id"),
        Column::Left("name"),
        Column::Left("owner"),
        Column::Left("handed over"),
        Column::Left("due"),
    ]);
    let items: Vec<Value> = all
        .iter()
        .map(|one| {
            let due = one.due.map(zone::written);
            let at = occurred(&one.handed_over);
            let words = if one.overdue { "over: " } else { "" };
            table.row([
                &one.party.to_string(),
                &one.name,
                one.owner.as_deref().unwrap_or_default(),
                at.as_deref().unwrap_or_default(),
                &format!("{words}{}", due.as_deref().unwrap_or_default()),
            ]);
            json!({
                "party": one.party.to_string(),
                "name": one.name,
                "owner": one.owner,
                "handed_over_at": at,
                "handed_over_by": one.handed_over.recorded_by,
                "due": due,
                "overdue": one.overdue,
            })
        })
        .collect();
    Ok(Answer::new(json!({ "items": items }), table.text("Nobody waits for sales.")))
}
