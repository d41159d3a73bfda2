//! A party's periods in few bytes: its points in time once, in order, and periods that refer to them.

use casebook_domain::lifecycle::history::{Cause, StagePeriod, Standing};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::{DAY, SECOND, Timestamp};
use casebook_store::index_row::IndexRow;

/// A period in a standing, its reason as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingSpan {
    /// The standing.
    pub standing: Standing,
    /// The number of its reason.
    pub reason: u32,
    /// When it began.
    pub entered_at: Option<Timestamp>,
    /// How exactly its beginning is known.
    pub step: Step,
    /// When it ends.
    pub left_at: Option<Timestamp>,
}

/// Unpacked periods. Unpacking again into the same value allocates nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Every point in time, in order.
    pub times: Vec<Timestamp>,
    /// The first dated piece of evidence.
    pub first_at: Option<Timestamp>,
    /// The last.
    pub last_at: Option<Timestamp>,
    /// The stages in each vocabulary.
    pub stages: Vec<Vec<StagePeriod>>,
    /// The standings.
    pub standings: Vec<StandingSpan>,
}

/// Packs the periods of a party; `reasons` are the numbers of its standings' reasons.
pub fn pack(row: &IndexRow, reasons: &[u32]) -> Vec<u8> {
    let ends = |entered: Option<Timestamp>, left: Option<Timestamp>| [entered, left];
    let stages = row.stages.iter().flatten().flat_map(|one| ends(one.entered_at, one.left_at));
    let standings = row.standings.iter().flat_map(|one| ends(one.entered_at, one.left_at));
    let mut times: Vec<Timestamp> =
        stages.chain(standings).chain(ends(row.first_at, row.last_at)).flatten().collect();
    times.sort_unstable();
    times.dedup();
    let mut packer = Packer { bytes: Vec::with_capacity(48), times };
    packer.put_times();
    packer.time(row.first_at);
    packer.time(row.last_at);
    for list in &row.stages {
        packer.number(list.len() as u64);
        for (place, one) in list.iter().enumerate() {
            let follows = list.get(place + 1).and_then(|next| next.entered_at);
            packer.period(
                with_step(u64::from(one.stage), one.step),
                None,
                one.entered_at,
                one.left_at,
                follows,
            );
        }
    }
    packer.number(row.standings.len() as u64);
    for (place, one) in row.standings.iter().enumerate() {
        let standing = Standing::ALL.iter().position(|known| *known == one.standing).unwrap_or_default();
        let reason = reasons.get(place).copied().unwrap_or_default();
        let follows = row.standings.get(place + 1).and_then(|next| next.entered_at);
        packer.period(
            with_step(standing as u64, one.step),
            Some(reason),
            one.entered_at,
            one.left_at,
            follows,
        );
    }
    packer.bytes
}

/// What a period is in, and in two bits how exactly its beginning is known.
fn with_step(what: u64, step: Step) -> u64 {
    what << 2 | Step::ALL.iter().position(|one| *one == step).unwrap_or_default() as u64
}

/// Reads [`with_step`].
fn without_step(packed: u64) -> (u64, Step) {
    (packed >> 2, Step::ALL.get((packed & 3) as usize).copied().unwrap_or_default())
}

struct Packer {
    bytes: Vec<u8>,
    times: Vec<Timestamp>,
}

impl Packer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// The first time, then the distances, each in the largest unit that loses nothing.
    fn put_times(&mut self) {
        self.number(self.times.len() as u64);
        let mut before = 0;
        for place in 0..self.times.len() {
            let time = self.times.get(place).map_or(0, |time| time.0);
            // What wraps around when packing wraps back when unpacking.
            let distance = time.wrapping_sub(before);
            let sign = u64::from(distance < 0);
            let unit = UNITS.iter().rposition(|unit| distance % unit == 0).unwrap_or_default();
            let size = (distance / UNITS.get(unit).copied().unwrap_or(1)).unsigned_abs();
            // Large ones would lose their highest bits to the unit and sign.
            if size >> 60 == 0 {
                self.number(size << 3 | (unit as u64) << 1 | sign);
            } else {
                self.number(RAW);
                self.bytes.extend_from_slice(&time.to_le_bytes());
            }
            before = time;
        }
    }

    fn time(&mut self, time: Option<Timestamp>) {
        let place = time.and_then(|time| self.times.binary_search(&time).ok());
        self.number(place.map_or(0, |place| place as u64 + 1));
    }

    /// A period; its end only where it is not the beginning of the next.
    fn period(
        &mut self,
        what: u64,
        reason: Option<u32>,
        entered_at: Option<Timestamp>,
        left_at: Option<Timestamp>,
        follows: Option<Timestamp>,
    ) {
        let has_own_end = follows != left_at;
        self.number(what << 1 | u64::from(has_own_end));
        if let Some(reason) = reason {
            self.number(u64::from(reason));
        }
        self.time(entered_at);
        if has_own_end {
            self.time(left_at);
        }
    }
}

const UNITS: [i64; 3] = [1, SECOND, DAY];
/// Followed by eight bytes.
const RAW: u64 = 3 << 1;

struct Reader<'b> {
    bytes: &'b [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0_u64, 0_u32);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
        }
        number
    }

    fn times(&mut self, times: &mut Vec<Timestamp>) {
        let mut before = 0_i64;
        for _ in 0..self.number() {
            let packed = self.number();
            if packed == RAW {
                let (eight, rest) = self.bytes.split_at(self.bytes.len().min(8));
                self.bytes = rest;
                before = eight.try_into().map_or(0, i64::from_le_bytes);
            } else {
                let unit = UNITS.get((packed >> 1 & 3) as usize).copied().unwrap_or(1);
                let size = ((packed >> 3) as i64).wrapping_mul(unit);
                before = before.wrapping_add(if packed & 1 == 1 { size.wrapping_neg() } else { size });
            }
            times.push(Timestamp(before));
        }
    }

    fn ends(&mut self, into: &mut Unpacked) {
        into.times.clear();
        self.times(&mut into.times);
        into.first_at = self.time(&into.times);
        into.last_at = self.time(&into.times);
    }

    fn time(&mut self, times: &[Timestamp]) -> Option<Timestamp> {
        let place = self.number() as usize;
        place.checked_sub(1).and_then(|place| times.get(place)).copied()
    }

    fn stages(&mut self, times: &[Timestamp], list: &mut Vec<StagePeriod>) {
        let mut open = false;
        for _ in 0..self.number() {
            let packed = self.number();
            let entered_at = self.time(times);
            if let Some(last) = list.last_mut().filter(|_| open) {
                (last.left_at, last.left_by) = (entered_at, entered_at.map(|_| Cause::Time));
            }
            open = packed & 1 == 0;
            let left_at = if open { None } else { self.time(times) };
            let (entered_by, left_by) = (Cause::Time, left_at.map(|_| Cause::Time));
            let (stage, step) = without_step(packed >> 1);
            list.push(StagePeriod { stage: stage as u8, entered_at, step, left_at, entered_by, left_by });
        }
    }

    fn standings(&mut self, times: &[Timestamp], list: &mut Vec<StandingSpan>) {
        let mut open = false;
        for _ in 0..self.number() {
            let packed = self.number();
            let reason = self.number() as u32;
            let entered_at = self.time(times);
            if let Some(last) = list.last_mut().filter(|_| open) {
                last.left_at = entered_at;
            }
            open = packed & 1 == 0;
            let left_at = if open { None } else { self.time(times) };
            let (standing, step) = without_step(packed >> 1);
            let standing = Standing::ALL.get(standing as usize).copied().unwrap_or_default();
            list.push(StandingSpan { standing, reason, entered_at, step, left_at });
        }
    }
}

/// Unpacks the times and when the first and last evidence occurred, and leaves the periods as they were.
pub fn unpack_ends(bytes: &[u8], into: &mut Unpacked) {
    Reader { bytes }.ends(into);
}

/// Unpacks what [`pack`] packed for a party with so many vocabularies.
pub fn unpack(bytes: &[u8], vocabularies: usize, into: &mut Unpacked) {
    let mut reader = Reader { bytes };
    reader.ends(into);
    into.standings.clear();
    into.stages.resize_with(vocabularies, Vec::new);
    for list in &mut into.stages {
        list.clear();
        reader.stages(&into.times, list);
    }
    reader.standings(&into.times, &mut into.standings);
}

#[cfg(test)]
mod tests {
    use casebook_domain::ids::PartyId;
    use casebook_domain::lifecycle::history::StandingPeriod;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    fn time() -> impl Strategy<Value = Timestamp> {
        prop_oneof![
            (0_i64..40_000).prop_map(|days| Timestamp(days * DAY)),
            (0_i64..4_000_000_000).prop_map(|seconds| Timestamp(seconds * SECOND)),
            any::<i64>().prop_map(Timestamp),
        ]
    }

    type Ends = (Option<Timestamp>, Option<Timestamp>, u8);

    fn row(
        stages: &[Vec<Ends>],
        standings: &[Ends],
        ends: (Option<Timestamp>, Option<Timestamp>),
    ) -> IndexRow {
        let period = |(entered_at, left_at, stage): &Ends| StagePeriod {
            stage: *stage,
            entered_at: *entered_at,
            step: Step::ALL[usize::from(*stage) % 3],
            left_at: *left_at,
            entered_by: Cause::Time,
            left_by: left_at.map(|_| Cause::Time),
        };
        let standing = |(entered_at, left_at, place): &Ends| StandingPeriod {
            standing: Standing::ALL[usize::from(*place) % Standing::ALL.len()],
            reason: None,
            entered_at: *entered_at,
            step: Step::ALL[usize::from(*place) % 3],
            left_at: *left_at,
            entered_by: Cause::Time,
            left_by: left_at.map(|_| Cause::Time),
        };
        IndexRow {
            id: PartyId(1),
            hidden: false,
            search: String::new(),
            filled: 0,
            shared: Default::default(),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            first_at: ends.0,
            last_at: ends.1,
            stages: stages.iter().map(|list| list.iter().map(period).collect()).collect(),
            standings: standings.iter().map(standing).collect(),
        }
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(
            stages in vec(vec((option::of(time()), option::of(time()), 0_u8..30), 0..6), 0..4),
            standings in vec((option::of(time()), option::of(time()), 0_u8..5), 0..6),
            ends in (option::of(time()), option::of(time())),
            reasons in vec(any::<u32>(), 6),
        ) {
            let row = row(&stages, &standings, ends);
            let bytes = pack(&row, &reasons);
            let mut unpacked = Unpacked::default();
            // Twice, because earlier content must not remain.
            unpack(&pack(&row, &[9; 6]), 5, &mut unpacked);
            unpack(&bytes, stages.len(), &mut unpacked);
            prop_assert_eq!(&unpacked.stages, &row.stages);
            prop_assert_eq!((unpacked.first_at, unpacked.last_at), ends);
            let listed: Vec<_> = unpacked.standings.iter().map(|one| (one.standing, one.entered_at, one.step, one.left_at)).collect();
            let expected: Vec<_> =
                row.standings.iter().map(|one| (one.standing, one.entered_at, one.step, one.left_at)).collect();
            prop_assert_eq!(listed, expected);
            prop_assert!(unpacked.standings.iter().zip(&reasons).all(|(one, reason)| one.reason == *reason));
        }
    }

    #[test]
    fn a_usual_history_takes_few_bytes() {
        let day = |day: i64| Some(Timestamp(20_000 * DAY + day * DAY + 9 * 3_600 * SECOND));
        let story = vec![(day(0), day(30), 0), (day(30), day(90), 1), (day(90), None, 3)];
        let row = row(&[story.clone(), story.clone(), story], &[(day(0), None, 0)], (day(0), day(120)));
        assert!(pack(&row, &[0]).len() <= 44);
    }
}
