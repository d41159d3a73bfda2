//! The evidence of a row: what is new, what is kept, what is taken back, what comes back.

use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, Participant, SUBJECT};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_store::import::ImportRow;
use casebook_tables::mapping::{MappedEvidence, MappedRow, OtherParty};

use super::known::Loss;
use super::{Chunk, learned};
use crate::error::Result;
use crate::evidence::{is_known_by, recorded, retraction};
use crate::imports::history::{Imported, digest_of};

impl Chunk<'_> {
    /// Checks the row's evidence before anything is changed.
    pub(super) fn drafts(&self, row: &MappedRow, id: PartyId) -> Result<Vec<(Draft, String)>, String> {
        let words = self.words;
        let check = |one: &MappedEvidence| {
            let draft = words.check(self.draft(one, id), self.now);
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
        let mut detail = one.detail.clone();
        for OtherParty { key, role, kind, given } in &one.others {
            let named = kind.map_or_else(|| self.named_any(key), |kind| self.named(kind, key));
            let party = named.filter(|key| !key.freed).map(|key| key.party);
            let Some(party) = party else {
                let (column, text) = given.clone();
                detail.0.entry(column).or_insert_with(|| text.into());
                continue;
            };
            if party != id {
                participants.push(Participant { party, role: role.clone() });
            }
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
            detail,
            participants,
        }
    }

    /// Brings the row's evidence to what the file says now: appends, retracts, or revives what an undone
    /// import had retracted. Says what there is of it now, and how many pieces that took, corrections aside.
    pub(super) fn record(
        &mut self,
        (id, organization): (PartyId, Option<PartyId>),
        drafts: Vec<(Draft, String)>,
        created: bool,
        before: Option<ImportRow>,
    ) -> (Vec<Imported>, u64) {
        let before = before.filter(|known| known.party == Some(id));
        let mut old: Vec<Imported> =
            before.iter().flat_map(|known| Imported::read_all(&known.evidence)).collect();
        let mut drafts = drafts;
        let was_learned = old.iter().any(|one| one.digest.is_empty());
        // Consent alone makes nobody known.
        let is_known = is_known_by(&self.words.kinds, drafts.iter().map(|(draft, _)| draft.kind));
        if !is_known && (created || was_learned) {
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
        // A column that is missing takes nothing back.
        let kind = |id: &EvidenceId| self.old.get(id).map(|one| one.kind);
        let stays = |one: &Imported| kind(&one.id).is_some_and(|kind| self.missing.kinds.contains(&kind));
        let (kept, gone): (Vec<Imported>, Vec<Imported>) = old.into_iter().partition(stays);
        now.extend(kept);
        let gone: Vec<EvidenceId> = gone.into_iter().map(|one| one.id).collect();
        count += gone.iter().map(|id| self.retract(*id)).sum::<u64>();
        if let Some(before) = before.filter(|_| !is_known && !gone.is_empty()) {
            self.losses.push(Loss { row_key: before.row_key, party: id, pieces: gone });
        }
        (now, count)
    }

    pub(super) fn append(&mut self, draft: Draft) -> EvidenceId {
        let one = recorded(self.session, self.now, draft);
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
            let draft = retraction(self.now, one, "imported again");
            self.append(draft);
        }
        self.revived.insert(id);
        u64::from(!undone.is_empty())
    }

    fn retract(&mut self, id: EvidenceId) -> u64 {
        let dead = self.retractions.contains_key(&id);
        let Some(one) = self.old.get(&id).filter(|_| !dead) else { return 0 };
        let draft = retraction(self.now, one, "the file says otherwise now");
        self.taken_back.insert(id);
        self.append(draft);
        1
    }
}
