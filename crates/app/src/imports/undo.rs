//! Taking exactly one import back, whatever state it is in.

use std::collections::BTreeMap;

use casebook_domain::access::Subject;
use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{EvidenceId, ImportId, PartyId};
use casebook_domain::kind::Family;
use casebook_domain::lifecycle::order::live;
use casebook_store::import::{self, ImportEffect, ImportRow, ImportRun};
use casebook_store::party::{self, PartyRow};
use casebook_store::{LockGuard, change, evidence, link, party_key};

use super::chunk::{LIVE, UNDONE as ROW_UNDONE};
use super::claims::{Claims, Undone};
use super::effect::{Kind, Note};
use super::fields::take_back;
use super::journal::{self, RUNNING, STOPPING, UNDOING, UNDONE, lock_of};
use super::list::find;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::{append, live_retractions, parties_of, retraction};
use crate::parties::{ADDED, EDITED, difference};

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
pub fn undo(session: &Session, id: ImportId, progress: &dyn Progress) -> Result<UndoReport> {
    session.may(Subject::Workspace)?;
    let mut run = find(session, id)?;
    let mut report = UndoReport::default();
    if run.state == UNDONE {
        return Ok(report);
    }
    let lock = hold(session, &run)?;
    run = find(session, id)?;
    if run.state == UNDONE {
        // Another process has taken it back meanwhile.
        return Ok(report);
    }
    UNDOING.clone_into(&mut run.state);
    journal::save(session, &run)?;
    retract_all(session, &run, &mut report, progress)?;
    take_back_all(session, &run, &mut report, progress)?;
    UNDONE.clone_into(&mut run.state);
    run.finished_at = Some(session.now());
    journal::save(session, &run)?;
    drop(lock);
    journal::forget_lock(session, &run);
    Ok(report)
}

/// Holds the run's lock; a process that is at it is asked to stop first.
fn hold(session: &Session, run: &ImportRun) -> Result<LockGuard> {
    let name = lock_of(run);
    for _ in 0..PATIENCE {
        if let Some(lock) = session.store().try_lock(&name)? {
            return Ok(lock);
        }
        let (id, feed) = (run.id, run.feed.clone());
        session.write(move |work| ask_to_stop(work, id, &feed))?;
        Session::pause(PAUSE);
    }
    Err(Error::Refused(format!("another process is still running {}; stop it and try again", run.id)))
}

/// Asks whoever is at a run to stop at the end of its chunk.
pub(super) fn ask_to_stop(work: &mut Work<'_, '_>, id: ImportId, feed: &str) -> Result<()> {
    journal::lock_feed(work, feed)?;
    let running = import::run(work.connection, id)?.filter(|run| run.state == RUNNING);
    if let Some(mut run) = running {
        STOPPING.clone_into(&mut run.state);
        import::update_run(work.connection, &run)?;
    }
    Ok(())
}

fn retract_all(
    session: &Session,
    run: &ImportRun,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let mut after = EvidenceId(0);
    loop {
        if progress.stopped() {
            return Err(Error::Stopped("run the same command again to continue".to_owned()));
        }
        let run = run.clone();
        let (count, last) = session.write(move |work| retract_some(work, &run, after))?;
        report.retracted += count;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
        progress.at(report.retracted, 0);
    }
}

/// Retracts the live ones among the next pieces of an import that no other import claims; says how many, and
/// where to go on.
fn retract_some(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    after: EvidenceId,
) -> Result<(u64, Option<EvidenceId>)> {
    let pieces = evidence::of_import(work.connection, run.id, after, STEPS)?;
    let Some(last) = pieces.last().map(|one| one.id) else { return Ok((0, None)) };
    let parties = parties_of(&pieces);
    let links = link::of_parties(work.connection, &parties)?;
    let claims = Claims::load(work, run, &parties, &links)?;
    let gone: Vec<Evidence> = pieces.into_iter().filter(|one| !claims.keeps(one)).collect();
    Ok((retract_live(work, run, &gone)?, Some(last)))
}

/// Retracts those of the pieces that are live; says how many.
fn retract_live(work: &mut Work<'_, '_>, run: &ImportRun, pieces: &[Evidence]) -> Result<u64> {
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead: Vec<EvidenceId> =
        live_retractions(work.connection, &ids)?.iter().filter_map(|one| one.names).collect();
    let live = pieces.iter().filter(|one| !dead.contains(&one.id));
    let drafts = live.map(|one| {
        let mut draft = retraction(work, one, "the import was undone");
        draft.detail.0.insert("undone".to_owned(), run.id.to_string().into());
        draft
    });
    let drafts: Vec<_> = drafts.collect();
    Ok(append(work, drafts, None)?.len() as u64)
}

fn take_back_all(
    session: &Session,
    run: &ImportRun,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let mut before = i64::MAX;
    loop {
        if progress.stopped() {
            return Err(Error::Stopped("run the same command again to continue".to_owned()));
        }
        let step = run.clone();
        let (some, next) = session.write(move |work| take_back_some(work, &step, before))?;
        report.retracted += some.retracted;
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
    journal::lock_feed(work, &run.feed)?;
    let effects = import::effects_before(work.connection, run.id, before, STEPS)?;
    let mut report = UndoReport::default();
    let mut parties: Vec<PartyId> = effects.iter().filter_map(|effect| effect.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let links = link::of_parties(work.connection, &parties)?;
    let mut concerned = parties.clone();
    concerned.extend(links.iter().flat_map(|one| [one.person, one.organization]));
    concerned.sort_unstable();
    concerned.dedup();
    party::lock_many(work.connection, &concerned)?;
    let mut rows: BTreeMap<PartyId, PartyRow> =
        party::get_many(work.connection, &parties)?.into_iter().map(|row| (row.id, row)).collect();
    let mut undone = Undone::default();
    for effect in &effects {
        let Some(row) = effect.party.and_then(|party| rows.get_mut(&party)) else { continue };
        if take_back_effect(work, run, effect, row, &mut undone)? {
            report.restored += 1;
        }
    }
    let claims = Claims::load(work, run, &parties, &links)?;
    let mut left = parties.clone();
    for one in links.iter().filter(|one| !one.ended) {
        if claims.ends(work, &mut undone, one)? {
            link::set_ended(work.connection, one.id, true)?;
            left.extend([one.person, one.organization]);
        }
    }
    left.sort_unstable();
    left.dedup();
    report.retracted = retract_left(work, run, &left, &mut undone)?;
    let made: Vec<PartyId> =
        effects.iter().filter(|one| Kind::made_appear(&one.effect)).filter_map(|one| one.party).collect();
    hide_those_without_more(work, run, &left, &made, &mut report)?;
    work.tell_about("rows_taken_back", &run.id.to_string(), left);
    Ok((report, effects.last().map(|effect| effect.seq)))
}

/// Retracts what imports undone before had left because this one claimed it too.
fn retract_left(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    parties: &[PartyId],
    undone: &mut Undone,
) -> Result<u64> {
    let mut alive: Vec<EvidenceId> = Vec::new();
    for (_, pieces) in evidence::pieces_of(work.connection, parties)? {
        alive.extend(pieces.iter().zip(live(&pieces)).filter(|(_, live)| *live).map(|(one, _)| one.id));
    }
    let mut orphans = Vec::new();
    for (piece, import) in evidence::imports_of(work.connection, &alive)? {
        if undone.is(work, import)? {
            orphans.push(piece);
        }
    }
    if orphans.is_empty() {
        return Ok(0);
    }
    let links = link::of_parties(work.connection, parties)?;
    let claims = Claims::load(work, run, parties, &links)?;
    let mut pieces = evidence::get_many(work.connection, &orphans)?;
    pieces.retain(|one| !claims.keeps(one));
    retract_live(work, run, &pieces)
}

/// What the change log calls fields that were as an import had made them.
const TAKEN_BACK: &str = "party_taken_back";

/// Restores the fields and the row's memory; true if the party changed.
fn take_back_effect(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    effect: &ImportEffect,
    row: &mut PartyRow,
    undone: &mut Undone,
) -> Result<bool> {
    let Note { row: before, fields } = Note::from_json(&effect.before);
    if !effect.row_key.is_empty() {
        let key = effect.row_key.as_str();
        let now = import::rows(work.connection, &run.feed, &[key])?.pop().flatten();
        let prior = before.map(|before| before.into_row(&run.feed, key));
        take_back_row(work, run, now, prior, undone)?;
    }
    let Some((old, new)) = fields else { return Ok(false) };
    let restored = take_back(&row.fields, &old, &new);
    if restored == row.fields {
        return Ok(false);
    }
    work.log(TAKEN_BACK, [(row.id, difference(&row.fields, &restored))])?;
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
    undone: &mut Undone,
) -> Result<()> {
    // A later import has changed the row since: what it remembers stands.
    let Some(now) = now.filter(|now| now.import == run.id && now.state == LIVE) else { return Ok(()) };
    let mut row = prior.unwrap_or(now);
    if undone.is(work, row.import)? {
        ROW_UNDONE.clone_into(&mut row.state);
    }
    Ok(import::put_rows(work.connection, &[row])?)
}

/// Hides the parties of which nothing is known any more and frees their keys. Parties that the import `made`
/// appear and that stay are counted.
fn hide_those_without_more(
    work: &mut Work<'_, '_>,
    run: &ImportRun,
    parties: &[PartyId],
    made: &[PartyId],
    report: &mut UndoReport,
) -> Result<()> {
    let links = link::of_parties(work.connection, parties)?;
    let claims = Claims::load(work, run, parties, &links)?;
    let mut unknown = Vec::new();
    for (party, pieces) in evidence::pieces_of(work.connection, parties)? {
        let is_fact = |kind| work.words.kinds.family(kind) != Family::Correction;
        let told = pieces.iter().zip(live(&pieces)).any(|(piece, live)| live && is_fact(piece.kind));
        if told || claims.knows(party) || is_kept_by_hand(work, party)? {
            report.stayed += u64::from(made.contains(&party));
        } else {
            unknown.push(party);
        }
    }
    // A party that somebody has hidden stays as it is, with its keys, and so stays hidden when it is imported.
    let rows = party::get_many(work.connection, &unknown)?.into_iter().filter(|row| !row.hidden);
    let rows: Vec<PartyRow> =
        rows.map(|row| PartyRow { hidden: true, updated_at: work.now, ..row }).collect();
    let hidden: Vec<PartyId> = rows.iter().map(|row| row.id).collect();
    party::update_many(work.connection, &rows)?;
    for party in &hidden {
        work.note("party_hidden", *party, format!("{{\"import\":\"{}\"}}", run.id))?;
    }
    party_key::free_of(work.connection, &hidden)?;
    report.hidden += hidden.len() as u64;
    Ok(())
}

/// Whether somebody has made the party or changed its fields.
fn is_kept_by_hand(work: &mut Work<'_, '_>, party: PartyId) -> Result<bool> {
    let changes = change::of_party(work.connection, party, None, i64::MAX)?;
    Ok(changes.iter().any(|change| change.action == EDITED || change.action == ADDED))
}
