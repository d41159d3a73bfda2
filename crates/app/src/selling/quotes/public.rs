//! A quote for whoever has its link. The link is the permission: nothing else is asked, and nothing else is shown.

use casebook_domain::quotes::{Answer, Document, QuoteState, digest};
use casebook_store::Connection;
use casebook_store::quote::{self, QuoteRow};

use super::answer::{line, settle};
use super::stored::{answer_of, content_of, document_of, locked, state_on, today};
use crate::desk::{Definitions, Session, Work};
use crate::error::{Error, Result};

/// What a recipient sees of a quote.
#[derive(Clone, Debug)]
pub struct PublicQuote {
    /// What was handed out.
    pub document: Document,
    /// How it stands today.
    pub state: QuoteState,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// The quote of a link.
pub fn show(session: &Session, token: &str) -> Result<PublicQuote> {
    session.read(|connection, words| {
        let row = by_link(connection, token)?;
        public(session, words, &row)
    })
}

/// What was handed out under a link.
pub fn document_by_link(session: &Session, token: &str) -> Result<Document> {
    session.read(|connection, _| {
        let row = by_link(connection, token)?;
        document_of(&row)?.ok_or_else(no_such_link)
    })
}

/// Accepts the quote of a link in the name of somebody, from a network address.
pub fn accept_by_link(session: &Session, token: &str, name: &str, address: &str) -> Result<PublicQuote> {
    let name = line("name", name)?;
    if name.is_empty() {
        return Err(Error::argument("name", "is empty; type your name to accept"));
    }
    let answer = Answer { name, address: address.to_owned(), ..Answer::default() };
    answered(session, token, QuoteState::Accepted, answer)
}

/// Declines the quote of a link.
pub fn decline_by_link(session: &Session, token: &str, reason: &str, address: &str) -> Result<PublicQuote> {
    let answer = Answer { reason: line("reason", reason)?, address: address.to_owned(), ..Answer::default() };
    answered(session, token, QuoteState::Declined, answer)
}

fn answered(session: &Session, token: &str, state: QuoteState, answer: Answer) -> Result<PublicQuote> {
    let token = token.to_owned();
    session.by_link().write(move |work| {
        let found = by_link(work.connection, &token)?;
        let row = locked(work, found.id)?;
        // It may have been withdrawn meanwhile.
        ensure_open(&row, &token)?;
        let row = settle(work, &row, state, answer.clone())?;
        of_work(work, &row)
    })
}

fn of_work(work: &Work<'_, '_>, row: &QuoteRow) -> Result<PublicQuote> {
    public(work.session, &work.words, row)
}

fn public(session: &Session, words: &Definitions, row: &QuoteRow) -> Result<PublicQuote> {
    let state = state_on(row, &content_of(row)?, &today(words, session));
    let document = document_of(row)?.ok_or_else(no_such_link)?;
    Ok(PublicQuote { document, state, answer: answer_of(row) })
}

/// The quote of a link; one that was withdrawn is not there.
fn by_link(connection: &mut Connection<'_>, token: &str) -> Result<QuoteRow> {
    let row = quote::by_token(connection, &digest(token))?.ok_or_else(no_such_link)?;
    ensure_open(&row, token)?;
    Ok(row)
}

fn ensure_open(row: &QuoteRow, token: &str) -> Result<()> {
    let is_link = row.token.as_deref() == Some(&*digest(token));
    let is_open = !matches!(row.state, QuoteState::Draft | QuoteState::Withdrawn);
    if is_link && is_open { Ok(()) } else { Err(no_such_link()) }
}

/// The same for a link that never was, ended, or whose quote was withdrawn.
fn no_such_link() -> Error {
    Error::NotFound {
        what: "quote",
        given: "of this link".to_owned(),
        hint: "; ask whoever sent it for a new one".to_owned(),
    }
}
