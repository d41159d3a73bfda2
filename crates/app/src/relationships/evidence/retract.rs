//! Taking evidence back, and taking that back.

use casebook_domain::deals::RULE;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Evidence};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::lifecycle::order::live;
use casebook_domain::time::{Precision, Timestamp};
use casebook_store::Connection;

use super::append::append;
use super::known::stay_known;
use super::seen::{may_about_all, named};
use crate::desk::Session;
use crate::desk::deals::retractions_of;
use crate::error::{Error, Result};

/// Retracts a piece of evidence. Retracting a retraction is how it is undone.
pub fn retract(session: &Session, id: EvidenceId, reason: &str) -> Result<Evidence> {
    let reason = reason.to_owned();
    session.write(move |work| {
        let named = named(work, id)?;
        ensure_free(&named)?;
        may_about_all(work.session, &named.participants)?;
        let draft = retraction(work.now, &named, &reason);
        let mut appended = append(work, vec![draft])?;
        stay_known(work, &appended)?;
        appended.pop().ok_or_else(|| Error::Refused("nothing was retracted".to_owned()))
    })
}

/// Refuses a piece that follows from a record: its retraction would leave the record saying something else.
pub(super) fn ensure_free(piece: &Evidence) -> Result<()> {
    let Some(rule) = piece.detail.text(RULE) else { return Ok(()) };
    let record = piece.detail.text("record").map(str::to_owned);
    let record = record.or_else(|| piece.deal.map(|deal| deal.to_string())).unwrap_or_default();
    Err(Error::Refused(format!("this follows from the {rule} {record}; change that instead")))
}

/// The live retractions that name any of these pieces.
pub(crate) fn live_retractions(connection: &mut Connection<'_>, ids: &[EvidenceId]) -> Result<Vec<Evidence>> {
    // What names a retraction decides whether that one is live.
    let all = retractions_of(connection, ids)?;
    let pieces: Vec<_> = all.iter().map(|one| one.piece_for(PartyId(0))).collect();
    let alive = all.into_iter().zip(live(&pieces)).filter_map(|(one, live)| live.then_some(one));
    Ok(alive.filter(|one| one.names.is_some_and(|named| ids.contains(&named))).collect())
}

/// A retraction of `named`, with its participants, dated now.
pub(crate) fn retraction(now: Timestamp, named: &Evidence, reason: &str) -> Draft {
    let detail = [("reason".to_owned(), reason.into())].into_iter().collect();
    Draft {
        kind: k::RETRACTED,
        occurred_at: Some(now),
        precision: Precision::Instant,
        deal: None,
        amount: None,
        product_line: None,
        names: Some(named.id),
        detail: Detail(detail),
        participants: named.participants.clone(),
    }
}
