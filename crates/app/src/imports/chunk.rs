//! One chunk of an import: a few hundred rows, decided and stored in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, Participant, SUBJECT};
use casebook_domain::ids::{DealId, EvidenceId, ImportId, LinkId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::party::{Fields, PartyKind, display_name};
use casebook_store::deal::{self, DealRow};
use casebook_store::evidence;
use casebook_store::import::{self, ImportEffect, ImportRow};
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow, Named};

use super::batches::Numbered;
use super::effect::{Kind, Note};
use super::fields::merge;
use super::history::{Imported, digest_of};
use super::mapping::{Key, MappedEvidence, MappedRow, OrganizationRef};
use crate::casebook::Work;
use crate::error::Result;
use crate::evidence::{live_retractions, recorded, retraction};
use crate::parties::new_row;
use crate::projection::project;

/// Rows of the journal's memory that stand for what is in the store, and for what an undo took out.
pub(super) const LIVE: &str = "live";
pub(super) const UNDONE: &str = "undone";

/// What a chunk came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub evidence: u64,
    /// Fields left as somebody edited them.
    pub kept: u64,
    /// Rows that are refused for what they say: their place in the chunk, and why.
    pub rejected: Vec<(usize, String)>,
}

/// Room for the numbers of one row's effects: the party, its organization, and one to spare.
const EFFECTS_A_ROW: i64 = 4;

/// A party that rows of the chunk touch.
struct Touched {
    row: PartyRow,
    /// Made by this chunk: there is nothing of it in the store yet.
    fresh: bool,
    changed: bool,
}

/// A chunk under way: what the store held before, and what it will hold after.
pub(super) struct Chunk<'a, 'w, 'c> {
    work: &'a mut Work<'w, 'c>,
    import: ImportId,
    feed: &'a str,
    rows: HashMap<String, ImportRow>,
    /// The rows that the store had before.
    stored: HashSet<String>,
    keys: HashMap<Key, Named>,
    parties: HashMap<PartyId, Touched>,
    links: HashSet<(PartyId, PartyId, String)>,
    deals: HashMap<Key, DealId>,
    deal_parties: HashMap<DealId, Vec<Participant>>,
    old: HashMap<EvidenceId, Evidence>,
    retractions: HashMap<EvidenceId, Vec<Evidence>>,
    /// Keys given to parties; true where the store has none of that name.
    claims: BTreeMap<Key, (PartyId, bool)>,
    new_links: Vec<LinkRow>,
    evidence: Vec<Evidence>,
    effects: Vec<ImportEffect>,
    /// The number of the next effect: the record it comes from, with room for several.
    seq: i64,
    saved: BTreeMap<String, ImportRow>,
    outcome: Outcome,
}

/// Applies rows to the store within the present transaction.
pub(super) fn apply(
    work: &mut Work<'_, '_>,
    import: ImportId,
    feed: &str,
    rows: &[Numbered],
) -> Result<Outcome> {
    let mut chunk = Chunk {
        work,
        import,
        feed,
        rows: HashMap::new(),
        stored: HashSet::new(),
        keys: HashMap::new(),
        parties: HashMap::new(),
        links: HashSet::new(),
        deals: HashMap::new(),
        deal_parties: HashMap::new(),
        old: HashMap::new(),
        retractions: HashMap::new(),
        claims: BTreeMap::new(),
        new_links: Vec::new(),
        evidence: Vec::new(),
        effects: Vec::new(),
        seq: 0,
        saved: BTreeMap::new(),
        outcome: Outcome::default(),
    };
    chunk.load(rows)?;
    for (place, numbered) in rows.iter().enumerate() {
        chunk.seq = numbered.number as i64 * EFFECTS_A_ROW;
        if let Err(reason) = chunk.row(&numbered.row)? {
            chunk.outcome.rejected.push((place, reason));
        }
    }
    chunk.store()
}

impl Chunk<'_, '_, '_> {
    /// Reads everything that the rows may touch, in a handful of queries, and locks what they may change.
    fn load(&mut self, rows: &[Numbered]) -> Result<()> {
        let row_keys: Vec<&str> = rows.iter().map(|one| one.row.row_key.as_str()).collect();
        let known = import::rows(self.work.connection, self.feed, &row_keys)?;
        self.rows = known.into_iter().flatten().map(|row| (row.row_key.clone(), row)).collect();
        self.stored = self.rows.keys().cloned().collect();
        let changed: Vec<&MappedRow> =
            rows.iter().map(|one| &one.row).filter(|row| !self.is_unchanged(row)).collect();
        let keys: HashSet<&Key> = changed.iter().flat_map(|row| keys_of(row)).collect();
        let keys: Vec<&Key> = keys.into_iter().collect();
        let pairs: Vec<(&str, &str)> = keys.iter().map(|key| (&*key.system, key.value.as_str())).collect();
        let named = party_key::find_many(self.work.connection, &pairs)?;
        self.keys =
            keys.into_iter().zip(named).filter_map(|(key, named)| Some((key.clone(), named?))).collect();
        let by_key = self.keys.values().map(|key| key.party);
        let by_row = changed.iter().filter_map(|row| self.rows.get(&row.row_key)?.party);
        let mut ids: Vec<PartyId> = by_key.chain(by_row).collect();
        ids.sort_unstable();
        ids.dedup();
        self.load_parties(&ids)?;
        self.load_deals(&changed)?;
        self.load_evidence(&changed)
    }

    fn load_parties(&mut self, ids: &[PartyId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        party::lock_many(self.work.connection, ids)?;
        for row in party::get_many(self.work.connection, ids)? {
            self.parties.insert(row.id, Touched { row, fresh: false, changed: false });
        }
        let links = link::of_parties(self.work.connection, ids)?.into_iter().filter(|one| !one.ended);
        self.links = links.map(|one| (one.person, one.organization, one.role)).collect();
        Ok(())
    }

    fn load_deals(&mut self, changed: &[&MappedRow]) -> Result<()> {
        let named = changed.iter().flat_map(|row| &row.evidence).filter_map(|one| one.deal.as_ref());
        let titles: BTreeMap<&Key, &Option<String>> = named.map(|deal| (&deal.key, &deal.title)).collect();
        let pairs: Vec<(&str, &str)> = titles.keys().map(|key| (&*key.system, key.value.as_str())).collect();
        let known = deal::find_many(self.work.connection, &pairs)?;
        let mut made = Vec::new();
        for ((key, title), known) in titles.into_iter().zip(known) {
            let id = known.unwrap_or_else(|| DealId(self.work.casebook.next_id()));
            if known.is_some() {
                let parties = evidence::participants_of_deal(self.work.connection, id)?;
                self.deal_parties.insert(id, parties);
            } else {
                let (system, key) = (key.system.to_string(), key.value.clone());
                made.push(DealRow { id, system, key, title: title.clone(), created_at: self.work.now });
            }
            self.deals.insert(key.clone(), id);
        }
        Ok(deal::insert_many(self.work.connection, &made)?)
    }

    /// The evidence of rows that were imported before and have changed since, and what retracts it.
    fn load_evidence(&mut self, changed: &[&MappedRow]) -> Result<()> {
        let before = changed.iter().filter_map(|row| self.rows.get(&row.row_key));
        let ids: Vec<EvidenceId> =
            before.flat_map(|row| Imported::read_all(&row.evidence)).map(|one| one.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        for one in evidence::get_many(self.work.connection, &ids)? {
            self.old.insert(one.id, one);
        }
        for one in live_retractions(self.work.connection, &ids)? {
            if let Some(named) = one.names {
                self.retractions.entry(named).or_default().push(one);
            }
        }
        Ok(())
    }

    fn is_unchanged(&self, row: &MappedRow) -> bool {
        self.rows
            .get(&row.row_key)
            .is_some_and(|known| known.digest == hexadecimal(&row.digest) && known.state == LIVE)
    }

    /// Decides one row. A refusal leaves no trace of it.
    fn row(&mut self, row: &MappedRow) -> Result<Result<(), String>> {
        if self.is_unchanged(row) {
            self.outcome.unchanged += 1;
            return Ok(Ok(()));
        }
        let found = self.find(row);
        if found.is_none() && row.party.must_exist {
            return Ok(Err(unknown_party(row)));
        }
        let id = match found {
            Some(id) => id,
            None => self.work.casebook.next_party(row.party.kind),
        };
        let drafts = match self.drafts(row, id) {
            Ok(drafts) => drafts,
            Err(reason) => return Ok(Err(reason)),
        };
        let created = self.place(row, id, found.is_some())?;
        let changed = self.fill(row, id, created)?;
        let organization = row.organization.as_ref().map(|one| self.organization(one, id)).transpose()?;
        let appended = self.record(row, id, organization, drafts, created);
        let effect = created || changed || appended > 0;
        match (created, effect) {
            (true, _) => self.outcome.created += 1,
            (false, true) => self.outcome.updated += 1,
            (false, false) => self.outcome.unchanged += 1,
        }
        self.outcome.evidence += appended;
        Ok(Ok(()))
    }

    fn find(&self, row: &MappedRow) -> Option<PartyId> {
        let before = self.rows.get(&row.row_key).and_then(|known| known.party);
        // The first key identifies; the others are only claimed, so that other files can name the party by them.
        before.or_else(|| row.party.keys.first().and_then(|key| self.keys.get(key)).map(|key| key.party))
    }

    /// Checks the row's evidence before anything is changed.
    fn drafts(&self, row: &MappedRow, id: PartyId) -> Result<Vec<(Draft, String)>, String> {
        let words = &self.work.words;
        let known = |vocabulary: &str, stage: &str| words.has_stage(vocabulary, stage);
        let check = |one: &MappedEvidence| {
            let draft = self.draft(one, id).check(self.work.now, &words.kinds, &known);
            draft.map(|draft| (draft, digest_of(one))).map_err(|error| error.to_string())
        };
        row.evidence.iter().map(check).collect()
    }

    fn draft(&self, one: &MappedEvidence, id: PartyId) -> Draft {
        let mut participants = vec![Participant { party: id, role: SUBJECT.to_owned() }];
        let deal = one.deal.as_ref().and_then(|named| self.deals.get(&named.key)).copied();
        let known = deal.and_then(|deal| self.deal_parties.get(&deal));
        for other in known.into_iter().flatten().filter(|other| other.party != id) {
            let role = if other.role == SUBJECT { "participant" } else { other.role.as_str() };
            participants.push(Participant { party: other.party, role: role.to_owned() });
        }
        for (key, role) in &one.others {
            let party = self.keys.get(key).filter(|key| !key.freed).map(|key| key.party);
            participants.extend(
                party.filter(|party| *party != id).map(|party| Participant { party, role: role.clone() }),
            );
        }
        participants.dedup_by_key(|one| one.party);
        Draft {
            kind: one.kind,
            occurred_at: one.occurred_at,
            precision: one.precision,
            deal,
            amount: one.amount,
            product_line: one.product_line.clone(),
            names: None,
            detail: one.detail.clone(),
            participants,
        }
    }

    /// Makes the party, or brings back one that undoing an import had hidden. True if the row made it appear.
    fn place(&mut self, row: &MappedRow, id: PartyId, known: bool) -> Result<bool> {
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
            let new = self.keys.insert(key.clone(), Named { party: id, freed: false }).is_none();
            self.claims.insert(key, (id, new));
        }
        if !known {
            self.make(id, row.party.kind, &row.fields, row.party.keys.first());
            return Ok(true);
        }
        let undone = self.rows.get(&row.row_key).is_some_and(|known| known.state == UNDONE);
        let Some(touched) = self.parties.get_mut(&id) else { return Ok(false) };
        if touched.row.hidden && (was_freed || undone) {
            touched.row.hidden = false;
            touched.changed = true;
            self.effect(Kind::Revived, Some(row), id, &Note::default());
            return Ok(true);
        }
        Ok(false)
    }

    fn make(&mut self, id: PartyId, kind: PartyKind, fields: &Fields, key: Option<&Key>) {
        debug_assert_eq!(id.kind(), kind);
        let mut fields = fields.clone();
        let name = display_name(&fields).or_else(|| key.map(|key| key.value.clone()));
        fields.insert("name".to_owned(), name.unwrap_or_else(|| id.to_string()));
        let row = new_row(id, fields, self.work.now);
        self.parties.insert(id, Touched { row, fresh: true, changed: false });
    }

    /// Merges the row's fields into the party. True if that changed it.
    fn fill(&mut self, row: &MappedRow, id: PartyId, created: bool) -> Result<bool> {
        let before = self.rows.get(&row.row_key).filter(|known| known.state == LIVE).cloned();
        let previous: Option<Fields> =
            before.as_ref().and_then(|known| serde_json::from_str(&known.fields).ok());
        let mut now = row.fields.clone();
        if let (None, Some(name)) = (now.get("name"), named(&row.fields)) {
            now.insert("name".to_owned(), name);
        }
        let saved = serde_json::to_string(&now).unwrap_or_default();
        let Some(touched) = self.parties.get_mut(&id) else { return Ok(false) };
        let mut changed = false;
        let mut note = Note { row: before.as_ref().map(Into::into), fields: None };
        if !touched.fresh {
            let merged = merge(&touched.row.fields, previous.as_ref(), &now);
            self.outcome.kept += merged.kept.len() as u64;
            changed = merged.fields != touched.row.fields;
            if changed {
                note.fields = Some((touched.row.fields.clone(), merged.fields.clone()));
                touched.row.fields = merged.fields;
                touched.changed = true;
            }
        }
        let kind = if touched.fresh && created { Kind::Created } else { Kind::Updated };
        self.effect(kind, Some(row), id, &note);
        let known = ImportRow {
            feed: self.feed.to_owned(),
            row_key: row.row_key.clone(),
            party: Some(id),
            import: self.import,
            digest: hexadecimal(&row.digest),
            fields: saved,
            evidence: String::new(),
            state: LIVE.to_owned(),
        };
        self.saved.insert(row.row_key.clone(), known);
        Ok(changed)
    }

    /// The row's organization, made if it is new, and the link to it.
    fn organization(&mut self, named: &OrganizationRef, person: PartyId) -> Result<PartyId> {
        let known = named.keys.iter().find_map(|key| self.keys.get(key)).copied();
        let id = match known {
            Some(key) => key.party,
            None => self.work.casebook.next_party(PartyKind::Organization),
        };
        let revived = known.is_some_and(|key| key.freed);
        for key in named
            .keys
            .iter()
            .filter(|key| self.keys.get(*key).is_none_or(|key| key.freed))
            .cloned()
            .collect::<Vec<_>>()
        {
            let new = self.keys.insert(key.clone(), Named { party: id, freed: false }).is_none();
            self.claims.insert(key, (id, new));
        }
        if known.is_none() {
            let fields = [("name".to_owned(), named.name.clone())].into_iter().collect();
            self.make(id, PartyKind::Organization, &fields, None);
            self.effect(Kind::Created, None, id, &Note::default());
        }
        if let Some(touched) = self.parties.get_mut(&id).filter(|touched| revived && touched.row.hidden) {
            touched.row.hidden = false;
            touched.changed = true;
            self.effect(Kind::Revived, None, id, &Note::default());
        }
        if known.is_none() || revived {
            self.append(learned(id));
            self.outcome.evidence += 1;
        }
        if person.kind() == PartyKind::Person && self.links.insert((person, id, named.role.clone())) {
            self.new_links.push(LinkRow {
                id: LinkId(self.work.casebook.next_id()),
                person,
                organization: id,
                role: named.role.clone(),
                from_at: None,
                to_at: None,
                import: Some(self.import),
                ended: false,
            });
        }
        Ok(id)
    }

    /// Brings the row's evidence to what the file says now: appends, retracts, or revives what an undone
    /// import had retracted. Says how many pieces that took, corrections aside.
    fn record(
        &mut self,
        row: &MappedRow,
        id: PartyId,
        organization: Option<PartyId>,
        drafts: Vec<(Draft, String)>,
        created: bool,
    ) -> u64 {
        let before = self.rows.get(&row.row_key).cloned();
        let mut old: Vec<Imported> =
            before.iter().flat_map(|known| Imported::read_all(&known.evidence)).collect();
        let mut drafts = drafts;
        let was_learned = old.iter().any(|one| one.digest.is_empty());
        if drafts.is_empty() && (created || was_learned) {
            drafts.push((learned(id), String::new()));
        }
        let (mut now, mut count) = (Vec::new(), 0);
        for (mut draft, digest) in drafts {
            if let Some(place) = old.iter().position(|one| one.digest == digest) {
                let kept = old.swap_remove(place);
                count += self.revive(kept.id);
                now.push(kept);
                continue;
            }
            if let Some(organization) = organization.filter(|_| draft.deal.is_some()) {
                draft.participants.push(Participant { party: organization, role: "organization".to_owned() });
            }
            let appended = self.append(draft);
            now.push(Imported { id: appended, digest });
            count += 1;
        }
        for gone in old {
            count += self.retract(gone.id);
        }
        if let Some(saved) = self.saved.get_mut(&row.row_key) {
            saved.evidence = Imported::write_all(&now);
            self.rows.insert(row.row_key.clone(), saved.clone());
        }
        count
    }

    fn append(&mut self, draft: Draft) -> EvidenceId {
        let one = recorded(self.work, draft);
        let id = one.id;
        if let Some(deal) = one.deal {
            let known = self.deal_parties.entry(deal).or_default();
            for participant in &one.participants {
                if !known.iter().any(|other| other.party == participant.party) {
                    known.push(participant.clone());
                }
            }
        }
        self.evidence.push(one);
        id
    }

    /// Retracts what keeps a piece dead because an import was undone; a person's retraction stands.
    fn revive(&mut self, id: EvidenceId) -> u64 {
        let against = self.retractions.remove(&id).unwrap_or_default();
        let undone: Vec<Evidence> =
            against.into_iter().filter(|one| one.detail.text("undone").is_some()).collect();
        for one in &undone {
            let draft = retraction(self.work, one, "imported again");
            self.append(draft);
        }
        u64::from(!undone.is_empty())
    }

    fn retract(&mut self, id: EvidenceId) -> u64 {
        let dead = self.retractions.contains_key(&id);
        let Some(one) = self.old.get(&id).filter(|_| !dead) else { return 0 };
        let draft = retraction(self.work, one, "the file says otherwise now");
        self.append(draft);
        1
    }

    fn effect(&mut self, kind: Kind, row: Option<&MappedRow>, party: PartyId, note: &Note) {
        self.effects.push(ImportEffect {
            import: self.import,
            seq: self.seq,
            feed: self.feed.to_owned(),
            row_key: row.map(|row| row.row_key.clone()).unwrap_or_default(),
            party: Some(party),
            effect: kind.word().to_owned(),
            before: note.to_json(),
        });
        self.seq += 1;
    }

    /// Writes everything, and brings facts and periods up to date.
    fn store(self) -> Result<Outcome> {
        let Self {
            work,
            import,
            stored,
            parties,
            claims,
            new_links,
            evidence: pieces,
            effects,
            saved,
            outcome,
            ..
        } = self;
        let fresh: Vec<PartyRow> =
            parties.values().filter(|one| one.fresh).map(|one| one.row.clone()).collect();
        party::insert_many(work.connection, &fresh)?;
        for touched in parties.values().filter(|one| one.changed && !one.fresh) {
            let row = PartyRow { updated_at: work.now, ..touched.row.clone() };
            party::update(work.connection, &row)?;
        }
        // What is new is inserted, not put in place: if another process made it at this moment, that is a
        // conflict, and the chunk is decided again by what is there then.
        let (new, freed): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(_, (_, new))| *new);
        party_key::insert_many(work.connection, &claimed(new))?;
        party_key::put_many(work.connection, &claimed(freed))?;
        let is_fresh = |party: PartyId| parties.get(&party).is_some_and(|one| one.fresh);
        let (new, known): (Vec<_>, Vec<_>) = new_links.into_iter().partition(|one| is_fresh(one.person));
        link::insert_many(work.connection, &new)?;
        link::put_many(work.connection, &known)?;
        evidence::insert_many(work.connection, &pieces, Some(import))?;
        let (known, new): (Vec<_>, Vec<_>) =
            saved.into_values().partition(|row| stored.contains(&row.row_key));
        import::insert_rows(work.connection, &new)?;
        import::put_rows(work.connection, &known)?;
        import::insert_effects(work.connection, &effects)?;
        project(work, &pieces, is_fresh)?;
        Ok(outcome)
    }
}

fn claimed(claims: Vec<(Key, (PartyId, bool))>) -> Vec<KeyRow> {
    let row = |(key, (party, _)): (Key, (PartyId, bool))| {
        let system = key.system.to_string();
        KeyRow { system, value: key.value, party, freed: false }
    };
    claims.into_iter().map(row).collect()
}

fn keys_of(row: &MappedRow) -> impl Iterator<Item = &Key> {
    let organization = row.organization.iter().flat_map(|one| &one.keys);
    let others = row.evidence.iter().flat_map(|one| one.others.iter().map(|(key, _)| key));
    row.party.keys.iter().chain(organization).chain(others)
}

/// That a party's details are known, from nobody knows when: a file's age says nothing of its rows.
fn learned(id: PartyId) -> Draft {
    Draft::about(id, k::DETAILS_LEARNED, None)
}

fn unknown_party(row: &MappedRow) -> String {
    let keys = row.party.keys.iter().map(|key| format!("{}/{}", key.system, key.value));
    format!("there is no party {}; import or add it first", keys.collect::<Vec<_>>().join(" or "))
}

/// A digest as text.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name that a row itself gives; a mail or a number is none.
fn named(fields: &Fields) -> Option<String> {
    let given = ["name", "first_name", "last_name"].into_iter().any(|name| fields.contains_key(name));
    if given { display_name(fields) } else { None }
}
