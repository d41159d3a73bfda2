//! Which pieces are live, followed as pieces are added.

use std::collections::{HashMap, HashSet};

use crate::evidence::Piece;
use crate::ids::EvidenceId;
use crate::kind::built_in as k;

/// Which pieces are live: no live retraction names them.
#[derive(Clone, Debug, Default)]
pub(super) struct Liveness {
    /// The retractions of a piece.
    retractions: HashMap<EvidenceId, Vec<EvidenceId>>,
    /// What a retraction names.
    named: HashMap<EvidenceId, EvidenceId>,
    dead: HashSet<EvidenceId>,
}

impl Liveness {
    /// Whether a piece is live.
    pub fn is_live(&self, id: EvidenceId) -> bool {
        self.dead.is_empty() || !self.dead.contains(&id)
    }

    /// Adds pieces; returns those whose liveness changed.
    pub fn add(&mut self, new: &[Piece]) -> HashSet<EvidenceId> {
        let retractions = new.iter().filter(|piece| piece.kind == k::RETRACTED);
        let mut unsettled = Vec::new();
        for (id, named) in retractions.filter_map(|piece| Some((piece.id, piece.names?))) {
            self.retractions.entry(named).or_default().push(id);
            self.named.insert(id, named);
            unsettled.push(named);
        }
        if !self.retractions.is_empty() {
            // One that was named before it came.
            unsettled.extend(new.iter().map(|piece| piece.id).filter(|id| self.retractions.contains_key(id)));
        }
        self.settle(unsettled)
    }

    fn settle(&mut self, mut unsettled: Vec<EvidenceId>) -> HashSet<EvidenceId> {
        let mut toggled = HashSet::new();
        // A circle of retractions, which no store can hold, would never settle.
        let mut steps = (self.named.len() + 1).saturating_mul(unsettled.len() + 1);
        while let Some(id) = unsettled.pop().filter(|_| steps > 0) {
            steps -= 1;
            let against = self.retractions.get(&id).into_iter().flatten();
            let is_dead = against.into_iter().any(|one| !self.dead.contains(one));
            if is_dead == self.dead.contains(&id) {
                continue;
            }
            if is_dead {
                self.dead.insert(id)
            } else {
                self.dead.remove(&id)
            };
            if !toggled.remove(&id) {
                toggled.insert(id);
            }
            // It is a retraction: what it names may change with it.
            unsettled.extend(self.named.get(&id));
        }
        toggled
    }
}
