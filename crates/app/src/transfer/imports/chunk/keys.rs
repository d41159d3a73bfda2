//! Keys by kind of thing: an id belongs to a system and to people, or to organizations, of that system.
//!
//! A key is stored as (system, value), and most systems give each id once. Where somebody of the other kind has the id
//! already, it is stored under a system of its own, `crm-people` or `crm-organizations`; so what is stored of old is
//! found as it is.

use std::borrow::Cow;
use std::sync::Arc;

use casebook_domain::ids::PartyId;
use casebook_domain::key::{APART_ORGANIZATIONS, other_system};
use casebook_domain::party::PartyKind;
use casebook_store::party_key::Named;
use casebook_tables::mapping::{Key, MappedRow};

use super::Chunk;

/// The same id in the system of its kind, if it is an id of another system.
fn apart(kind: PartyKind, key: &Key) -> Option<Key> {
    let system: Arc<str> = other_system(&key.system, kind)?.into();
    Some(Key { system, value: key.value.clone() })
}

/// Whether the key is one of Casebook's own, such as an email address.
fn is_own(key: &Key) -> bool {
    key.system.starts_with(':')
}

/// Whether the key is an id of another system.
pub(super) fn is_id(key: &Key) -> bool {
    !is_own(key)
}

/// Every key that a row names, in each form in which it may be stored.
pub(in crate::transfer::imports) fn keys_of(row: &MappedRow) -> impl Iterator<Item = Cow<'_, Key>> {
    let party = row.party.keys.iter().chain(&row.party.qualified).map(|key| (Some(row.party.kind), key));
    let organization = row.organization.iter().flat_map(|one| one.keys.iter().chain(&one.qualified));
    let organization = organization.map(|key| (Some(PartyKind::Organization), key));
    let others = row.evidence.iter().flat_map(|one| one.others.iter().map(|one| (one.kind, &one.key)));
    party.chain(organization).chain(others).flat_map(|(kind, key)| {
        let kinds = [PartyKind::Person, PartyKind::Organization].into_iter();
        let wanted = kinds.filter(move |one| kind.is_none_or(|kind| kind == *one));
        let more = wanted.filter_map(|kind| apart(kind, key)).map(Cow::Owned);
        std::iter::once(Cow::Borrowed(key)).chain(more)
    })
}

/// Whether it depends on what is stored under which form a key of the row is to be found.
pub(super) fn has_forms(row: &MappedRow) -> bool {
    let organization = row.organization.iter().flat_map(|one| &one.keys);
    let party = row.party.keys.iter().filter(|key| key.system.ends_with(APART_ORGANIZATIONS));
    organization.chain(party).any(|key| !is_own(key))
}

impl Chunk<'_> {
    /// Whom a key names among those of a kind.
    pub(super) fn named(&self, kind: PartyKind, key: &Key) -> Option<Named> {
        let of_kind = |key: &Key| self.keys.get(key).copied().filter(|named| named.party.kind() == kind);
        let plain = of_kind(key);
        plain
            .filter(|named| !named.freed)
            .or_else(|| apart(kind, key).and_then(|key| of_kind(&key)))
            .or(plain)
    }

    /// Whom a key tells among those of a kind. An id that was taken back from somebody who is seen tells nobody.
    pub(super) fn holder_of(&self, kind: PartyKind, key: &Key) -> Option<Named> {
        let is_gone = |named: &Named| named.freed && is_id(key) && !self.is_hidden(named.party);
        self.named(kind, key).filter(|named| !is_gone(named))
    }

    /// Whom a key names, of whatever kind.
    pub(super) fn named_any(&self, key: &Key) -> Option<Named> {
        let kinds = [PartyKind::Person, PartyKind::Organization];
        self.keys.get(key).copied().or_else(|| kinds.into_iter().find_map(|kind| self.named(kind, key)))
    }

    /// Gives a key to a party, in the form in which it is free; none, if somebody has it.
    pub(super) fn take_key(&mut self, key: &Key, party: PartyId) {
        let is_free = |chunk: &Self, key: &Key| chunk.keys.get(key).is_none_or(|named| named.freed);
        if self.named(party.kind(), key).is_some_and(|named| !named.freed) {
            return;
        }
        let forms = [Some(key.clone()), apart(party.kind(), key)];
        if let Some(free) = forms.into_iter().flatten().find(|key| is_free(self, key)) {
            self.claim(free, party);
        }
    }

    /// Whether a party has an id in the system of that key.
    pub(super) fn has_id_beside(&self, party: PartyId, key: &Key) -> bool {
        let has = |key: &Key| self.systems.contains(&(party, Arc::clone(&key.system)));
        has(key) || apart(party.kind(), key).is_some_and(|key| has(&key))
    }
}
