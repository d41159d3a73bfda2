//! The funnel: how many came how far, when, and where they are now.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use casebook_domain::evidence::Piece;
use casebook_domain::lifecycle::derive::derive;
use casebook_domain::lifecycle::funnel::{Funnel, FunnelBuilder, FunnelOptions, FunnelParty};
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::CompiledVocabulary;
use casebook_store::projection::{self, PartyPeriods};
use casebook_store::{Connection, evidence};

use crate::casebook::Casebook;
use crate::error::{Error, Result};
use crate::progress::{Progress, Unwatched};
use crate::walk::{Range, walk};
use crate::words::Words;

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

/// Computes a funnel over every party that is not hidden.
pub fn funnel(casebook: &Casebook, request: &FunnelRequest) -> Result<FunnelReport> {
    funnel_watched(casebook, request, &Unwatched)
}

/// [`funnel`], with progress: on the recorded basis all history is replayed.
pub fn funnel_watched(
    casebook: &Casebook,
    request: &FunnelRequest,
    progress: &dyn Progress,
) -> Result<FunnelReport> {
    let (vocabulary, words) = casebook.read(|_, words| {
        let (version, compiled) = words.active(&request.vocabulary)?;
        Ok((version.id, compiled.clone()))
    })?;
    let options = options(casebook, request, &words)?;
    let all = Mutex::new(Builders::new());
    walk(
        casebook,
        progress,
        |connection, in_force, range| {
            let (after, last) = (range.after, range.last);
            let wanted = (request.basis == Basis::Occurred).then_some(vocabulary);
            let parties = projection::periods_between(connection, wanted, after, last)?;
            let parties = if wanted.is_some() {
                parties
            } else {
                replayed(connection, in_force, &words, range, parties, options.at)?
            };
            Ok(added_up(&parties, request, options))
        },
        |_, some| {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, builder) in some {
                let merged = match all.remove(&key) {
                    Some(known) => known.merge(builder),
                    None => builder,
                };
                all.insert(key, merged);
            }
            Ok(())
        },
    )?;
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(report(request, &words, all, options))
}

fn options(
    casebook: &Casebook,
    request: &FunnelRequest,
    words: &CompiledVocabulary,
) -> Result<FunnelOptions> {
    let stages = &words.vocabulary.stages;
    let cohort_stage = match &request.cohort_stage {
        Some(name) => words.vocabulary.place_of(name).ok_or_else(|| Error::NotFound {
            what: "stage",
            given: name.clone(),
            hint: format!(
                "; there are {}",
                stages.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
            ),
        })?,
        None => 0,
    };
    Ok(FunnelOptions {
        stages: stages.len() as u8,
        cohort_stage,
        from: request.from,
        to: request.to,
        at: request.as_of.unwrap_or_else(|| casebook.now()),
    })
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

/// The periods as they would have been derived from what was recorded by `at`.
fn replayed(
    connection: &mut Connection<'_>,
    in_force: &Words,
    words: &CompiledVocabulary,
    range: &Range,
    parties: Vec<PartyPeriods>,
    at: Timestamp,
) -> Result<Vec<PartyPeriods>> {
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
    Ok(parties.into_iter().zip(pieces).map(replay).collect())
}

fn report(
    request: &FunnelRequest,
    words: &CompiledVocabulary,
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
    FunnelReport {
        vocabulary: request.vocabulary.clone(),
        stages: words.vocabulary.stages.iter().map(|stage| stage.name.clone()).collect(),
        groups,
    }
}
