//! The result of a derivation: periods in a stage and in a standing, each start and end with its cause.

use super::places::Step;
use crate::ids::EvidenceId;
use crate::time::{Precision, Timestamp};
use crate::zone::Zone;

/// Why a period began or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Cause {
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// Time alone: a window closed, an assessment expired, a judgement ended.
    Time,
}

/// A period that a party spent in one stage of one vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePeriod {
    /// The stage's place in its vocabulary, from 0.
    pub stage: u8,
    /// When it began; `None` if evidence of unknown time began it.
    pub entered_at: Option<Timestamp>,
    /// How exactly its beginning is known.
    pub step: Step,
    /// When it ends, as far as is known; `None` if nothing known ends it.
    pub left_at: Option<Timestamp>,
    /// What began it.
    pub entered_by: Cause,
    /// What ends it, if anything.
    pub left_by: Option<Cause>,
}

/// The standing of a party, apart from its stage.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Standing {
    /// None of the others.
    #[default]
    Active,
    /// To be contacted again later.
    Nurturing,
    /// The last deal was lost and nothing has happened since.
    Lost,
    /// Judged not worth pursuing.
    Disqualified,
    /// No longer a customer.
    Former,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 5] = [Self::Active, Self::Nurturing, Self::Lost, Self::Disqualified, Self::Former];

    /// The word used in files, on the wire and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Nurturing => "nurturing",
            Self::Lost => "lost",
            Self::Disqualified => "disqualified",
            Self::Former => "former",
        }
    }

    /// Reads [`Standing::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }

    /// Whether the funnel counts the party as dropped.
    pub fn is_dropped(self) -> bool {
        matches!(self, Self::Lost | Self::Disqualified | Self::Former)
    }
}

/// A period that a party spent in one standing, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingPeriod {
    /// The standing.
    pub standing: Standing,
    /// The reason that the deciding evidence gives.
    pub reason: Option<String>,
    /// When it began; `None` if evidence of unknown time began it.
    pub entered_at: Option<Timestamp>,
    /// How exactly its beginning is known.
    pub step: Step,
    /// When it ends, as far as is known now.
    pub left_at: Option<Timestamp>,
    /// What began it.
    pub entered_by: Cause,
    /// What ends it, if anything.
    pub left_by: Option<Cause>,
}

/// Since when something is so: an instant or a date, and whether that is only the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The instant, or the date as its 00:00 in UTC.
    pub at: Timestamp,
    /// Which of both.
    pub precision: Precision,
}

impl Since {
    /// What a period's beginning says in a zone; none if its time is unknown.
    pub fn of(entered_at: Option<Timestamp>, step: Step, zone: &Zone) -> Option<Self> {
        let entered_at = entered_at?;
        let (at, precision) = match step {
            Step::Instant => (entered_at, Precision::Instant),
            Step::Day => (zone.day_of(entered_at), Precision::Day),
            Step::Earliest => (zone.day_of(entered_at), Precision::DayAtEarliest),
        };
        Some(Self { at, precision })
    }

    /// As it is written: `2025-04-01`, or an instant in RFC 3339.
    pub fn text(self) -> String {
        self.precision.text(self.at)
    }
}

impl StagePeriod {
    /// Since when the stage is so.
    pub fn since(&self, zone: &Zone) -> Option<Since> {
        Since::of(self.entered_at, self.step, zone)
    }
}

impl StandingPeriod {
    /// Since when the standing is so.
    pub fn since(&self, zone: &Zone) -> Option<Since> {
        Since::of(self.entered_at, self.step, zone)
    }
}

/// The present stage in one vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageNow {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// The stage's name; `None` if no rule holds.
    pub stage: Option<String>,
    /// Since when, if that is known.
    pub since: Option<Since>,
}

/// Whether a period covers `now`: begun by then and not yet left.
pub fn covers(entered_at: Option<Timestamp>, left_at: Option<Timestamp>, now: Timestamp) -> bool {
    entered_at.is_none_or(|entered| entered <= now) && left_at.is_none_or(|left| left > now)
}
