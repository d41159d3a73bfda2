//! Correcting evidence: taking a piece back and recording what really happened, as one step.

use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{EvidenceId, PartyId};

use super::append::append;
use super::known::stay_known;
use super::record::{NewEvidence, draft_of};
use super::retract::{ensure_free, retraction};
use super::seen::{may_about_all, named};
use crate::desk::Session;
use crate::error::{Error, Result};

/// What a correction left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// What took the wrong piece back.
    pub retraction: Evidence,
    /// What stands in its place.
    pub evidence: Evidence,
}

/// Retracts a piece and records another in its place, in one transaction: if either is refused, neither is
/// stored. The parties of both are derived once, so nobody passes through a stage that only the gap between
/// the two would have given him.
pub fn correct(
    session: &Session,
    id: EvidenceId,
    reason: &str,
    (party, instead): (PartyId, NewEvidence),
) -> Result<Correction> {
    let reason = reason.to_owned();
    session.write(move |work| {
        let wrong = named(work, id)?;
        ensure_free(&wrong)?;
        may_about_all(work.session, &wrong.participants)?;
        let retraction = retraction(work.now, &wrong, &reason);
        let draft = draft_of(work, party, instead.clone())?;
        let appended = append(work, vec![retraction, draft])?;
        stay_known(work, &appended)?;
        match <[Evidence; 2]>::try_from(appended) {
            Ok([retraction, evidence]) => Ok(Correction { retraction, evidence }),
            Err(_) => Err(Error::Refused("nothing was corrected".to_owned())),
        }
    })
}
