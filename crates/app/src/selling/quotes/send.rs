//! Sending a quote: it gets its number, and what is handed out is kept for good.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::QuoteId;
use casebook_domain::kind::built_in as k;
use casebook_domain::quotes::{Content, Document, QuoteNumber, QuoteState, digest};
use casebook_domain::zone;
use casebook_store::name_lock;
use casebook_store::quote::{self, QuoteRow};

use super::edit::ensure_draft;
use super::evidence::happened;
use super::journal::{move_on, write_draft};
use super::show::Quote;
use super::stored::{checked, content_of, locked, missing, refused, today};
use super::token::Token;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::selling::company;

/// The namespace in which the years of numbers are locked.
const NUMBER: &str = "quote_number";

/// Sends a draft, if its row is in a version that the sender `expects`. What was handed out before under its number is
/// withdrawn. The token is for the link of the recipient, and is shown only now.
pub fn send(
    session: &Session,
    id: QuoteId,
    token: &Token,
    expects: impl Fn(i64) -> bool + Send + Sync + 'static,
) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    let token = token.digest();
    session.write(move |work| {
        let today = today(&work.words, work.session);
        let year = today.split('-').next().and_then(|year| year.parse().ok()).unwrap_or_default();
        // Before any row is locked. Whoever has it gives the next number; it is free again when that is stored.
        let name = year_name(work, id, year)?;
        name_lock::lock_many(work.connection, &[(NUMBER, &name)])?;
        let row = locked(work, id)?;
        if !expects(row.version) {
            return Err(Error::Stale { version: row.version });
        }
        ensure_draft(&row)?;
        let content = content_of(&row)?;
        ensure_ready(&content, &today)?;
        let number = match row.number {
            Some(number) => number,
            None => QuoteNumber { year, place: quote::last_place(work.connection, year)? + 1 },
        };
        replace_earlier(work, &row)?;
        let document = document(work, &row, number, content)?;
        let sent = QuoteRow {
            state: QuoteState::Sent,
            number: Some(number),
            digest: Some(digest(&document)),
            document: Some(document),
            token: Some(token.clone()),
            sent_at: Some(work.now),
            ..row.clone()
        };
        let sent = write_draft(work, &row, sent, Action::QuoteSent)?;
        happened(work, &sent, k::PROPOSAL_SENT, &[])?;
        Quote::of(work.connection, &work.words, work.session, sent)
    })
}

/// What is locked: the year that gives a number, or the number that the quote has.
fn year_name(work: &mut Work<'_, '_>, id: QuoteId, year: i64) -> Result<String> {
    let row = quote::get(work.connection, id)?.ok_or_else(|| missing(id))?;
    Ok(row.number.map_or_else(|| year.to_string(), |number| number.to_string()))
}

fn ensure_ready(content: &Content, today: &str) -> Result<()> {
    content.check_complete().map_err(refused)?;
    match &content.valid_until {
        Some(until) if today > until.as_str() => {
            Err(Error::argument("valid_until", format!("{until} is over; give a later day, or none")))
        }
        _ => Ok(()),
    }
}

/// Withdraws what was handed out before under the same number.
fn replace_earlier(work: &mut Work<'_, '_>, row: &QuoteRow) -> Result<()> {
    let Some(number) = row.number else { return Ok(()) };
    for earlier in quote::lock_editions(work.connection, number)? {
        if earlier.state == QuoteState::Sent {
            let after = QuoteRow { state: QuoteState::Withdrawn, ..earlier.clone() };
            move_on(work, &earlier, after, Action::QuoteWithdrawn, None)?;
        }
    }
    Ok(())
}

/// What is handed out, as it is stored.
fn document(
    work: &mut Work<'_, '_>,
    row: &QuoteRow,
    number: QuoteNumber,
    content: Content,
) -> Result<String> {
    let sender = company::stored(work.connection)?;
    if sender.name.trim().is_empty() {
        let detail = "say who sends your quotes first: set the name of the company under Settings, or with \
                      `casebook company set`";
        return Err(Error::Refused(detail.to_owned()));
    }
    let (amounts, totals) = checked(&content)?;
    let document = Document {
        number: Some(number.to_string()),
        version: row.edition,
        sent_on: Some(zone::written(work.words.zone.day_of(work.now))),
        sender,
        content,
        amounts,
        totals,
    };
    Ok(document.to_text())
}
