//! What a chunk reads before it decides anything: a handful of queries for all of its rows.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use casebook_domain::ids::{DealId, EvidenceId, ImportId, PartyId};
use casebook_domain::key::ORGANIZATION;
use casebook_domain::party::PartyKind;
use casebook_store::deal;
use casebook_store::import::{self};
use casebook_store::link::{self};
use casebook_store::party::{self};
use casebook_store::party_key::{self};
use casebook_store::{Connection, evidence};
use casebook_tables::mapping::{Key, MappedDeal, MappedRow};

use super::identity::second_row_key;
use super::parents::lock_tree;
use super::{Chunk, Touched, UNDONE, deal_of, keys_of, own_id};
use crate::desk::deals::NewDeal;
use crate::error::Result;
use crate::evidence::{live_retractions, participants_of_deal};
use crate::imports::batches::Numbered;
use crate::imports::history::Imported;
use crate::imports::journal::{UNDOING, UNDONE as RUN_UNDONE};

impl Chunk<'_> {
    /// Reads everything that the rows may touch, in a handful of queries, and locks what they may change.
    pub(super) fn load(&mut self, connection: &mut Connection<'_>, rows: &[Numbered]) -> Result<()> {
        let mut row_keys: Vec<&str> = rows.iter().map(|one| one.row.row_key.as_str()).collect();
        let namesakes = namesakes(rows);
        row_keys.extend(namesakes.iter().map(String::as_str));
        let known = import::rows(connection, self.feed, &row_keys)?;
        self.rows = known.into_iter().flatten().map(|row| (row.row_key.clone(), row)).collect();
        self.note_undone(connection)?;
        let changed: Vec<&MappedRow> =
            rows.iter().map(|one| &one.row).filter(|row| !self.is_unchanged(row)).collect();
        lock_tree(connection, &changed)?;
        let keys: HashSet<Cow<'_, Key>> = changed.iter().flat_map(|row| keys_of(row)).collect();
        let keys: Vec<Cow<'_, Key>> = keys.into_iter().collect();
        let pairs: Vec<(&str, &str)> = keys.iter().map(|key| (&*key.system, key.value.as_str())).collect();
        let named = party_key::find_many(connection, &pairs)?;
        self.keys =
            keys.iter().zip(named).filter_map(|(key, named)| Some((key.as_ref().clone(), named?))).collect();
        self.load_own_ids(connection, &keys.iter().map(AsRef::as_ref).collect::<Vec<&Key>>())?;
        self.outcome.is_new = self.rows.is_empty() && self.keys.is_empty();
        self.load_systems(connection, &changed)?;
        let by_key = self.keys.values().map(|key| key.party);
        let by_row = changed.iter().filter_map(|row| self.rows.get(&row.row_key)?.party);
        let by_id = self.own_ids.values().copied();
        let mut ids: Vec<PartyId> = by_key.chain(by_row).chain(by_id).collect();
        self.load_deals(connection, &changed)?;
        ids.extend(changed.iter().filter_map(|row| self.subject_of(deal_of(row)?)));
        ids.sort_unstable();
        ids.dedup();
        self.load_facts(connection, &changed)?;
        self.load_old(connection, &changed)?;
        self.load_parties(connection, &ids)?;
        let kept: Vec<_> =
            self.keys.iter().map(|(key, named)| (&*key.system, key.value.as_str(), *named)).collect();
        party_key::ensure_unchanged(connection, &kept)?;
        self.load_retractions(connection)
    }

    /// Rows that an import had confirmed which was undone since are looked at anew: what they say may be gone with it.
    fn note_undone(&mut self, connection: &mut Connection<'_>) -> Result<()> {
        let runs: HashSet<ImportId> = self.rows.values().map(|row| row.import).collect();
        for id in runs.into_iter().filter(|id| *id != self.import) {
            let run = import::run(connection, id)?;
            if run.is_some_and(|run| [UNDOING, RUN_UNDONE].contains(&run.state.as_str())) {
                let rows = self.rows.values_mut().filter(|row| row.import == id);
                rows.for_each(|row| UNDONE.clone_into(&mut row.state));
            }
        }
        Ok(())
    }

    /// Whom Casebook's own ids name.
    fn load_own_ids(&mut self, connection: &mut Connection<'_>, keys: &[&Key]) -> Result<()> {
        let own: HashMap<PartyId, &Key> = keys.iter().filter_map(|key| Some((own_id(key)?, *key))).collect();
        if own.is_empty() {
            return Ok(());
        }
        let ids: Vec<PartyId> = own.keys().copied().collect();
        for row in party::get_many(connection, &ids)? {
            if let Some(key) = own.get(&row.id) {
                self.own_ids.insert((*key).clone(), row.id);
            }
        }
        Ok(())
    }

    /// Locks, in one go and in their order, whoever may get evidence, and reads whom rows may change.
    fn load_parties(&mut self, connection: &mut Connection<'_>, ids: &[PartyId]) -> Result<()> {
        let of_deals = self.deal_parties.values().flatten();
        let of_pieces = self.old.values().flat_map(|one| &one.participants);
        let mut locked: Vec<PartyId> = of_deals.chain(of_pieces).map(|one| one.party).collect();
        locked.extend(ids);
        locked.sort_unstable();
        locked.dedup();
        if locked.is_empty() {
            return Ok(());
        }
        party::lock_many(connection, &locked)?;
        for row in party::get_many(connection, ids)? {
            self.parties.insert(row.id, Touched { row, fresh: false, changed: false, before: None });
        }
        let links = link::of_parties(connection, ids)?.into_iter().filter(|one| !one.ended);
        self.links = links.map(|one| (one.person, one.organization, one.role)).collect();
        Ok(())
    }

    /// Which of those whom a second key names have an id in the system of the first.
    fn load_systems(&mut self, connection: &mut Connection<'_>, changed: &[&MappedRow]) -> Result<()> {
        let of_named = changed.iter().filter_map(|row| row.organization.as_ref());
        let of_named = of_named.flat_map(|one| one.keys.iter().skip(1));
        let of_named = of_named.map(|key| (PartyKind::Organization, key));
        let others =
            changed.iter().flat_map(|row| row.party.keys.iter().skip(1).map(|key| (row.party.kind, key)));
        let others = others.chain(of_named);
        let mut named: Vec<PartyId> = others
            .filter_map(|(kind, key)| self.named(kind, key))
            .filter(|key| !key.freed)
            .map(|key| key.party)
            .collect();
        named.sort_unstable();
        named.dedup();
        if named.is_empty() {
            return Ok(());
        }
        for key in party_key::of_parties(connection, &named)?.into_values().flatten() {
            if !key.freed {
                self.systems.insert((key.party, key.system.into()));
            }
        }
        Ok(())
    }

    fn load_deals(&mut self, connection: &mut Connection<'_>, changed: &[&MappedRow]) -> Result<()> {
        let mut named: BTreeMap<&Key, (&MappedDeal, &MappedRow)> = BTreeMap::new();
        for row in changed {
            let deals = row.evidence.iter().filter_map(|one| one.deal.as_ref());
            named.extend(deals.map(|deal| (&deal.key, (deal, *row))));
        }
        // A row that only says something of a deal makes none.
        let made = changed.iter().filter(|row| deal_of(row).is_none()).flat_map(|row| &row.evidence);
        let made: HashSet<&Key> = made.filter_map(|one| one.deal.as_ref()).map(|deal| &deal.key).collect();
        let pairs: Vec<(&str, &str)> = named.keys().map(|key| (&*key.system, key.value.as_str())).collect();
        let known = deal::find_many(connection, &pairs)?;
        let keyed = named.keys().zip(&known).filter_map(|(key, id)| Some(((*key).clone(), (*id)?)));
        let mut elsewhere: HashMap<Key, DealId> = keyed.collect();
        self.load_other_files(connection, changed, &mut elsewhere)?;
        let by_title = named.values().map(|(deal, _)| deal.by_title.as_ref().unwrap_or(&deal.key));
        let titles: Vec<(&str, &str)> = by_title.map(|key| (&*key.system, key.value.as_str())).collect();
        let of_titles = deal::find_many(connection, &titles)?;
        for (((key, (_, row)), known), titled) in named.into_iter().zip(known).zip(of_titles) {
            let known = match known.or_else(|| elsewhere.get(key).copied()) {
                Some(id) => Some(id),
                None => self.titled(connection, row, titled)?,
            };
            if known.is_none() && !made.contains(key) {
                continue;
            }
            let id = known.unwrap_or_else(|| DealId(self.session.next_id()));
            if known.is_some() {
                let parties = participants_of_deal(connection, self.words, id)?;
                self.deal_parties.insert(id, parties);
            } else {
                let (system, key) = (key.system.to_string(), key.value.clone());
                self.new_deals.push(NewDeal { id, system, key, title: None, owner: None });
            }
            if let Some(stored) = self.stored_deal(key) {
                self.deals.insert(stored, id);
            }
            self.deals.insert(key.clone(), id);
        }
        self.load_deal_terms(connection)
    }

    /// The deal that an earlier version knew by its title alone, if the buyer of the row takes part in it.
    fn titled(
        &self,
        connection: &mut Connection<'_>,
        row: &MappedRow,
        titled: Option<DealId>,
    ) -> Result<Option<DealId>> {
        let Some(id) = titled.filter(|id| !self.deals.values().any(|taken| taken == id)) else {
            return Ok(None);
        };
        let buyers: Vec<PartyId> =
            row.party.keys.iter().filter_map(|key| self.keys.get(key)).map(|key| key.party).collect();
        let parties = participants_of_deal(connection, self.words, id)?;
        Ok(parties.iter().any(|one| buyers.contains(&one.party)).then_some(id))
    }

    /// The evidence of rows that were imported before and have changed since. It never changes, so it can be read
    /// before anything is locked.
    fn load_old(&mut self, connection: &mut Connection<'_>, changed: &[&MappedRow]) -> Result<()> {
        let before = changed.iter().filter_map(|row| self.rows.get(&row.row_key));
        let ids: Vec<EvidenceId> = before
            .flat_map(|row| Imported::read_all(&row.evidence))
            .map(|one| one.id)
            .chain(self.pieces_of_facts())
            .chain(self.pieces_of_other_files())
            .collect();
        if !ids.is_empty() {
            let old = evidence::get_many(connection, &ids)?;
            self.old = old.into_iter().map(|one| (one.id, one)).collect();
        }
        Ok(())
    }

    /// What retracts it.
    fn load_retractions(&mut self, connection: &mut Connection<'_>) -> Result<()> {
        let ids: Vec<EvidenceId> = self.old.keys().copied().collect();
        if ids.is_empty() {
            return Ok(());
        }
        for one in live_retractions(connection, &ids)? {
            if let Some(named) = one.names {
                self.retractions.entry(named).or_default().push(one);
            }
        }
        Ok(())
    }
}

/// Where other rows of the same name would be remembered: a file of companies without ids may have several of one name.
fn namesakes(rows: &[Numbered]) -> Vec<String> {
    let by_name = rows.iter().filter(|one| {
        let first = one.row.party.keys.first();
        first.is_some_and(|key| &*key.system == ORGANIZATION)
    });
    let first_of = by_name.filter_map(|one| one.row.row_key.split('\u{1f}').next());
    first_of.map(second_row_key).collect()
}
