//! The funnel on the recorded basis: what was known at a time, replayed unless nothing was recorded later.

use std::sync::{Mutex, PoisonError};

use casebook_domain::access::{Noun, Scope};
use casebook_domain::evidence::Piece;
use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::lifecycle::derive::{Rules, derive};
use casebook_domain::lifecycle::funnel::{
    FunnelGroups, FunnelMembers, FunnelOptions, FunnelPeriods, FunnelReport, FunnelRequest, GroupField,
};
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::CompiledVocabulary;
use casebook_domain::zone::Zone;
use casebook_index::GroupKeys;
use casebook_store::projection::{self, PartyPeriods};
use casebook_store::{Connection, evidence};

use crate::desk::progress::{Progress, Unwatched};
use crate::desk::projection::rules_of;
use crate::desk::walk::{Range, walk};
use crate::desk::{Definitions, Session};
use crate::error::Result;

/// A vocabulary at a time, and whether its stored periods show what was known then.
struct Known {
    words: CompiledVocabulary,
    /// The version whose stored periods are what was known; none, if they have to be replayed.
    stored: Option<VocabularyId>,
    at: Timestamp,
    /// Whom the session sees.
    seen: Scope,
}

/// By what parties are grouped: the present value of a field, on this basis, too.
enum Keys {
    None,
    Source,
    Read(GroupKeys),
}

impl Keys {
    fn of(session: &Session, by: Option<&GroupField>) -> Result<Self> {
        match by {
            None => Ok(Self::None),
            // Read with the periods.
            Some(by) if *by == GroupField::SOURCE => Ok(Self::Source),
            Some(by) => Ok(Self::Read(session.index().group_keys(&session.reader(), by)?)),
        }
    }

    fn of_party<'k>(&'k self, party: &'k PartyPeriods) -> Option<&'k str> {
        match self {
            Self::None => None,
            Self::Source => party.source.as_deref(),
            Self::Read(keys) => keys.of(party.party),
        }
    }
}

/// Computes a funnel over every party that the session sees and that is not hidden.
pub(super) fn report(
    session: &Session,
    request: &FunnelRequest,
    progress: &dyn Progress,
) -> Result<FunnelReport> {
    let (version, words) = vocabulary(session, request)?;
    let options = request.options(words.vocabulary.stage_names(), session.now())?;
    let stages = words.vocabulary.stage_names().map(str::to_owned).collect();
    let known = Known::of(session, version, words, options.at)?;
    let keys = Keys::of(session, request.by.as_ref())?;
    let all = Mutex::new(FunnelGroups::new(options));
    walk(
        session,
        progress,
        |connection, in_force, range| {
            let parties = known.parties(connection, in_force, range)?;
            Ok(added_up(&parties, &keys, (request, options), &in_force.zone))
        },
        |_, some| {
            all.lock().unwrap_or_else(PoisonError::into_inner).merge(some);
            Ok(())
        },
    )?;
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(all.finish(request, stages))
}

/// The parties that a number of a funnel counts.
pub(crate) fn members(session: &Session, members: &FunnelMembers) -> Result<Vec<PartyId>> {
    let (version, words) = vocabulary(session, &members.request)?;
    let test = members.test(words.vocabulary.stage_names(), session.now())?;
    let known = Known::of(session, version, words, test.at())?;
    let found = Mutex::new(Vec::new());
    walk(
        session,
        &Unwatched,
        |connection, in_force, range| {
            let mut parties = known.parties(connection, in_force, range)?;
            parties.retain(|one| {
                is_asked_for(&members.request, one)
                    && test.counts(&FunnelPeriods {
                        stages: &one.stages,
                        standings: &one.standings,
                        zone: &in_force.zone,
                    })
            });
            Ok(parties.into_iter().map(|one| one.party).collect::<Vec<_>>())
        },
        |_, some| {
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(some);
            Ok(())
        },
    )?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn vocabulary(session: &Session, request: &FunnelRequest) -> Result<(VocabularyId, CompiledVocabulary)> {
    session.read(|_, words| {
        let (version, compiled) = words.active(&request.vocabulary)?;
        Ok((version.id, compiled.clone()))
    })
}

impl Known {
    /// Asked once before a walk, so that what is recorded while it walks may be seen.
    fn of(
        session: &Session,
        version: VocabularyId,
        words: CompiledVocabulary,
        at: Timestamp,
    ) -> Result<Self> {
        let later = session.read(|connection, _| Ok(evidence::is_any_recorded_after(connection, at)?))?;
        Ok(Self { words, stored: (!later).then_some(version), at, seen: session.scope(Noun::Party) })
    }

    /// The parties of a range that are seen, with their periods in what was known.
    fn parties(
        &self,
        connection: &mut Connection<'_>,
        in_force: &Definitions,
        range: &Range,
    ) -> Result<Vec<PartyPeriods>> {
        let mut parties = self.all(connection, in_force, range)?;
        parties.retain(|one| self.seen.sees(one.party));
        Ok(parties)
    }

    fn all(
        &self,
        connection: &mut Connection<'_>,
        in_force: &Definitions,
        range: &Range,
    ) -> Result<Vec<PartyPeriods>> {
        let parties = projection::periods_between(connection, self.stored, range.after, range.last)?;
        if self.stored.is_some() {
            return Ok(parties);
        }
        let pieces = evidence::pieces_between(connection, &range.ids, range.after)?;
        let words = std::slice::from_ref(&self.words);
        let replay = |(party, (_, pieces)): (PartyPeriods, (_, Vec<Piece>))| {
            let known: Vec<Piece> = pieces.into_iter().filter(|piece| piece.recorded_at <= self.at).collect();
            let mut history =
                derive(&known, Rules { vocabularies: words, ..rules_of(in_force, party.party) });
            PartyPeriods {
                stages: history.stages.pop().unwrap_or_default(),
                standings: history.standings,
                ..party
            }
        };
        // Both hold every party of the range in the order of ids, since a range is read over one snapshot.
        Ok(parties.into_iter().zip(pieces).map(replay).collect())
    }
}

fn is_asked_for(request: &FunnelRequest, party: &PartyPeriods) -> bool {
    !party.hidden && request.of.is_none_or(|kind| kind == party.party.kind())
}

fn added_up(
    parties: &[PartyPeriods],
    keys: &Keys,
    (request, options): (&FunnelRequest, FunnelOptions),
    zone: &Zone,
) -> FunnelGroups {
    let mut groups = FunnelGroups::new(options);
    for party in parties.iter().filter(|party| is_asked_for(request, party)) {
        groups.add(
            keys.of_party(party),
            &FunnelPeriods { stages: &party.stages, standings: &party.standings, zone },
        );
    }
    groups
}
