//! Which party a row is about: by its id, by how the row was imported last, by its keys. One name or one mail address may
//! stand for two.

use casebook_domain::evidence::SUBJECT;
use casebook_domain::ids::PartyId;
use casebook_domain::key::{MAIL, ORGANIZATION};
use casebook_domain::party::{
    Fields, PartyKind, are_two_organizations, display_name, have_one_first_name, may_be_one_person, stand_in,
};
use casebook_domain::text::fold;
use casebook_store::import::ImportRow;
use casebook_tables::mapping::{Key, MappedRow, OrganizationRef, SharedMail};

use super::{Chunk, UNDONE, deal_of};

/// What the keys of rows begin with that name a deal by its title.
const BY_TITLE: &str = ":deal/";

/// Who is there already of a row.
pub(super) enum Found {
    /// Nobody.
    Nobody,
    /// This party.
    Party(PartyId),
    /// Nobody, though somebody has its name or its email address: it is known by more than that.
    Another,
}

impl Found {
    pub fn party(&self) -> Option<PartyId> {
        if let Self::Party(id) = self { Some(*id) } else { None }
    }
}

impl Chunk<'_> {
    /// Refuses a row of which only a person can say whom it is about.
    pub(super) fn find(&self, row: &MappedRow) -> Result<Found, String> {
        // Casebook's own id says who it is, whatever else has changed.
        if let Some(own) = row.party.keys.first().and_then(|key| self.own_ids.get(key)) {
            return Ok(Found::Party(*own));
        }
        let before = self.known(&row.row_key);
        if let Some(deal) = deal_of(row) {
            let party = before.and_then(|known| known.party).or_else(|| self.subject_of(deal));
            return Ok(party.map_or(Found::Nobody, Found::Party));
        }
        let Some(found) = self.find_by_row_or_key(row, before) else { return Ok(Found::Nobody) };
        let found = self.seen_instead(row, found);
        if self.is_told_by_id(row, found) {
            return Ok(Found::Party(found));
        }
        match row.party.kind {
            PartyKind::Person => self.person(row, before, found),
            PartyKind::Organization => Ok(self.organization_of(row, before, found)),
        }
    }

    fn find_by_row_or_key(&self, row: &MappedRow, before: Option<&ImportRow>) -> Option<PartyId> {
        let kind = row.party.kind;
        let first = row.party.keys.first().and_then(|key| self.holder_of(kind, key));
        let party = before.and_then(|known| known.party).filter(|party| party.kind() == kind);
        // While an import was undone somebody else may have been given the key, or the row may have been corrected.
        let is_undone = before.is_some_and(|known| known.state == UNDONE);
        let is_of_other = || self.find_by_another_key(row).is_some_and(|other| Some(other) != party);
        let taken = is_undone
            && (first.is_some_and(|key| !key.freed && Some(key.party) != party)
                || first.is_none() && is_of_other());
        // Two rows of one title may have changed places.
        let of_another = row.row_key.starts_with(BY_TITLE)
            && first.is_some_and(|key| !key.freed && Some(key.party) != party);
        party
            .filter(|_| !taken && !of_another)
            .or(first.map(|key| key.party))
            .or_else(|| self.find_by_another_key(row))
    }

    /// Somebody who has the row's mail, say, and no id in the system that the row's id comes from. Several people may
    /// read one mailbox, so that an address besides the primary one tells only with the name who it is.
    fn find_by_another_key(&self, row: &MappedRow) -> Option<PartyId> {
        let (id, others) = row.party.keys.split_first()?;
        let primary = row.party.keys.iter().find(|key| &*key.system == MAIL);
        others.iter().find_map(|key| {
            let found = self.named(row.party.kind, key).filter(|named| !named.freed)?.party;
            let is_secondary = &*key.system == MAIL && Some(key) != primary;
            let is_same = !is_secondary || self.has_name_of(found, &row.fields);
            // Different addresses do not make two people.
            let has_other_id = &*id.system != MAIL && self.has_id_beside(found, id);
            (is_same && !has_other_id).then_some(found)
        })
    }

    /// Whom a deal that is stored is about.
    pub(super) fn subject_of(&self, deal: &Key) -> Option<PartyId> {
        let parties = self.deals.get(deal).and_then(|deal| self.deal_parties.get(deal))?;
        let subject = parties.iter().find(|one| one.role == SUBJECT).or(parties.first())?;
        Some(subject.party)
    }

    fn has_name_of(&self, party: PartyId, fields: &Fields) -> bool {
        let name = |fields: &Fields| named(fields).map(|name| fold(&name));
        let known = self.parties.get(&party).and_then(|known| name(&known.row.fields));
        known.is_some() && known == name(fields)
    }

    /// Whether an id of another system says that the row is about the party.
    fn is_told_by_id(&self, row: &MappedRow, party: PartyId) -> bool {
        let is_id = |key: &&Key| !key.system.starts_with(':');
        let kind = row.party.kind;
        let ids = row.party.keys.iter().filter(is_id).filter_map(|key| self.named(kind, key));
        ids.into_iter().any(|named| !named.freed && named.party == party)
    }

    /// The person that was found, unless the row's name is that of another who reads the same mailbox.
    fn person(&self, row: &MappedRow, before: Option<&ImportRow>, found: PartyId) -> Result<Found, String> {
        let (Some(given), Some(known)) = (named(&row.fields), self.name_of(found)) else {
            return Ok(Found::Party(found));
        };
        let last: Option<Fields> = before
            .filter(|before| before.party == Some(found))
            .and_then(|before| serde_json::from_str(&before.fields).ok());
        let last = last.and_then(|fields| named(&fields));
        let is_as_before = last.is_some_and(|last| {
            fold(&last) == fold(&given)
                || may_be_one_person(&last, &given)
                || have_one_first_name(&last, &given)
        });
        if is_as_before || may_be_one_person(&known, &given) || row.party.shared_mail == SharedMail::One {
            return Ok(Found::Party(found));
        }
        let other = row.party.qualified.iter().filter_map(|key| self.keys.get(key)).find(|key| !key.freed);
        match (other, row.party.shared_mail) {
            (Some(other), _) => Ok(Found::Party(other.party)),
            (None, SharedMail::People) => Ok(Found::Another),
            (None, _) => Err(format!(
                "`{given}` has the email address or phone number of {known} ({found}): say whether they are two people \
                 (--shared-mail people, or shared_mail = \"people\" under [party] in the mapping) or one (one)"
            )),
        }
    }

    /// The organization that was found, unless it only has the name of the row's.
    fn organization_of(&self, row: &MappedRow, before: Option<&ImportRow>, found: PartyId) -> Found {
        if !self.contradicts(found, &row.fields) {
            return Found::Party(found);
        }
        let keys = row.party.qualified.iter().chain(&row.party.keys);
        if let Some(other) = self.qualified(keys, &row.fields) {
            return Found::Party(other);
        }
        // The row of a company that has moved; of several under one name in the file, none has.
        let is_its_row = before.is_some_and(|before| before.party == Some(found));
        if is_its_row && !self.has_namesake(row) { Found::Party(found) } else { Found::Another }
    }

    /// The organization of a column, and whether another of that name is there.
    pub(super) fn find_named(&self, named: &OrganizationRef) -> Found {
        let of_kind = |key| self.holder_of(PartyKind::Organization, key);
        let mut found = named.keys.iter().filter_map(|key| Some((key, of_kind(key)?)));
        let Some((key, found)) = found.next() else { return Found::Nobody };
        let given = [("name".to_owned(), named.name.clone())].into_iter().collect();
        let id = named.keys.first().filter(|id| *id != key);
        let has_other_id = id.is_some_and(|id| self.has_id_beside(found.party, id)) && !found.freed;
        let is_other = has_other_id || self.contradicts(found.party, &given);
        if &*key.system != ORGANIZATION || found.freed || !is_other {
            return Found::Party(found.party);
        }
        if has_other_id {
            return Found::Another;
        }
        self.qualified(named.qualified.iter(), &given).map_or(Found::Another, Found::Party)
    }

    fn contradicts(&self, party: PartyId, given: &Fields) -> bool {
        self.parties.get(&party).is_some_and(|known| are_two_organizations(&known.row.fields, given))
    }

    /// The one of several under a name of whom nothing contradicts what is given.
    fn qualified<'k>(&self, keys: impl Iterator<Item = &'k Key>, given: &Fields) -> Option<PartyId> {
        let found = keys.filter_map(|key| self.keys.get(key)).filter(|key| !key.freed);
        found.map(|key| key.party).find(|party| !self.contradicts(*party, given))
    }

    /// Whether the feed has had several rows under the name of this one.
    fn has_namesake(&self, row: &MappedRow) -> bool {
        let first = row.row_key.split('\u{1f}').next().unwrap_or_default();
        first != row.row_key || self.rows.contains_key(&second_row_key(first))
    }

    /// The name that somebody has given to a party.
    fn name_of(&self, party: PartyId) -> Option<String> {
        let fields = &self.parties.get(&party)?.row.fields;
        let name = fields.get("name").filter(|name| !name.trim().is_empty())?;
        let is_given = stand_in(fields).as_ref() != Some(name) || named_in_parts(fields);
        (is_given && !name.contains('@')).then(|| name.clone())
    }

    /// Where somebody is hidden and was added again, the one who is seen: known by another key of the row, under the same
    /// name.
    fn seen_instead(&self, row: &MappedRow, found: PartyId) -> PartyId {
        if !self.is_hidden(found) {
            return found;
        }
        let others = row.party.keys.iter().chain(&row.party.qualified).filter_map(|key| self.keys.get(key));
        let others = others.filter(|key| !key.freed && key.party.kind() == found.kind()).map(|key| key.party);
        let mut seen = others.filter(|other| *other != found && !self.is_hidden(*other));
        let is_same = |other: &PartyId| match (named(&row.fields), self.name_of(*other)) {
            (Some(given), Some(known)) if found.kind() == PartyKind::Person => {
                may_be_one_person(&known, &given)
            }
            _ => !self.contradicts(*other, &row.fields),
        };
        seen.find(is_same).unwrap_or(found)
    }

    pub(super) fn is_hidden(&self, party: PartyId) -> bool {
        self.parties.get(&party).is_some_and(|known| known.row.hidden)
    }
}

/// The key of the second of several different rows under one key.
pub(super) fn second_row_key(first: &str) -> String {
    format!("{first}\u{1f}2")
}

fn named_in_parts(fields: &Fields) -> bool {
    ["first_name", "last_name"].into_iter().any(|part| fields.contains_key(part))
}

/// The name that a row itself gives; a mail or a number is none.
pub(super) fn named(fields: &Fields) -> Option<String> {
    let given = fields.contains_key("name") || named_in_parts(fields);
    if given { display_name(fields) } else { None }
}
