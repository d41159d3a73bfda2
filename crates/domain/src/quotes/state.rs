//! How a quote stands, and what can be done with it then.

use serde::{Deserialize, Serialize};

/// How a version of a quote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteState {
    /// It is being written.
    Draft,
    /// The recipient has it.
    Sent,
    /// The recipient has accepted it.
    Accepted,
    /// The recipient has declined it.
    Declined,
    /// Nobody answered in time. It is never stored: it follows from the day.
    Expired,
    /// It was taken back, or a later version took its place.
    Withdrawn,
}

/// What a recipient answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// When, in RFC 3339.
    pub at: String,
    /// Who says so.
    pub name: String,
    /// The network address from which it was answered; empty if it was recorded by hand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Why it was declined, or a note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Why nothing was done with a quote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteRefusal {
    /// What was sent is not changed.
    #[error("this quote is {}, and what was sent never changes; revise it to write the next version", .0.word())]
    Frozen(QuoteState),
    /// It is still written.
    #[error("this quote was not sent yet; send it first")]
    NotSent,
    /// It was answered, withdrawn or replaced before.
    #[error("this quote was {} on {on}{}", state.word(), by(.name))]
    Settled {
        /// How it stands.
        state: QuoteState,
        /// The day.
        on: String,
        /// By whom; empty if nobody is named.
        name: String,
    },
    /// Its last day is over.
    #[error("this quote expired: it was valid until {0}; ask for a new version")]
    Expired(String),
    /// The next version is being written already.
    #[error("version {0} of this quote is a draft already; change that one")]
    Revised(i64),
}

fn by(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" by {name}") }
}

impl QuoteRefusal {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Frozen(_) => "quote_frozen",
            Self::NotSent => "quote_not_sent",
            Self::Settled { .. } => "quote_settled",
            Self::Expired(_) => "quote_expired",
            Self::Revised(_) => "quote_revised",
        }
    }
}

impl QuoteState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Sent, Self::Accepted, Self::Declined, Self::Expired, Self::Withdrawn];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`QuoteState::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// How a quote that is stored in this state stands on a day, both days as `2026-03-31`.
    #[must_use]
    pub fn on(self, today: &str, valid_until: Option<&str>) -> Self {
        match (self, valid_until) {
            (Self::Sent, Some(until)) if today > until => Self::Expired,
            _ => self,
        }
    }
}
