//! What a casebook holds of the parties of a story.

use std::collections::BTreeMap;

use casebook_app::domain::evidence::{Evidence, SUBJECT};
use casebook_app::domain::ids::{EvidenceId, PartyId, RecordId};
use casebook_app::domain::kind::{Family, Kinds};
use casebook_app::domain::party::Fields;
use casebook_store::evidence;
use casebook_store::link;
use casebook_store::party;
use casebook_store::party_key;
use casebook_store::record::{self, RecordRow};
use casebook_store::record_key::{self, RecordKey};

use crate::room::Room;

/// More than a story has.
const MANY: i64 = 100_000;

/// Where the last story ended.
#[derive(Clone, Copy)]
pub struct Mark(i64);

impl Mark {
    pub fn here(room: &Room) -> Self {
        let last = |table| room.count(&format!("SELECT coalesce(max(id), 0) FROM {table}"));
        Self(["party", "evidence", "record"].map(last).into_iter().max().unwrap())
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holding {
    pub parties: BTreeMap<PartyId, Held>,
    /// Those that live, but for corrections.
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    pub sales: Vec<HeldSale>,
}

/// A deal that is not hidden.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldSale {
    pub id: RecordId,
    pub name: String,
    pub owner: Option<String>,
    pub state: Option<String>,
    pub fields: String,
    pub keys: Vec<String>,
}

/// A party that is not hidden.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    pub fields: Fields,
    pub keys: Vec<(String, String)>,
    pub accounts: Vec<PartyId>,
}

impl Holding {
    /// What has been added since the mark and is there.
    pub fn since(room: &Room, mark: Mark, kinds: &Kinds) -> Self {
        let read = room.database.store().read(|connection| -> casebook_store::Result<_> {
            let ids = party::ids_after(connection, PartyId(mark.0), MANY)?;
            let parties = party::get_many(connection, &ids)?;
            let keys = party_key::of_parties(connection, &ids)?;
            let links = link::of_parties(connection, &ids)?;
            let pieces = evidence::after(connection, EvidenceId(mark.0), MANY)?;
            let sales = record::after(connection, "deal", RecordId(mark.0), MANY)?;
            let seen = sales.iter().filter(|sale| !sale.hidden);
            let of_sales: Vec<RecordId> = seen.map(|sale| sale.id).collect();
            let sale_keys = record_key::of_records(connection, &of_sales)?;
            Ok((parties, keys, links, pieces, sales, sale_keys))
        });
        let (parties, mut keys, links, pieces, sales, sale_keys) = read.unwrap();
        let mut holding = Self::default();
        for row in parties.into_iter().filter(|row| !row.hidden) {
            let keys = keys.remove(&row.id).unwrap_or_default().into_iter().filter(|key| !key.freed);
            let keys = keys.map(|key| (key.system, key.value)).collect();
            holding.parties.insert(row.id, Held { fields: row.fields, keys, accounts: Vec::new() });
        }
        for link in links.into_iter().filter(|link| !link.ended) {
            if let Some(person) = holding.parties.get_mut(&link.person) {
                person.accounts.push(link.organization);
            }
        }
        holding.evidence = alive(pieces, kinds);
        let sales = sales.into_iter().filter(|sale| !sale.hidden);
        holding.sales = sales.map(|sale| held_sale(sale, &sale_keys)).collect();
        holding
    }

    /// Where another holding differs, from here to there; nothing where it does not.
    pub fn differences(&self, other: &Self) -> String {
        let lines = |of: &Self| -> Vec<String> {
            let parties = of.parties.iter().map(|one| format!("{one:?}"));
            let evidence = of.evidence.values().map(|one| format!("{one:?}"));
            let sales = of.sales.iter().map(|one| format!("{one:?}"));
            parties.chain(evidence).chain(sales).collect()
        };
        let (here, there) = (lines(self), lines(other));
        let gone = here.iter().filter(|line| !there.contains(line)).map(|line| format!("- {line}\n"));
        let new = there.iter().filter(|line| !here.contains(line)).map(|line| format!("+ {line}\n"));
        gone.chain(new).collect()
    }

    /// Leaves ids of other systems alone: names and addresses by which somebody was found once find them again.
    pub fn forget_own_keys(&mut self) {
        self.parties.values_mut().for_each(|held| held.keys.retain(|(system, _)| !system.starts_with(':')));
    }

    /// What a party takes part in.
    pub fn of(&self, party: PartyId) -> impl Iterator<Item = &Evidence> {
        self.evidence.values().filter(move |one| one.participants.iter().any(|one| one.party == party))
    }

    /// What is about a party.
    pub fn about(&self, party: PartyId) -> impl Iterator<Item = &Evidence> {
        let is_subject = move |one: &&Evidence| {
            one.participants.iter().any(|one| one.party == party && one.role == SUBJECT)
        };
        self.evidence.values().filter(is_subject)
    }
}

fn held_sale(sale: RecordRow, keys: &[(RecordId, RecordKey)]) -> HeldSale {
    let RecordRow { id, name, owner, state, fields, .. } = sale;
    let keys = keys.iter().filter(|(of, _)| *of == id).map(|(_, key)| key.value.clone()).collect();
    HeldSale { id, name, owner, state, fields, keys }
}

fn alive(pieces: Vec<Evidence>, kinds: &Kinds) -> BTreeMap<EvidenceId, Evidence> {
    let mut all: BTreeMap<EvidenceId, Evidence> = pieces.into_iter().map(|one| (one.id, one)).collect();
    // From the last on: what was taken back takes nothing back.
    let ids: Vec<EvidenceId> = all.keys().rev().copied().collect();
    for id in ids {
        let Some(one) = all.get(&id) else { continue };
        if kinds.name(one.kind) == "retracted"
            && let Some(named) = one.names
        {
            all.remove(&named);
        }
    }
    all.retain(|_, one| kinds.family(one.kind) != Family::Correction);
    all
}
