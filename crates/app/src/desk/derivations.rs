//! Derivations of parties with much evidence, kept in memory so that the next piece need not read and fold all of it.
//!
//! Nothing has to be notified when they change. What is stored of a party names the evidence that it was derived from, by
//! count and by mark, and evidence is never changed; so a derivation that comes to exactly what is stored is that of the
//! evidence that is there, whichever process has stored it, and one that does not is left out. That holds for what was
//! kept by a transaction that failed, too.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::KindCode;
use casebook_domain::lifecycle::derivation::Derivation;
use casebook_domain::lifecycle::order::{Naming, live_among};
use casebook_store::{Connection, evidence, projection};

use super::projection::{facts_row, rules_of};
use super::{Definitions, Session, Work};
use crate::error::Result;

/// Of parties with fewer pieces all is read anew, which costs less than keeping them.
pub(crate) const MANY: usize = 64;
/// How many bytes they may take together; those that were not asked for longest go first.
const MOST_BYTES: usize = 64 << 20;

/// What is kept. Cheap to clone; every clone is the same.
#[derive(Clone, Default)]
pub(crate) struct Derivations(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    entries: HashMap<PartyId, Entry>,
    bytes: usize,
    /// Counts what is asked for.
    clock: u64,
}

struct Entry {
    /// Of the words that it was derived by.
    generation: i64,
    derivation: Arc<Derivation>,
    bytes: usize,
    asked_at: u64,
}

impl Derivations {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes out what is kept of a party under these words.
    pub fn take(&self, party: PartyId, words: &Definitions) -> Option<Derivation> {
        let entry = self.lock().remove(party)?;
        (entry.generation == words.generation).then(|| Arc::unwrap_or_clone(entry.derivation))
    }

    /// Forgets what is kept of parties.
    pub fn forget(&self, parties: &[PartyId]) {
        let mut kept = self.lock();
        for party in parties {
            kept.remove(*party);
        }
    }

    /// What is kept of a party under these words.
    fn get(&self, party: PartyId, words: &Definitions) -> Option<Arc<Derivation>> {
        let mut kept = self.lock();
        kept.clock += 1;
        let clock = kept.clock;
        let entry = kept.entries.get_mut(&party).filter(|entry| entry.generation == words.generation)?;
        entry.asked_at = clock;
        Some(Arc::clone(&entry.derivation))
    }

    /// Keeps the derivation of a party, unless there is one of more evidence, or it is too large or hardly worth it.
    pub fn keep(&self, party: PartyId, words: &Definitions, derivation: Arc<Derivation>) {
        let (pieces, bytes) = (derivation.pieces().len(), derivation.weight());
        if pieces < MANY || bytes > MOST_BYTES {
            return;
        }
        let mut kept = self.lock();
        let known = kept.entries.get(&party).filter(|known| known.generation == words.generation);
        if known.is_some_and(|known| known.derivation.pieces().len() > pieces) {
            return;
        }
        kept.remove(party);
        kept.make_room(bytes);
        kept.clock += 1;
        kept.bytes += bytes;
        let entry = Entry { generation: words.generation, derivation, bytes, asked_at: kept.clock };
        kept.entries.insert(party, entry);
    }
}

impl Kept {
    fn remove(&mut self, party: PartyId) -> Option<Entry> {
        let entry = self.entries.remove(&party)?;
        self.bytes -= entry.bytes;
        Some(entry)
    }

    /// Forgets what was not asked for longest until there is room for so much.
    fn make_room(&mut self, bytes: usize) {
        while self.bytes + bytes > MOST_BYTES {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.asked_at);
            let Some(party) = oldest.map(|(party, _)| *party) else { return };
            self.remove(party);
        }
    }
}

/// The derivation of a party in this snapshot: what is kept, if it is that of the evidence stored there.
pub(crate) fn derived(
    session: &Session,
    connection: &mut Connection<'_>,
    words: &Definitions,
    party: PartyId,
) -> Result<Arc<Derivation>> {
    let derivations = session.casebook().derivations();
    if let Some(kept) = derivations.get(party, words) {
        let stored = projection::facts_of(connection, &[party])?.remove(&party);
        if stored == facts_row(&kept) {
            return Ok(kept);
        }
    }
    let pieces = evidence::pieces_of(connection, &[party])?.pop().map(|(_, pieces)| pieces);
    let derivation = Derivation::of(pieces.unwrap_or_default(), rules_of(words, party));
    let derivation = Arc::new(derivation);
    derivations.keep(party, words, Arc::clone(&derivation));
    Ok(derivation)
}

/// The live pieces of a party, with their kinds.
pub(crate) type LivePieces = (PartyId, Vec<(EvidenceId, KindCode)>);

/// The live pieces of each of these parties, with their kinds, in the order of parties; of those that are kept nothing
/// is read.
pub(crate) fn live_pieces(work: &mut Work<'_, '_>, parties: &[PartyId]) -> Result<Vec<LivePieces>> {
    let get = |party: &PartyId| Some((*party, work.derivations.get(*party, &work.words)?));
    let kept: HashMap<PartyId, Arc<Derivation>> = parties.iter().filter_map(get).collect();
    let named: Vec<PartyId> = kept.keys().copied().collect();
    let stored = projection::facts_of(work.connection, &named)?;
    let (mut found, mut unkept) = (Vec::with_capacity(parties.len()), Vec::new());
    for party in parties {
        match kept.get(party).filter(|one| stored.get(party) == facts_row(one).as_ref()) {
            Some(one) => {
                let live = one.pieces().filter(|piece| one.is_live(piece.id));
                found.push((*party, live.map(|piece| (piece.id, piece.kind)).collect()));
            }
            None => unkept.push(*party),
        }
    }
    unkept.sort_unstable();
    unkept.dedup();
    let mut read: HashMap<PartyId, Vec<Naming>> =
        evidence::namings_of(work.connection, &unkept)?.into_iter().collect();
    for party in unkept {
        let pieces = read.remove(&party).unwrap_or_default();
        let live = pieces.iter().zip(live_among(&pieces)).filter(|(_, live)| *live);
        found.push((party, live.map(|(piece, _)| (piece.id, piece.kind)).collect()));
    }
    found.sort_unstable_by_key(|(party, _)| *party);
    Ok(found)
}
