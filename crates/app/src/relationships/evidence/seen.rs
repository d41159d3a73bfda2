//! Evidence as somebody sees it who does not see everybody.

use std::collections::BTreeSet;

use casebook_domain::access::{Noun, Scope, Subject};
use casebook_domain::evidence::{Evidence, Participant};
use casebook_domain::ids::{DealId, EvidenceId};
use casebook_store::{Connection, evidence};

use super::append::participants_of_deal;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Leaves of these pieces what a session sees: those in which a party takes part that it sees, without the others
/// that take part and without the ids of pieces that it does not see.
pub(crate) fn seen(
    session: &Session,
    connection: &mut Connection<'_>,
    pieces: &mut Vec<Evidence>,
) -> Result<()> {
    let scope = session.scope(Noun::Party);
    if scope.is_all() {
        return Ok(());
    }
    pieces.retain(|piece| is_seen(&scope, piece));
    let named: Vec<EvidenceId> = pieces.iter().filter_map(|piece| piece.names).collect();
    let named = evidence::get_many(connection, &named)?;
    let named: BTreeSet<EvidenceId> =
        named.iter().filter(|piece| is_seen(&scope, piece)).map(|piece| piece.id).collect();
    for piece in pieces {
        piece.participants.retain(|one| scope.sees(one.party));
        piece.names = piece.names.filter(|one| named.contains(one));
    }
    Ok(())
}

/// Whether somebody takes part in a piece who is in the scope.
pub(super) fn is_seen(scope: &Scope, piece: &Evidence) -> bool {
    piece.participants.iter().any(|one| scope.sees(one.party))
}

/// A piece that is to be named, with all who take part: one that the session does not see is not there.
pub(super) fn named(work: &mut Work<'_, '_>, id: EvidenceId) -> Result<Evidence> {
    let scope = work.session.scope(Noun::Party);
    let found = evidence::get_many(work.connection, &[id])?.pop().filter(|piece| is_seen(&scope, piece));
    found.ok_or_else(|| Error::not_found("evidence", id.to_string()))
}

/// Refuses to say more about others than those whom the session may write about, without naming them.
pub(super) fn may_about_all(session: &Session, participants: &[Participant]) -> Result<()> {
    let may = |party| session.may(Subject::Party(party)).map_err(|_| Error::Forbidden);
    participants.iter().try_for_each(|one| may(one.party))
}

/// Whether the session sees a deal: somebody whom it sees takes part in it, or nobody does.
pub(super) fn is_deal_seen(work: &mut Work<'_, '_>, deal: DealId) -> Result<bool> {
    let scope = work.session.scope(Noun::Party);
    if scope.is_all() {
        return Ok(true);
    }
    let parties = participants_of_deal(work.connection, &work.words, deal)?;
    Ok(parties.is_empty() || parties.iter().any(|one| scope.sees(one.party)))
}
