//! The hand-over from marketing to sales: how it stands, and by when it has to be answered.

use crate::facts::{Fact, Facts};
use crate::ids::EvidenceId;
use crate::kind::{KindCode, built_in as k};
use crate::time::{DAY, Timestamp};
use crate::zone::Zone;

/// How a hand-over stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HandOverState {
    /// Never handed over, nor decided on.
    #[default]
    None,
    /// Handed over, and waiting for sales.
    Waiting,
    /// Accepted by sales: by hand, by a conversion, or because a deal or a purchase followed.
    Accepted,
    /// Rejected by sales.
    Rejected,
    /// Disqualified.
    Disqualified,
    /// Requalified, and not handed over since.
    Requalified,
}

impl HandOverState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Waiting, Self::Accepted, Self::Rejected, Self::Disqualified, Self::Requalified];

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Disqualified => "disqualified",
            Self::Requalified => "requalified",
        }
    }
}

/// How a hand-over stands, and the kind of the evidence that says so: of what a party has, the last piece decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandOver {
    /// How it stands.
    pub state: HandOverState,
    /// The kind whose last piece decides; none for [`HandOverState::None`], and where a purchase does.
    pub decided_by: Option<KindCode>,
    /// The last hand-over, whatever followed.
    pub handed_over: Option<EvidenceId>,
}

/// What decides, and how a hand-over stands after it.
const DECISIONS: [(KindCode, HandOverState); 9] = [
    (k::MARKETING_QUALIFIED, HandOverState::Waiting),
    (k::SALES_ACCEPTED, HandOverState::Accepted),
    (k::CONVERTED, HandOverState::Accepted),
    (k::DEAL_OPENED, HandOverState::Accepted),
    (k::DEAL_WON, HandOverState::Accepted),
    (k::DEAL_REOPENED, HandOverState::Accepted),
    (k::SALES_REJECTED, HandOverState::Rejected),
    (k::DISQUALIFIED, HandOverState::Disqualified),
    (k::REQUALIFIED, HandOverState::Requalified),
];

impl HandOver {
    /// How the hand-over of a party with these facts stands.
    pub fn of(facts: &Facts) -> Self {
        let last = DECISIONS
            .into_iter()
            .filter_map(|(kind, state)| facts.last(kind).map(|place| (place, state, kind)))
            .max_by_key(|(place, ..)| *place);
        let bought = facts.moment(Fact::PurchasesLast).map(|moment| moment.place);
        let handed_over = facts.notes.handed_over;
        match last {
            Some((place, state, kind)) if Some(place) >= bought => {
                Self { state, decided_by: Some(kind), handed_over }
            }
            _ if bought.is_some() => Self { state: HandOverState::Accepted, decided_by: None, handed_over },
            _ => Self { handed_over, ..Self::default() },
        }
    }

    /// The hand-over that waits for an answer.
    pub fn waiting(&self) -> Option<EvidenceId> {
        self.handed_over.filter(|_| self.state == HandOverState::Waiting)
    }
}

/// A step of qualification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Marketing hands over to sales.
    HandOver,
    /// Sales accepts.
    Accept,
    /// Sales rejects, until a day.
    Reject,
    /// Either of them disqualifies.
    Disqualify,
    /// Either of them takes that back.
    Requalify,
}

impl Step {
    /// How a hand-over stands after it.
    pub fn leads_to(self) -> HandOverState {
        match self {
            Self::HandOver => HandOverState::Waiting,
            Self::Accept => HandOverState::Accepted,
            Self::Reject => HandOverState::Rejected,
            Self::Disqualify => HandOverState::Disqualified,
            Self::Requalify => HandOverState::Requalified,
        }
    }
}

/// Why a step does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QualificationRefusal {
    /// It is waiting for sales already.
    #[error("this lead was handed over already and is waiting for an answer")]
    AlreadyHandedOver,
    /// It is accepted already.
    #[error("sales has accepted this lead already")]
    AlreadyAccepted,
    /// There is nothing to reject.
    #[error("this lead is neither waiting for sales nor accepted; there is nothing to reject")]
    NotHandedOver,
    /// It is disqualified already.
    #[error("this lead is disqualified already")]
    AlreadyDisqualified,
    /// It has to be requalified first.
    #[error("this lead is disqualified; requalify it first")]
    Disqualified,
    /// There is nothing to take back.
    #[error("this lead is neither rejected nor disqualified; there is nothing to take back")]
    NotDisqualified,
}

impl QualificationRefusal {
    /// A stable code for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::AlreadyHandedOver => "already_handed_over",
            Self::AlreadyAccepted => "already_accepted",
            Self::NotHandedOver => "not_handed_over",
            Self::AlreadyDisqualified => "already_disqualified",
            Self::Disqualified => "disqualified",
            Self::NotDisqualified => "not_disqualified",
        }
    }
}

impl HandOverState {
    /// Refuses a step that does not follow from this state.
    pub fn allow(self, step: Step) -> Result<(), QualificationRefusal> {
        use QualificationRefusal as R;
        match (step, self) {
            (Step::HandOver, Self::Waiting) => Err(R::AlreadyHandedOver),
            (Step::HandOver | Step::Accept, Self::Disqualified) => Err(R::Disqualified),
            (Step::HandOver | Step::Accept, Self::Accepted) => Err(R::AlreadyAccepted),
            (Step::Reject, Self::None | Self::Rejected | Self::Disqualified | Self::Requalified) => {
                Err(R::NotHandedOver)
            }
            (Step::Disqualify, Self::Disqualified) => Err(R::AlreadyDisqualified),
            (Step::Requalify, Self::None | Self::Waiting | Self::Accepted | Self::Requalified) => {
                Err(R::NotDisqualified)
            }
            _ => Ok(()),
        }
    }
}

/// The last day on which a hand-over of that instant is to be answered, as that date's 00:00 in UTC: so many days after
/// its own day in the zone.
pub fn due(handed_over_at: Timestamp, days: u32, zone: &Zone) -> Timestamp {
    zone.day_of(handed_over_at).plus(i64::from(days) * DAY)
}

/// Whether that day is over.
pub fn is_overdue(due: Timestamp, now: Timestamp, zone: &Zone) -> bool {
    now >= zone.end_of(due)
}
