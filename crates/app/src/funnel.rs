//! The funnel: how many came how far, when, and where they are now.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use casebook_domain::evidence::Piece;
use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::lifecycle::derive::derive;
use casebook_domain::lifecycle::funnel::{Funnel, FunnelBuilder, FunnelOptions, FunnelParty};
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::CompiledVocabulary;
use casebook_store::projection::{self, PartyPeriods};
use casebook_store::{Connection, evidence};

use crate::desk::Session;
use crate::desk::Words;
use crate::desk::progress::{Progress, Unwatched};
use crate::desk::walk::{Range, walk};
use crate::error::Result;
use crate::index::select::unknown;
use crate::parties::{Filter, Leaf};

mod members;
mod picture;

pub use members::{FunnelMembers, Number};
pub(crate) use members::{members_recorded, placed};

/// What counts as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// What is known today of what had happened by then.
    #[default]
    Occurred,
    /// What was known then.
    Recorded,
}

/// Which funnel.
#[derive(Clone, Debug, Default)]
pub struct FunnelRequest {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// People or organizations only.
    pub of: Option<PartyKind>,
    /// The cohort: who reached its stage at this time or later …
    pub from: Option<Timestamp>,
    /// … and before this time.
    pub to: Option<Timestamp>,
    /// The time at which one looks; now, if none is given.
    pub as_of: Option<Timestamp>,
    /// What counts as known.
    pub basis: Basis,
    /// The stage that makes the cohort; the first, if none is given.
    pub cohort_stage: Option<String>,
    /// Whether parties are grouped by how they were acquired.
    pub by_source: bool,
}

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

type Builders = BTreeMap<Option<String>, FunnelBuilder>;

/// Computes a funnel over every party that is not hidden: on the occurred basis from the picture in memory, on
/// the recorded basis by replaying all history, unless nothing was recorded later.
pub fn funnel(session: &Session, request: &FunnelRequest) -> Result<FunnelReport> {
    match request.basis {
        Basis::Occurred => picture::funnel(session, request),
        Basis::Recorded => funnel_watched(session, request, &Unwatched),
    }
}

/// The parties that a number of a funnel counts, in the order of ids.
pub fn members(session: &Session, members: &FunnelMembers) -> Result<Vec<PartyId>> {
    let filter = Filter::Leaf(Leaf::Funnel(Box::new(members.clone())));
    crate::parties::ids(session, &filter)
}

/// [`funnel`] from what is stored, without the picture in memory, and with progress.
pub fn funnel_watched(
    session: &Session,
    request: &FunnelRequest,
    progress: &dyn Progress,
) -> Result<FunnelReport> {
    let (vocabulary, words) = session.read(|_, words| {
        let (version, compiled) = words.active(&request.vocabulary)?;
        Ok((version.id, compiled.clone()))
    })?;
    let stages = words.vocabulary.stages.iter().map(|stage| stage.name.as_str());
    let options = options(stages, request, session.now())?;
    let stored =
        session.read(|connection, _| known_as_stored(connection, vocabulary, request, options.at))?;
    let all = Mutex::new(Builders::new());
    walk(
        session,
        progress,
        |connection, in_force, range| {
            let parties = known_at(connection, in_force, (stored, &words), range, options.at)?;
            Ok(added_up(&parties, request, options))
        },
        |_, some| {
            merge(&mut all.lock().unwrap_or_else(PoisonError::into_inner), some);
            Ok(())
        },
    )?;
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    let stages = words.vocabulary.stages.iter().map(|stage| stage.name.clone()).collect();
    Ok(report(request, stages, all, options))
}

fn merge(all: &mut Builders, some: Builders) {
    for (key, builder) in some {
        let merged = match all.remove(&key) {
            Some(known) => known.merge(builder),
            None => builder,
        };
        all.insert(key, merged);
    }
}

fn options<'s>(
    stages: impl Iterator<Item = &'s str> + Clone,
    request: &FunnelRequest,
    now: Timestamp,
) -> Result<FunnelOptions> {
    let cohort_stage = match &request.cohort_stage {
        Some(name) => place_of(stages.clone(), name)?,
        None => 0,
    };
    Ok(FunnelOptions {
        stages: stages.count() as u8,
        cohort_stage,
        from: request.from,
        to: request.to,
        at: request.as_of.unwrap_or(now),
    })
}

fn place_of<'s>(mut stages: impl Iterator<Item = &'s str> + Clone, name: &str) -> Result<u8> {
    let all = stages.clone();
    let place = stages.position(|stage| stage == name);
    place.map(|place| place as u8).ok_or_else(|| unknown("stage", name, all))
}

fn added_up(parties: &[PartyPeriods], request: &FunnelRequest, options: FunnelOptions) -> Builders {
    let mut builders = Builders::new();
    for party in parties.iter().filter(|party| !party.hidden) {
        if request.of.is_some_and(|kind| kind != party.party.kind()) {
            continue;
        }
        let key = party.source.clone().filter(|_| request.by_source);
        let builder = builders.entry(key).or_insert_with(|| FunnelBuilder::new(options));
        builder.add(&FunnelParty { stages: &party.stages, standings: &party.standings });
    }
    builders
}

/// The vocabulary whose stored periods show what was known at `at`, if nothing was recorded later; else none, and
/// they have to be replayed. Asked once before a walk, so that what is recorded while it walks may be seen.
fn known_as_stored(
    connection: &mut Connection<'_>,
    vocabulary: VocabularyId,
    request: &FunnelRequest,
    at: Timestamp,
) -> Result<Option<VocabularyId>> {
    let is_stored = request.basis == Basis::Occurred || !evidence::is_any_recorded_after(connection, at)?;
    Ok(is_stored.then_some(vocabulary))
}

/// The parties of a range with their periods in what was known at `at`: those stored in a vocabulary, or replayed.
fn known_at(
    connection: &mut Connection<'_>,
    in_force: &Words,
    (stored, words): (Option<VocabularyId>, &CompiledVocabulary),
    range: &Range,
    at: Timestamp,
) -> Result<Vec<PartyPeriods>> {
    let parties = projection::periods_between(connection, stored, range.after, range.last)?;
    if stored.is_some() {
        return Ok(parties);
    }
    let pieces = evidence::pieces_between(connection, &range.ids, range.after)?;
    let words = std::slice::from_ref(words);
    let replay = |(party, (_, pieces)): (PartyPeriods, (_, Vec<Piece>))| {
        let known: Vec<Piece> = pieces.into_iter().filter(|piece| piece.recorded_at <= at).collect();
        let mut history = derive(&known, party.party.kind(), &in_force.kinds, words);
        PartyPeriods {
            stages: history.stages.pop().unwrap_or_default(),
            standings: history.standings,
            ..party
        }
    };
    // Both hold every party of the range in the order of ids, since a range is read over one snapshot.
    Ok(parties.into_iter().zip(pieces).map(replay).collect())
}

fn report(
    request: &FunnelRequest,
    stages: Vec<String>,
    mut builders: Builders,
    options: FunnelOptions,
) -> FunnelReport {
    if !request.by_source {
        builders.entry(None).or_insert_with(|| FunnelBuilder::new(options));
    }
    let mut groups: Vec<(Option<String>, Funnel)> =
        builders.into_iter().map(|(key, builder)| (key, builder.finish())).collect();
    groups.retain(|(_, funnel)| !request.by_source || funnel.cohort > 0 || funnel.undated > 0);
    groups.sort_by(|(one, left), (other, right)| right.cohort.cmp(&left.cohort).then_with(|| one.cmp(other)));
    FunnelReport { vocabulary: request.vocabulary.clone(), stages, groups }
}
