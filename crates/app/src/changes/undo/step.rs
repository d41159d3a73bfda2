//! Taking back what each entry of a change set did.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::change::Action;
use casebook_domain::ids::{LinkId, PartyId, RecordId};
use casebook_domain::party::{Fields, emails, settle};
use casebook_store::change_entry::{self, ChangeEntry};
use casebook_store::feed::Change;
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::{party_key, record};

use super::claims::Claims;
use super::links::Links;
use super::records::CHANGED_SINCE;
use super::rows::Rows;
use super::{Undo, UndoReport, Undone, fields, parties};
use crate::desk::{About, Work};
use crate::error::Result;
use crate::imports::Note;
use crate::links::{LinkChange, LinkState};
use crate::organizations::fits_tree;
use crate::parties::take_mails;
use crate::records;

/// Why something stays.
pub(super) const MAY_BE_IN_USE: &str = "may_be_in_use";

/// What a step works on: everybody whom its entries touch, locked.
pub(super) struct Step<'u> {
    undo: &'u Undo,
    rows: BTreeMap<PartyId, PartyRow>,
    pub report: UndoReport,
    pub undone: Undone,
    /// Parties that the set made appear.
    pub made: BTreeSet<PartyId>,
    /// Parties and records that have something again as it was before, each once, however many entries are about it.
    pub restored: BTreeSet<i64>,
    /// What later files have confirmed of parties.
    pub confirmed: BTreeMap<PartyId, Fields>,
    pub file: Rows,
    pub links: Links,
}

impl<'u> Step<'u> {
    pub fn new(undo: &'u Undo, rows: Vec<PartyRow>) -> Self {
        Self {
            undo,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            report: UndoReport::default(),
            undone: Undone::with(undo.of.id),
            made: BTreeSet::new(),
            restored: BTreeSet::new(),
            confirmed: BTreeMap::new(),
            file: Rows::default(),
            links: Links::default(),
        }
    }

    /// Takes back what an entry did.
    pub fn take_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
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
            Action::RecordAdded
            | Action::RecordEdited
            | Action::RecordHidden
            | Action::RecordRestored
            | Action::RecordTakenBack => self.take_record_back(work, entry),
            action if action.is_of_quote() => self.take_quote_back(work, entry),
            Action::CompanySet => self.take_company_back(work, entry),
            Action::ExchangeRatesSet => self.take_rates_back(work, entry),
            Action::KindAdded
            | Action::VocabularyUsed
            | Action::VocabularyRetired
            | Action::FrameworkSaved
            | Action::FrameworkUsed
            | Action::FrameworkRetired
            | Action::PipelineUsed
            | Action::PipelineRetired
            | Action::RecordTypeDeclared => {
                self.report.keep(&entry.row_key.as_deref().unwrap_or_default(), None, MAY_BE_IN_USE);
                Ok(())
            }
            // The rest says how far long work has come, or is evidence, which is retracted.
            _ => Ok(()),
        }
    }

    /// Takes back what an entry did to a record. One that the set made is hidden, unless it was changed since.
    fn take_record_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let (Some(id), Some(name)) = (entry.record.map(RecordId), &entry.row_key) else { return Ok(()) };
        let Ok(of) = work.words.record_type(name).cloned() else { return Ok(()) };
        let Some(row) = record::lock_many(work.connection, &[id])?.pop() else { return Ok(()) };
        let named = id.text(of.prefix());
        let held = record::parties_of(work.connection, &[id])?.into_iter().map(|one| one.party);
        let parties: Vec<PartyId> = held.chain(records::parties_named(&entry.detail)).collect();
        match entry.action {
            Action::RecordAdded
                if !change_entry::changed_records(work.connection, &[id], self.undo.of.id)?.is_empty() =>
            {
                self.report.keep(&named, None, CHANGED_SINCE);
                self.report.stayed += 1;
            }
            Action::RecordAdded | Action::RecordRestored => {
                self.report.hidden += u64::from(records::set_hidden(work, &of, &row, true)?);
            }
            Action::RecordHidden => {
                self.report.shown += u64::from(records::set_hidden(work, &of, &row, false)?);
            }
            _ => {
                let (changed, kept) = records::set_back(work, &of, &row, &entry.detail)?;
                self.restored.extend(changed.then_some(id.0));
                for field in &kept {
                    self.report.keep(&named, Some(field), CHANGED_SINCE);
                }
            }
        }
        // What it says now may differ from what was taken back: others may have changed or hidden it since.
        match record::get_many(work.connection, &[id])?.pop() {
            Some(row) => records::settle(work, &of, &row, &parties),
            None => Ok(()),
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
        let (mut report, mut restored) = (std::mem::take(&mut self.report), None);
        let party = entry.record.map(PartyId);
        let confirmed = party.and_then(|id| self.confirmed.get(&id)).cloned().unwrap_or_default();
        if let Some(row) = self.row(entry) {
            let before = row.fields.clone();
            if fields::set_back(row, changes, &confirmed, &mut report) {
                settle(&before, &mut row.fields);
                if emails(&row.fields) != emails(&before) {
                    take_mails(work, row.id, &row.fields)?;
                }
                row.updated_at = work.now;
                party::update(work.connection, row)?;
                row.version += 1;
                let detail = crate::parties::difference(&before, &row.fields);
                work.enter(Action::PartyTakenBack, About::party(row.id, detail));
                restored = Some(row.id.0);
            }
        }
        self.report = report;
        self.restored.extend(restored);
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
        if self.is_known_since(work, id)? {
            self.report.keep(&id, Some("external"), fields::CONFIRMED_SINCE);
            return Ok(());
        }
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
        self.restored.insert(id.0);
        Ok(())
    }

    /// Whether a file that came later, and is in force, knows a party perhaps by the ids that this one gave it.
    fn is_known_since(&mut self, work: &mut Work<'_, '_>, id: PartyId) -> Result<bool> {
        if self.undo.run.is_none() || self.confirmed.contains_key(&id) {
            return Ok(self.undo.run.is_some());
        }
        self.links.store(work)?;
        for link in link::of_parties(work.connection, &[id])?.into_iter().filter(|one| !one.ended) {
            let later = link.change_set.filter(|set| set.0 > self.undo.of.id.0);
            if let Some(set) = later
                && !self.undone.is(work, set)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn give_keys(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let Some(id) = entry.record.map(PartyId) else { return Ok(()) };
        parties::claim_keys(work, id, &entry.detail)?;
        work.publish_later(Change::of(Action::KeysAdded, vec![id]));
        work.enter(Action::KeysAdded, About { party: None, ..About::party(id, entry.detail.clone()) });
        self.restored.insert(id.0);
        Ok(())
    }

    fn set_link_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let change = LinkChange::read(&entry.detail);
        let (Some(change), Some(id)) = (change, entry.record.map(LinkId)) else { return Ok(()) };
        let Some(present) = self.links.get(id).cloned() else { return Ok(()) };
        let wanted = change.before.unwrap_or_else(|| change.after.taken_back());
        let state = LinkState::of(&present);
        if state == wanted {
            return Ok(());
        }
        let restores = present.ended && present.is_of_tree();
        if state != change.after || restores && !fits_tree(work, &present)? {
            self.report.keep(&id, None, CHANGED_SINCE);
            return Ok(());
        }
        self.links.change(work, &present, wanted.given_to(&present))?;
        self.report.links += 1;
        Ok(())
    }

    /// Takes back the links that the set brought without a note of each; returns whom that leaves with less.
    pub fn end_links(
        &mut self,
        work: &mut Work<'_, '_>,
        mut parties: Vec<PartyId>,
        links: &[LinkRow],
    ) -> Result<Vec<PartyId>> {
        let claims = Claims::load(work, self.undo, &parties, links)?;
        let ids: Vec<LinkId> = links.iter().filter(|one| !one.ended).map(|one| one.id).collect();
        self.links = Links::load(work, &ids)?;
        for one in links.iter().filter(|one| !one.ended) {
            let present = self.links.get(one.id).filter(|link| !link.ended).cloned();
            let Some(present) = present else { continue };
            if claims.ends(work, &mut self.undone, &present)? {
                let taken_back = LinkRow { ended: true, ..present.clone() };
                self.links.change(work, &present, taken_back)?;
                self.report.links += 1;
                parties.extend([one.person, one.organization]);
            }
        }
        self.links.store(work)?;
        parties.sort_unstable();
        parties.dedup();
        Ok(parties)
    }
}
