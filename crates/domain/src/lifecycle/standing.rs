//! The standing of a party, apart from its stage, and its reason.

use super::history::Standing;
use crate::facts::{Fact, Facts, Parked};
use crate::kind::{Family, built_in as k};
use crate::time::Timestamp;

/// A standing with the reason that the deciding evidence gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// The standing.
    pub standing: Standing,
    /// Its reason.
    pub reason: Option<String>,
}

/// The first standing that holds at `now`, in the order of the design: former, disqualified, lost,
/// nurturing, active. `None` for a party without any evidence.
pub fn stand(facts: &Facts, now: Option<Timestamp>) -> Option<Stand> {
    if !facts.is_known() {
        return None;
    }
    let found = if facts.truth(Fact::Departed) {
        (Standing::Former, facts.end_reason())
    } else if is_disqualified(facts) {
        (Standing::Disqualified, facts.notes.disqualified.as_ref())
    } else if is_lost(facts) {
        (Standing::Lost, facts.notes.lost.as_ref())
    } else if let Some(reason) = nurturing(facts, now) {
        (Standing::Nurturing, reason.as_ref())
    } else {
        (Standing::Active, None)
    };
    Some(Stand { standing: found.0, reason: found.1.cloned() })
}

/// Whether another piece of a family can change the standing of a known party.
pub fn depends_on(family: Family, facts: &Facts) -> bool {
    match family {
        Family::Qualification | Family::Conversion | Family::Deal | Family::Purchase | Family::Departure => {
            true
        }
        // They only bring back those who are lost.
        Family::Interest | Family::Dialogue => facts.last(k::DEAL_LOST).is_some(),
        _ => false,
    }
}

/// The first instant after `now` at which time alone can change the standing: a parking or a rejection ends.
pub fn next_change(facts: &Facts, now: Option<Timestamp>) -> Option<Timestamp> {
    let parked = still_parked(facts, now).and_then(|parked| parked.until);
    let rejected = facts.notes.rejected_until.filter(|until| now.is_none_or(|now| *until > now));
    parked.into_iter().chain(rejected).min()
}

/// The last parking that has not ended; each is shorter than the one before it.
fn still_parked(facts: &Facts, now: Option<Timestamp>) -> Option<&Parked> {
    let ahead = |one: &Parked| one.until.is_none_or(|until| now.is_none_or(|now| until > now));
    let parked = &facts.notes.parked;
    parked.get(..parked.partition_point(ahead))?.last()
}

fn last_purchase(facts: &Facts) -> Option<u32> {
    facts.moment(Fact::PurchasesLast).map(|moment| moment.place)
}

fn is_disqualified(facts: &Facts) -> bool {
    let lifting = [k::REQUALIFIED, k::SALES_ACCEPTED, k::DEAL_OPENED, k::DEAL_REOPENED, k::DEAL_WON];
    let disqualified = facts.last(k::DISQUALIFIED);
    disqualified.is_some()
        && lifting.into_iter().all(|kind| disqualified > facts.last(kind))
        && disqualified > last_purchase(facts)
}

fn is_lost(facts: &Facts) -> bool {
    let lost = facts.last(k::DEAL_LOST);
    lost.is_some()
        && facts.number(Fact::PurchasesCount) == 0
        && facts.number(Fact::DealsOpen) == 0
        && lost > facts.last_of(Family::Interest)
        && lost > facts.last_of(Family::Dialogue)
        && lost > facts.last(k::SALES_ACCEPTED)
}

/// The reason for nurturing, if the party is nurturing.
fn nurturing(facts: &Facts, now: Option<Timestamp>) -> Option<&Option<String>> {
    let lifting = [k::SALES_ACCEPTED, k::REQUALIFIED, k::CONVERTED, k::DEAL_OPENED, k::DEAL_REOPENED];
    let lifted = lifting.into_iter().map(|kind| facts.last(kind)).max().flatten().max(last_purchase(facts));
    let parked = still_parked(facts, now).filter(|one| Some(one.place) > lifted);
    let holds = facts.notes.rejected_until.is_none_or(|until| now.is_none_or(|now| until > now));
    let rejected = facts.last(k::SALES_REJECTED).filter(|place| holds && Some(*place) > lifted);
    match (parked, rejected) {
        (Some(parked), rejected) if Some(parked.place) > rejected => Some(&parked.reason),
        (_, Some(_)) => Some(&facts.notes.rejected),
        (_, None) => None,
    }
}
