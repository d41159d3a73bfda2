//! The history of a deal: the periods that it spent in its stages.

use super::state::{DealState, LOST, state_of};
use crate::ids::EvidenceId;
use crate::lifecycle::history::{Since, covers};
use crate::lifecycle::places::{Place, Step};
use crate::time::{DAY, Timestamp};
use crate::zone::Zone;

/// A period that a deal spent in one stage of one pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealPeriod {
    /// The pipeline, by name.
    pub pipeline: String,
    /// The stage, by name; `won` and `lost` are stages too.
    pub stage: String,
    /// Why it was lost, of a period in which it was.
    pub reason: Option<String>,
    /// When it began; `None` if evidence of unknown time began it.
    pub entered_at: Option<Timestamp>,
    /// How exactly its beginning is known.
    pub step: Step,
    /// When it ended; `None` if it has not, or nobody knows when.
    pub left_at: Option<Timestamp>,
    /// What began it.
    pub entered_by: EvidenceId,
    /// What ended it, if it has ended.
    pub left_by: Option<EvidenceId>,
}

impl DealPeriod {
    /// The state of the deal in it.
    pub fn state(&self) -> DealState {
        state_of(&self.stage)
    }

    fn is_in(&self, (pipeline, stage): (&str, &str)) -> bool {
        self.pipeline == pipeline && self.stage == stage
    }

    /// Since when the deal is in the stage.
    pub fn since(&self, zone: &Zone) -> Option<Since> {
        Since::of(self.entered_at, self.step, zone)
    }

    /// How many whole days the period has lasted at `now`, or lasted in all: days of the calendar, in a zone. None if its
    /// beginning is not known, or only at the earliest.
    pub fn days(&self, now: Timestamp, zone: &Zone) -> Option<i64> {
        let entered_at = self.entered_at.filter(|_| self.step != Step::Earliest)?;
        let end = if self.left_by.is_some() { self.left_at? } else { now };
        Some(((zone.day_of(end).0 - zone.day_of(entered_at).0) / DAY).max(0))
    }
}

/// The period in which a deal is at a time.
pub fn period_at(periods: &[DealPeriod], at: Timestamp) -> Option<&DealPeriod> {
    periods.iter().rfind(|one| covers(one.entered_at, one.left_at, at))
}

/// Writes down in which stages a deal is, batch by batch.
#[derive(Debug, Default)]
pub(super) struct Track {
    periods: Vec<DealPeriod>,
    /// The last piece of the batch that moved the deal, or the first one of all.
    cause: Option<EvidenceId>,
    /// The last piece of the batch that led to an open stage.
    opened: Option<EvidenceId>,
}

impl Track {
    /// Notes a piece of the batch, whether it moved the deal, and the state after it.
    pub fn note(&mut self, piece: EvidenceId, is_moved: bool, state: DealState) {
        if is_moved || self.cause.is_none() {
            self.cause = Some(piece);
        }
        if is_moved && state == DealState::Open {
            self.opened = Some(piece);
        }
    }

    /// Ends a batch, after which the deal is here; `open` is the stage in which it was open last.
    ///
    /// Of all that happens at one place, what it comes to counts. But a deal that is lost was lost in some stage: where the
    /// batch itself led there, or nothing is known from before, that stage is entered for no time.
    pub fn settle(&mut self, place: Place, here: (&str, &str), open: (&str, &str), reason: Option<&str>) {
        let (Some(cause), opened) = (self.cause.take(), self.opened.take()) else { return };
        if let Some(last) = self.periods.last_mut().filter(|last| last.is_in(here)) {
            last.reason = reason.map(str::to_owned);
            return;
        }
        if here.1 == LOST && (opened.is_some() || self.periods.is_empty()) {
            self.begin(place, open, None, opened.unwrap_or(cause));
        }
        self.begin(place, here, reason, cause);
    }

    fn begin(&mut self, place: Place, at: (&str, &str), reason: Option<&str>, cause: EvidenceId) {
        if self.periods.last().is_some_and(|last| last.is_in(at)) {
            return;
        }
        if let Some(last) = self.periods.last_mut() {
            (last.left_at, last.left_by) = (place.at, Some(cause));
        }
        self.periods.push(DealPeriod {
            pipeline: at.0.to_owned(),
            stage: at.1.to_owned(),
            reason: reason.map(str::to_owned),
            entered_at: place.at,
            step: place.step,
            left_at: None,
            entered_by: cause,
            left_by: None,
        });
    }

    /// The periods, in the order of time.
    pub fn finish(self) -> Vec<DealPeriod> {
        self.periods
    }
}

#[cfg(test)]
mod tests;
