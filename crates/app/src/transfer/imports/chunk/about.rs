//! Which party a row is about, and what the row changes of it and of its organization.

use std::borrow::Cow;
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::ids::{LinkId, PartyId};
use casebook_domain::key::MAIL;
use casebook_domain::party::{Fields, PartyKind, display_name};
use casebook_domain::text::{fold, hexadecimal};
use casebook_store::import::ImportRow;
use casebook_store::link::LinkRow;
use casebook_store::party_key::Named;
use casebook_tables::mapping::{Key, MappedRow, OrganizationRef};

use super::{Chunk, Claim, LIVE, Touched, UNDONE, learned};
use crate::imports::effect::Note;
use crate::imports::fields::merge;
use crate::parties::new_row;

impl Chunk<'_> {
    pub(super) fn find(&self, row: &MappedRow) -> Option<PartyId> {
        let first = row.party.keys.first().and_then(|key| self.keys.get(key)).copied();
        let before = self.known(&row.row_key);
        let party = before.and_then(|known| known.party);
        // While an import was undone somebody else may have been given the key.
        let taken = before.is_some_and(|known| known.state == UNDONE)
            && first.is_some_and(|key| !key.freed && Some(key.party) != party);
        party.filter(|_| !taken).or(first.map(|key| key.party)).or_else(|| self.find_by_another_key(row))
    }

    /// Somebody who has the row's mail, say, and no id in the system that the row's id comes from. Several people may
    /// read one mailbox, so that an address besides the primary one tells only with the name who it is.
    fn find_by_another_key(&self, row: &MappedRow) -> Option<PartyId> {
        let (id, others) = row.party.keys.split_first()?;
        let primary = row.party.keys.iter().find(|key| &*key.system == MAIL);
        others.iter().find_map(|key| {
            let found = self.keys.get(key).filter(|named| !named.freed)?.party;
            let is_of_kind = found.kind() == row.party.kind;
            let is_secondary = &*key.system == MAIL && Some(key) != primary;
            let is_same = !is_secondary || self.has_name_of(found, &row.fields);
            // Different addresses do not make two people.
            let has_other_id = &*id.system != MAIL && self.systems.contains(&(found, Arc::clone(&id.system)));
            (is_of_kind && is_same && !has_other_id).then_some(found)
        })
    }

    fn has_name_of(&self, party: PartyId, fields: &Fields) -> bool {
        let name = |fields: &Fields| named(fields).map(|name| fold(&name));
        let known = self.parties.get(&party).and_then(|known| name(&known.row.fields));
        known.is_some() && known == name(fields)
    }

    /// Makes the party, or brings back one that undoing an import had hidden. True if the row made it appear.
    pub(super) fn place(&mut self, row: &MappedRow, id: PartyId, known: bool) -> bool {
        let free: Vec<Key> = row
            .party
            .keys
            .iter()
            .filter(|key| self.keys.get(*key).is_none_or(|key| key.freed))
            .cloned()
            .collect();
        let was_freed = row
            .party
            .keys
            .iter()
            .any(|key| self.keys.get(key).is_some_and(|key| key.freed && key.party == id));
        for key in free {
            self.claim(key, id);
        }
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

    /// Gives a free key to a party.
    fn claim(&mut self, key: Key, party: PartyId) {
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
        let now = with_name(&row.fields);
        let saved = serde_json::to_string(&*now).unwrap_or_default();
        let Some(touched) = self.parties.get_mut(&id) else { return (false, None) };
        let mut changed = false;
        let note = Note { row: before.map(Into::into), fields: None };
        if !touched.fresh {
            let previous: Option<Fields> = before.and_then(|known| serde_json::from_str(&known.fields).ok());
            let mut merged = merge(&touched.row.fields, previous.as_ref(), &now);
            if !merged.fields.contains_key("name") {
                let name = display_name(&merged.fields).or_else(|| touched.row.fields.get("name").cloned());
                merged.fields.insert("name".to_owned(), name.unwrap_or_else(|| id.to_string()));
            }
            self.outcome.kept += merged.kept.len() as u64;
            changed = merged.fields != touched.row.fields;
            if changed {
                touched.before.get_or_insert_with(|| touched.row.fields.clone());
                touched.row.fields = merged.fields;
                touched.changed = true;
            }
        }
        let kind = if touched.fresh && created { Action::RowAdded } else { Action::RowUpdated };
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
        let known = named.keys.iter().find_map(|key| self.keys.get(key)).copied();
        let id = match known {
            Some(key) => key.party,
            None => self.session.next_party(PartyKind::Organization),
        };
        let revived = known.is_some_and(|key| key.freed);
        for key in named
            .keys
            .iter()
            .filter(|key| self.keys.get(*key).is_none_or(|key| key.freed))
            .cloned()
            .collect::<Vec<_>>()
        {
            self.claim(key, id);
        }
        if known.is_none() {
            let fields = [("name".to_owned(), named.name.clone())].into_iter().collect();
            self.make(id, PartyKind::Organization, &fields, None);
            self.effect(Action::RowAdded, None, id, &Note::default());
        }
        if let Some(touched) = self.parties.get_mut(&id).filter(|touched| revived && touched.row.hidden) {
            touched.row.hidden = false;
            touched.changed = true;
            self.effect(Action::RowRevived, None, id, &Note::default());
        }
        if known.is_none() || revived {
            self.append(learned(id));
            self.outcome.evidence += 1;
        }
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

/// The name that a row itself gives; a mail or a number is none.
fn named(fields: &Fields) -> Option<String> {
    let given = ["name", "first_name", "last_name"].into_iter().any(|name| fields.contains_key(name));
    if given { display_name(fields) } else { None }
}
