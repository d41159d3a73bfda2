//! What a row changes of its party and of its organization.

use std::borrow::Cow;
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::ids::{LinkId, PartyId};
use casebook_domain::party::{Fields, PartyKind, display_name};
use casebook_domain::text::hexadecimal;
use casebook_store::import::ImportRow;
use casebook_store::link::LinkRow;
use casebook_store::party_key::Named;
use casebook_tables::mapping::{Key, MappedRow, OrganizationRef};

use super::identity::{Found, named};
use super::{Chunk, Claim, LIVE, Touched, learned};
use crate::imports::effect::Note;
use crate::imports::fields::merge;
use crate::imports::report::KeptValue;
use crate::parties::new_row;

impl Chunk<'_> {
    /// Makes the party, or brings back one that undoing an import had hidden. True if the row made it appear.
    pub(super) fn place(&mut self, row: &MappedRow, id: PartyId, found: &Found) -> bool {
        let known = found.party().is_some();
        if known && row.party.keys.first().is_some_and(|key| self.own_ids.contains_key(key)) {
            return false;
        }
        // Whom a name or an address does not tell apart from another is known by more than that.
        let more = if matches!(found, Found::Another) { row.party.qualified.as_slice() } else { &[] };
        let freed = |key| self.named(id.kind(), key).is_some_and(|key| key.freed && key.party == id);
        let was_freed = row.party.keys.iter().any(freed);
        for key in row.party.keys.iter().chain(more) {
            self.take_key(key, id);
        }
        self.take_from_hidden(row, id);
        if !known {
            self.make(id, row.party.kind, &row.fields, row.party.keys.first());
            return true;
        }
        let Some(touched) = self.parties.get_mut(&id) else { return false };
        // Undoing an import frees the keys of whom it hides; somebody hidden by hand keeps them.
        if touched.row.hidden && was_freed {
            touched.row.hidden = false;
            touched.changed = true;
            self.effect(Action::RowRevived, Some(row), id, &Note::default());
            return true;
        }
        false
    }

    /// Gives a party that is seen the keys of the row that a hidden one has.
    fn take_from_hidden(&mut self, row: &MappedRow, id: PartyId) {
        if self.is_hidden(id) {
            return;
        }
        for key in &row.party.keys {
            let Some(from) = self.keys.get(key).filter(|named| !named.freed && named.party != id) else {
                continue;
            };
            let from = from.party;
            if from.kind() == id.kind() && self.is_hidden(from) {
                self.keys.insert(key.clone(), Named { party: id, freed: false });
                self.passed.push((key.clone(), from, id));
            }
        }
    }

    /// Gives a free key to a party.
    pub(super) fn claim(&mut self, key: Key, party: PartyId) {
        self.systems.insert((party, Arc::clone(&key.system)));
        let before = self.keys.insert(key.clone(), Named { party, freed: false });
        self.claims.insert(key, Claim { party, is_new: before.is_none() });
    }

    fn make(&mut self, id: PartyId, kind: PartyKind, fields: &Fields, key: Option<&Key>) {
        debug_assert_eq!(id.kind(), kind);
        let mut fields = fields.clone();
        let name = display_name(&fields).or_else(|| key.map(|key| key.value.clone()));
        fields.insert("name".to_owned(), name.unwrap_or_else(|| id.to_string()));
        let row = new_row(id, fields, self.now);
        self.parties.insert(id, Touched { row, fresh: true, changed: false, before: None });
    }

    /// Merges the row's fields into the party. Says whether that changed it, and what is to be remembered of the row
    /// but for its evidence.
    pub(super) fn fill(
        &mut self,
        row: &MappedRow,
        id: PartyId,
        created: bool,
        before: Option<&ImportRow>,
    ) -> (bool, Option<ImportRow>) {
        let before = before.filter(|known| known.state == LIVE);
        // What the row had given to another says nothing of this one.
        let own = before.filter(|known| known.party == Some(id));
        // Of another file's row everything stays of which this one does not speak: nobody took a column out.
        let is_of_another_file = own.is_some_and(|known| known.feed != self.feed);
        let has_missing = is_of_another_file || !self.missing.fields.is_empty();
        let is_missing = |name: &String| {
            self.missing.fields.contains(name) || is_of_another_file && !row.emptied.contains(name)
        };
        let now = with_what_is_missing(with_name(&row.fields), own.filter(|_| has_missing), is_missing);
        let saved = serde_json::to_string(&*now).unwrap_or_default();
        let Some(touched) = self.parties.get_mut(&id) else { return (false, None) };
        let mut changed = false;
        let note = Note { row: before.map(Into::into), fields: None };
        // Rows after the one that made the party may stand in the same chunk: they say as much as rows of another.
        let is_made_by_it = touched.fresh && created;
        if !is_made_by_it {
            let remembered = || own.and_then(|known| serde_json::from_str(&known.fields).ok());
            // Exported and not changed since: whatever differs was corrected in the file.
            let is_as_exported = row.as_of.is_some_and(|as_of| touched.row.updated_at <= as_of);
            let speaks_of = |name: &String| now.contains_key(name) || row.emptied.contains(name);
            let previous: Option<Fields> = if is_as_exported && !touched.changed {
                let spoken_of = touched.row.fields.iter().filter(|(name, _)| speaks_of(name));
                Some(spoken_of.map(|(name, value)| (name.clone(), value.clone())).collect())
            } else {
                remembered()
            };
            let known = without_stand_in(&touched.row.fields, &row.party.keys);
            let mut merged = merge(&known, previous.as_ref(), &now);
            if !merged.fields.contains_key("name") {
                let name = display_name(&merged.fields).or_else(|| touched.row.fields.get("name").cloned());
                merged.fields.insert("name".to_owned(), name.unwrap_or_else(|| id.to_string()));
            }
            self.outcome.kept.extend(merged.kept.into_iter().map(|lost| KeptValue::of(&touched.row, lost)));
            changed = merged.fields != touched.row.fields;
            if changed {
                touched.before.get_or_insert_with(|| touched.row.fields.clone());
                touched.row.fields = merged.fields;
                touched.changed = true;
            }
        }
        let kind = if is_made_by_it { Action::RowAdded } else { Action::RowUpdated };
        self.effect(kind, Some(row), id, &note);
        let saved = ImportRow {
            feed: self.feed.to_owned(),
            row_key: row.row_key.clone(),
            party: Some(id),
            import: self.import,
            digest: hexadecimal(&row.digest),
            fields: saved,
            evidence: String::new(),
            state: LIVE.to_owned(),
        };
        (changed, Some(saved))
    }

    /// The row's organization, made if it is new, and the link to it.
    pub(super) fn organization(&mut self, named: &OrganizationRef, person: PartyId) -> PartyId {
        let found = self.find_named(named);
        let known = found.party();
        let id = known.unwrap_or_else(|| self.session.next_party(PartyKind::Organization));
        let freed = |key| self.named(id.kind(), key).is_some_and(|key| key.freed && key.party == id);
        // It appears once, whichever of its keys rows name one after the other.
        let revived = known.is_some() && self.is_hidden(id) && named.keys.iter().any(freed);
        let more = if matches!(found, Found::Another) { named.qualified.as_slice() } else { &[] };
        for key in named.keys.iter().chain(more) {
            self.take_key(key, id);
        }
        self.give_name(named, id);
        if known.is_none() {
            let fields = [("name".to_owned(), named.name.clone())].into_iter().collect();
            self.make(id, PartyKind::Organization, &fields, None);
            self.effect(Action::RowAdded, None, id, &Note::default());
        }
        if let Some(touched) = self.parties.get_mut(&id).filter(|_| revived) {
            touched.row.hidden = false;
            touched.changed = true;
            self.effect(Action::RowRevived, None, id, &Note::default());
        }
        if known.is_none() || revived {
            self.append(learned(id));
            self.outcome.evidence += 1;
        }
        self.take_parent(named, person, id);
        if person.kind() == PartyKind::Person && self.links.insert((person, id, named.role.clone())) {
            self.new_links.push(LinkRow {
                id: LinkId(self.session.next_id()),
                person,
                organization: id,
                role: named.role.clone(),
                from_at: None,
                to_at: None,
                change_set: Some(self.import.into()),
                ended: false,
            });
        }
        id
    }
}

/// What a row says, with its last values in columns that the file no longer has.
fn with_what_is_missing<'f>(
    mut now: Cow<'f, Fields>,
    before: Option<&ImportRow>,
    is_missing: impl Fn(&String) -> bool,
) -> Cow<'f, Fields> {
    let Some(before) = before else { return now };
    let before: Fields = serde_json::from_str(&before.fields).unwrap_or_default();
    for (name, value) in before.into_iter().filter(|(name, _)| is_missing(name)) {
        if !now.contains_key(&name) {
            now.to_mut().insert(name, value);
        }
    }
    now
}

impl Chunk<'_> {
    /// Names an organization of which only the id was known.
    fn give_name(&mut self, named: &OrganizationRef, id: PartyId) {
        let Some(touched) = self.parties.get_mut(&id) else { return };
        let known = without_stand_in(&touched.row.fields, &named.keys);
        if !known.contains_key("name") && touched.row.fields.get("name") != Some(&named.name) {
            touched.before.get_or_insert_with(|| touched.row.fields.clone());
            touched.row.fields.insert("name".to_owned(), named.name.clone());
            touched.changed = true;
        }
    }
}

/// The fields without a name that is nothing but the id by which somebody came in.
fn without_stand_in<'f>(fields: &'f Fields, keys: &[Key]) -> Cow<'f, Fields> {
    let is_id = |name: &String| keys.iter().any(|key| !key.system.starts_with(':') && key.value == *name);
    if fields.get("name").is_none_or(|name| !is_id(name)) {
        return Cow::Borrowed(fields);
    }
    let mut fields = fields.clone();
    fields.remove("name");
    Cow::Owned(fields)
}

/// What a row says, with the name that it gives in parts.
fn with_name(fields: &Fields) -> Cow<'_, Fields> {
    match named(fields).filter(|_| !fields.contains_key("name")) {
        Some(name) => {
            let mut fields = fields.clone();
            fields.insert("name".to_owned(), name);
            Cow::Owned(fields)
        }
        None => Cow::Borrowed(fields),
    }
}
