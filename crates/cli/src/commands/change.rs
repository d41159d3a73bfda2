//! `casebook change`: what was changed, and undoing it.

use casebook_app::changes::{self, Listed, UndoReport};
use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::ChangeSetId;
use casebook_app::{Error, Session};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, number, plural};
use crate::progress::Bar;

/// What to do with changes.
#[derive(Subcommand)]
pub enum Command {
    /// List change sets, the latest first
    List(ListArguments),
    /// Show one change set
    Show(OneArguments),
    /// Undo a change set; what was changed since stays and is named
    Undo(UndoArguments),
}

/// Which change sets.
#[derive(Args)]
pub struct ListArguments {
    /// Only those that touched this party: an id, or anything that `casebook party show` takes
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
    /// How many at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
    /// Only those before this one
    #[arg(long, value_name = "CHANGE")]
    before: Option<String>,
}

/// Which change set.
#[derive(Args)]
pub struct OneArguments {
    /// Its id: set_…, or the import's: imp_…
    #[arg(value_name = "CHANGE")]
    id: String,
}

/// Which change set to undo, and how.
#[derive(Args)]
pub struct UndoArguments {
    #[command(flatten)]
    one: OneArguments,
    /// Say what undoing would come to, and store nothing
    #[arg(long)]
    dry_run: bool,
}

/// Carries the command out.
pub fn run(globals: &Globals, command: &Command) -> Result<Answer, Failure> {
    let session = globals.open_by(Via::Shell)?;
    match command {
        Command::List(arguments) => list(&session, arguments),
        Command::Show(one) => Ok(answer_of(&changes::show(&session, id_of(&one.id)?)?)),
        Command::Undo(arguments) => undo(&session, id_of(&arguments.one.id)?, arguments.dry_run),
    }
}

fn id_of(text: &str) -> Result<ChangeSetId, Failure> {
    let text = text.trim();
    let import = || casebook_app::domain::ids::ImportId::parse(text).map(ChangeSetId::from);
    let found = ChangeSetId::parse(text).or_else(import);
    Ok(found.ok_or_else(|| Error::not_found("change set", text))?)
}

fn list(session: &Session, arguments: &ListArguments) -> Result<Answer, Failure> {
    let party = arguments.party.as_deref();
    let party = party.map(|text| casebook_app::parties::resolve(session, text)).transpose()?;
    let before = arguments.before.as_deref().map(id_of).transpose()?;
    // One more than asked for shows whether there are more.
    let mut sets = changes::page(session, party, before, arguments.limit.saturating_add(1))?;
    let more = sets.len() > arguments.limit;
    sets.truncate(arguments.limit);
    let next = sets.last().filter(|_| more).map(|listed| listed.row.id.to_string());
    let mut table = Table::new(&[
        Column::Left("change"),
        Column::Left("what"),
        Column::Left("state"),
        Column::Right("parties"),
        Column::Right("evidence"),
        Column::Left("at"),
        Column::Left("by"),
    ]);
    for Listed { row, state, counts } in &sets {
        let parties =
            counts.parties_added + counts.parties_edited + counts.parties_hidden + counts.parties_restored;
        table.row([
            &row.id.to_string(),
            row.what.word(),
            state.word(),
            &number(parties),
            &number(counts.evidence),
            &row.at.to_string(),
            &row.actor,
        ]);
    }
    let items: Vec<Value> = sets.iter().map(as_json).collect();
    Ok(Answer::new(json!({ "items": items, "next": next }), table.text("Nothing was changed yet.")))
}

fn as_json(listed: &Listed) -> Value {
    let Listed { row, state, counts } = listed;
    json!({
        "id": row.id.to_string(),
        "what": row.what.word(),
        "state": state.word(),
        "actor": row.actor,
        "via": row.via.word(),
        "at": row.at.to_string(),
        "finished_at": row.finished_at.map(|at| at.to_string()),
        "counts": counts,
        "reverses": row.reverses.map(|id| id.to_string()),
    })
}

fn answer_of(listed: &Listed) -> Answer {
    let Listed { row, state, counts } = listed;
    let reverses = row.reverses.map(|id| format!("\nUndoes {id}")).unwrap_or_default();
    let text = format!(
        "{} · {} · {}\nBy {} at {}{reverses}\n{} added, {} edited, {} hidden, {} restored; {}, {}, {}",
        row.id,
        row.what.word(),
        state.word(),
        row.actor,
        row.at,
        plural(counts.parties_added, "party", "parties"),
        number(counts.parties_edited),
        number(counts.parties_hidden),
        number(counts.parties_restored),
        plural(counts.evidence, "piece of evidence", "pieces of evidence"),
        plural(counts.links, "link", "links"),
        plural(counts.records, "record", "records"),
    );
    Answer::new(as_json(listed), text)
}

fn undo(session: &Session, id: ChangeSetId, dry_run: bool) -> Result<Answer, Failure> {
    let bar = Bar::start("Undoing", "steps");
    let report = if dry_run { changes::preview_undo(session, id) } else { changes::undo(session, id, &bar) };
    drop(bar);
    let report = report?;
    let kept: Vec<Value> = report
        .kept
        .iter()
        .map(|one| json!({ "record": one.record, "field": one.field, "reason": one.reason }))
        .collect();
    let json = json!({
        "change_set": report.change_set.map(|id| id.to_string()),
        "undone": report.undone(),
        "reopened": report.reopened.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "kept": kept,
    });
    Ok(Answer::new(json, undo_text(id, &report, dry_run)))
}

fn undo_text(id: ChangeSetId, report: &UndoReport, dry_run: bool) -> String {
    let undone = plural(report.undone(), "change", "changes");
    let first = match report.change_set {
        Some(by) => format!("{id} is undone by {by}: {undone} reverted."),
        None if dry_run => format!("Undoing {id} would revert {undone}. Nothing was stored."),
        None => format!("{id} was undone before."),
    };
    let kept = report.kept.iter().map(|one| {
        let field = one.field.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("Kept: {}{field} ({})", one.record, one.reason)
    });
    let reopened = report.reopened.iter().map(|deal| format!("Open again: {deal}, which the quote had won"));
    let lines = std::iter::once(first).chain(reopened).chain(kept);
    lines.collect::<Vec<_>>().join("\n")
}
