//! The funnel from the columns, and the parties behind its numbers.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

use casebook_domain::lifecycle::funnel::{
    FunnelBuilder, FunnelGroups, FunnelMembers, FunnelOptions, FunnelPeriods, FunnelReport, FunnelRequest,
};
use casebook_domain::lifecycle::history::{Cause, Standing, StandingPeriod, covers};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::Zone;

use crate::bitmap::Bitmap;
use crate::columns::Columns;
use crate::error::Result;
use crate::group_keys::SlotKeys;
use crate::periods::Unpacked;
use crate::vocabularies::{ActiveVocabulary, vocabulary_of};
use crate::{Index, Reader};

/// The number of slots that is worth a second thread.
const SHARED: usize = 20_000;

impl Index {
    /// Computes a funnel on the occurred basis over every visible party that is not hidden.
    pub fn funnel(&self, reader: &Reader<'_>, request: &FunnelRequest) -> Result<FunnelReport> {
        let by = request.by.as_ref();
        let needed = self.needed(reader, by)?;
        // Before the columns are locked, so that no one waits for a permit while keeping others from changing them.
        let _permit = self.permits.acquire();
        self.read(reader, |columns, now| {
            let vocabulary = vocabulary_of(&columns.vocabularies, &request.vocabulary)?;
            let stages =
                columns.vocabularies.get(vocabulary).map(|one| one.stages.clone()).unwrap_or_default();
            let options = request.options(stages.iter().map(String::as_str), now)?;
            let mut counted = candidates(columns, request);
            columns.keep_visible(&mut counted, &reader.scope);
            let keys = SlotKeys::of(columns, by, &needed, (reader, now));
            let add_up = |slots| added_up(columns, vocabulary, &keys, options, &counted, slots);
            let mut all = FunnelGroups::new(options);
            for (number, (parties, builder)) in in_shares(columns, add_up).into_iter().flatten() {
                all.merge_group(keys.value(columns, number), parties, builder);
            }
            Ok(all.finish(request, stages))
        })
    }
}

/// The slots that a number counts, on the occurred basis.
pub(crate) fn members(columns: &Columns, members: &FunnelMembers, now: Timestamp) -> Result<Bitmap> {
    let vocabulary = vocabulary_of(&columns.vocabularies, &members.request.vocabulary)?;
    let stages = columns.vocabularies.get(vocabulary).map(|one| one.stages.as_slice()).unwrap_or_default();
    let test = members.test(stages.iter().map(String::as_str), now)?;
    let found = candidates(columns, &members.request);
    let shares = in_shares(columns, |slots| {
        let mut view = View::of(columns, vocabulary);
        let fits = |slot: &u32| found.has(*slot) && test.counts(&view.party(*slot, test.at()));
        slots.filter(fits).collect::<Vec<u32>>()
    });
    let mut counted = Bitmap::none(columns.slots());
    shares.into_iter().flatten().for_each(|slot| counted.set(slot, true));
    Ok(counted)
}

/// The candidates: all parties of the requested kind that are not hidden.
fn candidates(columns: &Columns, request: &FunnelRequest) -> Bitmap {
    let mut candidates = columns.of_kind(request.of);
    candidates.and(&columns.alive);
    candidates.without(&columns.hidden);
    candidates
}

/// Runs work over shares of all slots, on all cores if there are many; a share begins at a word of a bitmap.
fn in_shares<T: Send>(columns: &Columns, work: impl Fn(std::ops::Range<u32>) -> T + Sync) -> Vec<T> {
    let slots = columns.slots();
    let threads =
        if slots < SHARED { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    if threads == 1 {
        return vec![work(0..slots as u32)];
    }
    let share = slots.div_ceil(threads).next_multiple_of(64);
    std::thread::scope(|scope| {
        let work = &work;
        let begin = |start: usize| scope.spawn(move || work(start as u32..slots.min(start + share) as u32));
        let shares: Vec<_> = (0..slots).step_by(share).map(begin).collect();
        // A panic of the work is one of the caller.
        let ended =
            |share: ScopedJoinHandle<'_, T>| share.join().unwrap_or_else(|panic| resume_unwind(panic));
        shares.into_iter().map(ended).collect()
    })
}

fn added_up(
    columns: &Columns,
    vocabulary: usize,
    keys: &SlotKeys<'_>,
    options: FunnelOptions,
    counted: &Bitmap,
    slots: std::ops::Range<u32>,
) -> HashMap<u32, (u64, FunnelBuilder)> {
    let mut view = View::of(columns, vocabulary);
    let mut builders: HashMap<u32, (u64, FunnelBuilder)> = HashMap::new();
    for slot in slots.filter(|slot| counted.has(*slot)) {
        let number = keys.number(columns, slot);
        let (parties, builder) = builders.entry(number).or_insert_with(|| (0, FunnelBuilder::new(options)));
        *parties += 1;
        builder.add(&view.party(slot, options.at));
    }
    builders
}

/// Views parties as the funnel needs them. Standings are built once for each reason.
struct View<'p> {
    columns: &'p Columns,
    vocabulary: usize,
    unpacked: Unpacked,
    standings: HashMap<(Standing, u32), StandingPeriod>,
    zone: Zone,
}

impl<'p> View<'p> {
    fn of(columns: &'p Columns, vocabulary: usize) -> Self {
        let zone = columns.vocabularies.get(vocabulary).map(ActiveVocabulary::zone).unwrap_or_default();
        Self { columns, vocabulary, unpacked: Unpacked::default(), standings: HashMap::new(), zone }
    }

    /// The party's stages, and its standing at a time as if it had always had it.
    fn party(&mut self, slot: u32, at: Timestamp) -> FunnelPeriods<'_> {
        self.columns.unpack(slot, &mut self.unpacked);
        let stages = self.unpacked.stages.get(self.vocabulary).map(Vec::as_slice).unwrap_or_default();
        let standing = self.unpacked.standings.iter().rfind(|one| covers(one.entered_at, one.left_at, at));
        let zone = &self.zone;
        let Some(standing) = standing else { return FunnelPeriods { stages, standings: &[], zone } };
        let reasons = &self.columns.reasons;
        let period = self.standings.entry((standing.standing, standing.reason)).or_insert_with(|| {
            let reason = reasons.value(standing.reason).map(str::to_owned);
            let (standing, entered_by) = (standing.standing, Cause::Time);
            let (entered_at, step, left_at, left_by) = (None, Step::Instant, None, None);
            StandingPeriod { standing, reason, entered_at, step, left_at, entered_by, left_by }
        });
        FunnelPeriods { stages, standings: std::slice::from_ref(period), zone }
    }
}
