//! What other change sets still say, so that taking one back leaves it alone.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::evidence::{Evidence, SUBJECT};
use casebook_domain::ids::{EvidenceId, ImportId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::party::{Fields, PartyKind};
use casebook_store::import;
use casebook_store::link::LinkRow;

use super::{Undo, Undone};
use crate::desk::Work;
use crate::error::Result;
use crate::imports::Imported;

/// What rows that other imports brought, and that are in force, say of some parties.
#[derive(Default)]
pub(super) struct Claims {
    /// Pieces that such a row gave or took over from the import before it.
    evidence: BTreeSet<EvidenceId>,
    /// Parties of whom such a row speaks.
    known: BTreeSet<PartyId>,
    /// Parties of whom a later file of the same feed speaks.
    later: BTreeSet<PartyId>,
    /// Organizations to which somebody stays linked.
    linked: BTreeSet<PartyId>,
}

/// What later imports that are in force, found as it was or gave: the fields of each of these parties.
pub(super) fn confirmed(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    parties: &[PartyId],
    undone: &mut Undone,
) -> Result<BTreeMap<PartyId, Fields>> {
    let mut confirmed: BTreeMap<PartyId, Fields> = BTreeMap::new();
    if undo.run.is_none() {
        return Ok(confirmed);
    }
    for row in import::rows_of_others(work.connection, parties, ImportId(undo.of.id.0))? {
        let Some(party) = row.party.filter(|_| row.import.0 > undo.of.id.0) else { continue };
        if !undone.is(work, row.import.into())? {
            let fields: Fields = serde_json::from_str(&row.fields).unwrap_or_default();
            confirmed.entry(party).or_default().extend(fields);
        }
    }
    Ok(confirmed)
}

impl Claims {
    /// Reads them, for a change set that is taken back.
    pub fn load(
        work: &mut Work<'_, '_>,
        undo: &Undo,
        parties: &[PartyId],
        links: &[LinkRow],
    ) -> Result<Self> {
        let people = links.iter().filter(|one| !one.ended).map(|one| one.person);
        let mut all: Vec<PartyId> = parties.iter().copied().chain(people).collect();
        all.sort_unstable();
        all.dedup();
        let mut claims = Self::default();
        let mut undone = Undone::with(undo.of.id);
        for row in import::rows_of_others(work.connection, &all, ImportId(undo.of.id.0))? {
            let Some(party) = row.party else { continue };
            // Found as it was by an import that was undone since: that says nothing.
            if undone.is(work, row.import.into())? {
                continue;
            }
            claims.known.insert(party);
            if undo.feed() == Some(row.feed.as_str()) && row.import.0 > undo.of.id.0 {
                claims.later.insert(party);
            }
            claims.evidence.extend(Imported::read_all(&row.evidence).map(|one| one.id));
        }
        for link in links.iter().filter(|one| !one.ended) {
            if !claims.ends(work, &mut undone, link)? {
                claims.linked.insert(link.organization);
            }
        }
        Ok(claims)
    }

    /// Whether a link goes with the import: it was brought by it, or by one undone before, and no later file
    /// of the feed speaks of the person.
    pub fn ends(&self, work: &mut Work<'_, '_>, undone: &mut Undone, link: &LinkRow) -> Result<bool> {
        let Some(set) = link.change_set else { return Ok(false) };
        Ok(!self.later.contains(&link.person) && undone.is(work, set)?)
    }

    /// Whether a piece of the import stays.
    pub fn keeps(&self, piece: &Evidence) -> bool {
        let mut subjects = piece.participants.iter().filter(|one| one.role == SUBJECT).map(|one| one.party);
        match piece.kind {
            // Where a later row differs from an earlier one, the later one stands.
            k::RETRACTED => subjects.any(|party| self.later.contains(&party)),
            // That the details of an organization are known, nobody knows since when, was said for the sake of those who
            // are linked to it; a date is what the file says.
            k::DETAILS_LEARNED if piece.occurred_at.is_none() => {
                self.evidence.contains(&piece.id)
                    || subjects
                        .any(|party| party.kind() == PartyKind::Organization && self.linked.contains(&party))
            }
            _ => self.evidence.contains(&piece.id),
        }
    }

    /// Whether anything but evidence is known of a party from elsewhere.
    pub fn knows(&self, party: PartyId) -> bool {
        self.known.contains(&party) || self.linked.contains(&party)
    }
}
