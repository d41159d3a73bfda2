//! Walking the journal of a change set backwards, and taking back what each entry did.

use std::collections::BTreeSet;
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::ids::{ChangeId, PartyId, QuoteId, RecordId};
use casebook_store::change_entry::{self, ChangeEntry};
use casebook_store::link::{self, LinkRow};
use casebook_store::{Connection, import, name_lock, party, quote, record};

use super::additions::Additions;
use super::claims::confirmed;
use super::evidence::retract_left;
use super::links::{Links, named_by};
use super::parties::hide_those_without_more;
use super::records::Edits;
use super::rows::Rows;
use super::step::Step;
use super::{Undo, UndoReport, fields};
use crate::desk::chunk_size::ChunkSize;
use crate::desk::derivations::live_pieces;
use crate::desk::progress::Progress;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::stay_known_after;
use crate::organizations::TREE;
use crate::parties::{mail_key, mails_among};
use crate::records::parties_named;

/// Parties that one transaction looks at once more.
pub(super) const PARTIES: usize = 300;

pub(super) fn take_back_all(
    session: &Session,
    undo: &Undo,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let (size, mut before) = (ChunkSize::default(), ChangeId(i64::MAX));
    let mut touched = Touched::default();
    loop {
        go_on(progress)?;
        let (step, begun, most) = (undo.clone(), session.now(), size.get());
        let (some, more, next) = session.write(move |work| take_back_some(work, &step, before, most))?;
        size.note(most, ChunkSize::waited(session, begun));
        report.add(some);
        touched.add(more);
        if let Some(next) = next {
            before = next;
        } else {
            report.restored += touched.restored.len() as u64;
            return tidy_all(session, undo, touched, report, progress);
        }
    }
}

pub(super) fn go_on(progress: &dyn Progress) -> Result<()> {
    if progress.stopped() {
        return Err(Error::Stopped("run the same command again to go on".to_owned()));
    }
    Ok(())
}

/// Whom the entries of a set touch.
#[derive(Default)]
pub(super) struct Touched {
    pub all: BTreeSet<PartyId>,
    /// Parties that the set made appear.
    pub made: BTreeSet<PartyId>,
    /// Parties and records that have something again as it was before.
    pub restored: BTreeSet<i64>,
}

impl Touched {
    pub fn add(&mut self, more: Self) {
        self.all.extend(more.all);
        self.made.extend(more.made);
        self.restored.extend(more.restored);
    }
}

/// Looks once at each party that was touched, however many entries are about it: ends the links that the set brought,
/// retracts what is left, and hides whom that leaves without anything.
fn tidy_all(
    session: &Session,
    undo: &Undo,
    touched: Touched,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    // Undoing an undo only brings back.
    if undo.of.reverses.is_some() {
        return Ok(());
    }
    let (step, mut touched) = (undo.clone(), touched);
    touched.all.extend(session.read(move |connection, _| confirmed_by(connection, &step))?);
    let (all, made) = (touched.all.into_iter().collect::<Vec<_>>(), Arc::new(touched.made));
    for some in all.chunks(PARTIES) {
        go_on(progress)?;
        let (undo, made, some) = (undo.clone(), Arc::clone(&made), some.to_vec());
        report.add(session.write(move |work| tidy_some(work, &undo, &some, &made))?);
    }
    Ok(())
}

/// Whom a file had only confirmed: what earlier ones that are undone had left for its sake goes with it.
pub(super) fn confirmed_by(connection: &mut Connection<'_>, undo: &Undo) -> Result<Vec<PartyId>> {
    match &undo.run {
        Some(run) => Ok(import::parties_of_run(connection, &run.feed, run.id)?),
        None => Ok(Vec::new()),
    }
}

pub(super) fn tidy_some(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    parties: &[PartyId],
    made: &BTreeSet<PartyId>,
) -> Result<UndoReport> {
    undo.join(work)?;
    let links = link::of_parties(work.connection, parties)?;
    let mut concerned = parties.to_vec();
    concerned.extend(links.iter().flat_map(|one| [one.person, one.organization]));
    concerned.sort_unstable();
    concerned.dedup();
    party::lock_many(work.connection, &concerned)?;
    let mut step = Step::new(undo, Vec::new());
    let left = step.end_links(work, parties.to_vec(), &links)?;
    let mut live = live_pieces(work, &left)?;
    let retracted = retract_left(work, undo, &live, &mut step.undone)?;
    if retracted > 0 {
        step.report.retracted += retracted;
        live = live_pieces(work, &left)?;
    }
    hide_those_without_more(work, undo, &live, made, &mut step.report)?;
    let rows = party::get_many(work.connection, &left)?;
    let hidden: BTreeSet<PartyId> = rows.iter().filter(|row| row.hidden).map(|row| row.id).collect();
    live.retain(|(party, _)| !hidden.contains(party));
    stay_known_after(work, undo.by, live)?;
    Ok(step.report)
}

/// Takes back what the `most` entries before one did; answers with what that came to, with whom they touch, and with the
/// first of them.
pub(super) fn take_back_some(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    before: ChangeId,
    most: usize,
) -> Result<(UndoReport, Touched, Option<ChangeId>)> {
    undo.join(work)?;
    let entries = change_entry::of_set_before(work.connection, undo.of.id, before, most as i64)?;
    let parties = touched(&entries);
    let linked = named_by(&entries);
    // Whom they link never changes.
    let links = if linked.is_empty() { Vec::new() } else { link::get_many(work.connection, &linked)? };
    lock_names(work, &entries, &links)?;
    let mut concerned = parties.clone();
    concerned.extend(links.iter().flat_map(|link| [link.person, link.organization]));
    concerned.extend(in_records(work, &entries)?);
    concerned.extend(in_deals_of_quotes(work, &entries)?);
    concerned.sort_unstable();
    concerned.dedup();
    party::lock_many(work.connection, &concerned)?;
    let mut step = Step::new(undo, party::get_many(work.connection, &parties)?);
    step.file = Rows::load(work, undo, &entries)?;
    step.links = Links::load(work, &linked)?;
    step.confirmed = confirmed(work, undo, &parties, &mut step.undone)?;
    let mut edits = Edits::lock(work, &entries)?;
    let additions = Additions::lock(work, undo, &entries)?;
    for entry in &entries {
        if !edits.take_back(work, entry, &mut step.report)?
            && !additions.take_back(work, entry, &mut step.report)?
        {
            step.take_back(work, entry)?;
        }
    }
    edits.store(work)?;
    step.links.store(work)?;
    std::mem::take(&mut step.file).store(work)?;
    let touched =
        Touched { all: parties.iter().copied().collect(), made: step.made, restored: step.restored };
    announce(work, undo, parties);
    Ok((step.report, touched, entries.last().map(|entry| entry.id)))
}

fn announce(work: &mut Work<'_, '_>, undo: &Undo, parties: Vec<PartyId>) {
    let about = undo.run.as_ref().map_or_else(|| undo.of.id.to_string(), |run| run.id.to_string());
    if !parties.is_empty() {
        work.announce(Action::RowsTakenBack, &about, parties);
    }
}

/// The parties whose entries these are, each once, in order.
fn touched(entries: &[ChangeEntry]) -> Vec<PartyId> {
    let of_parties = entries.iter().filter(|entry| entry.action.is_of_party());
    let mut parties: Vec<PartyId> = of_parties.filter_map(|entry| entry.record).map(PartyId).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// Those in records of which entries are and from which evidence follows, now or before.
fn in_records(work: &mut Work<'_, '_>, entries: &[ChangeEntry]) -> Result<Vec<PartyId>> {
    let follows = |entry: &&ChangeEntry| {
        let named = entry.row_key.as_deref().filter(|_| !entry.action.is_of_party());
        let of = named.and_then(|name| work.words.record_type(name).ok());
        of.is_some_and(|of| !of.evidence.is_empty())
    };
    let entries: Vec<&ChangeEntry> = entries.iter().filter(follows).collect();
    let ids: Vec<RecordId> = entries.iter().filter_map(|entry| entry.record).map(RecordId).collect();
    let held = record::parties_of(work.connection, &ids)?.into_iter().map(|one| one.party);
    Ok(held.chain(entries.iter().flat_map(|entry| parties_named(&entry.detail))).collect())
}

/// Those who take part in the deals of quotes: evidence about them is retracted with what happened to a quote.
fn in_deals_of_quotes(work: &mut Work<'_, '_>, entries: &[ChangeEntry]) -> Result<Vec<PartyId>> {
    let mut deals = Vec::new();
    for entry in entries.iter().filter(|entry| entry.action.is_of_quote()) {
        let id = QuoteId(entry.record.unwrap_or_default());
        deals.extend(quote::get(work.connection, id)?.map(|row| RecordId(row.deal.0)));
    }
    Ok(record::parties_of(work.connection, &deals)?.into_iter().map(|one| one.party).collect())
}

/// Makes others wait who give away the mail addresses that parties get again, or who change the tree of organizations.
fn lock_names(work: &mut Work<'_, '_>, entries: &[ChangeEntry], links: &[LinkRow]) -> Result<()> {
    let mails: Vec<String> = entries
        .iter()
        .flat_map(|entry| {
            let changes = fields::read(&entry.detail);
            let before =
                |(name, (old, _)): (&'_ String, &'_ (Option<String>, _))| Some((name.clone(), old.clone()?));
            mails_among(&changes.iter().filter_map(before).collect())
        })
        .map(|mail| mail_key(&mail))
        .filter(|mail| !mail.is_empty())
        .collect();
    let tree = links.iter().any(LinkRow::is_of_tree).then_some(TREE);
    let mails = mails.iter().map(|mail| (casebook_domain::key::MAIL, mail.as_str()));
    let names: Vec<(&str, &str)> = mails.chain(tree).collect();
    Ok(name_lock::lock_many(work.connection, &names)?)
}
