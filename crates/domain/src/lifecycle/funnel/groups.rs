//! A funnel, or one for each group of parties.

use std::collections::BTreeMap;

use super::{Funnel, FunnelBuilder, FunnelOptions, FunnelPeriods, FunnelRequest, GroupField};
use crate::spellings::Spellings;
use crate::text::fold;

/// The most groups that are answered, but for those by source, which are answered all.
pub const MOST_GROUPS: usize = 200;

/// A funnel, or one for each group.
#[derive(Clone, Debug)]
pub struct FunnelReport {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// The names of its stages, all of them, in order.
    pub stages: Vec<String>,
    /// The groups, the largest first; a single one without a key if nothing is grouped.
    pub groups: Vec<(Option<String>, Funnel)>,
    /// The smaller groups beyond [`MOST_GROUPS`].
    pub others: Option<OtherGroups>,
}

/// The groups that are too many to be answered one by one, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OtherGroups {
    /// How many groups these are.
    pub groups: u64,
    /// How many parties their cohorts hold.
    pub cohort: u64,
    /// How many of their parties reached the cohort's stage at an unknown time.
    pub undated: u64,
}

/// Adds parties up by group. Partial results can be merged, in any order. Keys that differ in case, accents or spaces alone
/// are one group, as they are to filters; it is named as most of its parties have it.
#[derive(Clone, Debug)]
pub struct FunnelGroups {
    options: FunnelOptions,
    by_key: BTreeMap<Option<String>, Group>,
}

#[derive(Clone, Debug)]
struct Group {
    spellings: Spellings,
    builder: FunnelBuilder,
}

impl FunnelGroups {
    /// No parties yet.
    pub fn new(options: FunnelOptions) -> Self {
        Self { options, by_key: BTreeMap::new() }
    }

    /// Counts a party in a group.
    pub fn add(&mut self, key: Option<&str>, party: &FunnelPeriods<'_>) {
        let builder = FunnelBuilder::new(self.options);
        let new = || Group { spellings: Spellings::default(), builder };
        let group = self.by_key.entry(key.map(fold)).or_insert_with(new);
        group.spellings.add(key.unwrap_or_default(), 1);
        group.builder.add(party);
    }

    /// Merges what was counted elsewhere of so many parties that have this key, with the same options.
    pub fn merge_group(&mut self, key: Option<&str>, parties: u64, builder: FunnelBuilder) {
        let mut spellings = Spellings::default();
        spellings.add(key.unwrap_or_default(), parties);
        self.merge_folded(key.map(fold), Group { spellings, builder });
    }

    fn merge_folded(&mut self, key: Option<String>, mut group: Group) {
        if let Some(known) = self.by_key.remove(&key) {
            group.spellings.merge(&known.spellings);
            group.builder = known.builder.merge(group.builder);
        }
        self.by_key.insert(key, group);
    }

    /// Merges what was counted elsewhere, with the same options.
    pub fn merge(&mut self, other: Self) {
        other.by_key.into_iter().for_each(|(key, group)| self.merge_folded(key, group));
    }

    /// The report. Empty groups are left out; without groups there is always one funnel.
    pub fn finish(mut self, request: &FunnelRequest, stages: Vec<String>) -> FunnelReport {
        if request.by.is_none() {
            let builder = FunnelBuilder::new(self.options);
            self.by_key.entry(None).or_insert_with(|| Group { spellings: Spellings::default(), builder });
        }
        let named = |(key, group): (Option<String>, Group)| {
            let shown = group.spellings.most_frequent().map(str::to_owned);
            (key.and(shown), group.builder.finish())
        };
        let mut groups: Vec<(Option<String>, Funnel)> = self.by_key.into_iter().map(named).collect();
        groups.retain(|(_, funnel)| request.by.is_none() || funnel.cohort > 0 || funnel.undated > 0);
        groups.sort_by(|(one, left), (other, right)| {
            right.cohort.cmp(&left.cohort).then_with(|| one.cmp(other))
        });
        let is_all = request.by.as_ref().is_none_or(|by| *by == GroupField::SOURCE);
        let others = if is_all { None } else { OtherGroups::cut_off(&mut groups) };
        FunnelReport { vocabulary: request.vocabulary.clone(), stages, groups, others }
    }
}

impl OtherGroups {
    /// Cuts off those beyond the most that are answered.
    fn cut_off(groups: &mut Vec<(Option<String>, Funnel)>) -> Option<Self> {
        let cut = groups.split_off(groups.len().min(MOST_GROUPS));
        let others = cut.iter().fold(Self::default(), |sum, (_, funnel)| Self {
            groups: sum.groups + 1,
            cohort: sum.cohort + funnel.cohort,
            undated: sum.undated + funnel.undated,
        });
        (others.groups > 0).then_some(others)
    }
}
