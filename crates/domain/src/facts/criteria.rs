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
    /// Where it was last found not to be met, whatever came later.
    not_met: Option<u32>,
}

/// The latest assessment of each criterion, of whatever framework, in the order of names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Criteria(Vec<Assessment>);

impl Criteria {
    pub fn fold(&mut self, piece: &Piece, moment: Moment) {
        let Some(criterion) = piece.detail.text("criterion").and_then(Criterion::from_word) else { return };
        let finding = piece.detail.text("value").and_then(Finding::from_word).unwrap_or_default();
        let not_met = (finding == Finding::NotMet).then_some(moment.place);
        let (expires, place) = (piece.detail.time("expires"), moment.place);
        let new = Assessment { criterion, finding, expires, place, not_met };
        match self.0.binary_search_by_key(&criterion, |one| one.criterion) {
            Ok(at) => self.0[at] = Assessment { not_met: not_met.or(self.0[at].not_met), ..new },
            Err(at) => self.0.insert(at, new),
        }
    }

    fn latest(&self, criterion: Criterion) -> Option<&Assessment> {
        self.0.iter().find(|one| one.criterion == criterion)
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
        self.0.iter().any(|one| one.expires.is_some())
    }

    /// The place of the latest assessment.
    pub fn assessed_at(&self, criterion: Criterion) -> Option<u32> {
        self.latest(criterion).map(|one| one.place)
    }

    /// The place of the last `not_met`, whatever came later.
    pub fn not_met_at(&self, criterion: Criterion) -> Option<u32> {
        self.latest(criterion)?.not_met
    }
}
