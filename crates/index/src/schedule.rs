//! The schedule: when time alone will change the present of which slot.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use casebook_domain::time::Timestamp;

use crate::bytes::Rest;

/// Bytes of a stored entry.
const NOTED: usize = 12;

/// When the present of each slot changes next, if it does, and the time range in which the present holds.
pub struct Schedule {
    /// The last change; before it the present was different.
    since: Timestamp,
    next: BinaryHeap<Reverse<(Timestamp, u32)>>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { since: Timestamp(i64::MIN), next: BinaryHeap::new() }
    }
}

impl Schedule {
    /// Whether the last computed present is that of `now`.
    pub fn is_current_at(&self, now: Timestamp) -> bool {
        self.since <= now && self.next.peek().is_none_or(|Reverse((due, _))| *due > now)
    }

    /// Whether `now` lies before the computed present.
    pub fn is_ahead_of(&self, now: Timestamp) -> bool {
        now < self.since
    }

    /// Notes when a slot is due next, given all its points in time in order.
    pub fn note(&mut self, slot: u32, times: &[Timestamp], now: Timestamp) {
        let passed = times.partition_point(|time| *time <= now);
        if let Some(last) = passed.checked_sub(1).and_then(|place| times.get(place)) {
            self.since = self.since.max(*last);
        }
        if let Some(next) = times.get(passed) {
            self.next.push(Reverse((*next, slot)));
        }
    }

    /// The next slot that is due by `now`. The same slot may come more than once.
    pub fn due(&mut self, now: Timestamp) -> Option<u32> {
        let Reverse((due, slot)) = self.next.peek().copied().filter(|Reverse((due, _))| *due <= now)?;
        self.next.pop();
        self.since = self.since.max(due);
        Some(slot)
    }

    /// The entries of the first `slots`, as bytes.
    pub fn write(&self, into: &mut Vec<u8>, slots: usize) {
        into.extend(self.since.0.to_le_bytes());
        for Reverse((due, slot)) in self.next.iter().filter(|noted| (noted.0.1 as usize) < slots) {
            into.extend(due.0.to_le_bytes());
            into.extend(slot.to_le_bytes());
        }
    }

    /// Reads [`Schedule::write`]; `None` if the bytes are not valid.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes);
        let since = Timestamp(rest.i64()?);
        let mut next = Vec::with_capacity(rest.0.len() / NOTED);
        while !rest.0.is_empty() {
            next.push(Reverse((Timestamp(rest.i64()?), rest.u32()?)));
        }
        Some(Self { since, next: next.into() })
    }

    /// The time of the last computed change; before it the present was different.
    pub fn since(&self) -> Timestamp {
        self.since
    }

    /// Makes sure that the present is not used for times before `since`.
    pub fn begin_at(&mut self, since: Timestamp) {
        self.since = self.since.max(since);
    }

    /// The number of entries, including outdated ones.
    pub fn noted(&self) -> usize {
        self.next.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_holds_until_a_slot_is_due() {
        let at = Timestamp;
        let mut schedule = Schedule::default();
        schedule.note(1, &[at(10), at(20), at(30)], at(15));
        schedule.note(2, &[at(12)], at(15));
        assert_eq!(
            [11, 12, 15, 19, 20].map(|now| schedule.is_current_at(at(now))),
            [false, true, true, true, false]
        );
        assert!(schedule.is_ahead_of(at(11)));
        assert_eq!(schedule.due(at(19)), None);
        assert_eq!(schedule.due(at(25)), Some(1));
        schedule.note(1, &[at(10), at(20), at(30)], at(25));
        assert_eq!([19, 20, 29, 30].map(|now| schedule.is_current_at(at(now))), [false, true, true, false]);
        assert_eq!(schedule.noted(), 1);
        let mut bytes = Vec::new();
        schedule.write(&mut bytes, 2);
        let read = Schedule::read(&bytes).unwrap();
        assert_eq!([19, 20, 29, 30].map(|now| read.is_current_at(at(now))), [false, true, true, false]);
        assert!(Schedule::read(&bytes[1..]).is_none());
    }
}
