//! Converting many leads, a chunk at a time.

use std::collections::BTreeSet;

use casebook_domain::change::What;
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::text::fold;
use casebook_store::change_entry;
use casebook_store::change_set::ChangeSetRow;
use casebook_store::party::{self, PartyRow};

use super::super::convert::{Begun, begin, finish, stages_after};
use super::super::known::Known;
use super::super::request::{AccountChoice, Conversion, DealChoice};
use super::account::Accounts;
use super::request::{BulkConversion, BulkConversionReport};
use super::results::{Outcome, RowResult, results};
use crate::changes::{hold, open_set};
use crate::desk::chunk_size::ChunkSize;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work, begin_set, end_set};
use crate::error::{Error, Result};
use crate::evidence::{defer, settle};
use crate::parties::ids;

/// The most refusals that a report names.
const MOST_REFUSALS: usize = 100;
/// Results that are read together.
const AT_ONCE: usize = 1_000;
/// The first chunk of leads is so much smaller than one of rows: each lead makes several records. Later ones follow what it took.
const COST: usize = 8;

/// Converts everybody whom the filter fits when it begins. A lead that is refused stays as it is, and spoils no other: the
/// journal says why. Stopped or killed half-way it can go on, see [`resume_conversion`], or be undone as it is.
pub fn convert_all(
    session: &Session,
    asked: &BulkConversion,
    progress: &dyn Progress,
) -> Result<BulkConversionReport> {
    asked.check(session)?;
    let leads = ids(session, &asked.filter)?;
    if leads.is_empty() {
        return Ok(BulkConversionReport::default());
    }
    let request = asked.request.clone();
    let set = session.write(move |work| begin_set(work, What::Convert, &request, None))?;
    let report = BulkConversionReport { change_set: Some(set), ..BulkConversionReport::default() };
    carry_on(session, asked, report, &leads, progress)
}

/// Goes on with a conversion that was interrupted; `asked` is what its request asks for. Every lead has one result, from
/// before or from now.
pub fn resume_conversion(
    session: &Session,
    set: ChangeSetId,
    asked: &BulkConversion,
    progress: &dyn Progress,
) -> Result<BulkConversionReport> {
    asked.check(session)?;
    open(session, set)?;
    let (mut leads, done) = (ids(session, &asked.filter)?, done_before(session, set)?);
    let report = BulkConversionReport {
        change_set: Some(set),
        matched: done.converted.len() as u64 + done.refused.len() as u64,
        converted: done.converted.len() as u64,
        refused: done.refused.len() as u64,
        refusals: Vec::new(),
    };
    leads.retain(|lead| !done.has(*lead));
    carry_on(session, asked, report, &leads, progress)
}

fn open(session: &Session, set: ChangeSetId) -> Result<ChangeSetRow> {
    open_set(session, set, What::Convert)
}

/// Whom an interrupted conversion has dealt with.
#[derive(Default)]
struct Done {
    converted: BTreeSet<PartyId>,
    refused: BTreeSet<PartyId>,
    /// Accounts that it has made: they take over the source of their leads, so the filter may fit them.
    made: BTreeSet<PartyId>,
}

impl Done {
    fn has(&self, party: PartyId) -> bool {
        [&self.converted, &self.refused, &self.made].into_iter().any(|some| some.contains(&party))
    }
}

fn done_before(session: &Session, set: ChangeSetId) -> Result<Done> {
    let made = session.read(move |connection, _| Ok(change_entry::added_by(connection, set)?))?;
    let (mut done, mut after) = (Done { made: made.into_iter().collect(), ..Done::default() }, None);
    loop {
        let rows = results(session, set, false, after, AT_ONCE)?;
        let Some((last, _)) = rows.last() else { return Ok(done) };
        after = Some(*last);
        for (_, row) in rows {
            match row.outcome {
                Outcome::Converted { .. } => done.converted.insert(row.party),
                Outcome::Refused { .. } => done.refused.insert(row.party),
            };
        }
    }
}

fn carry_on(
    session: &Session,
    asked: &BulkConversion,
    mut report: BulkConversionReport,
    leads: &[PartyId],
    progress: &dyn Progress,
) -> Result<BulkConversionReport> {
    let Some(set) = report.change_set else { return Ok(report) };
    let held = hold(session, &open(session, set)?)?;
    // Another process may have ended or undone it until it was held.
    open(session, set)?;
    let (before, total) = (report.matched, report.matched + leads.len() as u64);
    let (size, mut rest) = (ChunkSize::default(), leads);
    while !rest.is_empty() {
        let (chunk, more) = rest.split_at((size.get() / COST).min(rest.len()));
        if progress.stopped() {
            let converted = report.converted;
            return Err(Error::Stopped(format!("{converted} leads are converted; resume or undo {set}")));
        }
        let begun = session.now();
        report.add(convert_some(session, set, chunk, asked)?);
        size.note(chunk.len() * COST, ChunkSize::waited(session, begun));
        rest = more;
        progress.at(before + (leads.len() - rest.len()) as u64, total);
    }
    report.matched = total;
    end_set(session, set)?;
    drop(held);
    Ok(report)
}

impl BulkConversionReport {
    fn add(&mut self, rows: Vec<RowResult>) {
        for row in rows {
            match row.outcome {
                Outcome::Converted { .. } => self.converted += 1,
                Outcome::Refused { .. } => {
                    self.refused += 1;
                    if self.refusals.len() < MOST_REFUSALS {
                        self.refusals.push(row);
                    }
                }
            }
        }
    }
}

fn convert_some(
    session: &Session,
    set: ChangeSetId,
    leads: &[PartyId],
    asked: &BulkConversion,
) -> Result<Vec<RowResult>> {
    let (leads, asked) = (leads.to_vec(), asked.clone());
    session.write(move |work| {
        work.join(set);
        let rows = convert_each(work, &leads, &asked)?;
        for row in &rows {
            row.note_refusal(work);
        }
        Ok(rows)
    })
}

/// Converts these leads one after the other, each entirely or not at all. What follows from their evidence is derived once.
pub(super) fn convert_each(
    work: &mut Work<'_, '_>,
    leads: &[PartyId],
    asked: &BulkConversion,
) -> Result<Vec<RowResult>> {
    let mut rows = party::get_many(work.connection, leads)?;
    // New accounts take their names in one order, as imports do, so that two never wait for each other.
    rows.sort_by_cached_key(|row| row.fields.get("company").map(|name| fold(name)));
    let mut accounts = Accounts::load(work, asked.account, &rows)?;
    lock(work, &rows, &accounts)?;
    let mut known = Known::load(work, leads, accounts.rows().clone())?;
    defer(work);
    let mut tried = Vec::with_capacity(rows.len());
    for row in &rows {
        tried.push(convert_one(work, row, (&mut accounts, &mut known), asked)?);
    }
    settle(work)?;
    let mut after = stages_after(work, leads)?;
    let result = |(row, tried): (&PartyRow, Result<Begun, Outcome>)| {
        let outcome = tried.map_or_else(
            |refused| refused,
            |begun| {
                let receipt = finish(work, begun, after.remove(&row.id).unwrap_or_default());
                Outcome::Converted { account: receipt.account, deal: receipt.deal }
            },
        );
        RowResult { party: row.id, name: name_of(row), outcome }
    };
    Ok(rows.iter().zip(tried).map(result).collect())
}

fn name_of(row: &PartyRow) -> String {
    row.fields.get("name").cloned().unwrap_or_default()
}

/// Locks everybody in the order of ids, so that two who write about the same never wait for each other.
fn lock(work: &mut Work<'_, '_>, leads: &[PartyRow], accounts: &Accounts) -> Result<()> {
    let leads = leads.iter().map(|row| row.id);
    let mut all: Vec<PartyId> = leads.chain(accounts.rows().keys().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let locked = party::lock_many(work.connection, &all)?;
    work.locked.extend(locked);
    Ok(())
}

/// Converts a lead but for its receipt, or says why not.
fn convert_one(
    work: &mut Work<'_, '_>,
    lead: &PartyRow,
    (accounts, known): (&mut Accounts, &mut Known),
    asked: &BulkConversion,
) -> Result<Result<Begun, Outcome>> {
    if known.begun.contains(&lead.id) {
        return Ok(Err(converted_with_business()));
    }
    let begun = accounts.choose(asked.account, lead).and_then(|chosen| {
        let (account, account_name) = chosen.unzip();
        let deal = asked.deal_of(&name_of(lead), account_name.as_deref()).map(DealChoice::Create);
        let creates = matches!(account, Some(AccountChoice::Create(_)));
        let conversion = Conversion { account, deal, reason: asked.reason.clone() };
        conversion.check(work.session, lead.id)?;
        let begun = work.attempt(|inner| begin(inner, lead.clone(), known, &conversion))?;
        Ok((begun, creates))
    });
    match begun {
        Ok((begun, creates)) => {
            known.begun.extend(begun.parties());
            if let Some(made) = begun.account().filter(|_| creates) {
                known.accounts.extend(accounts.note(lead, made, work.now).map(|row| (made, row.clone())));
            }
            Ok(Ok(begun))
        }
        // Nothing is wrong with the lead: the whole chunk is tried again, or fails.
        Err(error @ Error::Store(_)) => Err(error),
        Err(error) => Ok(Err(Outcome::Refused { code: error.code().to_owned(), detail: error.to_string() })),
    }
}

/// Why somebody is not converted whose business was, a moment ago.
fn converted_with_business() -> Outcome {
    let detail = "it was converted with the organization that it belongs to".to_owned();
    Outcome::Refused { code: "already_converted".to_owned(), detail }
}
