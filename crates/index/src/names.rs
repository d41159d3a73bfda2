//! The order of names: slots sorted by folded name and id, in short runs, so that moving one is cheap.

/// The sort key of a slot: its folded name and its party's id.
pub type Key<'k> = (&'k [u8], i64);

/// The longest run; a longer one is split.
const RUN: usize = 512;

/// A place in the order; slots are between places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    run: usize,
    inside: usize,
}

/// Slots in the order of their keys.
#[derive(Default)]
pub struct Names {
    runs: Vec<Vec<u32>>,
}

impl Names {
    /// The order of all slots below a number.
    pub fn of<'k>(slots: u32, key: impl Fn(u32) -> Key<'k>) -> Self {
        // The first bytes decide nearly always; reading every key at each comparison would be slow.
        let mut sorted: Vec<(u64, u32)> = (0..slots).map(|slot| (beginning(key(slot).0), slot)).collect();
        sorted.sort_unstable_by(|one, other| one.0.cmp(&other.0).then_with(|| key(one.1).cmp(&key(other.1))));
        let sorted: Vec<u32> = sorted.into_iter().map(|one| one.1).collect();
        Self::of_sorted(&sorted)
    }

    /// The order of slots that are already sorted.
    pub fn of_sorted(sorted: &[u32]) -> Self {
        Self { runs: sorted.chunks(RUN * 3 / 4).map(<[u32]>::to_vec).collect() }
    }

    /// All slots, in order.
    pub fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        self.runs.iter().flatten().copied()
    }

    /// Removes all slots that a predicate does not pick, whatever their present keys.
    pub fn retain(&mut self, picked: impl Fn(u32) -> bool) {
        self.runs.iter_mut().for_each(|run| run.retain(|slot| picked(*slot)));
        self.runs.retain(|run| !run.is_empty());
    }

    /// The place before the first slot.
    pub fn begin() -> Place {
        Place { run: 0, inside: 0 }
    }

    /// The place after the last slot.
    pub fn end(&self) -> Place {
        Place { run: self.runs.len(), inside: 0 }
    }

    /// The place before the first slot that a predicate does not pick; those that it picks come first.
    pub fn after(&self, picked: impl Fn(u32) -> bool) -> Place {
        let run = self.runs.partition_point(|run| run.last().is_some_and(|last| picked(*last)));
        let inside = self.runs.get(run).map_or(0, |slots| slots.partition_point(|slot| picked(*slot)));
        Place { run, inside }
    }

    /// Inserts a slot at its place.
    pub fn insert<'k>(&mut self, slot: u32, key: impl Fn(u32) -> Key<'k>) {
        let own = key(slot);
        let mut place = self.after(|other| key(other) < own);
        if place.run == self.runs.len() {
            match self.runs.last() {
                Some(last) => place = Place { run: self.runs.len() - 1, inside: last.len() },
                None => self.runs.push(Vec::new()),
            }
        }
        let Some(run) = self.runs.get_mut(place.run) else { return };
        run.insert(place.inside, slot);
        if run.len() > RUN {
            let rest = run.split_off(RUN / 2);
            self.runs.insert(place.run + 1, rest);
        }
    }

    /// Removes a slot, as long as it still has the key with which it was inserted.
    pub fn remove<'k>(&mut self, slot: u32, key: impl Fn(u32) -> Key<'k>) {
        let own = key(slot);
        let place = self.after(|other| key(other) < own);
        let Some(run) = self.runs.get_mut(place.run) else { return };
        if run.get(place.inside) == Some(&slot) {
            run.remove(place.inside);
            if run.is_empty() {
                self.runs.remove(place.run);
            }
        }
    }

    /// The slots between two places, in order.
    pub fn between(&self, from: Place, to: Place) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let last = if from < to { self.runs.len().min(to.run + 1) } else { from.run };
        let runs = self.runs.iter().enumerate().take(last).skip(from.run);
        runs.flat_map(move |(place, run)| {
            let start = if place == from.run { from.inside } else { 0 };
            let end = if place == to.run { to.inside } else { run.len() };
            run.get(start..end).unwrap_or_default().iter().copied()
        })
    }
}

/// The first eight bytes, as a number that sorts as they do.
fn beginning(name: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(name).for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slots_stay_in_the_order_of_their_keys() {
        let name =
            |slot: u32| -> Vec<u8> { format!("{:x}", slot.wrapping_mul(2_654_435_761) % 700).into_bytes() };
        let all: Vec<Vec<u8>> = (0..3_000).map(name).collect();
        let key = |slot: u32| (all[slot as usize].as_slice(), i64::from(slot % 7) * 10_000 + i64::from(slot));
        let sorted = |slots: &mut Vec<u32>| slots.sort_by_key(|slot| key(*slot));
        let listed = |names: &Names| names.between(Names::begin(), names.end()).collect::<Vec<_>>();
        let mut expected: Vec<u32> = (0..1_500).collect();
        sorted(&mut expected);
        let mut names = Names::of(1_500, key);
        assert_eq!(listed(&names), expected);
        for slot in 1_500..3_000 {
            names.insert(slot, key);
            names.remove(slot - 1_500 + 100, key);
        }
        let mut expected: Vec<u32> = (0..100).chain(1_600..3_000).collect();
        sorted(&mut expected);
        assert_eq!(listed(&names), expected);
        let mut empty = Names::default();
        (0..20).for_each(|slot| empty.insert(slot, key));
        (0..20).for_each(|slot| empty.remove(slot, key));
        assert!(listed(&empty).is_empty());
    }

    proptest! {
        #[test]
        fn any_range_is_split_where_the_predicate_changes(slots in 0_u32..3_000, from in 0_u32..3_000, to in 0_u32..3_000) {
            let names = Names::of(slots, |slot| (&[], i64::from(slot)));
            let found: Vec<u32> = names.between(names.after(|slot| slot < from), names.after(|slot| slot < to)).collect();
            prop_assert_eq!(&found, &(from.min(slots)..to.min(slots)).collect::<Vec<_>>());
            let back = names.between(names.after(|slot| slot < from), names.after(|slot| slot < to)).rev();
            prop_assert!(back.eq(found.into_iter().rev()));
        }
    }
}
