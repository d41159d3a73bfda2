//! Taking exactly one import back, whatever state it is in.

use std::collections::BTreeMap;

use casebook_domain::evidence::{Evidence, Via};
use casebook_domain::ids::{EvidenceId, ImportId, PartyId};
use casebook_domain::kind::Family;
use casebook_domain::party::Fields;
use casebook_store::import::{self, Effect, EffectKind, ImportRow, Run, RunState};
use casebook_store::{LockGuard, change, evidence, link, party, party_key};

use super::fields::take_back;
use super::journal::{self, lock_of};
use crate::casebook::{Casebook, Work};
use crate::error::{Error, Result};
use crate::evidence::{append, retraction};
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
const STEPS: usize = 300;
/// How long a running import is given to stop, in steps of [`PAUSE`].
const PATIENCE: u32 = 600;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// Takes an import back: its evidence is retracted, fields that nobody has edited since get their old
/// values, and parties of which nothing else is known are hidden and their keys freed. One that was
/// interrupted while being taken back goes on; one that is undone already stays so.
pub fn undo(casebook: &Casebook, id: ImportId, progress: &dyn Progress) -> Result<UndoReport> {
    let mut run = find(casebook, id)?;
    let mut report = UndoReport::default();
    if run.state == RunState::Undone {
        return Ok(report);
    }
    let lock = hold(casebook, &run)?;
    run = find(casebook, id)?;
    run.state = RunState::Undoing;
    journal::save(casebook, &run)?;
    retract_all(casebook, id, &mut report, progress)?;
    take_back_all(casebook, &run, &mut report, progress)?;
    run.state = RunState::Undone;
    run.finished_at = Some(casebook.now());
    journal::save(casebook, &run)?;
    drop(lock);
    Ok(report)
}

fn find(casebook: &Casebook, id: ImportId) -> Result<Run> {
    let run = casebook.read(|connection, _| Ok(import::run(connection, id)?))?;
    run.ok_or_else(|| Error::not_found("import", id.to_string()))
}

/// Holds the run's lock; a process that is at it is asked to stop first.
fn hold(casebook: &Casebook, run: &Run) -> Result<LockGuard> {
    let name = lock_of(run);
    for _ in 0..PATIENCE {
        if let Some(lock) = casebook.store().try_lock(&name)? {
            return Ok(lock);
        }
        let id = run.id;
        casebook.write(move |work| Ok(import::ask_to_stop(work.connection, id)?))?;
        casebook.pause(PAUSE);
    }
    Err(Error::Refused(format!("another process keeps running {}; stop it and try again", run.id)))
}

fn retract_all(casebook: &Casebook, id: ImportId, report: &mut UndoReport, progress: &dyn Progress) -> Result<()> {
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
fn retract_some(work: &mut Work<'_, '_>, id: ImportId, after: EvidenceId) -> Result<(u64, Option<EvidenceId>)> {
    let pieces = evidence::of_import(work.connection, id, after, STEPS)?;
    let Some(last) = pieces.last().map(|one| one.id) else { return Ok((0, None)) };
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead: Vec<EvidenceId> = evidence::live_retractions(work.connection, &ids)?.iter().filter_map(|one| one.names).collect();
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

fn take_back_all(casebook: &Casebook, run: &Run, report: &mut UndoReport, progress: &dyn Progress) -> Result<()> {
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

fn take_back_some(work: &mut Work<'_, '_>, run: &Run, before: i64) -> Result<(UndoReport, Option<i64>)> {
    let effects = import::effects_before(work.connection, run.id, before, STEPS)?;
    let mut report = UndoReport::default();
    let parties: Vec<PartyId> = effects.iter().map(|effect| effect.party).collect();
    party::lock_many(work.connection, &parties)?;
    let mut rows: BTreeMap<PartyId, party::PartyRow> =
        party::get_many(work.connection, &parties)?.into_iter().map(|row| (row.id, row)).collect();
    for effect in &effects {
        let Some(row) = rows.get_mut(&effect.party) else { continue };
        if take_back_effect(work, run, effect, row)? {
            report.restored += 1;
        }
    }
    link::end_of_import(work.connection, run.id, &parties)?;
    for effect in effects.iter().filter(|effect| effect.kind != EffectKind::Updated) {
        if hide_if_nothing_else(work, run, effect.party)? { report.hidden += 1 } else { report.stayed += 1 }
    }
    Ok((report, effects.last().map(|effect| effect.seq)))
}

/// Restores the fields and the row's memory; true if the party changed.
fn take_back_effect(work: &mut Work<'_, '_>, run: &Run, effect: &Effect, row: &mut party::PartyRow) -> Result<bool> {
    let before: serde_json::Value = serde_json::from_str(&effect.before).unwrap_or_default();
    if let Some(key) = &effect.row_key {
        let prior = before["row"].as_str().and_then(ImportRow::from_json);
        import::take_back_row(work.connection, run.id, &run.feed, key, prior.as_ref())?;
    }
    let fields = before["fields"].as_str().unwrap_or_default();
    let Ok((old, new)) = serde_json::from_str::<(Fields, Fields)>(fields) else { return Ok(false) };
    let restored = take_back(&row.fields, &old, &new);
    if restored == row.fields {
        return Ok(false);
    }
    row.fields = restored;
    row.updated_at = work.now;
    party::update(work.connection, row)?;
    Ok(true)
}

/// Hides a party that this import made appear, unless something else is known of it by now.
fn hide_if_nothing_else(work: &mut Work<'_, '_>, run: &Run, id: PartyId) -> Result<bool> {
    let pieces = evidence::pieces_of(work.connection, &[id])?.pop().map(|(_, pieces)| pieces).unwrap_or_default();
    let live = casebook_domain::lifecycle::order::live(&pieces);
    let counts = |family: Family| family != Family::Correction;
    let known = pieces.iter().zip(live).any(|(piece, live)| live && counts(work.words.kinds.family(piece.kind)));
    if known || import::has_rows_of_others(work.connection, id, run.id)? || change::has_edits(work.connection, id)? {
        return Ok(false);
    }
    let Some(mut row) = party::get_many(work.connection, &[id])?.pop() else { return Ok(false) };
    if !row.hidden {
        row.hidden = true;
        row.updated_at = work.now;
        party::update(work.connection, &row)?;
        let entry = change::Change::of(work.now, work.casebook.actor(), Via::Import, "party_hidden");
        change::insert_many(work.connection, &[entry.about(id).with_id(work.casebook.next_id()?)])?;
    }
    party_key::free(work.connection, id)?;
    Ok(true)
}
