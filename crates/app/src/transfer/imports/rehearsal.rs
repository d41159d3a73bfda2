//! A dry run: the import happens in a casebook of its own, into which what the rows touch is copied first, and
//! which is thrown away at the end. So what it says is what an import would do.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use casebook_domain::deals::DEAL;
use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{ChangeSetId, DealId, EvidenceId, ImportId, PartyId, RecordId};
use casebook_domain::kind::Kinds;
use casebook_store::deal;
use casebook_store::import::{self, ImportRow};
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow};
use casebook_store::record::{self, RecordRow};
use casebook_store::record_key::{self, RecordKey};
use casebook_store::{Connection, DatabaseUrl, Store, evidence};
use casebook_tables::mapping::Key;
use tempfile::TempDir;

use super::batches::Numbered;
use super::chunk::{Outcome, apply, in_other_files, keys_of, may_lose, own_id};
use super::history::Imported;
use super::missing::Missing;
use crate::desk::Definitions;
use crate::desk::derivations::Derivations;
use crate::desk::projection::rows_of;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::parties::{StageNow, stages_now};

/// Where a dry run happens.
pub(super) struct Rehearsal {
    store: Store,
    missing: Arc<Missing>,
    // Held until the store is no longer needed.
    _folder: TempDir,
}

/// What the rows of a batch may touch, as it really is.
struct Scene {
    words: Arc<Definitions>,
    rows: Vec<ImportRow>,
    keys: Vec<KeyRow>,
    parties: Vec<PartyRow>,
    links: Vec<LinkRow>,
    deals: Vec<RecordRow>,
    deal_keys: Vec<(RecordId, RecordKey)>,
    evidence: Vec<Evidence>,
}

impl Rehearsal {
    /// An empty one.
    pub fn new(session: &Session, missing: Arc<Missing>) -> Result<Self> {
        let folder = tempfile::tempdir().map_err(|error| Error::file(&std::env::temp_dir(), error))?;
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("dry-run.db")))?;
        store.migrate(session.now())?;
        Ok(Self { store, missing, _folder: folder })
    }

    /// Whom the rows are about that were applied.
    pub fn parties(&self, feed: &str) -> Result<HashSet<PartyId>> {
        let parties = self.store.read(|connection| import::parties_of_run(connection, feed, ImportId(0)))?;
        Ok(parties.into_iter().collect())
    }

    /// Applies rows as the import would.
    pub fn run(&self, session: &Session, feed: &str, rows: Vec<Numbered>) -> Result<Outcome> {
        let missing = Arc::clone(&self.missing);
        let files = (feed, missing.feeds_of_deals.as_slice());
        let scene = session.read(|connection, words| Scene::read(connection, words, files, &rows))?;
        let (session, feed, now) = (session.clone(), feed.to_owned(), session.now());
        self.store.write(move |connection| {
            scene.set(connection)?;
            let words = Arc::clone(&scene.words);
            let mut work = Work::begin(connection, words, now, &session);
            // Here its parties have other evidence than there.
            work.derivations = Derivations::default();
            apply(&mut work, ImportId(0), &feed, &missing, &rows)
        })
    }
}

impl Rehearsal {
    /// The stages that the party of each row has come to, in every vocabulary; none for a row without a party.
    pub fn stages(&self, session: &Session, feed: &str, row_keys: &[&str]) -> Result<Vec<Vec<StageNow>>> {
        let played: Vec<Option<(PartyId, Vec<Evidence>)>> = self.store.read(|connection| {
            let rows = import::rows(connection, feed, row_keys)?;
            let mut read = |party| Ok::<_, Error>((party, evidence::of_party(connection, party)?));
            rows.into_iter().map(|row| row.and_then(|row| row.party).map(&mut read).transpose()).collect()
        })?;
        let now = session.now();
        session.read(|connection, words| {
            let staged = |one| match one {
                Some((party, mut all)) => {
                    all = with_known(evidence::of_party(connection, party)?, all);
                    let pieces: Vec<_> = all.iter().map(|one| one.piece_for(party)).collect();
                    Ok(stages_now(words, &rows_of(words, party, &pieces).stages, now))
                }
                None => Ok(Vec::new()),
            };
            played.into_iter().map(staged).collect()
        })
    }
}

/// What is known of a party and what was played, of which only a part was copied from there; each piece once.
fn with_known(known: Vec<Evidence>, mut played: Vec<Evidence>) -> Vec<Evidence> {
    played.extend(known);
    played.sort_by_key(|one| one.id);
    played.dedup_by_key(|one| one.id);
    played
}

impl Scene {
    fn read(
        connection: &mut Connection<'_>,
        words: &Definitions,
        (feed, others): (&str, &[String]),
        numbered: &[Numbered],
    ) -> Result<Self> {
        // Equal rows are one.
        let row_keys: BTreeSet<&str> = numbered.iter().map(|one| one.row.row_key.as_str()).collect();
        let row_keys: Vec<&str> = row_keys.into_iter().collect();
        let mut rows: Vec<ImportRow> =
            import::rows(connection, feed, &row_keys)?.into_iter().flatten().collect();
        let in_others: Vec<(&str, Key, String)> =
            numbered.iter().flat_map(|one| in_other_files(&one.row, feed, others)).collect();
        for other in others {
            let keys = in_others.iter().filter(|(feed, ..)| feed == other).map(|(.., key)| key.as_str());
            let keys: BTreeSet<&str> = keys.collect();
            let found = import::rows(connection, other, &keys.into_iter().collect::<Vec<_>>())?;
            rows.extend(found.into_iter().flatten());
        }
        let keys: Vec<Cow<'_, Key>> = numbered.iter().flat_map(|one| keys_of(&one.row)).collect();
        let wanted: Vec<(&str, &str)> = keys.iter().map(|key| (&*key.system, key.value.as_str())).collect();
        let named = party_key::find_many(connection, &wanted)?;
        let mut ids: Vec<PartyId> = named.into_iter().flatten().map(|key| key.party).collect();
        ids.extend(rows.iter().filter_map(|row| row.party));
        ids.extend(numbered.iter().flat_map(|one| &one.row.party.keys).filter_map(own_id));
        ids.sort_unstable();
        ids.dedup();
        let deals = numbered.iter().flat_map(|one| &one.row.evidence).filter_map(|one| one.deal.as_ref());
        let deals: Vec<(&str, &str)> = deals
            .flat_map(|deal| [Some(&deal.key), deal.by_title.as_ref()])
            .flatten()
            .chain(in_others.iter().map(|(_, key, _)| key))
            .map(|key| (&*key.system, key.value.as_str()))
            .collect();
        let mut deals: Vec<DealId> = deal::find_many(connection, &deals)?.into_iter().flatten().collect();
        deals.sort_unstable();
        deals.dedup();
        let records: Vec<RecordId> = deals.iter().map(|id| RecordId(id.0)).collect();
        let pieces: Vec<EvidenceId> =
            rows.iter().flat_map(|row| Imported::read_all(&row.evidence)).map(|one| one.id).collect();
        let mut evidence = evidence_of(connection, pieces, &deals)?;
        evidence.extend(evidence_left(connection, &words.kinds, numbered, &rows, &evidence)?);
        Ok(Self {
            words: Arc::new(words.clone()),
            evidence,
            keys: party_key::of_parties(connection, &ids)?.into_values().flatten().collect(),
            parties: party::get_many(connection, &ids)?,
            links: links_of(connection, &ids)?,
            deals: record::get_many(connection, &records)?,
            deal_keys: record_key::of_records(connection, &records)?,
            rows,
        })
    }

    /// Copies what is not there yet; what is there may have been changed by earlier rows.
    fn set(&self, connection: &mut Connection<'_>) -> Result<()> {
        let feeds: BTreeSet<&str> = self.rows.iter().map(|row| row.feed.as_str()).collect();
        for feed in feeds {
            let rows: Vec<ImportRow> = self.rows.iter().filter(|row| row.feed == feed).cloned().collect();
            let row_keys: Vec<&str> = rows.iter().map(|row| row.row_key.as_str()).collect();
            let known = import::rows(connection, feed, &row_keys)?;
            import::insert_rows(connection, &missing(&rows, &known))?;
        }
        let keys: Vec<(&str, &str)> =
            self.keys.iter().map(|key| (key.system.as_str(), key.value.as_str())).collect();
        let known = party_key::find_many(connection, &keys)?;
        party_key::insert_many(connection, &missing(&self.keys, &known))?;
        let ids: Vec<PartyId> = self.parties.iter().map(|row| row.id).collect();
        let known: Vec<PartyId> = party::get_many(connection, &ids)?.iter().map(|row| row.id).collect();
        let new: Vec<PartyRow> =
            self.parties.iter().filter(|row| !known.contains(&row.id)).cloned().collect();
        party::insert_many(connection, &new)?;
        link::put_many(connection, &self.links)?;
        self.set_deals(connection)?;
        let ids: Vec<EvidenceId> = self.evidence.iter().map(|one| one.id).collect();
        let known: Vec<EvidenceId> = evidence::get_many(connection, &ids)?.iter().map(|one| one.id).collect();
        let new: Vec<Evidence> =
            self.evidence.iter().filter(|one| !known.contains(&one.id)).cloned().collect();
        Ok(evidence::insert_many(connection, &new, ChangeSetId(0))?)
    }
}

impl Scene {
    fn set_deals(&self, connection: &mut Connection<'_>) -> Result<()> {
        let ids: Vec<RecordId> = self.deals.iter().map(|row| row.id).collect();
        let known: Vec<RecordId> = record::get_many(connection, &ids)?.iter().map(|row| row.id).collect();
        let new: Vec<RecordRow> = self.deals.iter().filter(|row| !known.contains(&row.id)).cloned().collect();
        record::insert_many(connection, &new)?;
        let keys: Vec<_> = self.deal_keys.iter().filter(|(id, _)| !known.contains(id)).cloned().collect();
        Ok(record_key::insert_many(connection, DEAL, &keys)?)
    }
}

/// The links of parties. What files have linked is the dry run's own: there are no other imports in its store.
fn links_of(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<Vec<LinkRow>> {
    let mut links = link::of_parties(connection, parties)?;
    for link in links.iter_mut().filter(|link| link.is_of_tree()) {
        let by = link.change_set.map(|set| import::run(connection, ImportId(set.0))).transpose()?.flatten();
        if by.is_some() {
            link.change_set = Some(ChangeSetId(0));
        }
    }
    Ok(links)
}

/// These pieces, everything that names them and so on, and what was recorded of the deals; each once.
fn evidence_of(
    connection: &mut Connection<'_>,
    mut wanted: Vec<EvidenceId>,
    deals: &[DealId],
) -> Result<Vec<Evidence>> {
    let mut all = evidence::get_many(connection, &wanted)?;
    all.extend(evidence::of_deals(connection, deals)?);
    while !wanted.is_empty() {
        let found = evidence::naming(connection, &wanted)?;
        wanted = found.iter().map(|one| one.id).collect();
        all.extend(found);
    }
    all.sort_by_key(|one| one.id);
    all.dedup_by_key(|one| one.id);
    Ok(all)
}

/// What else is known of those of whom rows may take back the last.
fn evidence_left(
    connection: &mut Connection<'_>,
    kinds: &Kinds,
    numbered: &[Numbered],
    rows: &[ImportRow],
    read: &[Evidence],
) -> Result<Vec<Evidence>> {
    let known: HashMap<&str, &ImportRow> = rows.iter().map(|row| (row.row_key.as_str(), row)).collect();
    let known = |one: &&Numbered| known.get(one.row.row_key.as_str()).copied();
    let losing = numbered.iter().filter(|one| may_lose(kinds, &one.row, known(one)));
    let parties: BTreeSet<PartyId> = losing.filter_map(|one| known(&one)?.party).collect();
    let read: HashSet<EvidenceId> = read.iter().map(|one| one.id).collect();
    let mut left = BTreeMap::new();
    for party in parties {
        let others = evidence::of_party(connection, party)?.into_iter();
        left.extend(others.filter(|one| !read.contains(&one.id)).map(|one| (one.id, one)));
    }
    Ok(left.into_values().collect())
}

fn missing<T: Clone, K>(all: &[T], known: &[Option<K>]) -> Vec<T> {
    all.iter().zip(known).filter(|(_, known)| known.is_none()).map(|(one, _)| one.clone()).collect()
}
