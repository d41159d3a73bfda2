//! `casebook evidence …`.

use std::collections::BTreeMap;

use casebook_app::Session;
use casebook_app::domain::evidence::{Evidence, SUBJECT};
use casebook_app::domain::ids::EvidenceId;
use casebook_app::domain::kind::Kinds;
use casebook_app::domain::kind::built_in::RETRACTED;
use casebook_app::evidence::{self, Listed, NewEvidence, When};
use casebook_app::{Error, kinds, parties};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::evidence_numbers;
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table};

/// What can be done with evidence.
#[derive(Subcommand)]
pub enum Command {
    /// Record evidence; stages follow
    Add(Add),
    /// Retract a piece of evidence; to restore it, retract the retraction
    Retract(Retract),
    /// Correct a piece of evidence: retract it and record another in its place, with the same participants
    Correct(Correct),
    /// List the evidence of a party in the order in which it counts
    List(List),
    /// Count pieces of a kind that carry a number, such as a score, with sum and average
    Numbers(evidence_numbers::Numbers),
}

/// Arguments of `evidence add`.
#[derive(Args)]
pub struct Add {
    /// An id, external:ID or external:SYSTEM/ID
    party: String,
    /// The kind, for example `meeting_held`; `casebook kind list` lists all
    kind: String,
    /// When it occurred: a date, a time (RFC 3339), `now` or `unknown`
    #[arg(long, value_name = "TIME", default_value = "now")]
    at: String,
    /// It was so by then, and may have been before
    #[arg(long)]
    earliest: bool,
    /// Further details as a JSON object: deal, amount, currency, `product_line`, names, participants, reason, until
    /// and any of your own
    #[arg(long, value_name = "JSON")]
    detail: Option<String>,
}

/// Arguments of `evidence retract`.
#[derive(Args)]
pub struct Retract {
    /// The piece (evd_…)
    id: String,
    /// Why it is retracted
    #[arg(long)]
    reason: String,
}

/// Arguments of `evidence correct`.
#[derive(Args)]
pub struct Correct {
    /// The piece to correct (evd_…)
    id: String,
    /// The right kind, for example `meeting_held`
    kind: String,
    /// Why the piece is wrong
    #[arg(long)]
    reason: String,
    /// When it occurred: a date, a time (RFC 3339), `now` or `unknown`
    #[arg(long, value_name = "TIME")]
    at: String,
    /// It was so by then, and may have been before
    #[arg(long)]
    earliest: bool,
    /// Further details, as for `evidence add`
    #[arg(long, value_name = "JSON")]
    detail: Option<String>,
}

/// Arguments of `evidence list`.
#[derive(Args)]
pub struct List {
    /// An id, external:ID or external:SYSTEM/ID
    party: String,
}

/// Runs a command about evidence.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Add(arguments) => {
            let (when, detail) = (
                When::parse(&arguments.at)?.at_earliest(arguments.earliest),
                detail_of(arguments.detail.as_deref())?,
            );
            let session = globals.open()?;
            let party = parties::resolve(&session, &arguments.party)?;
            let added =
                evidence::record(&session, party, NewEvidence { kind: arguments.kind, when, detail })?;
            appended(&session, added, "recorded")
        }
        Command::Retract(arguments) => {
            let session = globals.open()?;
            let added = evidence::retract(&session, named(&arguments.id)?, &arguments.reason)?;
            appended(&session, added, "retracted")
        }
        Command::Correct(arguments) => correct(globals, arguments),
        Command::Numbers(arguments) => evidence_numbers::run(globals, arguments),
        Command::List(arguments) => {
            let session = globals.open()?;
            let party = parties::resolve(&session, &arguments.party)?;
            Ok(list(&kinds::list(&session)?, &evidence::list(&session, party)?))
        }
    }
}

fn correct(globals: &Globals, arguments: Correct) -> Result<Answer, Failure> {
    let (when, detail) = (
        When::parse(&arguments.at)?.at_earliest(arguments.earliest),
        detail_of(arguments.detail.as_deref())?,
    );
    let session = globals.open()?;
    let id = named(&arguments.id)?;
    let wrong = evidence::show(&session, id)?.evidence;
    let subject = wrong.participants.iter().find(|one| one.role == SUBJECT);
    let subject = subject.ok_or_else(|| Error::Refused(format!("{id} has no participants")))?.party;
    let instead = NewEvidence { kind: arguments.kind, when, detail };
    let corrected = evidence::correct(&session, id, &arguments.reason, (subject, instead))?;
    let kinds = kinds::list(&session)?;
    let (retraction, evidence) = (corrected.retraction, corrected.evidence);
    let text = format!("{} recorded in place of {id}: {}", evidence.id, kinds.name(evidence.kind));
    let piece = |evidence| piece_json(&kinds, &Listed { evidence, live: true });
    Ok(Answer::new(json!({ "retraction": piece(retraction), "evidence": piece(evidence) }), text))
}

fn named(id: &str) -> Result<EvidenceId, Error> {
    EvidenceId::parse(id.trim()).ok_or_else(|| Error::not_found("evidence", id))
}

fn detail_of(text: Option<&str>) -> Result<BTreeMap<String, Value>, Failure> {
    let Some(text) = text else { return Ok(BTreeMap::new()) };
    serde_json::from_str(text).map_err(|error| {
        Failure::usage(format!("--detail needs a JSON object such as {{\"reason\":\"price\"}}: {error}"))
    })
}

fn appended(session: &Session, evidence: Evidence, done: &str) -> Result<Answer, Failure> {
    let kinds = kinds::list(session)?;
    let text = match evidence.names {
        Some(named) if evidence.kind == RETRACTED => format!("{named} {done} by {}", evidence.id),
        Some(named) => format!("{} {done}: {} of {named}", evidence.id, kinds.name(evidence.kind)),
        None => format!("{} {done}: {}", evidence.id, kinds.name(evidence.kind)),
    };
    Ok(Answer::new(piece_json(&kinds, &Listed { evidence, live: true }), text))
}

fn list(kinds: &Kinds, listed: &[Listed]) -> Answer {
    let mut table = Table::new(&[
        Column::Left("when"),
        Column::Left("kind"),
        Column::Left("live"),
        Column::Left("by"),
        Column::Left("id"),
        Column::Left("detail"),
    ]);
    for one in listed {
        let piece = &one.evidence;
        let when = piece.occurred_at.map_or_else(|| "unknown".to_owned(), |at| piece.precision.text(at));
        let live = if one.live { "live" } else { "dead" };
        let (id, detail) = (piece.id.to_string(), detail_text(piece));
        table.row([&when, kinds.name(piece.kind), live, &piece.recorded_by, &id, &detail]);
    }
    let items: Vec<Value> = listed.iter().map(|one| piece_json(kinds, one)).collect();
    Answer::new(json!({ "items": items }), table.text("No evidence."))
}

/// Amount, product line, named evidence and detail of a piece, on one line.
fn detail_text(piece: &Evidence) -> String {
    let amount = piece.amount.map(|money| format!("{} {}", money.major(), money.currency.code()));
    let named = piece.names.map(|named| format!("names {named}"));
    let detail = Some(piece.detail.canonical()).filter(|detail| !detail.is_empty());
    [amount, piece.product_line.clone(), named, detail].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn piece_json(kinds: &Kinds, one: &Listed) -> Value {
    let piece = &one.evidence;
    let participants =
        piece.participants.iter().map(|one| json!({ "party": one.party.to_string(), "role": one.role }));
    json!({
        "id": piece.id.to_string(),
        "kind": kinds.name(piece.kind),
        "occurred_at": piece.occurred_at.map(|at| piece.precision.text(at)),
        "precision": piece.precision.word(),
        "earliest": piece.precision.is_earliest(),
        "live": one.live,
        "recorded_at": piece.recorded_at.to_string(),
        "recorded_by": piece.recorded_by,
        "recorded_via": piece.via.word(),
        "deal": piece.deal.map(|deal| deal.to_string()),
        "amount": piece.amount.map(|money| json!({ "minor": money.minor, "currency": money.currency.code() })),
        "product_line": piece.product_line,
        "names": piece.names.map(|named| named.to_string()),
        "detail": piece.detail.0,
        "participants": participants.collect::<Vec<_>>(),
    })
}
