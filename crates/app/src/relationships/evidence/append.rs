//! Appending evidence: the one way in, whatever the door.

use std::collections::BTreeSet;

use casebook_domain::access::{Noun, Scope, Subject};
use casebook_domain::change::Action;
use casebook_domain::deals::{DEAL, Terms};
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, Participant, SUBJECT, parties_of};
use casebook_domain::ids::{DealId, EvidenceId, PartyId, RecordId};
use casebook_domain::records::Values;
use casebook_domain::time::Timestamp;
use casebook_store::feed::Change;
use casebook_store::{Connection, evidence, link, party, record};

use super::seen::{is_seen, may_about_all};
use crate::desk::opened_deals::{self, participants_waiting};
use crate::desk::projection::project_but;
use crate::desk::{Definitions, Session, Waiting, Work};
use crate::error::{Error, Result};

/// Appends evidence and brings every party that takes part up to date, all in the present transaction.
pub(crate) fn append(work: &mut Work<'_, '_>, drafts: Vec<Draft>) -> Result<Vec<Evidence>> {
    let named = named_by(work, &drafts)?;
    append_naming(work, drafts, &named)
}

/// [`append`] where the pieces that drafts name have been read, and are given in the order of their ids.
pub(crate) fn append_naming(
    work: &mut Work<'_, '_>,
    drafts: Vec<Draft>,
    named: &[Evidence],
) -> Result<Vec<Evidence>> {
    let scope = work.session.scope(Noun::Party);
    let mut appended = Vec::with_capacity(drafts.len());
    for draft in drafts {
        may_about(work, &draft)?;
        let draft = take_on_participants(work, draft, named, &scope)?;
        let words = work.words.clone();
        appended.push(recorded(work.session, work.now, words.check(draft, work.now)?));
    }
    // Nobody else can know of a party that this transaction has made, and nothing is stored of it.
    let mut known = parties_of(&appended);
    known.retain(|party| !work.made.contains(party) && !work.locked.contains(party));
    if !known.is_empty() {
        ensure_known(&known, &party::lock_many(work.connection, &known)?)?;
    }
    match &mut work.waiting {
        Some(waiting) => waiting.evidence.extend(appended.iter().cloned()),
        None => store(work, &appended, &BTreeSet::new())?,
    }
    Ok(appended)
}

/// Lets evidence wait until [`settle`], so that what follows from all of it is derived once, and with it the open deals
/// and the links that are new.
pub(crate) fn defer(work: &mut Work<'_, '_>) {
    work.waiting.get_or_insert_default();
}

/// Stores what waits, and what follows from it.
pub(crate) fn settle(work: &mut Work<'_, '_>) -> Result<()> {
    let Waiting { evidence, deals, links } = work.waiting.take().unwrap_or_default();
    link::insert_many(work.connection, &links)?;
    let opened = opened_deals::store(work, deals, &evidence)?;
    if evidence.is_empty() { Ok(()) } else { store(work, &evidence, &opened) }
}

/// Stores evidence, and what follows from it but for these deals, which are stored.
fn store(work: &mut Work<'_, '_>, appended: &[Evidence], opened: &BTreeSet<DealId>) -> Result<()> {
    let fresh = std::mem::take(&mut work.fresh);
    let set = work.change_set();
    evidence::insert_many(work.connection, appended, set)?;
    work.count_evidence(appended.len());
    project_but(work, appended, |party| fresh.contains(&party), opened)?;
    for one in appended {
        let change = change_of(&work.words, one);
        work.publish_later(change);
    }
    Ok(())
}

/// Refuses what is about a party that the session may not write about. One that this transaction has made is its own.
fn may_about(work: &Work<'_, '_>, draft: &Draft) -> Result<()> {
    let parties = draft.participants.iter().map(|one| one.party);
    parties.into_iter().try_for_each(|party| match work.session.may(Subject::Party(party)) {
        Err(_) if work.made.contains(&party) => Ok(()),
        other => other,
    })
}

/// What the feed says of a new piece.
fn change_of(words: &Definitions, one: &Evidence) -> Change {
    let mut parties: Vec<PartyId> = one.participants.iter().map(|one| one.party).collect();
    parties.dedup();
    let about = Some(words.kinds.name(one.kind).to_owned());
    Change { evidence: Some(one.id), about, ..Change::of(Action::EvidenceAppended, parties) }
}

/// A checked draft as evidence, recorded now by whoever has opened the casebook.
pub(crate) fn recorded(session: &Session, now: Timestamp, draft: Draft) -> Evidence {
    Evidence {
        id: EvidenceId(session.next_id()),
        kind: draft.kind,
        occurred_at: draft.occurred_at,
        precision: draft.precision,
        recorded_at: now,
        recorded_by: session.actor().to_owned(),
        via: session.via(),
        deal: draft.deal,
        amount: draft.amount,
        product_line: draft.product_line,
        names: draft.names,
        detail: draft.detail,
        participants: draft.participants,
    }
}

/// The pieces that drafts name, read in one go, in the order of their ids.
fn named_by(work: &mut Work<'_, '_>, drafts: &[Draft]) -> Result<Vec<Evidence>> {
    let mut ids: Vec<EvidenceId> = drafts.iter().filter_map(|draft| draft.names).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(evidence::get_many(work.connection, &ids)?)
}

/// Adds the participants of the piece or deal that the draft names, where its kind says so. Whoever may not write
/// about all of them may not record it.
fn take_on_participants(
    work: &mut Work<'_, '_>,
    mut draft: Draft,
    known: &[Evidence],
    scope: &Scope,
) -> Result<Draft> {
    let own = draft.participants.len();
    if let Some(named) = draft.names {
        let found = known.binary_search_by_key(&named, |one| one.id).ok().and_then(|place| known.get(place));
        let found = found.filter(|piece| is_seen(scope, piece));
        let named = found.ok_or_else(|| Error::not_found("evidence", named.to_string()))?;
        if work.words.kinds.takes_on_participants(draft.kind) {
            join(&mut draft.participants, &named.participants);
        }
    }
    if let Some(deal) = draft.deal.filter(|_| work.words.kinds.takes_on_participants(draft.kind)) {
        let participants = match participants_waiting(work, deal) {
            Some(participants) => participants,
            None => participants_of_deal(work.connection, &work.words, deal)?,
        };
        join(&mut draft.participants, &participants);
    }
    let others = draft.participants.get(own..).unwrap_or_default();
    may_about_all(work.session, others)?;
    Ok(draft)
}

/// Who takes part in a deal, as evidence has them.
pub(crate) fn participants_of_deal(
    connection: &mut Connection<'_>,
    words: &Definitions,
    deal: DealId,
) -> Result<Vec<Participant>> {
    let of = words.record_type(DEAL)?;
    let row = record::get_many(connection, &[RecordId(deal.0)])?.pop();
    Ok(row.map(|row| Terms::of(of, &Values::stored(of, &row.fields)).participants()).unwrap_or_default())
}

/// Joins participants; a second subject becomes an ordinary participant, a party already there stays as it is.
fn join(participants: &mut Vec<Participant>, more: &[Participant]) {
    let has_subject = participants.iter().any(|one| one.role == SUBJECT);
    for one in more {
        if participants.iter().any(|known| known.party == one.party) {
            continue;
        }
        let role = if has_subject && one.role == SUBJECT { "participant" } else { one.role.as_str() };
        participants.push(Participant { party: one.party, role: role.to_owned() });
    }
}

fn ensure_known(parties: &[PartyId], found: &[PartyId]) -> Result<()> {
    match parties.iter().find(|party| found.binary_search(party).is_err()) {
        Some(missing) => Err(Error::not_found("party", missing.to_string())),
        None => Ok(()),
    }
}
