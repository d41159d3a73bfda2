//! Walking the journal of a change set backwards, and taking back what each entry did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::ids::{ChangeId, LinkId, PartyId};
use casebook_store::change_entry::{self, ChangeEntry};
use casebook_store::feed::Change;
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::{name_lock, party_key};

use super::claims::Claims;
use super::evidence::retract_left;
use super::parties::{self, hide_those_without_more};
use super::rows::Rows;
use super::{STEPS, Undo, UndoReport, Undone, fields};
use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};
use crate::imports::Note;
use crate::links::{LinkChange, LinkState};
use crate::parties::{mail_key, take_mail};

/// Why something stays.
const CHANGED_SINCE: &str = "changed_since";
const MAY_BE_IN_USE: &str = "may_be_in_use";

pub(super) fn take_back_all(
    session: &Session,
    undo: &Undo,
    report: &mut UndoReport,
    progress: &dyn Progress,
) -> Result<()> {
    let mut before = ChangeId(i64::MAX);
    let mut touched = Touched::default();
    loop {
        go_on(progress)?;
        let step = undo.clone();
        let (some, more, next) = session.write(move |work| take_back_some(work, &step, before))?;
        report.add(some);
        touched.add(more);
        match next {
            Some(next) => before = next,
            None => return tidy_all(session, undo, touched, report, progress),
        }
    }
}

fn go_on(progress: &dyn Progress) -> Result<()> {
    if progress.stopped() {
        return Err(Error::Stopped("run the same command again to go on".to_owned()));
    }
    Ok(())
}

/// Whom the entries of a set touch.
#[derive(Default)]
struct Touched {
    all: BTreeSet<PartyId>,
    /// Parties that the set made appear.
    made: BTreeSet<PartyId>,
}

impl Touched {
    fn add(&mut self, more: Self) {
        self.all.extend(more.all);
        self.made.extend(more.made);
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
    let (all, made) = (touched.all.into_iter().collect::<Vec<_>>(), Arc::new(touched.made));
    for some in all.chunks(STEPS as usize) {
        go_on(progress)?;
        let (undo, made, some) = (undo.clone(), Arc::clone(&made), some.to_vec());
        report.add(session.write(move |work| tidy_some(work, &undo, &some, &made))?);
    }
    Ok(())
}

fn tidy_some(
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
    step.report.retracted += retract_left(work, undo, &left, &mut step.undone)?;
    hide_those_without_more(work, undo, &left, made, &mut step.report)?;
    Ok(step.report)
}

/// What a step works on: everybody whom its entries touch, locked.
struct Step<'u> {
    undo: &'u Undo,
    rows: BTreeMap<PartyId, PartyRow>,
    report: UndoReport,
    undone: Undone,
    made: BTreeSet<PartyId>,
    file: Rows,
}

fn take_back_some(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    before: ChangeId,
) -> Result<(UndoReport, Touched, Option<ChangeId>)> {
    undo.join(work)?;
    let entries = change_entry::of_set_before(work.connection, undo.of.id, before, STEPS)?;
    let parties = touched(&entries);
    lock_mail(work, &entries)?;
    let mut concerned = parties.clone();
    concerned.extend(linked(work, &entries)?);
    concerned.sort_unstable();
    concerned.dedup();
    party::lock_many(work.connection, &concerned)?;
    let mut step = Step::new(undo, party::get_many(work.connection, &parties)?);
    step.file = Rows::load(work, undo, &entries)?;
    for entry in &entries {
        step.take_back(work, entry)?;
    }
    std::mem::take(&mut step.file).store(work)?;
    let touched = Touched { all: parties.iter().copied().collect(), made: step.made };
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
    let is_of_link = |action| {
        matches!(action, Action::LinkAdded | Action::LinkEnded | Action::LinkTakenBack | Action::LinkRestored)
    };
    let of_parties = entries.iter().filter(|entry| !is_of_link(entry.action));
    let mut parties: Vec<PartyId> = of_parties.filter_map(|entry| entry.record).map(PartyId).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// Both ends of the links whose entries these are.
fn linked(work: &mut Work<'_, '_>, entries: &[ChangeEntry]) -> Result<Vec<PartyId>> {
    let mut parties = Vec::new();
    for entry in entries.iter().filter(|entry| LinkChange::read(&entry.detail).is_some()) {
        let found = entry.record.map(|id| link::get(work.connection, LinkId(id))).transpose()?.flatten();
        parties.extend(found.iter().flat_map(|link| [link.person, link.organization]));
    }
    Ok(parties)
}

/// Makes others wait who give away the mail addresses that parties get again.
fn lock_mail(work: &mut Work<'_, '_>, entries: &[ChangeEntry]) -> Result<()> {
    let mails: Vec<String> = entries
        .iter()
        .filter_map(|entry| fields::read(&entry.detail).remove("email")?.0)
        .map(|mail| mail_key(&mail))
        .filter(|mail| !mail.is_empty())
        .collect();
    let names: Vec<(&str, &str)> =
        mails.iter().map(|mail| (casebook_domain::key::MAIL, mail.as_str())).collect();
    Ok(name_lock::lock_many(work.connection, &names)?)
}

impl<'u> Step<'u> {
    fn new(undo: &'u Undo, rows: Vec<PartyRow>) -> Self {
        Self {
            undo,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            report: UndoReport::default(),
            undone: Undone::with(undo.of.id),
            made: BTreeSet::new(),
            file: Rows::default(),
        }
    }

    fn take_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        match entry.action {
            Action::PartyEdited | Action::PartyImported | Action::PartyTakenBack => {
                self.set_fields_back(work, entry, &fields::read(&entry.detail))
            }
            Action::RowAdded | Action::RowRevived | Action::RowUpdated => self.take_row_back(work, entry),
            Action::RowTakenBack => {
                self.file.give_back(work, entry);
                Ok(())
            }
            Action::PartyAdded => {
                self.made.extend(entry.record.map(PartyId));
                Ok(())
            }
            Action::PartyHidden => self.show(work, entry),
            Action::PartyRestored => self.hide(work, entry),
            Action::KeysAdded => self.free_keys(work, entry),
            Action::KeysRemoved => self.give_keys(work, entry),
            Action::LinkAdded | Action::LinkEnded | Action::LinkTakenBack | Action::LinkRestored => {
                self.set_link_back(work, entry)
            }
            Action::KindAdded | Action::VocabularyUsed | Action::VocabularyRetired => {
                self.report.keep(&entry.row_key.as_deref().unwrap_or_default(), None, MAY_BE_IN_USE);
                Ok(())
            }
            // The rest says how far long work has come, or is evidence, which is retracted.
            _ => Ok(()),
        }
    }

    fn row(&mut self, entry: &ChangeEntry) -> Option<&mut PartyRow> {
        self.rows.get_mut(&PartyId(entry.record?))
    }

    fn take_row_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        if entry.action != Action::RowUpdated {
            self.made.extend(entry.record.map(PartyId));
        }
        self.file.take_back(work, self.undo, entry, &mut self.undone)?;
        match Note::from_json(&entry.detail).fields {
            Some((before, after)) => self.set_fields_back(work, entry, &fields::between(&before, &after)),
            None => Ok(()),
        }
    }

    fn set_fields_back(
        &mut self,
        work: &mut Work<'_, '_>,
        entry: &ChangeEntry,
        changes: &fields::Changes,
    ) -> Result<()> {
        let mut report = std::mem::take(&mut self.report);
        if let Some(row) = self.row(entry) {
            let before = row.fields.clone();
            if fields::set_back(row, changes, &mut report) {
                if row.fields.get("email") != before.get("email") {
                    take_mail(work, row.id, row.fields.get("email").map(String::as_str))?;
                }
                row.updated_at = work.now;
                party::update(work.connection, row)?;
                row.version += 1;
                let detail = crate::parties::difference(&before, &row.fields);
                work.enter(Action::PartyTakenBack, About::party(row.id, detail));
                report.restored += 1;
            }
        }
        self.report = report;
        Ok(())
    }

    /// Brings back whom the set had hidden, with the keys that nobody else has by now.
    fn show(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let Some(row) = self.row(entry).filter(|row| row.hidden) else { return Ok(()) };
        parties::set_hidden(work, row, false)?;
        let id = row.id;
        parties::claim_keys(work, id, &entry.detail)?;
        work.note(Action::PartyRestored, id, String::new());
        self.report.shown += 1;
        Ok(())
    }

    fn hide(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let Some(row) = self.row(entry).filter(|row| !row.hidden) else { return Ok(()) };
        parties::set_hidden(work, row, true)?;
        let id = row.id;
        work.note(Action::PartyHidden, id, String::new());
        self.report.hidden += 1;
        Ok(())
    }

    fn free_keys(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let Some(id) = entry.record.map(PartyId) else { return Ok(()) };
        let given = parties::keys_in(&entry.detail);
        let own = party_key::of_parties(work.connection, &[id])?.remove(&id).unwrap_or_default();
        let held: Vec<_> = own
            .into_iter()
            .filter(|key| !key.freed && given.contains(&(key.system.clone(), key.value.clone())))
            .collect();
        if held.is_empty() {
            return Ok(());
        }
        party_key::free_many(work.connection, &held)?;
        let keys: Vec<_> = held.into_iter().map(|key| (key.system, key.value)).collect();
        let detail = serde_json::json!({ "keys": keys }).to_string();
        work.publish_later(Change::of(Action::KeysRemoved, vec![id]));
        work.enter(Action::KeysRemoved, About { party: None, ..About::party(id, detail) });
        self.report.restored += 1;
        Ok(())
    }

    fn give_keys(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let Some(id) = entry.record.map(PartyId) else { return Ok(()) };
        parties::claim_keys(work, id, &entry.detail)?;
        work.publish_later(Change::of(Action::KeysAdded, vec![id]));
        work.enter(Action::KeysAdded, About { party: None, ..About::party(id, entry.detail.clone()) });
        self.report.restored += 1;
        Ok(())
    }

    fn set_link_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let change = LinkChange::read(&entry.detail);
        let (Some(change), Some(id)) = (change, entry.record.map(LinkId)) else { return Ok(()) };
        let Some(present) = link::get(work.connection, id)? else { return Ok(()) };
        let wanted = change.before.unwrap_or_else(|| change.after.taken_back());
        let state = LinkState::of(&present);
        if state == wanted {
            return Ok(());
        }
        if state != change.after {
            self.report.keep(&id, None, CHANGED_SINCE);
            return Ok(());
        }
        self.change_link(work, &present, &wanted.given_to(&present))
    }

    fn change_link(&mut self, work: &mut Work<'_, '_>, before: &LinkRow, after: &LinkRow) -> Result<()> {
        link::set_back(work.connection, after)?;
        let action = if after.ended { Action::LinkTakenBack } else { Action::LinkRestored };
        work.announce(action, &after.id.to_string(), vec![after.person, after.organization]);
        let detail = LinkChange::between(Some(before), after).text();
        work.enter(action, About { record: Some(after.id.0), detail, ..About::default() });
        self.report.links += 1;
        Ok(())
    }

    /// Takes back the links that the set brought without a note of each; says whom that leaves with less.
    fn end_links(
        &mut self,
        work: &mut Work<'_, '_>,
        mut parties: Vec<PartyId>,
        links: &[LinkRow],
    ) -> Result<Vec<PartyId>> {
        let claims = Claims::load(work, self.undo, &parties, links)?;
        for one in links.iter().filter(|one| !one.ended) {
            // One of them may have been set back by its own entry.
            let present = link::get(work.connection, one.id)?.filter(|link| !link.ended);
            let Some(present) = present else { continue };
            if claims.ends(work, &mut self.undone, &present)? {
                let taken_back = LinkRow { ended: true, ..present.clone() };
                self.change_link(work, &present, &taken_back)?;
                parties.extend([one.person, one.organization]);
            }
        }
        parties.sort_unstable();
        parties.dedup();
        Ok(parties)
    }
}
