//! What time alone will bring: when which slot's present changes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use casebook_domain::time::Timestamp;

/// The next turn of every slot that has one, and the stretch of time in which the present holds.
pub struct Turns {
    /// The last turn that was taken; before it the present was another.
    since: Timestamp,
    next: BinaryHeap<Reverse<(Timestamp, u32)>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { since: Timestamp(i64::MIN), next: BinaryHeap::new() }
    }
}

impl Turns {
    /// Whether the present as it was computed last is that of `now`.
    pub fn hold_at(&self, now: Timestamp) -> bool {
        self.since <= now && self.next.peek().is_none_or(|Reverse((turn, _))| *turn > now)
    }

    /// Whether `now` lies before what was computed.
    pub fn are_ahead_of(&self, now: Timestamp) -> bool {
        now < self.since
    }

    /// Notes the turns of a slot, given all its points in time in order.
    pub fn note(&mut self, slot: u32, times: &[Timestamp], now: Timestamp) {
        let passed = times.partition_point(|time| *time <= now);
        if let Some(last) = passed.checked_sub(1).and_then(|place| times.get(place)) {
            self.since = self.since.max(*last);
        }
        if let Some(next) = times.get(passed) {
            self.next.push(Reverse((*next, slot)));
        }
    }

    /// The next slot whose turn has come by `now`. It may be the same more than once.
    pub fn due(&mut self, now: Timestamp) -> Option<u32> {
        let Reverse((turn, slot)) = self.next.peek().copied().filter(|Reverse((turn, _))| *turn <= now)?;
        self.next.pop();
        self.since = self.since.max(turn);
        Some(slot)
    }

    /// How many turns are noted, those of before a change among them.
    pub fn noted(&self) -> usize {
        self.next.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_holds_from_turn_to_turn() {
        let at = Timestamp;
        let mut turns = Turns::default();
        turns.note(1, &[at(10), at(20), at(30)], at(15));
        turns.note(2, &[at(12)], at(15));
        assert_eq!([11, 12, 15, 19, 20].map(|now| turns.hold_at(at(now))), [false, true, true, true, false]);
        assert!(turns.are_ahead_of(at(11)));
        assert_eq!(turns.due(at(19)), None);
        assert_eq!(turns.due(at(25)), Some(1));
        turns.note(1, &[at(10), at(20), at(30)], at(25));
        assert_eq!([19, 20, 29, 30].map(|now| turns.hold_at(at(now))), [false, true, true, false]);
        assert_eq!(turns.noted(), 1);
    }
}
