//! A funnel, or one for each group of parties.

use std::collections::BTreeMap;

use super::{Funnel, FunnelBuilder, FunnelOptions, FunnelParty, FunnelRequest};

/// A funnel, or one for each group.
#[derive(Clone, Debug)]
pub struct FunnelReport {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// The names of its stages, all of them, in order.
    pub stages: Vec<String>,
    /// The groups, the largest first; a single one without a key if nothing is grouped.
    pub groups: Vec<(Option<String>, Funnel)>,
}

/// Adds parties up by group. Partial results can be merged, in any order.
#[derive(Clone, Debug)]
pub struct FunnelGroups {
    options: FunnelOptions,
    by_key: BTreeMap<Option<String>, FunnelBuilder>,
}

impl FunnelGroups {
    /// No parties yet.
    pub fn new(options: FunnelOptions) -> Self {
        Self { options, by_key: BTreeMap::new() }
    }

    /// Counts a party in a group.
    pub fn add(&mut self, key: Option<String>, party: &FunnelParty<'_>) {
        let options = self.options;
        self.by_key.entry(key).or_insert_with(|| FunnelBuilder::new(options)).add(party);
    }

    /// Merges what was counted elsewhere for one group, with the same options.
    pub fn merge_group(&mut self, key: Option<String>, counted: FunnelBuilder) {
        let merged = match self.by_key.remove(&key) {
            Some(known) => known.merge(counted),
            None => counted,
        };
        self.by_key.insert(key, merged);
    }

    /// Merges what was counted elsewhere, with the same options.
    pub fn merge(&mut self, other: Self) {
        other.by_key.into_iter().for_each(|(key, counted)| self.merge_group(key, counted));
    }

    /// The report. Empty groups are left out; without groups there is always one funnel.
    pub fn finish(mut self, request: &FunnelRequest, stages: Vec<String>) -> FunnelReport {
        if !request.by_source {
            let options = self.options;
            self.by_key.entry(None).or_insert_with(|| FunnelBuilder::new(options));
        }
        let mut groups: Vec<(Option<String>, Funnel)> =
            self.by_key.into_iter().map(|(key, builder)| (key, builder.finish())).collect();
        groups.retain(|(_, funnel)| !request.by_source || funnel.cohort > 0 || funnel.undated > 0);
        groups.sort_by(|(one, left), (other, right)| {
            right.cohort.cmp(&left.cohort).then_with(|| one.cmp(other))
        });
        FunnelReport { vocabulary: request.vocabulary.clone(), stages, groups }
    }
}
