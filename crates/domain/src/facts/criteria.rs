//! The criteria of qualification: the latest finding of each, and until when it holds.

use serde::Serialize;

use super::{Criterion, Finding, Moment};
use crate::evidence::Piece;
use crate::time::Timestamp;

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
struct Assessment {
    criterion: Criterion,
    finding: Finding,
    expires: Option<Timestamp>,
    place: u32,
}

/// The latest assessment of each criterion.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Criteria {
    latest: Vec<Assessment>,
    not_met: Option<u32>,
}

impl Criteria {
    pub fn fold(&mut self, piece: &Piece, moment: Moment) {
        let Some(criterion) = piece.detail.text("criterion").and_then(Criterion::from_word) else { return };
        let finding = piece.detail.text("value").and_then(Finding::from_word).unwrap_or_default();
        if finding == Finding::NotMet && Criterion::QUALIFYING.contains(&criterion) {
            self.not_met = Some(moment.place);
        }
        let new =
            Assessment { criterion, finding, expires: piece.detail.time("expires"), place: moment.place };
        match self.latest.binary_search_by_key(&criterion, |one| one.criterion) {
            Ok(place) => self.latest[place] = new,
            Err(place) => self.latest.insert(place, new),
        }
    }

    fn latest(&self, criterion: Criterion) -> Option<&Assessment> {
        self.latest.iter().find(|one| one.criterion == criterion)
    }

    pub fn finding(&self, criterion: Criterion, now: Option<Timestamp>) -> Finding {
        let unexpired = |one: &&Assessment| one.expires.is_none_or(|end| now.is_none_or(|now| now < end));
        self.latest(criterion).filter(unexpired).map_or(Finding::Unknown, |one| one.finding)
    }

    pub fn expires_after(&self, criterion: Criterion, now: Option<Timestamp>) -> Option<Timestamp> {
        self.latest(criterion)?.expires.filter(|end| now.is_none_or(|now| *end > now))
    }

    /// Whether any assessment has an end.
    pub fn may_expire(&self) -> bool {
        self.latest.iter().any(|one| one.expires.is_some())
    }

    /// The place of the latest of the four qualifying assessments, if all four are met and unexpired.
    pub fn all_met(&self, now: Option<Timestamp>) -> Option<u32> {
        if self.latest.len() < Criterion::QUALIFYING.len() {
            return None;
        }
        let mut latest = None;
        for criterion in Criterion::QUALIFYING {
            if self.finding(criterion, now) != Finding::Met {
                return None;
            }
            latest = latest.max(self.latest(criterion).map(|one| one.place));
        }
        latest
    }

    /// The place of the last `not_met` of a qualifying criterion, whatever came later.
    pub fn last_not_met(&self) -> Option<u32> {
        self.not_met
    }
}
