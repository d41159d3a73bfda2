//! Facts with ids of their own: whatever file has such an id again corrects the fact, and counts it once.

use std::collections::{BTreeMap, HashMap};

use casebook_domain::evidence::{Evidence, FACT_ID, SUBJECT, Via};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::KindCode;
use casebook_domain::time::{Precision, Timestamp};
use casebook_store::import::{self, ImportRow};
use casebook_store::{Connection, evidence};
use casebook_tables::mapping::{MappedEvidence, MappedRow};

use super::Chunk;
use crate::error::Result;
use crate::imports::history::Imported;

/// By what a fact is the same as one that is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Same {
    /// Its id.
    Id(String),
    /// Its instant, where it was imported before facts had ids.
    Instant(Timestamp),
}

/// Rows of files that gave facts, by whom and what the facts are about.
#[derive(Default)]
pub(super) struct RowsOfFacts(HashMap<(PartyId, KindCode, Same), ImportRow>);

impl Chunk<'_> {
    /// Reads the rows that gave facts to those whom new rows with facts may be about.
    pub(super) fn load_facts(
        &mut self,
        connection: &mut Connection<'_>,
        changed: &[&MappedRow],
    ) -> Result<()> {
        let is_new = |row: &&&MappedRow| {
            !self.rows.contains_key(&row.row_key) && row.evidence.iter().any(|one| one.id.is_some())
        };
        let keys = changed.iter().filter(is_new).flat_map(|row| &row.party.keys);
        let mut parties: Vec<PartyId> = keys.filter_map(|key| Some(self.keys.get(key)?.party)).collect();
        parties.sort_unstable();
        parties.dedup();
        if parties.is_empty() {
            return Ok(());
        }
        let rows = import::rows_of_others(connection, &parties, self.import)?;
        let pieces =
            |row: &ImportRow| Imported::read_all(&row.evidence).map(|one| one.id).collect::<Vec<_>>();
        let ids: Vec<EvidenceId> = rows.iter().flat_map(pieces).collect();
        let read = evidence::get_many(connection, &ids)?;
        let read: BTreeMap<EvidenceId, Evidence> = read.into_iter().map(|one| (one.id, one)).collect();
        for row in rows {
            for one in pieces(&row).iter().filter_map(|id| read.get(id)) {
                if let Some(place) = place_of(one) {
                    self.facts.0.insert(place, row.clone());
                }
            }
        }
        Ok(())
    }

    /// The pieces of such rows.
    pub(super) fn pieces_of_facts(&self) -> impl Iterator<Item = EvidenceId> {
        self.facts.0.values().flat_map(|row| Imported::read_all(&row.evidence)).map(|one| one.id)
    }

    /// The row of another file, or of an earlier form of this one, that gave the facts of a row.
    pub(super) fn row_of_facts(&mut self, row: &MappedRow, party: PartyId) -> Option<ImportRow> {
        let with_id = row.evidence.iter().filter(|one| one.id.is_some());
        let found =
            with_id.flat_map(|one| places(one, party)).find_map(|place| self.facts.0.remove(&place))?;
        self.facts.0.retain(|_, other| (&other.feed, &other.row_key) != (&found.feed, &found.row_key));
        Some(found)
    }
}

/// Where a piece is looked for.
fn place_of(one: &Evidence) -> Option<(PartyId, KindCode, Same)> {
    let subject = one.participants.iter().find(|one| one.role == SUBJECT)?.party;
    let same = match one.detail.text(FACT_ID) {
        Some(id) => Same::Id(id.to_owned()),
        None if one.via == Via::Import && one.precision == Precision::Instant => {
            Same::Instant(one.occurred_at?)
        }
        None => return None,
    };
    Some((subject, one.kind, same))
}

/// Where the fact of a row may be found.
fn places(one: &MappedEvidence, party: PartyId) -> Vec<(PartyId, KindCode, Same)> {
    let by_id = one.id.clone().map(Same::Id);
    let instant = one.occurred_at.filter(|_| one.precision == Precision::Instant).map(Same::Instant);
    by_id.into_iter().chain(instant).map(|same| (party, one.kind, same)).collect()
}
