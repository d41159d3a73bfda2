//! One chunk of an import: a few hundred rows, decided and stored in one transaction.

mod about;
mod deals;
mod facts;
mod identity;
mod keys;
mod known;
mod load;
mod other_files;
mod own_fields;
mod parents;
mod ready;
mod record;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, Participant, parties_of};
use casebook_domain::ids::{DealId, EvidenceId, ImportId, PartyId};
use casebook_domain::key::OWN_ID;
use casebook_domain::kind::KindCode;
use casebook_domain::kind::built_in as k;
use casebook_domain::party::Fields;
use casebook_domain::text::hexadecimal;
use casebook_domain::time::Timestamp;
use casebook_store::evidence;
use casebook_store::import::{self, ImportRow};
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow, Named};
use casebook_tables::mapping::{Key, MappedRow};

use super::batches::Numbered;
use super::effect::Note;
use super::history::Imported;
use super::missing::Missing;
use super::report::KeptValue;
use crate::desk::deals::{NewDeal, insert_new};
use crate::desk::projection::project;
use crate::desk::{About, Definitions, Session, Work};
use crate::error::Result;
use crate::parties::difference;

pub(in crate::transfer::imports) use keys::keys_of;
pub(in crate::transfer::imports) use known::may_lose;
pub(in crate::transfer::imports) use other_files::in_other_files;
pub(in crate::transfer::imports) use ready::{Ready, make_ready};

/// Rows of the journal's memory that stand for what is in the store, and for what an undo took out.
pub(crate) const LIVE: &str = "live";
pub(crate) const UNDONE: &str = "undone";

/// What a chunk came to.
#[derive(Clone, Debug, Default)]
pub(in crate::transfer::imports) struct Outcome {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub evidence: u64,
    /// Rows about parties that are hidden.
    pub hidden: u64,
    /// Values of the file that lost against others.
    pub kept: Vec<KeptValue>,
    /// Whether the store knew nothing of any row before.
    pub is_new: bool,
    /// Rows that are refused for what they say: their place in the chunk, and why.
    pub rejected: Vec<(usize, String)>,
}

/// A party that rows of the chunk touch.
struct Touched {
    row: PartyRow,
    /// Made by this chunk: there is nothing of it in the store yet.
    fresh: bool,
    changed: bool,
    /// Its fields before the first change.
    before: Option<Fields>,
}

/// A key that is given to a party.
#[derive(Clone, Copy)]
struct Claim {
    party: PartyId,
    /// Nobody ever had it. Should another process give it away at the same moment, one of both starts anew.
    is_new: bool,
}

/// A chunk under way: what the store held before, and what it will hold after.
struct Chunk<'a> {
    session: &'a Session,
    words: &'a Definitions,
    now: Timestamp,
    import: ImportId,
    feed: &'a str,
    /// What the file has no columns for any more.
    missing: Arc<Missing>,
    /// Rows as the store has them.
    rows: HashMap<String, ImportRow>,
    keys: HashMap<Key, Named>,
    /// Whom Casebook's own ids name.
    own_ids: HashMap<Key, PartyId>,
    /// Who has an id in which system, as far as it matters for telling parties apart.
    systems: HashSet<(PartyId, Arc<str>)>,
    parties: HashMap<PartyId, Touched>,
    links: HashSet<(PartyId, PartyId, String)>,
    /// Organizations that rows put below others.
    parents: Vec<(PartyId, PartyId)>,
    deals: HashMap<Key, DealId>,
    new_deals: Vec<NewDeal>,
    deal_terms: HashMap<DealId, deals::DealTerms>,
    deal_parties: HashMap<DealId, Vec<Participant>>,
    old: HashMap<EvidenceId, Evidence>,
    retractions: HashMap<EvidenceId, Vec<Evidence>>,
    facts: facts::RowsOfFacts,
    other_files: other_files::OtherFiles,
    /// What lives of those of whom rows may take back the last.
    live: HashMap<PartyId, Vec<(EvidenceId, KindCode)>>,
    /// Pieces that rows have taken back and brought back.
    taken_back: HashSet<EvidenceId>,
    revived: HashSet<EvidenceId>,
    losses: Vec<known::Loss>,
    claims: BTreeMap<Key, Claim>,
    /// Keys of hidden parties that rows about those who are seen have taken.
    passed: Vec<(Key, PartyId, PartyId)>,
    new_links: Vec<LinkRow>,
    evidence: Vec<Evidence>,
    effects: Vec<(Action, About)>,
    saved: BTreeMap<String, ImportRow>,
    outcome: Outcome,
}

/// Applies rows to the store within the present transaction.
pub(in crate::transfer::imports) fn apply(
    work: &mut Work<'_, '_>,
    import: ImportId,
    feed: &str,
    missing: &Arc<Missing>,
    rows: &[Numbered],
) -> Result<Outcome> {
    work.join(import.into());
    let words = Arc::clone(&work.words);
    let mut chunk = Chunk::new((work.session, &words, work.now), import, feed);
    chunk.missing = Arc::clone(missing);
    chunk.load(work.connection, rows)?;
    chunk.load_live(work, rows)?;
    chunk.decide(rows);
    chunk.store(work)
}

impl<'a> Chunk<'a> {
    /// A chunk that knows of nothing in the store.
    fn new(
        (session, words, now): (&'a Session, &'a Definitions, Timestamp),
        import: ImportId,
        feed: &'a str,
    ) -> Self {
        Self {
            session,
            words,
            now,
            import,
            feed,
            missing: Arc::default(),
            rows: HashMap::new(),
            keys: HashMap::new(),
            own_ids: HashMap::new(),
            systems: HashSet::new(),
            parties: HashMap::new(),
            links: HashSet::new(),
            parents: Vec::new(),
            deals: HashMap::new(),
            new_deals: Vec::new(),
            deal_terms: HashMap::new(),
            deal_parties: HashMap::new(),
            old: HashMap::new(),
            retractions: HashMap::new(),
            facts: facts::RowsOfFacts::default(),
            other_files: other_files::OtherFiles::default(),
            live: HashMap::new(),
            taken_back: HashSet::new(),
            revived: HashSet::new(),
            losses: Vec::new(),
            claims: BTreeMap::new(),
            passed: Vec::new(),
            new_links: Vec::new(),
            evidence: Vec::new(),
            effects: Vec::new(),
            saved: BTreeMap::new(),
            outcome: Outcome { is_new: true, ..Outcome::default() },
        }
    }

    /// Decides all rows, one after the other.
    fn decide(&mut self, rows: &[Numbered]) {
        for (place, numbered) in rows.iter().enumerate() {
            if let Err(reason) = self.row(&numbered.row) {
                self.outcome.rejected.push((place, reason));
            }
        }
        self.keep_known();
    }

    /// A row as it was imported last, in this chunk or before.
    fn known(&self, row_key: &str) -> Option<&ImportRow> {
        self.saved.get(row_key).or_else(|| self.rows.get(row_key))
    }

    fn is_unchanged(&self, row: &MappedRow) -> bool {
        self.known(&row.row_key)
            .is_some_and(|known| known.digest == hexadecimal(&row.digest) && known.state == LIVE)
    }

    /// Decides one row. A refusal leaves no trace of it.
    fn row(&mut self, row: &MappedRow) -> Result<(), String> {
        if self.is_unchanged(row) {
            self.confirm(row);
            self.outcome.unchanged += 1;
            return Ok(());
        }
        let row = &*self.with_stored_deal(own_fields::fitted(self.words, row)?);
        let found = self.find(row)?;
        if found.party().is_none() && row.party.must_exist {
            return Err(unknown_party(row));
        }
        let id = found.party().unwrap_or_else(|| self.session.next_party(row.party.kind));
        let drafts = self.drafts(row, id)?;
        let before = self.known(&row.row_key).cloned();
        let before = before.or_else(|| self.row_of_facts(row, id)).or_else(|| self.row_of_deal(row));
        let created = self.place(row, id, &found);
        self.outcome.hidden += u64::from(self.is_hidden(id));
        let (changed, saved) = self.fill(row, id, created, before.as_ref());
        self.take_deal_terms(row, id);
        let organization = row.organization.as_ref().map(|one| (self.organization(one, id), one));
        // A parent takes no part in the deals of those below it.
        let account = organization.filter(|(_, one)| !parents::is_parent(id.kind(), one));
        let account = account.map(|(organization, _)| organization);
        let (now, appended) = self.record((id, account), drafts, created, before);
        if let Some(saved) = saved {
            let saved = ImportRow { evidence: Imported::write_all(&now), ..saved };
            self.saved.insert(row.row_key.clone(), saved);
        }
        let effect = created || changed || appended > 0;
        match (created, effect) {
            (true, _) => self.outcome.created += 1,
            (false, true) => self.outcome.updated += 1,
            (false, false) => self.outcome.unchanged += 1,
        }
        self.outcome.evidence += appended;
        Ok(())
    }

    /// Notes that this run found a row as it was: what an earlier one brought stays then when that is undone.
    fn confirm(&mut self, row: &MappedRow) {
        let import = self.import;
        if let Some(known) = self.rows.get(&row.row_key).filter(|_| !self.saved.contains_key(&row.row_key)) {
            let confirmed = ImportRow { import, ..known.clone() };
            self.saved.insert(row.row_key.clone(), confirmed);
        }
    }

    fn effect(&mut self, kind: Action, row: Option<&MappedRow>, party: PartyId, note: &Note) {
        let about = About {
            record: Some(party.0),
            row_key: row.map(|row| row.row_key.clone()),
            party: None,
            detail: note.to_json(),
        };
        self.effects.push((kind, about));
    }

    /// Writes everything, and brings facts and periods up to date.
    fn store(self, work: &mut Work<'_, '_>) -> Result<Outcome> {
        let Self {
            import,
            rows,
            parties,
            claims,
            passed,
            new_links,
            parents,
            new_deals,
            deal_terms,
            evidence: pieces,
            effects,
            saved,
            mut outcome,
            ..
        } = self;
        let mut fresh: Vec<PartyRow> =
            parties.values().filter(|one| one.fresh).map(|one| one.row.clone()).collect();
        // In the order of the table, at whose end they go.
        fresh.sort_unstable_by_key(|row| row.id);
        let mut touched: Vec<PartyId> =
            parties.values().filter(|one| one.fresh || one.changed).map(|one| one.row.id).collect();
        touched.extend(new_links.iter().flat_map(|one| [one.person, one.organization]));
        party::insert_many(work.connection, &fresh)?;
        for touched in parties.values().filter(|one| one.changed && !one.fresh) {
            let row = PartyRow { updated_at: work.now, ..touched.row.clone() };
            party::update(work.connection, &row)?;
            if let Some(before) = &touched.before {
                work.enter(Action::PartyImported, About::party(row.id, difference(before, &row.fields)));
            }
        }
        note_ids(work, &claims, |party| parties.get(&party).is_some_and(|one| one.fresh));
        let (new, freed): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(_, claim)| claim.is_new);
        party_key::insert_many(work.connection, &new.into_iter().map(key_row).collect::<Vec<_>>())?;
        let freed = freed.iter().map(|(key, claim)| (&*key.system, key.value.as_str(), claim.party));
        party_key::claim_many(work.connection, &freed.collect::<Vec<_>>())?;
        pass_on(work, &passed)?;
        let is_fresh = |party: PartyId| parties.get(&party).is_some_and(|one| one.fresh);
        let (new, known): (Vec<_>, Vec<_>) = new_links.into_iter().partition(|one| is_fresh(one.person));
        link::insert_many(work.connection, &new)?;
        link::put_many(work.connection, &known)?;
        outcome.kept.extend(parents::put(work, &parents)?);
        evidence::insert_many(work.connection, &pieces, import.into())?;
        work.count_evidence(pieces.len());
        let (known, new): (Vec<_>, Vec<_>) =
            saved.into_values().partition(|row| rows.contains_key(&row.row_key));
        import::insert_rows(work.connection, &new)?;
        import::put_rows(work.connection, &known)?;
        for (action, about) in effects {
            work.enter(action, about);
        }
        project(work, &pieces, is_fresh)?;
        insert_new(work, &deals::named(new_deals, deal_terms, &pieces), &pieces)?;
        touched.extend(parties_of(&pieces));
        touched.sort_unstable();
        touched.dedup();
        work.announce(Action::RowsImported, &import.to_string(), touched);
        Ok(outcome)
    }
}

/// Gives keys of hidden parties to others, so that an undo gives them back.
fn pass_on(work: &mut Work<'_, '_>, passed: &[(Key, PartyId, PartyId)]) -> Result<()> {
    for (key, from, to) in passed {
        party_key::pass_on(work.connection, (&key.system, &key.value), *from, *to)?;
        let detail = serde_json::json!({ "keys": [(&*key.system, &key.value)] }).to_string();
        for (action, party) in [(Action::KeysRemoved, from), (Action::KeysAdded, to)] {
            work.enter(action, About { party: None, ..About::party(*party, detail.clone()) });
        }
    }
    Ok(())
}

/// Notes the ids that rows give to those who were there before, so that an undo takes them back.
fn note_ids(work: &mut Work<'_, '_>, claims: &BTreeMap<Key, Claim>, is_fresh: impl Fn(PartyId) -> bool) {
    let mut given: BTreeMap<PartyId, Vec<(&str, &str)>> = BTreeMap::new();
    let ids = claims.iter().filter(|(key, claim)| keys::is_id(key) && !is_fresh(claim.party));
    for (key, claim) in ids {
        given.entry(claim.party).or_default().push((&key.system, &key.value));
    }
    for (party, keys) in given {
        let detail = serde_json::json!({ "keys": keys }).to_string();
        work.enter(Action::KeysAdded, About { party: None, ..About::party(party, detail) });
    }
}

fn key_row((key, claim): (Key, Claim)) -> KeyRow {
    KeyRow { system: key.system.to_string(), value: key.value, party: claim.party, freed: false }
}

/// The deal that says whom a row is about, where nothing else does.
fn deal_of(row: &MappedRow) -> Option<&Key> {
    let deal = row.evidence.iter().find_map(|one| one.deal.as_ref())?;
    row.party.keys.is_empty().then_some(&deal.key)
}

/// The party that a key names by Casebook's own id, whether it is there or not.
pub(in crate::transfer::imports) fn own_id(key: &Key) -> Option<PartyId> {
    if &*key.system == OWN_ID { PartyId::parse(&key.value) } else { None }
}

/// That a party's details are known, from nobody knows when: a file's age says nothing of its rows.
fn learned(id: PartyId) -> Draft {
    Draft::about(id, k::DETAILS_LEARNED, None)
}

fn unknown_party(row: &MappedRow) -> String {
    if let (true, Some(deal)) = (row.party.keys.is_empty(), deal_of(row)) {
        return format!("there is no deal {}/{}; import the deals first", deal.system, deal.value);
    }
    let keys = row.party.keys.iter().map(|key| match key.system.strip_prefix(':') {
        // Casebook's own systems have names for itself alone.
        Some(_) => format!("`{}`", key.value),
        None => format!("{}/{}", key.system, key.value),
    });
    format!("there is no party {}; import or add it first", keys.collect::<Vec<_>>().join(" or "))
}
