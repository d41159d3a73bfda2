//! From evidence to history: which stage of each vocabulary a party was in when, and why.
//!
//! A fold takes the pieces in their order, one place at a time. Between two instants it walks through
//! every change that time alone brings (a window closing, an assessment expiring, a judgement running out),
//! and after the last piece through all that are still to come. So a history reaches to infinity, reads no
//! clock, and `now` only selects from it.

use super::history::{Cause, StagePeriod, StandingPeriod};
use super::order::{Placed, in_order};
use super::places::Place;
use super::standing::{self, Stand};
use super::track::{Judged, Span, Track};
use crate::evidence::Piece;
use crate::facts::Facts;
use crate::kind::{Family, Kinds, built_in as k};
use crate::party::PartyKind;
use crate::time::Timestamp;
use crate::vocabulary::CompiledVocabulary;
use crate::zone::Zone;

/// What is derived from all of a party's evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The facts after the last piece.
    pub facts: Facts,
    /// Periods per vocabulary, in the order in which the vocabularies were given, each in order of time.
    pub stages: Vec<Vec<StagePeriod>>,
    /// Periods in a standing, in order of time.
    pub standings: Vec<StandingPeriod>,
}

/// Derives the history of a party from all pieces it takes part in, given in any order.
pub fn derive(pieces: &[Piece], rules: Rules<'_>) -> History {
    let mut fold = Fold::new(rules);
    for piece in in_order(pieces, rules.kinds, rules.zone) {
        fold.push(piece);
    }
    fold.finish()
}

/// What a party is derived by: its own kind, the kinds of evidence, the active vocabularies and the workspace's zone.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Whether it is a person or an organization.
    pub party: PartyKind,
    /// The kinds of evidence.
    pub kinds: &'a Kinds,
    /// The vocabularies.
    pub vocabularies: &'a [CompiledVocabulary],
    /// Where days begin.
    pub zone: &'a Zone,
}

/// A derivation in progress. Cloning it and finishing the clone gives the history so far, so that a piece
/// that comes after all others is folded in without starting over.
#[derive(Clone, Debug)]
pub struct Fold<'a> {
    rules: Rules<'a>,
    state: State,
}

impl<'a> Fold<'a> {
    /// A fold of no evidence.
    pub fn new(rules: Rules<'a>) -> Self {
        Self { rules, state: State::new(rules) }
    }

    /// The facts of all that has been folded.
    pub fn facts(&self) -> &Facts {
        &self.state.facts
    }

    /// Folds the next piece; it must be live, count for the party and come after those before it.
    pub fn push(&mut self, piece: Placed<'_>) {
        self.state.push(self.rules, piece);
    }

    /// The history: what has been folded, and what time alone will still change.
    pub fn finish(self) -> History {
        let State { facts, mut tracks } = self.state;
        tracks.advance_to(self.rules, &facts, Some(END));
        let (stages, standings) = tracks.finish();
        History { facts, stages, standings }
    }
}

/// The end of all times.
const END: Timestamp = Timestamp(i64::MAX);

/// The state of a derivation, without its rules.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub facts: Facts,
    tracks: Tracks,
}

impl State {
    /// A state before all evidence.
    pub fn new(rules: Rules<'_>) -> Self {
        let stages = vec![Track::default(); rules.vocabularies.len()];
        let tracks = Tracks { place: None, stages, standing: Track::default() };
        Self { facts: Facts::default(), tracks }
    }

    /// Folds the next piece.
    pub fn push(&mut self, rules: Rules<'_>, placed: Placed<'_>) {
        let Self { facts, tracks } = self;
        let Placed { place, piece } = placed;
        if tracks.place != Some(place) {
            tracks.advance_to(rules, facts, place.at);
            tracks.place = Some(place);
            tracks.stages.iter_mut().for_each(Track::begin_evidence);
        }
        let was_known = facts.is_known();
        facts.fold(piece, place.at, rules.kinds, rules.party == PartyKind::Person);
        if piece.kind == k::STAGE_JUDGED {
            tracks.judge(rules, piece);
        }
        let all = !was_known || piece.deal.is_some() || piece.kind == k::STAGE_JUDGED;
        let family = if all { None } else { Some(rules.kinds.family(piece.kind)) };
        tracks.settle(rules, facts, Cause::Evidence(piece.id), family);
    }

    /// How much it holds beside a fixed part: deals, purchases and periods.
    pub fn size(&self) -> usize {
        let periods = self.tracks.stages.iter().map(Track::len).sum::<usize>() + self.tracks.standing.len();
        self.facts.size() + periods / 4
    }

    /// The periods: what has been folded, and what time alone will still change.
    pub fn periods(&self, rules: Rules<'_>) -> (Vec<Vec<StagePeriod>>, Vec<StandingPeriod>) {
        let mut tracks = self.tracks.clone();
        tracks.advance_to(rules, &self.facts, Some(END));
        tracks.finish()
    }
}

/// Stages and standing through time, up to the instant that is being folded.
#[derive(Clone, Debug)]
struct Tracks {
    /// The place being folded; `None` before the first.
    place: Option<Place>,
    stages: Vec<Track<u8>>,
    standing: Track<Stand>,
}

impl Tracks {
    fn judge(&mut self, rules: Rules<'_>, piece: &Piece) {
        let Some(until) = piece.detail.time("until") else { return };
        let (vocabulary, stage) = (piece.detail.text("vocabulary"), piece.detail.text("stage"));
        for (track, compiled) in self.stages.iter_mut().zip(rules.vocabularies) {
            if vocabulary != Some(compiled.vocabulary.name.as_str()) {
                continue;
            }
            if let Some(value) = stage.and_then(|stage| compiled.vocabulary.place_of(stage)) {
                track.judge(Judged { value, until });
            }
        }
    }

    fn finish(self) -> (Vec<Vec<StagePeriod>>, Vec<StandingPeriod>) {
        let stages = self.stages.into_iter().map(|track| track.finish(stage_period)).collect();
        (stages, self.standing.finish(standing_period))
    }

    /// Walks through every change that time brings, up to and including `end`.
    fn advance_to(&mut self, rules: Rules<'_>, facts: &Facts, end: Option<Timestamp>) {
        let (Some(place), Some(end)) = (self.place, end) else { return };
        let mut now = place.at;
        while let Some(change) = self.next_change(rules, facts, now).filter(|change| *change <= end) {
            now = Some(change);
            self.place = Some(Place::instant(change));
            self.stages.iter_mut().for_each(|track| track.advance_to(change));
            self.settle(rules, facts, Cause::Time, None);
        }
    }

    fn next_change(&self, rules: Rules<'_>, facts: &Facts, now: Option<Timestamp>) -> Option<Timestamp> {
        let expires = facts.may_expire();
        let timed = rules.vocabularies.iter().filter(|compiled| expires || compiled.looks_back());
        let changes = timed.filter_map(|compiled| compiled.next_change(facts, now));
        let judged = self.stages.iter().filter_map(|track| track.judged_until(now));
        changes.chain(judged).chain(standing::next_change(facts, now)).min()
    }

    /// Settles every track; after a piece of a family only those whose result it can change.
    fn settle(&mut self, rules: Rules<'_>, facts: &Facts, cause: Cause, family: Option<Family>) {
        let place = self.place.unwrap_or_default();
        let now = place.at;
        let known = facts.is_known();
        for (track, compiled) in self.stages.iter_mut().zip(rules.vocabularies) {
            if family.is_some_and(|family| !compiled.depends_on(family, facts)) {
                continue;
            }
            let own = if known { compiled.highest(facts, now) } else { None };
            track.settle_judged(own, known, place, cause);
        }
        if family.is_none_or(|family| standing::depends_on(family, facts)) {
            let standing = standing::stand(facts, now);
            self.standing.settle(standing, place, cause);
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a track hands its spans over, as it does to standings")]
fn stage_period(span: Span<u8>) -> StagePeriod {
    StagePeriod {
        stage: span.value,
        entered_at: span.entered.at,
        step: span.entered.step,
        left_at: span.left.map(|(at, _)| at),
        entered_by: span.entered_by,
        left_by: span.left.map(|(_, cause)| cause),
    }
}

fn standing_period(span: Span<Stand>) -> StandingPeriod {
    StandingPeriod {
        standing: span.value.standing,
        reason: span.value.reason,
        entered_at: span.entered.at,
        step: span.entered.step,
        left_at: span.left.map(|(at, _)| at),
        entered_by: span.entered_by,
        left_by: span.left.map(|(_, cause)| cause),
    }
}
