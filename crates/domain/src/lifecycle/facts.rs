//! Facts: what a party's live evidence adds up to. Rules are written over these.

use serde::{Deserialize, Serialize};

use crate::kind::{Family, KindCode};
use crate::time::Timestamp;

/// A moment in the history of a party: its place in the order of folding, and its time where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Place in the order, from 0. *Later* means a higher place, not a later clock time.
    pub place: u32,
    /// When, if known.
    pub at: Option<Timestamp>,
}

/// A criterion of qualification. The list is closed until frameworks of one's own come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Criterion {
    /// They are whom we sell to.
    Fit,
    /// They need it.
    Need,
    /// They may decide.
    Authority,
    /// They can pay.
    Budget,
    /// They want it by a date.
    Timing,
    /// They want it.
    Interest,
}

/// What was found of a criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Finding {
    /// Never assessed, assessed as unknown, or the assessment has expired.
    #[default]
    Unknown,
    /// Not met.
    NotMet,
    /// Partly met.
    Partly,
    /// Met.
    Met,
}

/// A group of kinds that is tallied together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// One kind.
    Kind(KindCode),
    /// All kinds of a family.
    Family(Family),
    /// Everything outside consent, judgement and correction.
    Any,
}

/// A named value that rules can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named as rules write it; docs/lifecycle.md defines them")]
pub enum Fact {
    Count(Group),
    First(Group),
    Last(Group),
    Criterion(Criterion),
    DealsTotal,
    DealsOpen,
    DealsWon,
    DealsLost,
    PurchasesCount,
    PurchasesLast,
    PurchasesNet,
    Qualified,
    SalesAccepted,
    MarketingQualified,
    Converted,
    Departed,
}

/// Everything a party's live evidence adds up to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {}

impl Facts {
    /// The value of a count or a sum of money (minor units); 0 for facts of other types.
    pub fn number(&self, _fact: Fact) -> i64 {
        0
    }

    /// The moment of a `first` or `last`; `None` if there is none, and for facts of other types.
    pub fn moment(&self, _fact: Fact) -> Option<Moment> {
        None
    }

    /// Whether a yes-or-no fact holds at `now` (`None`: before everything dated).
    pub fn truth(&self, _fact: Fact, _now: Option<Timestamp>) -> bool {
        false
    }

    /// What is found of a criterion at `now`.
    pub fn finding(&self, _criterion: Criterion, _now: Option<Timestamp>) -> Finding {
        Finding::Unknown
    }

    /// The first instant after `now` at which time alone can change `fact`.
    pub fn next_turn(&self, _fact: Fact, _now: Option<Timestamp>) -> Option<Timestamp> {
        None
    }
}
