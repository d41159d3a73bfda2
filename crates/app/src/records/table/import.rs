//! Importing a table of records: each row adds a record or changes one that is there, as one change set.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::change::What;
use casebook_domain::ids::{ChangeSetId, RecordId};
use casebook_domain::party::PartyKind;
use casebook_domain::records::{FieldValue, RecordType, Values};
use casebook_store::record_key::{self, RecordKey, unique_keys};
use casebook_tables::read::{ReadError, Record as Line, Row, Table};
use casebook_tables::spreadsheet::unmarked;
use serde_json::Value as Json;

use super::super::add::add_in;
use super::super::change::RecordChange;
use super::super::deals::lock_parties;
use super::super::edit::{edit_row, locked};
use super::super::types::record_type;
use super::columns::{Target, target};
use super::parties::Parties;
use crate::changes::{hold, show};
use crate::desk::progress::Progress;
use crate::desk::{Session, Work, begin_set, end_set};
use crate::error::{Error, Result};

/// Rows of one transaction.
const CHUNK: usize = 100;
/// The most refusals that are named.
const MOST_REJECTED: usize = 1_000;

/// A table of records to be imported.
#[derive(Clone, Debug)]
pub struct RecordImport {
    /// The name of their type.
    pub type_name: String,
    /// The table, with one line of headings.
    pub table: Table,
    /// Whether to say only what an import would do.
    pub dry_run: bool,
}

/// What became of the rows.
#[derive(Clone, Debug, Default)]
pub struct RecordImportReport {
    /// The change set, to undo the whole import; none of a dry run.
    pub change_set: Option<ChangeSetId>,
    /// Records that were added.
    pub added: u64,
    /// Records that were changed.
    pub edited: u64,
    /// Rows that say what is stored already.
    pub unchanged: u64,
    /// How many rows were refused.
    pub rejected: u64,
    /// The first of them.
    pub rejects: Vec<Rejected>,
}

/// A row that was refused; nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A row, as what it says of a record.
#[derive(Clone, Debug)]
struct ParsedRow {
    line: u64,
    id: Option<String>,
    holds: RecordChange,
}

enum Outcome {
    Added,
    Edited,
    Unchanged,
}

/// Imports every row, a chunk at a time. A row is about the record of its id, else of one of its ids in other systems,
/// else of a unique value; else it adds one. Empty cells say nothing. Stopped half-way, it can be undone as it is.
pub fn import(
    session: &Session,
    asked: &RecordImport,
    progress: &dyn Progress,
) -> Result<RecordImportReport> {
    session.may(Subject::Workspace)?;
    let of = record_type(session, &asked.type_name)?;
    if PartyKind::from_word(&of.name).is_some() {
        let detail = "people and organizations are imported with a mapping, which tells who is there already: \
                      see /imports, or `casebook import`";
        return Err(Error::Refused(detail.to_owned()));
    }
    let targets: Vec<Target> =
        asked.table.headers().iter().map(|heading| target(&of, heading)).collect::<Result<_>>()?;
    let mut report = RecordImportReport::default();
    let mut parties = Parties::of(session);
    let mut waiting = Vec::with_capacity(CHUNK);
    if !asked.dry_run {
        report.change_set = Some(session.write(|work| begin_set(work, What::Import, "", None))?);
    }
    // Whoever looks at the change set meanwhile sees that it is under way.
    let held = report.change_set.map(|id| hold(session, &show(session, id)?.row)).transpose()?;
    for row in asked.table.records().map_err(|error| unreadable(&error))? {
        let parsed = match row.map_err(|error| unreadable(&error))? {
            Row::Record(line) => parsed(&targets, &line, &mut parties).map_err(|error| (line.line, error)),
            Row::Error(refused) => Err((refused.line, Error::Usage(refused.reason.clone()))),
        };
        match parsed {
            Ok(row) => waiting.push(row),
            Err((line, error)) => report.reject(line, &error),
        }
        if waiting.len() == CHUNK {
            store(session, asked, &of, &std::mem::take(&mut waiting), &mut report, progress)?;
        }
    }
    store(session, asked, &of, &waiting, &mut report, progress)?;
    drop(held);
    if let Some(id) = report.change_set {
        end_set(session, id)?;
    }
    Ok(report)
}

fn unreadable(error: &ReadError) -> Error {
    Error::Unreadable(error.to_string())
}

impl RecordImportReport {
    fn reject(&mut self, line: u64, error: &Error) {
        self.rejected += 1;
        if self.rejects.len() < MOST_REJECTED {
            self.rejects.push(Rejected { line, reason: error.to_string() });
        }
    }

    fn done(&self) -> u64 {
        self.added + self.edited + self.unchanged + self.rejected
    }
}

/// What a row says.
fn parsed(targets: &[Target], line: &Line, parties: &mut Parties<'_>) -> Result<ParsedRow> {
    let holds = RecordChange { happened: true, ..RecordChange::default() };
    let mut row = ParsedRow { line: line.line, id: None, holds };
    for (target, cell) in targets.iter().zip(&line.cells) {
        let text = unmarked(cell);
        if text.trim().is_empty() {
            continue;
        }
        match target {
            Target::Id => row.id = Some(text.trim().to_owned()),
            Target::Name => row.holds.name = Some(text.to_owned()),
            Target::Owner => row.holds.owner = Some(Some(text.to_owned())),
            Target::External(Some(system)) => {
                row.holds.external.push((system.clone(), text.trim().to_owned()));
            }
            Target::External(None) => row.holds.external.extend(external(text)?),
            Target::Field(field) => {
                let typed = parties.resolved(field, text, FieldValue::typed(field, text))?;
                row.holds.fields.insert(field.name.clone(), typed);
            }
            Target::Derived => {}
        }
    }
    Ok(row)
}

/// Ids in other systems, as an export writes them: `[{"system": …, "id": …}]`; or `SYSTEM/ID`.
fn external(text: &str) -> Result<Vec<(String, String)>> {
    let wrong = || Error::Usage(format!("`{text}` is no id of another system; write SYSTEM/ID"));
    if let Ok(Json::Array(all)) = serde_json::from_str::<Json>(text) {
        let one = |one: &Json| {
            let part = |name: &str| one.get(name).and_then(Json::as_str).map(str::to_owned);
            Some((part("system")?, part("id")?))
        };
        return all.iter().map(one).collect::<Option<_>>().ok_or_else(wrong);
    }
    let (system, id) = text.trim().split_once('/').ok_or_else(wrong)?;
    Ok(vec![(system.to_owned(), id.to_owned())])
}

/// Stores some rows in one transaction, each so that its refusal undoes it alone.
fn store(
    session: &Session,
    asked: &RecordImport,
    of: &Arc<RecordType>,
    rows: &[ParsedRow],
    report: &mut RecordImportReport,
    progress: &dyn Progress,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    if progress.stopped() {
        let detail = match report.change_set {
            Some(id) => format!("{} rows are imported; undo {id} to take that back", report.done()),
            None => "nothing was imported".to_owned(),
        };
        return Err(Error::Stopped(detail));
    }
    let (set, type_name, rows) = (report.change_set, of.name.clone(), rows.to_vec());
    let run = move |work: &mut Work<'_, '_>| {
        if let Some(set) = set {
            work.join(set);
        }
        let of = Arc::clone(work.words.record_type(&type_name)?);
        rows.iter().map(|row| Ok((row.line, one_of_many(work, &of, row)?))).collect::<Result<Vec<_>>>()
    };
    let outcomes = if asked.dry_run { session.rehearse(run)? } else { session.write(run)? };
    for (line, outcome) in outcomes {
        match outcome {
            Ok(Outcome::Added) => report.added += 1,
            Ok(Outcome::Edited) => report.edited += 1,
            Ok(Outcome::Unchanged) => report.unchanged += 1,
            Err(error) => report.reject(line, &error),
        }
    }
    progress.at(report.done(), 0);
    Ok(())
}

/// What became of a row; an error of the store ends the whole.
fn one_of_many(work: &mut Work<'_, '_>, of: &Arc<RecordType>, row: &ParsedRow) -> Result<Result<Outcome>> {
    match work.attempt(|inner| put(inner, of, row)) {
        Err(error @ Error::Store(_)) => Err(error),
        other => Ok(other),
    }
}

fn put(work: &mut Work<'_, '_>, of: &Arc<RecordType>, row: &ParsedRow) -> Result<Outcome> {
    let Some(id) = known(work, of, row)? else {
        let mut holds = row.holds.clone();
        // An id is better than no name; a record that is there keeps its own.
        holds.name = holds.name.or_else(|| holds.external.first().map(|(_, id)| id.clone()));
        add_in(work, of, &holds)?;
        return Ok(Outcome::Added);
    };
    lock_parties(work, of, &[id], &row.holds)?;
    let stored = locked(work, of, id)?;
    Ok(if edit_row(work, of, &stored, &row.holds)? { Outcome::Edited } else { Outcome::Unchanged })
}

/// The record that a row is about, if it is there.
fn known(work: &mut Work<'_, '_>, of: &RecordType, row: &ParsedRow) -> Result<Option<RecordId>> {
    if let Some(text) = &row.id {
        let id = RecordId::parse_as(of.prefix(), text);
        return id.map(Some).ok_or_else(|| Error::not_found("record", text));
    }
    let external = row.holds.external.iter();
    let mut keys: Vec<RecordKey> =
        external.map(|(system, id)| RecordKey { system: system.clone(), value: id.clone() }).collect();
    let mut values = Values::default();
    // What does not fit is refused when it is stored.
    if values.change(of, &row.holds.fields).is_ok() {
        keys.extend(unique_keys(of, &values));
    }
    for key in keys {
        if let Some(found) = record_key::find(work.connection, &of.name, &key)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
