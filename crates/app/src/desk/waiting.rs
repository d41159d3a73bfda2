//! What a write stores together at its end, because much of a kind is stored sooner than one after the other.

use casebook_domain::evidence::Evidence;
use casebook_store::link::LinkRow;

use super::opened_deals::OpenedDeal;

/// What waits to be stored. Nothing that is read from the store knows of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiting {
    /// Evidence, from which more follows.
    pub evidence: Vec<Evidence>,
    /// Deals that are stored with what their evidence comes to.
    pub deals: Vec<OpenedDeal>,
    /// New links.
    pub links: Vec<LinkRow>,
}

/// How much was waiting at some moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    evidence: usize,
    deals: usize,
    links: usize,
}

impl Waiting {
    /// How much waits now.
    pub(super) fn counts(&self) -> Counts {
        Counts { evidence: self.evidence.len(), deals: self.deals.len(), links: self.links.len() }
    }

    /// Forgets what has come to wait since.
    pub(super) fn go_back_to(&mut self, counts: Counts) {
        self.evidence.truncate(counts.evidence);
        self.deals.truncate(counts.deals);
        self.links.truncate(counts.links);
    }
}
