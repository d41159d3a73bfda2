//! The qualification of a party: frameworks, findings, what to ask next, and the hand-over.

use std::collections::BTreeMap;

use casebook_domain::evidence::Evidence;
use casebook_domain::frameworks::{HandOver, HandOverState, Qualification, due, is_overdue, qualification};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::lifecycle::derivation::Derivation;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::Zone;
use casebook_store::{Connection, evidence, party};

use super::days;
use crate::desk::derivations::derived;
use crate::desk::projection::rules_of;
use crate::desk::{Definitions, Session};
use crate::error::{Error, Result};
use crate::evidence::seen;

/// The qualification of a party with the evidence that it speaks of.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The party.
    pub party: PartyId,
    /// How far it is qualified.
    pub qualification: Qualification,
    /// The latest assessments, by id.
    pub assessments: BTreeMap<EvidenceId, Evidence>,
    /// The hand-over to sales.
    pub hand_over: HandOverShown,
    /// The workspace's time zone.
    pub zone: Zone,
}

/// A hand-over with its dates, and the evidence that it speaks of.
#[derive(Clone, Debug, Default)]
pub struct HandOverShown {
    /// How it stands.
    pub state: HandOverState,
    /// The last hand-over, whatever followed.
    pub handed_over: Option<Evidence>,
    /// The last day on which it is to be answered, as that date's 00:00 in UTC; while it waits.
    pub due: Option<Timestamp>,
    /// Whether that day is over.
    pub overdue: bool,
    /// The last piece that decides how it stands; none while it waits, and where a purchase does.
    pub decided: Option<Evidence>,
    /// When a rejected lead comes back.
    pub until: Option<Timestamp>,
    /// Whether that time has come.
    pub back: bool,
}

/// Shows how far a party is qualified now.
pub fn show(session: &Session, id: PartyId) -> Result<Shown> {
    let now = session.now();
    session.read(|connection, words| {
        let row = party::get(connection, id)?.filter(|_| session.sees(id));
        row.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        let derivation = derived(session, connection, words, id)?;
        let pieces = derivation.counting(&words.kinds);
        let found = qualification(&pieces, rules_of(words, id), &words.frameworks, now);
        let hand_over = hand_over(session, connection, words, &derivation, now)?;
        let criteria = found.frameworks.iter().flat_map(|one| &one.criteria);
        let named: Vec<EvidenceId> = criteria.filter_map(|one| one.assessed).collect();
        let assessments = read(session, connection, &named)?;
        Ok(Shown { party: id, qualification: found, assessments, hand_over, zone: words.zone.clone() })
    })
}

/// How the hand-over of a derived party stands.
pub(super) fn hand_over(
    session: &Session,
    connection: &mut Connection<'_>,
    words: &Definitions,
    derivation: &Derivation,
    now: Timestamp,
) -> Result<HandOverShown> {
    let found = HandOver::of(derivation.facts());
    let counting = derivation.counting(&words.kinds);
    let last = |kind| counting.iter().rev().find(|placed| placed.piece.kind == kind);
    let is_waiting = found.state == HandOverState::Waiting;
    let decided = found.decided_by.filter(|_| !is_waiting).and_then(last).map(|placed| placed.piece.id);
    let named: Vec<EvidenceId> = found.handed_over.into_iter().chain(decided).collect();
    let mut pieces = read(session, connection, &named)?;
    let decided = decided.and_then(|id| pieces.get(&id).cloned());
    let handed_over = found.handed_over.and_then(|id| pieces.remove(&id));
    let due = match &handed_over {
        Some(piece) if is_waiting => due_of(piece, days::of(connection)?, &words.zone),
        _ => None,
    };
    let until = decided
        .as_ref()
        .filter(|_| found.state == HandOverState::Rejected)
        .and_then(|piece| piece.detail.time("until"));
    Ok(HandOverShown {
        state: found.state,
        handed_over,
        due,
        overdue: due.is_some_and(|due| is_overdue(due, now, &words.zone)),
        decided,
        until,
        back: until.is_some_and(|until| until <= now),
    })
}

/// The last day on which a hand-over is to be answered, if it is known when it was.
pub(super) fn due_of(piece: &Evidence, days: u32, zone: &Zone) -> Option<Timestamp> {
    let at = piece.occurred_at?;
    let day = if piece.precision.is_day() { zone.start_of(at) } else { at };
    Some(due(day, days, zone))
}

/// These pieces, as the session sees them.
pub(super) fn read(
    session: &Session,
    connection: &mut Connection<'_>,
    ids: &[EvidenceId],
) -> Result<BTreeMap<EvidenceId, Evidence>> {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut pieces = evidence::get_many(connection, &sorted)?;
    seen(session, connection, &mut pieces)?;
    Ok(pieces.into_iter().map(|piece| (piece.id, piece)).collect())
}
