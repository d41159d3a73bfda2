//! Taking exactly one import back, whatever state it is in.

use std::collections::BTreeMap;

use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{EvidenceId, ImportId, PartyId};
use casebook_domain::kind::Family;
use casebook_domain::lifecycle::order::live;
use casebook_store::import::{self, ImportEffect, ImportRow, ImportRun};
use casebook_store::party::{self, PartyRow};
use casebook_store::{LockGuard, change, evidence, link, party_key};

use super::chunk::{LIVE, UNDONE as ROW_UNDONE};
use super::effect::{Kind, Note};
use super::fields::take_back;
use super::journal::{self, RUNNING, STOPPING, UNDOING, UNDONE, lock_of};
use crate::casebook::{Casebook, Work};
use crate::error::{Error, Result};
use crate::evidence::{append, live_retractions, retraction};
use crate::parties::EDITED;
use crate::progress::Progress;

/// What taking an import back came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UndoReport {
    /// Pieces of evidence retracted.
    pub retracted: u64,
    /// Parties whose fields were restored.
    pub restored: u64,
    /// Parties hidden because nothing else is known of them.
    pub hidden: u64,
    /// Parties that stay because something else is known of them.
    pub stayed: u64,
}

/// Steps of one transaction at most.
const STEPS: i64 = 300;
/// How long a running import is given to stop, in steps of [`PAUSE`].
const PATIENCE: u32 = 600;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// Takes an import back: its evidence is retracted, fields that nobody has edited since get their old
/// values, and parties of which nothing else is known are hidden and their keys freed. One that was
/// interrupted while being taken back goes on; one that is undone already stays so.
pub fn undo(casebook: &Casebook, id: ImportId, progress: &dyn Progress) -> Result<UndoReport> {
    let mut run = find(casebook, id)?;
    let mut report = UndoReport::default();
    if run.state == UNDONE {
        return Ok(report);
    }
    let lock = hold(casebook, &run)?;
    run = find(casebook, id)?;
    UNDOING.clone_into(&mut run.state);
    journal::save(casebook, &run)?;
    retract_all(casebook, id, &mut report, progress)?;
    take_back_all(casebook, &run, &mut report, progress)?;
    UNDONE.clone_into(&mut run.state);
    run.finished_at = Some(casebook.now());
    journal::save(casebook, &run)?;
    drop(lock);
    Ok(report)
}

fn find(casebook: &Casebook, id: ImportId) -> Result<ImportRun> {
    let run = casebook.read(|connection, _| Ok(import::run(connection, id)?))?;
    run.ok_or_else(|| Error::not_found("import", id.to_string()))
}

/// Holds the run's lock; a process that is at it is asked to stop first.
fn hold(casebook: &Casebook, run: &ImportRun) -> Result<LockGuard> {
    let name = lock_of(run);
    for _ in 0..PATIENCE {
        if let Some(lock) = casebook.store().try_lock(&name)? {
            return Ok(lock);
        }
        let id = run.id;
        casebook.write(move |work| ask_to_stop(work, id))?;
        casebook.pause(PAUSE);
    }
    Err(Error::Refused(format!("another process keeps running {}; stop it and try again", run.id)))
}

fn ask_to_stop(work: &mut Work<'_, '_>, id: ImportId) -> Result<()> {
    let running = import::run(work.connection, id)?.filter(|run| run.state == RUNNING);
    if let Some(mut run) = running {
        STOPPING.clone_into(&mut run.state);
        import::update_run(work.connection, &run)?;
    }
    Ok(())
}

fn retract_all(
    casebook: &Casebook,
    id: ImportId,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let mut after = EvidenceId(0);
    loop {
        if progress.stopped() {
            return Err(Error::Stopped("run the same command again to go on".to_owned()));
        }
        let (count, last) = casebook.write(move |work| retract_some(work, id, after))?;
        report.retracted += count;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
        progress.at(report.retracted, 0);
    }
}

/// Retracts the live ones among the next pieces of an import; says how many, and where to go on.
fn retract_some(
    work: &mut Work<'_, '_>,
    id: ImportId,
    after: EvidenceId,
) -> Result<(u64, Option<EvidenceId>)> {
    let pieces = evidence::of_import(work.connection, id, after, STEPS)?;
    let Some(last) = pieces.last().map(|one| one.id) else { return Ok((0, None)) };
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead: Vec<EvidenceId> =
        live_retractions(work.connection, &ids)?.iter().filter_map(|one| one.names).collect();
    let live: Vec<&Evidence> = pieces.iter().filter(|one| !dead.contains(&one.id)).collect();
    let drafts = live.iter().map(|one| {
        let mut draft = retraction(work, one, "the import was undone");
        draft.detail.0.insert("undone".to_owned(), id.to_string().into());
        draft
    });
    let drafts = drafts.collect();
    append(work, drafts, None)?;
    Ok((live.len() as u64, Some(last)))
}

fn take_back_all(
    casebook: &Casebook,
    run: &ImportRun,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let mut before = i64::MAX;
    loop {
        if progress.stopped() {
            return Err(Error::Stopped("run the same command again to go on".to_owned()));
        }
        let step = run.clone();
        let (some, next) = casebook.write(move |work| take_back_some(work, &step, before))?;
        report.restored += some.restored;
        report.hidden += some.hidden;
        report.stayed += some.stayed;
        match next {
            Some(next) => before = next,
            None => return Ok(()),
        }
    }
}

fn take_back_some(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    before: i64,
) -> Result<(UndoReport, Option<i64>)> {
    let effects = import::effects_before(work.connection, run.id, before, STEPS)?;
    let mut report = UndoReport::default();
    let parties: Vec<PartyId> = effects.iter().filter_map(|effect| effect.party).collect();
    party::lock_many(work.connection, &parties)?;
    let mut rows: BTreeMap<PartyId, PartyRow> =
        party::get_many(work.connection, &parties)?.into_iter().map(|row| (row.id, row)).collect();
    for effect in &effects {
        let Some(row) = effect.party.and_then(|party| rows.get_mut(&party)) else { continue };
        if take_back_effect(work, run, effect, row)? {
            report.restored += 1;
        }
    }
    for one in link::of_parties(work.connection, &parties)?.iter().filter(|one| one.import == Some(run.id)) {
        link::set_ended(work.connection, one.id, true)?;
    }
    let appeared = effects.iter().filter(|effect| Kind::made_appear(&effect.effect));
    for party in appeared.filter_map(|effect| effect.party) {
        if hide_if_nothing_else(work, run, party)? { report.hidden += 1 } else { report.stayed += 1 }
    }
    Ok((report, effects.last().map(|effect| effect.seq)))
}

/// Restores the fields and the row's memory; true if the party changed.
fn take_back_effect(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    effect: &ImportEffect,
    row: &mut PartyRow,
) -> Result<bool> {
    let Note { row: before, fields } = Note::from_json(&effect.before);
    if !effect.row_key.is_empty() {
        let key = effect.row_key.as_str();
        let now = import::rows(work.connection, &run.feed, &[key])?.pop().flatten();
        let prior = before.map(|before| before.into_row(&run.feed, key));
        take_back_row(work, run, now, prior)?;
    }
    let Some((old, new)) = fields else { return Ok(false) };
    let restored = take_back(&row.fields, &old, &new);
    if restored == row.fields {
        return Ok(false);
    }
    row.fields = restored;
    row.updated_at = work.now;
    party::update(work.connection, row)?;
    Ok(true)
}

/// What a later import of the feed compares with: the row as it was before, or that it was undone.
fn take_back_row(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    now: Option<ImportRow>,
    prior: Option<ImportRow>,
) -> Result<()> {
    // A later import has changed the row since: what it remembers stands.
    let Some(now) = now.filter(|now| now.import == run.id && now.state == LIVE) else { return Ok(()) };
    let row = prior.unwrap_or_else(|| ImportRow { state: ROW_UNDONE.to_owned(), ..now });
    Ok(import::put_rows(work.connection, &[row])?)
}

/// Hides a party that this import made appear, unless something else is known of it by now.
fn hide_if_nothing_else(work: &mut Work<'_, '_>, run: &ImportRun, id: PartyId) -> Result<bool> {
    let pieces =
        evidence::pieces_of(work.connection, &[id])?.pop().map(|(_, pieces)| pieces).unwrap_or_default();
    let is_fact = |kind| work.words.kinds.family(kind) != Family::Correction;
    let known = pieces.iter().zip(live(&pieces)).any(|(piece, live)| live && is_fact(piece.kind));
    let changes = change::of_party(work.connection, id, None, i64::MAX)?;
    let edited = changes.iter().any(|change| change.action == EDITED);
    if known || edited || import::has_rows_of_others(work.connection, id, run.id)? {
        return Ok(false);
    }
    let Some(mut row) = party::get_many(work.connection, &[id])?.pop() else { return Ok(false) };
    if !row.hidden {
        row.hidden = true;
        row.updated_at = work.now;
        party::update(work.connection, &row)?;
        work.note("party_hidden", id, format!("{{\"import\":\"{}\"}}", run.id))?;
    }
    let mut keys = party_key::of_parties(work.connection, &[id])?.remove(&id).unwrap_or_default();
    keys.iter_mut().for_each(|key| key.freed = true);
    party_key::put_many(work.connection, &keys)?;
    Ok(true)
}
