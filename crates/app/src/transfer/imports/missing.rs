//! What earlier files of a feed had and a newer one has not: a column that is missing empties nothing, and whom the file no
//! longer names is counted and listed.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::kind::{KindCode, Kinds};
use casebook_domain::text::fold;
use casebook_store::import;
use casebook_store::party;
use casebook_tables::mapping::{Claim, Claims, EvidenceMapping, Mapping};

use super::journal::Remarks;
use super::report::{AbsentParty, MOST_KEPT};
use crate::desk::Session;
use crate::error::Result;

/// Earlier runs of a feed that are looked at.
const RUNS: i64 = 50;
/// Rows that are read at a time.
const STEP: i64 = 10_000;

/// The contents of columns that a file no longer has.
#[derive(Default)]
pub(super) struct Missing {
    /// Whether no file of the feed was imported before.
    pub is_first: bool,
    /// Fields that they filled.
    pub fields: BTreeSet<String>,
    /// Kinds of evidence that they gave.
    pub kinds: BTreeSet<KindCode>,
    /// Feeds that have brought deals, too, where the file has ids of deals; those that were imported last first.
    pub feeds_of_deals: Vec<String>,
}

impl Missing {
    /// For a file of these headers and this mapping, which `run` imports.
    pub fn of(session: &Session, run: ImportId, mapping: &Mapping, headers: &[String]) -> Result<Self> {
        let (mut runs, kinds) = session.read(|connection, words| {
            Ok((import::runs_of_feed(connection, &mapping.name, RUNS)?, words.kinds.clone()))
        })?;
        runs.retain(|earlier| earlier.id != run);
        let mut missing = Self { is_first: runs.is_empty(), ..Self::default() };
        for run in runs {
            let gone: BTreeSet<String> = difference(&Remarks::of(&run).headers, headers);
            if gone.is_empty() {
                continue;
            }
            missing.fields.extend(gone.iter().flat_map(|name| [name.clone(), format!("{name} (as given)")]));
            if let Ok(earlier) = Mapping::parse(&run.mapping, &kinds) {
                missing.note(&earlier, &gone, &kinds);
            }
        }
        missing.leave_out(mapping, headers);
        if mapping.deal.as_ref().is_some_and(|deal| !deal.id.is_empty()) {
            missing.feeds_of_deals = session.read(|connection, _| Ok(import::feeds_of_deals(connection)?))?;
            missing.feeds_of_deals.retain(|feed| *feed != mapping.name);
        }
        Ok(missing)
    }

    fn note(&mut self, earlier: &Mapping, gone: &BTreeSet<String>, kinds: &Kinds) {
        let is_gone = |column: &String| gone.iter().any(|one| fold(one) == fold(column));
        let lost = earlier.fields.iter().filter(|(_, source)| source.columns().iter().all(is_gone));
        self.fields.extend(lost.map(|(name, _)| name.clone()));
        if earlier.organization.as_ref().is_some_and(|one| one.name.as_ref().is_some_and(is_gone)) {
            self.fields.insert("company".to_owned());
        }
        for one in &earlier.evidence {
            if columns(one).any(is_gone) {
                self.kinds.extend(claims(one).map(|claim| claim.kind.code));
            }
        }
        self.kinds
            .retain(|code| kinds.family(*code).makes_known() || kinds.name(*code).starts_with("consent"));
    }

    /// What the file itself speaks of follows the file.
    fn leave_out(&mut self, mapping: &Mapping, headers: &[String]) {
        let speaks_of = |name: &String| mapping.fields.contains_key(name) || headers.contains(name);
        self.fields.retain(|name| !speaks_of(name));
        if mapping.organization.is_some() {
            self.fields.remove("company");
        }
        let is_named =
            ["name", "first_name", "last_name"].iter().any(|name| mapping.fields.contains_key(*name));
        if !is_named && (self.fields.contains("first_name") || self.fields.contains("last_name")) {
            self.fields.insert("name".to_owned());
        }
        for claim in mapping.evidence.iter().flat_map(claims) {
            self.kinds.remove(&claim.kind.code);
        }
    }
}

fn difference(earlier: &[String], now: &[String]) -> BTreeSet<String> {
    let now: HashSet<String> = now.iter().map(|header| fold(header)).collect();
    earlier.iter().filter(|header| !now.contains(&fold(header))).cloned().collect()
}

fn claims(one: &EvidenceMapping) -> impl Iterator<Item = &Claim> {
    let (always, by_value) = match &one.claims {
        Claims::Always(claim) => (Some(claim), None),
        Claims::ByValue { values, .. } => (None, Some(values.values().flatten())),
    };
    always.into_iter().chain(by_value.into_iter().flatten())
}

fn columns(one: &EvidenceMapping) -> impl Iterator<Item = &String> {
    let by_value = match &one.claims {
        Claims::ByValue { column, .. } => Some(column),
        Claims::Always(_) => None,
    };
    one.when.iter().chain(by_value).chain(claims(one).filter_map(|claim| claim.at.as_ref()))
}

/// The rows of a file, as hashes of their keys, to be compared with what the feed had before.
#[derive(Default)]
pub(super) struct RowsSeen(Mutex<HashSet<u64>>);

impl RowsSeen {
    /// Notes a row.
    pub fn note(&self, row_key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hash(row_key));
    }

    /// Whom earlier files of the feed name and this one does not: how many, and the first of them. What a run has stored
    /// names parties, and where nothing is stored, `named` says whom the file names.
    pub fn absent(
        &self,
        session: &Session,
        feed: &str,
        run: ImportId,
        mut named: HashSet<PartyId>,
    ) -> Result<(u64, Vec<AbsentParty>)> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unnamed = BTreeSet::new();
        let mut after = String::new();
        loop {
            let rows =
                session.read(|connection, _| Ok(import::keys_after(connection, feed, &after, STEP)?))?;
            let Some((last, ..)) = rows.last() else { break };
            after.clone_from(last);
            for (row_key, party, import) in rows {
                let is_seen = import == run || seen.contains(&hash(&row_key));
                let Some(party) = party else { continue };
                if is_seen {
                    named.insert(party);
                } else {
                    unnamed.insert(party);
                }
            }
        }
        unnamed.retain(|party| !named.contains(party));
        let first: Vec<PartyId> = unnamed.iter().copied().take(MOST_KEPT).collect();
        let rows = session.read(|connection, _| Ok(party::get_many(connection, &first)?))?;
        let listed = rows.into_iter().map(|row| AbsentParty {
            party: row.id,
            name: row.fields.get("name").cloned().unwrap_or_default(),
        });
        Ok((unnamed.len() as u64, listed.collect()))
    }
}

fn hash(row_key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    row_key.hash(&mut hasher);
    hasher.finish()
}
