//! Tallies of evidence by kind and family: count, first and last.

use serde::Serialize;

use super::{Group, Moment};
use crate::kind::{Family, KindCode};

/// Count, first and last of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Tally {
    pub count: u32,
    pub first: Option<Moment>,
    pub last: Option<Moment>,
}

impl Tally {
    fn add(&mut self, moment: Moment) {
        self.count += 1;
        self.first.get_or_insert(moment);
        self.last = Some(moment);
    }
}

/// Tallies by kind, by family and over all; groups without evidence take no room.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Tallies {
    any: Tally,
    families: Vec<(Family, Tally)>,
    kinds: Vec<(KindCode, Tally)>,
}

impl Tallies {
    pub fn add(&mut self, kind: KindCode, family: Family, moment: Moment) {
        entry(&mut self.kinds, kind).add(moment);
        entry(&mut self.families, family).add(moment);
        if family.makes_known() {
            self.any.add(moment);
        }
    }

    pub fn group(&self, group: Group) -> Tally {
        match group {
            Group::Any => self.any,
            Group::Family(family) => found(&self.families, family),
            Group::Kind(kind) => found(&self.kinds, kind),
        }
    }
}

// A party has evidence of a handful of kinds: walking a short sorted list beats any map.
fn entry<K: Copy + Ord>(list: &mut Vec<(K, Tally)>, key: K) -> &mut Tally {
    let place = list.iter().position(|(known, _)| *known >= key).unwrap_or(list.len());
    if list.get(place).is_none_or(|(known, _)| *known != key) {
        list.insert(place, (key, Tally::default()));
    }
    &mut list[place].1
}

fn found<K: Copy + Ord>(list: &[(K, Tally)], key: K) -> Tally {
    list.iter().find(|(known, _)| *known == key).map_or_else(Tally::default, |(_, tally)| *tally)
}
