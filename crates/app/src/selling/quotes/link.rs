//! The link by which a recipient sees and answers a quote.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::QuoteId;
use casebook_domain::quotes::{QuoteRefusal, QuoteState};
use casebook_store::quote::QuoteRow;

use super::journal::move_on;
use super::show::Quote;
use super::stored::locked;
use super::token::Token;
use crate::desk::Session;
use crate::error::{Error, Result};

/// Gives a quote that was sent another link; the one before ends. Only its digest is stored, so nobody can look it up later.
pub fn renew_link(session: &Session, id: QuoteId, token: &Token) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    let token = token.digest();
    session.write(move |work| {
        let row = locked(work, id)?;
        if row.state == QuoteState::Draft || row.document.is_none() {
            return Err(Error::Quote(QuoteRefusal::NotSent));
        }
        let after = QuoteRow { token: Some(token.clone()), ..row.clone() };
        let row = move_on(work, &row, after, Action::QuoteLinked, None)?;
        Quote::of(work.connection, &work.words, work.session, row)
    })
}
