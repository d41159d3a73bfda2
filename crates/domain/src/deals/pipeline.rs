//! The stages that deals go through.

use crate::text::fold;

/// Whether a deal is still worked on, and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DealState {
    /// Worked on.
    Open,
    /// Bought.
    Won,
    /// Not bought.
    Lost,
}

impl DealState {
    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

/// A stage of the pipeline, in its order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Whether it is worth working on.
    #[default]
    Qualification,
    /// They have an offer, or will have one.
    Proposal,
    /// Terms are discussed.
    Negotiation,
    /// Bought.
    Won,
    /// Not bought.
    Lost,
}

/// Names of open stages in the usual pipelines of other systems.
const ELSEWHERE: [(&str, Stage); 12] = [
    ("prospecting", Stage::Qualification),
    ("engaging", Stage::Qualification),
    ("needs analysis", Stage::Qualification),
    ("value proposition", Stage::Qualification),
    ("appointment scheduled", Stage::Qualification),
    ("qualified to buy", Stage::Qualification),
    ("proposal/price quote", Stage::Proposal),
    ("proposal made", Stage::Proposal),
    ("proposition", Stage::Proposal),
    ("negotiation/review", Stage::Negotiation),
    ("negotiations started", Stage::Negotiation),
    ("contract sent", Stage::Negotiation),
];

impl Stage {
    /// Every stage, in the order of the pipeline.
    pub const ALL: [Self; 5] =
        [Self::Qualification, Self::Proposal, Self::Negotiation, Self::Won, Self::Lost];

    /// The word that is stored and sent: a choice of the field `stage`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Qualification => "qualification",
            Self::Proposal => "proposal",
            Self::Negotiation => "negotiation",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }

    /// Reads a stage as people or other systems write it; case and accents do not count.
    pub fn from_text(text: &str) -> Option<Self> {
        let folded = fold(text);
        let own = Self::ALL.into_iter().find(|stage| stage.word() == folded);
        own.or_else(|| ELSEWHERE.into_iter().find(|(word, _)| *word == folded).map(|(_, stage)| stage))
    }

    /// The state of a deal in this stage.
    pub fn state(self) -> DealState {
        match self {
            Self::Won => DealState::Won,
            Self::Lost => DealState::Lost,
            _ => DealState::Open,
        }
    }
}
