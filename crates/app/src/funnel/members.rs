//! The parties behind a funnel's numbers.

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::funnel::{FunnelNumber, FunnelOptions, FunnelParty, is_undated, place};
use casebook_domain::time::Timestamp;
use std::sync::{Mutex, PoisonError};

use super::picture::{SOURCE, View, candidates, in_shares};
use super::{FunnelRequest, known_as_stored, known_at, options, place_of};
use crate::desk::Session;
use crate::desk::progress::Unwatched;
use crate::desk::walk::walk;
use crate::error::Result;
use crate::index::select::vocabulary_of;
use crate::index::{ABSENT, Bitmap, Picture};

/// Those whom a number of a funnel counts.
#[derive(Clone, Debug)]
pub struct FunnelMembers {
    /// The funnel.
    pub request: FunnelRequest,
    /// The group, where the number is that of a group: its source, or none.
    pub group: Option<Option<String>>,
    /// The stage; the cohort's, if none is given.
    pub stage: Option<String>,
    /// Which of its numbers.
    pub number: Number,
}

/// A number of a funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is defined where `FunnelStage` and `Funnel` have it")]
pub enum Number {
    /// Of the whole funnel, whatever the stage.
    Cohort,
    /// Of the whole funnel, whatever the stage.
    Undated,
    Reached,
    Entered,
    Skipped,
    Furthest,
    Here,
    Back,
    /// For one reason, or for any.
    Dropped(Option<String>),
    Returned,
    Timed,
}

/// What decides whether a party is counted.
struct Test<'n> {
    options: FunnelOptions,
    stage: u8,
    number: &'n Number,
}

impl<'n> Test<'n> {
    fn of<'s>(
        stages: impl Iterator<Item = &'s str> + Clone,
        members: &'n FunnelMembers,
        now: Timestamp,
    ) -> Result<Self> {
        let options = options(stages.clone(), &members.request, now)?;
        let stage = match &members.stage {
            Some(name) => place_of(stages, name)?,
            None => options.cohort_stage,
        };
        Ok(Self { options, stage, number: &members.number })
    }

    fn counts(&self, party: &FunnelParty<'_>) -> bool {
        let number = match self.number {
            Number::Undated => return is_undated(party, &self.options),
            Number::Cohort => return place(party, &self.options).is_some(),
            Number::Reached => FunnelNumber::Reached,
            Number::Entered => FunnelNumber::Entered,
            Number::Skipped => FunnelNumber::Skipped,
            Number::Furthest => FunnelNumber::Furthest,
            Number::Here => FunnelNumber::Here,
            Number::Back => FunnelNumber::Back,
            Number::Dropped(reason) => FunnelNumber::Dropped(reason.as_deref()),
            Number::Returned => FunnelNumber::Returned,
            Number::Timed => FunnelNumber::Timed,
        };
        place(party, &self.options).is_some_and(|placement| placement.counts_in(self.stage, number))
    }
}

/// The slots that are counted, on the occurred basis.
pub(crate) fn placed(picture: &Picture, members: &FunnelMembers, now: Timestamp) -> Result<Bitmap> {
    let vocabulary = vocabulary_of(&picture.vocabularies, &members.request.vocabulary)?;
    let stages = picture.vocabularies.get(vocabulary).map(|one| one.stages.as_slice()).unwrap_or_default();
    let test = Test::of(stages.iter().map(String::as_str), members, now)?;
    let mut found = candidates(picture, &members.request);
    if let Some(group) = &members.group {
        let sources = picture.dictionaries.get(SOURCE);
        let code = group.as_ref().map_or(Some(ABSENT), |name| sources.and_then(|words| words.code(name)));
        found.and(&Bitmap::of(picture.slots(), |slot| Some(picture.word(slot as u32, SOURCE)) == code));
    }
    let shares = in_shares(picture, |slots| {
        let mut view = View::of(picture, vocabulary);
        let fits = |slot: &u32| found.has(*slot) && test.counts(&view.party(*slot, test.options.at));
        slots.filter(fits).collect::<Vec<u32>>()
    })?;
    let mut counted = Bitmap::none(picture.slots());
    shares.into_iter().flatten().for_each(|slot| counted.set(slot, true));
    Ok(counted)
}

/// The parties that are counted, on the recorded basis: all history is replayed, unless nothing was recorded later.
pub(crate) fn members_recorded(session: &Session, members: &FunnelMembers) -> Result<Vec<PartyId>> {
    let request = &members.request;
    let (vocabulary, words) = session.read(|_, words| {
        let (version, compiled) = words.active(&request.vocabulary)?;
        Ok((version.id, compiled.clone()))
    })?;
    let stages = words.vocabulary.stages.iter().map(|stage| stage.name.as_str());
    let test = Test::of(stages, members, session.now())?;
    let at = test.options.at;
    let stored = session.read(|connection, _| known_as_stored(connection, vocabulary, request, at))?;
    let found = Mutex::new(Vec::new());
    walk(
        session,
        &Unwatched,
        |connection, in_force, range| {
            let mut parties = known_at(connection, in_force, (stored, &words), range, test.options.at)?;
            parties.retain(|one| {
                !one.hidden
                    && request.of.is_none_or(|kind| kind == one.party.kind())
                    && members.group.as_ref().is_none_or(|group| *group == one.source)
                    && test.counts(&FunnelParty { stages: &one.stages, standings: &one.standings })
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
