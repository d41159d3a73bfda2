//! Quotes in a transaction: found, locked and read.

use std::sync::Arc;

use casebook_domain::access::Noun;
use casebook_domain::deals::DEAL;
use casebook_domain::ids::{DealId, PartyId, QuoteId, RecordId};
use casebook_domain::quotes::{
    Answer, Content, Document, LineAmounts, QuoteProblem, QuoteState, Totals, digest,
};
use casebook_domain::records::RecordType;
use casebook_domain::zone;
use casebook_store::quote::{self, QuoteRow};
use casebook_store::record::{self, RecordRow};
use casebook_store::{Connection, Error as StoreError, party};

use crate::desk::{Definitions, Session, Work};
use crate::error::{Error, Result};

/// The error that there is no such quote.
pub(super) fn missing(id: QuoteId) -> Error {
    Error::not_found("quote", id.to_string())
}

/// A quote that the session sees.
pub(super) fn seen(session: &Session, connection: &mut Connection<'_>, id: QuoteId) -> Result<QuoteRow> {
    let found = quote::get(connection, id)?;
    found.filter(|_| session.scope(Noun::Workspace).is_all()).ok_or_else(|| missing(id))
}

/// A quote for a change: the parties of its deal are locked first, as everywhere, then the quote.
pub(super) fn locked(work: &mut Work<'_, '_>, id: QuoteId) -> Result<QuoteRow> {
    let found = quote::get(work.connection, id)?.ok_or_else(|| missing(id))?;
    lock_parties(work, found.deal)?;
    quote::lock(work.connection, id)?.ok_or_else(|| missing(id))
}

/// Locks those who take part in a deal.
pub(super) fn lock_parties(work: &mut Work<'_, '_>, deal: DealId) -> Result<()> {
    let held = record::parties_of(work.connection, &[RecordId(deal.0)])?;
    let mut parties: Vec<PartyId> = held.iter().map(|one| one.party).collect();
    parties.sort_unstable();
    parties.dedup();
    party::lock_many(work.connection, &parties)?;
    Ok(())
}

/// A deal that is there and not hidden.
pub(super) fn deal_of(
    connection: &mut Connection<'_>,
    words: &Definitions,
    deal: DealId,
) -> Result<(Arc<RecordType>, RecordRow)> {
    let of = Arc::clone(words.record_type(DEAL)?);
    let row = record::get_many(connection, &[RecordId(deal.0)])?.pop();
    let row = row.filter(|row| row.type_name == of.name && !row.hidden);
    row.map(|row| (of, row)).ok_or_else(|| Error::not_found("deal", deal.to_string()))
}

/// What a stored quote says.
pub(super) fn content_of(row: &QuoteRow) -> Result<Content> {
    Content::from_text(&row.content).ok_or_else(|| unreadable(row, "what it says cannot be read"))
}

/// What was handed out, exactly as it was.
pub(super) fn document_of(row: &QuoteRow) -> Result<Option<Document>> {
    let Some(text) = &row.document else { return Ok(None) };
    if row.digest.as_deref() != Some(&*digest(text)) {
        return Err(unreadable(row, "what was handed out does not match its checksum"));
    }
    Document::from_text(text).map(Some).ok_or_else(|| unreadable(row, "what was handed out cannot be read"))
}

fn unreadable(row: &QuoteRow, what: &str) -> Error {
    Error::Store(StoreError::Unreadable(format!("the quote {}: {what}", row.id)))
}

/// What the recipient answered.
pub(super) fn answer_of(row: &QuoteRow) -> Option<Answer> {
    row.answer.as_deref().and_then(|text| serde_json::from_str(text).ok())
}

/// What content comes to; what is wrong with it is an error about an argument.
pub(super) fn checked(content: &Content) -> Result<(Vec<LineAmounts>, Totals)> {
    content.check().map_err(refused)
}

/// A problem of content as an error about an argument.
pub(super) fn refused(problem: QuoteProblem) -> Error {
    Error::Argument { name: problem.place, detail: problem.detail }
}

/// The day in the workspace's time zone, `2026-03-03`.
pub(super) fn today(words: &Definitions, session: &Session) -> String {
    zone::written(words.zone.day_of(session.now()))
}

/// How a quote stands on a day.
pub(super) fn state_on(row: &QuoteRow, content: &Content, today: &str) -> QuoteState {
    row.state.on(today, content.valid_until.as_deref())
}
