//! What a changed definition would mean for all history, storing nothing.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use casebook_domain::access::Noun;
use casebook_domain::evidence::Piece;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::derive::{History, Rules, derive};
use casebook_domain::lifecycle::funnel::{Funnel, FunnelBuilder, FunnelOptions, FunnelPeriods};
use casebook_domain::lifecycle::history::{StagePeriod, covers};
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::CompiledVocabulary;
use casebook_domain::zone::Zone;
use casebook_store::{evidence, party, projection};

use super::check;
use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::desk::projection::rules_of;
use crate::desk::walk::walk;
use crate::error::{Error, Result};

/// Parties that would move from one stage to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The stage they are in now; `None` for none.
    pub from: Option<String>,
    /// The stage they would be in.
    pub to: Option<String>,
    /// How many.
    pub count: u64,
    /// Some of them, with their names.
    pub examples: Vec<(PartyId, String)>,
}

/// A what-if over all history.
#[derive(Clone, Debug)]
pub struct TryReport {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// The stages as they are; none if there is no vocabulary of that name yet.
    pub stages_before: Vec<String>,
    /// The stages as they would be.
    pub stages_after: Vec<String>,
    /// The funnel as it is.
    pub before: Funnel,
    /// The funnel as it would be.
    pub after: Funnel,
    /// Who would move, the largest moves first.
    pub moves: Vec<Move>,
}

/// Named examples of one move.
const EXAMPLES: usize = 20;

/// A move's stages, how many make it, and some of them.
type Moves = BTreeMap<(Option<u8>, Option<u8>), (u64, Vec<PartyId>)>;

/// A vocabulary as it is, if there is one of its name, and as it would be.
pub(crate) struct Pair {
    pub old: Option<CompiledVocabulary>,
    pub new: CompiledVocabulary,
}

struct Tried {
    before: Option<FunnelBuilder>,
    after: FunnelBuilder,
    moves: Moves,
}

impl Tried {
    fn begin(pair: &Pair, now: Timestamp) -> Self {
        Self {
            before: pair.old.as_ref().map(|old| FunnelBuilder::new(options(old, now))),
            after: FunnelBuilder::new(options(&pair.new, now)),
            moves: Moves::new(),
        }
    }
}

/// Replays all history under a changed definition and compares with the active one of the same name.
pub fn try_out(session: &Session, text: &str, progress: &dyn Progress) -> Result<TryReport> {
    let new = check(session, text)?;
    let old =
        session.read(|_, words| Ok(words.active(&new.vocabulary.name).ok().map(|(_, old)| old.clone())))?;
    let mut reports = replay(session, &[Pair { old, new }], progress)?;
    reports.pop().ok_or_else(|| Error::Refused("nothing was replayed".to_owned()))
}

/// Replays all history under several changed definitions at once: a report for each, in their order.
pub(crate) fn replay(session: &Session, pairs: &[Pair], progress: &dyn Progress) -> Result<Vec<TryReport>> {
    let (now, scope) = (session.now(), session.scope(Noun::Party));
    let all = Mutex::new(pairs.iter().map(|pair| Tried::begin(pair, now)).collect::<Vec<_>>());
    let zone = session.read(|_, words| Ok(words.zone.clone()))?;
    let both: Vec<CompiledVocabulary> =
        pairs.iter().flat_map(|pair| pair.old.iter().chain([&pair.new])).cloned().collect();
    walk(
        session,
        progress,
        |connection, words, range| {
            let visible = projection::periods_between(connection, None, range.after, range.last)?;
            let pieces = evidence::pieces_between(connection, &range.ids, range.after)?;
            let seen =
                visible.iter().zip(pieces).filter(|(party, _)| !party.hidden && scope.sees(party.party));
            let derive_one = |(_, (party, pieces)): (_, (PartyId, Vec<Piece>))| {
                (party, derive(&pieces, Rules { vocabularies: &both, ..rules_of(words, party) }))
            };
            Ok(seen.map(derive_one).collect::<Vec<_>>())
        },
        |_, histories| {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            for (party, history) in histories {
                add(&mut all, pairs, (party, &history), now, &zone);
            }
            Ok(())
        },
    )?;
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    pairs.iter().zip(all).map(|(pair, tried)| trial_of(session, pair, tried)).collect()
}

/// Counts one party in every pair.
fn add(
    all: &mut [Tried],
    pairs: &[Pair],
    (party, history): (PartyId, &History),
    now: Timestamp,
    zone: &Zone,
) {
    let (mut stages, standings) = (history.stages.iter(), &history.standings);
    for (tried, pair) in all.iter_mut().zip(pairs) {
        let before = pair.old.as_ref().and_then(|_| stages.next());
        let Some(after) = stages.next() else { continue };
        if let (Some(builder), Some(stages)) = (&mut tried.before, before) {
            builder.add(&FunnelPeriods { stages, standings, zone });
        }
        tried.after.add(&FunnelPeriods { stages: after, standings, zone });
        let (from, to) = (before.and_then(|stages| stage_at(stages, now)), stage_at(after, now));
        count(&mut tried.moves, pair.old.as_ref(), &pair.new, (from, to), party);
    }
}

fn options(words: &CompiledVocabulary, at: Timestamp) -> FunnelOptions {
    let stages = words.vocabulary.stages.len() as u8;
    FunnelOptions { stages, cohort_stage: 0, from: None, to: None, at }
}

fn stage_at(periods: &[StagePeriod], now: Timestamp) -> Option<u8> {
    periods.iter().find(|one| covers(one.entered_at, one.left_at, now)).map(|one| one.stage)
}

fn name_of(words: &CompiledVocabulary, stage: Option<u8>) -> Option<&str> {
    words.vocabulary.stages.get(usize::from(stage?)).map(|stage| stage.name.as_str())
}

fn count(
    moves: &mut Moves,
    old: Option<&CompiledVocabulary>,
    new: &CompiledVocabulary,
    (from, to): (Option<u8>, Option<u8>),
    party: PartyId,
) {
    if old.and_then(|old| name_of(old, from)) == name_of(new, to) {
        return;
    }
    let (count, examples) = moves.entry((from, to)).or_default();
    *count += 1;
    if examples.len() < EXAMPLES {
        examples.push(party);
    }
}

fn trial_of(session: &Session, pair: &Pair, tried: Tried) -> Result<TryReport> {
    let (old, new) = (pair.old.as_ref(), &pair.new);
    let names =
        |words: &CompiledVocabulary| words.vocabulary.stages.iter().map(|stage| stage.name.clone()).collect();
    let mut moves = Vec::new();
    for ((from, to), (count, examples)) in tried.moves {
        let rows = session.read(|connection, _| Ok(party::get_many(connection, &examples)?))?;
        let example = |row: party::PartyRow| (row.id, row.fields.get("name").cloned().unwrap_or_default());
        moves.push(Move {
            from: old.and_then(|old| name_of(old, from)).map(str::to_owned),
            to: name_of(new, to).map(str::to_owned),
            count,
            examples: rows.into_iter().map(example).collect(),
        });
    }
    moves.sort_by_key(|one| std::cmp::Reverse(one.count));
    Ok(TryReport {
        vocabulary: new.vocabulary.name.clone(),
        stages_before: old.map(names).unwrap_or_default(),
        stages_after: names(new),
        before: tried.before.map(FunnelBuilder::finish).unwrap_or_default(),
        after: tried.after.finish(),
        moves,
    })
}
