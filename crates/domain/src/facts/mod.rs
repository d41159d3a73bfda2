//! Facts: what a party's live evidence adds up to. Rules are written over these.

mod criteria;
mod criterion;
mod deals;
mod ledger;
mod payments;
#[cfg(test)]
mod plain;
mod purchase;
mod purchases;
mod tallies;

use serde::{Deserialize, Serialize};

use crate::evidence::Piece;
use crate::frameworks::HandOver;
use crate::ids::EvidenceId;
use crate::kind::{Family, KindCode, Kinds, built_in as k};
use crate::time::Timestamp;

use criteria::Criteria;
pub use criterion::{Confidence, Criterion, Finding, LONGEST_CRITERION};
use deals::{Deals, State};
use purchases::Purchases;
pub use purchases::Uncounted;
use tallies::Tallies;

/// A moment in the history of a party: its place in the order of folding, and its time where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Place in the order, from 0. *Later* means a higher place, not a later clock time.
    pub place: u32,
    /// When, if known.
    pub at: Option<Timestamp>,
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

/// Everything a party's live evidence adds up to, as far as it has been folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// How many pieces have been folded; the place of the next one.
    pub folded: u32,
    tallies: Tallies,
    criteria: Criteria,
    deals: Deals,
    purchases: Purchases,
    pub(crate) notes: Notes,
}

/// The stored form of facts: all that rules ask for, in a size that does not grow with deals and purchases.
#[derive(Serialize)]
struct Summary<'f> {
    folded: u32,
    tallies: &'f Tallies,
    criteria: &'f Criteria,
    notes: &'f Notes,
    /// Those that are open, won and lost.
    deals: [i64; 3],
    purchases: i64,
    last_purchase: Option<Moment>,
    net: i64,
    departed: bool,
    end_reason: &'f Option<String>,
}

/// What the standing needs besides the tallies: reasons, and until when a party is parked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Notes {
    pub disqualified: Option<String>,
    pub lost: Option<String>,
    pub rejected: Option<String>,
    /// Until when the last rejection leaves the party to nurturing; for good if it does not say.
    pub rejected_until: Option<Timestamp>,
    /// The last hand-over to sales.
    #[serde(skip)]
    pub handed_over: Option<EvidenceId>,
    /// Parked until when and why, later ones last; one that a later and longer one outdoes is dropped, so that each is
    /// shorter than the one before it.
    pub parked: Vec<Parked>,
}

/// A parking that may still hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Parked {
    pub place: u32,
    pub until: Option<Timestamp>,
    pub reason: Option<String>,
}

impl Facts {
    /// Folds the next piece in the order; only live pieces that count for the party may be given.
    /// `at` is the instant of its place.
    pub fn fold(&mut self, piece: &Piece, at: Option<Timestamp>, kinds: &Kinds, person: bool) {
        let moment = Moment { place: self.folded, at };
        self.folded += 1;
        let family = kinds.family(piece.kind);
        self.tallies.add(piece.kind, family, moment);
        if piece.deal.is_some() || family == Family::Deal {
            let change = self.deals.fold(piece, family);
            self.purchases.follow_deal(&self.deals, &change, piece, moment);
        }
        match family {
            Family::Purchase => self.purchases.fold(piece, moment, &self.deals),
            Family::Departure => self.purchases.depart(piece, &self.deals, person),
            Family::Qualification => self.note_qualification(piece, moment),
            Family::Deal if piece.kind == k::DEAL_LOST => self.notes.lost = reason(piece),
            _ => {}
        }
    }

    fn note_qualification(&mut self, piece: &Piece, moment: Moment) {
        match piece.kind {
            k::CRITERION_ASSESSED => self.criteria.fold(piece, moment),
            k::DISQUALIFIED => self.notes.disqualified = reason(piece),
            k::MARKETING_QUALIFIED => self.notes.handed_over = Some(piece.id),
            k::SALES_REJECTED => {
                self.notes.rejected = reason(piece);
                self.notes.rejected_until = piece.detail.time("until");
            }
            k::PARKED => {
                let until = piece.detail.time("until");
                let outdone = |one: &Parked| until.is_none_or(|new| one.until.is_some_and(|old| old <= new));
                while self.notes.parked.last().is_some_and(outdone) {
                    self.notes.parked.pop();
                }
                self.notes.parked.push(Parked { place: moment.place, until, reason: reason(piece) });
            }
            _ => {}
        }
    }

    /// Their stored form, in canonical bytes: equal facts give equal bytes, on every machine. It holds what rules ask
    /// for, not each deal and purchase.
    pub fn to_bytes(&self) -> Vec<u8> {
        let summary = Summary {
            folded: self.folded,
            tallies: &self.tallies,
            criteria: &self.criteria,
            notes: &self.notes,
            deals: [State::Open, State::Won, State::Lost].map(|state| self.deals.in_state(state)),
            purchases: self.purchases.count(),
            last_purchase: self.purchases.last(),
            net: self.purchases.net(),
            departed: self.purchases.all_ended(),
            end_reason: &self.purchases.end_reason,
        };
        // Every part is a plain number, text or list, which this form can always hold.
        postcard::to_stdvec(&summary).unwrap_or_default()
    }

    /// The hand-over to sales that waits for an answer.
    pub fn waiting_hand_over(&self) -> Option<EvidenceId> {
        HandOver::of(self).waiting()
    }

    /// How many deals, purchases and additions they hold.
    pub(crate) fn size(&self) -> usize {
        self.deals.total() as usize + self.purchases.size()
    }

    /// Whether any evidence makes the party known; without it there is no stage and no standing.
    pub fn is_known(&self) -> bool {
        self.tallies.group(Group::Any).count > 0
    }

    /// The value of a count or a sum of money (minor units); 0 for facts of other types.
    pub fn number(&self, fact: Fact) -> i64 {
        match fact {
            Fact::Count(group) => i64::from(self.tallies.group(group).count),
            Fact::DealsTotal => self.deals.total(),
            Fact::DealsOpen => self.deals.in_state(State::Open),
            Fact::DealsWon => self.deals.in_state(State::Won),
            Fact::DealsLost => self.deals.in_state(State::Lost),
            Fact::PurchasesCount => self.purchases.count(),
            Fact::PurchasesNet => self.purchases.net(),
            _ => 0,
        }
    }

    /// The moment of a `first` or `last`; `None` if there is none, and for facts of other types.
    pub fn moment(&self, fact: Fact) -> Option<Moment> {
        match fact {
            Fact::First(group) => self.tallies.group(group).first,
            Fact::Last(group) => self.tallies.group(group).last,
            Fact::PurchasesLast => self.purchases.last(),
            _ => None,
        }
    }

    /// Whether a yes-or-no fact holds that no framework has a say in. Whether a party is qualified is asked of
    /// [`crate::frameworks::Qualifying`].
    pub(crate) fn truth(&self, fact: Fact) -> bool {
        match fact {
            Fact::SalesAccepted => self.last(k::SALES_ACCEPTED) > self.last(k::SALES_REJECTED),
            Fact::MarketingQualified => self.last(k::MARKETING_QUALIFIED) > self.last(k::SALES_REJECTED),
            Fact::Converted => self.last(k::CONVERTED).is_some(),
            Fact::Departed => self.purchases.all_ended(),
            _ => false,
        }
    }

    /// The finding about a criterion at `now`.
    pub fn finding(&self, criterion: Criterion, now: Option<Timestamp>) -> Finding {
        self.criteria.finding(criterion, now)
    }

    /// When the latest assessment of a criterion expires, if that is after `now`.
    pub(crate) fn expires_after(&self, criterion: Criterion, now: Option<Timestamp>) -> Option<Timestamp> {
        self.criteria.expires_after(criterion, now)
    }

    /// The place of the latest assessment of a criterion.
    pub(crate) fn assessed_at(&self, criterion: Criterion) -> Option<u32> {
        self.criteria.assessed_at(criterion)
    }

    /// The place at which a criterion was last found not to be met.
    pub(crate) fn not_met_at(&self, criterion: Criterion) -> Option<u32> {
        self.criteria.not_met_at(criterion)
    }

    /// Whether any fact can change by time alone.
    pub(crate) fn may_expire(&self) -> bool {
        self.criteria.may_expire()
    }

    /// Why the last purchase that ended did so.
    pub(crate) fn end_reason(&self) -> Option<&String> {
        self.purchases.end_reason.as_ref()
    }

    /// The pieces that purchases follow from.
    pub(crate) fn purchase_pieces(&self) -> impl Iterator<Item = EvidenceId> {
        self.purchases.pieces()
    }

    /// Why purchases that are recorded do not count.
    pub(crate) fn uncounted(&self) -> Uncounted {
        self.purchases.uncounted(&self.deals)
    }

    /// The pieces on which a fact about deals rests.
    pub(crate) fn deal_pieces(&self, fact: Fact) -> impl Iterator<Item = EvidenceId> {
        self.deals.since(match fact {
            Fact::DealsOpen => Some(State::Open),
            Fact::DealsWon => Some(State::Won),
            Fact::DealsLost => Some(State::Lost),
            _ => None,
        })
    }

    /// The last departure that ended a purchase, if all have ended.
    pub(crate) fn departed_by(&self) -> Option<EvidenceId> {
        self.purchases.ended_by()
    }

    /// How many pieces of a family have been folded.
    pub fn count_of(&self, family: Family) -> u32 {
        self.tallies.group(Group::Family(family)).count
    }

    /// The place of the last piece of a kind. `None` sorts below every place.
    pub(crate) fn last(&self, kind: KindCode) -> Option<u32> {
        self.tallies.group(Group::Kind(kind)).last.map(|moment| moment.place)
    }

    /// The place of the last piece of a family.
    pub(crate) fn last_of(&self, family: Family) -> Option<u32> {
        self.tallies.group(Group::Family(family)).last.map(|moment| moment.place)
    }

    /// The last `disqualified` that no later `requalified` lifts.
    pub(crate) fn unlifted(&self) -> Option<u32> {
        self.last(k::DISQUALIFIED).filter(|place| Some(*place) > self.last(k::REQUALIFIED))
    }
}

/// The reason that a piece gives.
fn reason(piece: &Piece) -> Option<String> {
    piece.detail.text("reason").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
