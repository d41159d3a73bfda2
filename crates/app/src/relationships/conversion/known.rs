//! What is known of leads that are about to be converted, read together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casebook_domain::ids::{ChangeSetId, PartyId, VocabularyId};
use casebook_domain::lifecycle::derivation::Derivation;
use casebook_domain::lifecycle::history::StageNow;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::{change_entry, evidence};

use crate::desk::Work;
use crate::desk::derivations::derived;
use crate::desk::projection::rules_of;
use crate::error::Result;
use crate::parties::stages_now;

/// What is known of some leads. All of them are locked, and so are the accounts.
#[derive(Default)]
pub(super) struct Known {
    /// Conversions that hold.
    pub converted: BTreeMap<PartyId, (ChangeSetId, String)>,
    /// Who is converted in this transaction, whose receipts are still to come.
    pub begun: BTreeSet<PartyId>,
    /// What the evidence of each lead comes to.
    pub derivations: BTreeMap<PartyId, Arc<Derivation>>,
    /// Organizations that may be linked.
    pub accounts: BTreeMap<PartyId, PartyRow>,
    /// The links of each lead, ended ones too.
    links: BTreeMap<PartyId, Vec<LinkRow>>,
    /// Who is hidden among the people of the leads that are businesses.
    hidden: BTreeSet<PartyId>,
}

/// Whether a link holds now.
pub(super) fn is_current(link: &LinkRow, now: Timestamp) -> bool {
    !link.ended && link.to_at.is_none_or(|end| end > now)
}

impl Known {
    /// Reads what is known of these leads; `accounts` are the organizations that may become theirs.
    pub fn load(
        work: &mut Work<'_, '_>,
        leads: &[PartyId],
        accounts: BTreeMap<PartyId, PartyRow>,
    ) -> Result<Self> {
        let mut known = Self { accounts, ..Self::default() };
        known.converted = change_entry::conversions_of(work.connection, leads)?;
        let wanted: BTreeSet<PartyId> = leads.iter().copied().collect();
        for one in link::of_parties(work.connection, leads)? {
            for party in [one.person, one.organization].into_iter().filter(|party| wanted.contains(party)) {
                known.links.entry(party).or_default().push(one.clone());
            }
        }
        known.derivations = derivations_of(work, leads)?;
        known.note_hidden(work)?;
        Ok(known)
    }

    fn note_hidden(&mut self, work: &mut Work<'_, '_>) -> Result<()> {
        let of_businesses = self.links.iter().filter(|(party, _)| party.kind() == PartyKind::Organization);
        let mut people: Vec<PartyId> =
            of_businesses.flat_map(|(_, links)| links).map(|one| one.person).collect();
        people.sort_unstable();
        people.dedup();
        if !people.is_empty() {
            let rows = party::get_many(work.connection, &people)?;
            self.hidden = rows.into_iter().filter(|row| row.hidden).map(|row| row.id).collect();
        }
        Ok(())
    }

    /// The links of a lead, ended ones too.
    pub fn links_of(&self, lead: PartyId) -> &[LinkRow] {
        self.links.get(&lead).map(Vec::as_slice).unwrap_or_default()
    }

    /// Everybody who is converted with a lead: the person, or the people who belong to a business now, as far as the
    /// session sees them.
    pub fn people_of(&self, work: &Work<'_, '_>, lead: PartyId) -> Vec<PartyId> {
        if lead.kind() == PartyKind::Person {
            return vec![lead];
        }
        let links = self.links_of(lead).iter();
        let current = links.filter(|one| one.organization == lead && is_current(one, work.now));
        let mut people: Vec<PartyId> = current.map(|one| one.person).collect();
        people.retain(|one| one.kind() == PartyKind::Person && work.session.sees(*one));
        people.retain(|one| !self.hidden.contains(one));
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The stages of a lead in the active vocabularies, as its evidence has them.
    pub fn stages_of(&self, work: &Work<'_, '_>, lead: PartyId) -> Vec<StageNow> {
        let Some(derivation) = self.derivations.get(&lead) else { return Vec::new() };
        let (stages, _) = derivation.periods(rules_of(&work.words, lead));
        let versions = work.words.versions.iter().map(|version| version.id);
        let stages: Vec<(VocabularyId, _)> = versions.zip(stages).collect();
        stages_now(&work.words, &stages, work.now)
    }
}

/// What the evidence of these leads comes to. That of one may be kept; of many it is read in one go.
fn derivations_of(work: &mut Work<'_, '_>, leads: &[PartyId]) -> Result<BTreeMap<PartyId, Arc<Derivation>>> {
    if let [lead] = leads {
        let derivation = derived(work.session, work.connection, &work.words, *lead)?;
        return Ok(BTreeMap::from([(*lead, derivation)]));
    }
    let pieces = evidence::pieces_of(work.connection, leads)?;
    let words = &work.words;
    let derivation = |(party, pieces)| (party, Arc::new(Derivation::of(pieces, rules_of(words, party))));
    Ok(pieces.into_iter().map(derivation).collect())
}
