//! Taking a quote back: a draft that is given up, or one that was sent.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::QuoteId;
use casebook_domain::quotes::QuoteState;
use casebook_store::quote::QuoteRow;

use super::answer::settled;
use super::journal::move_on;
use super::show::Quote;
use super::stored::locked;
use crate::desk::Session;
use crate::error::{Error, Result};

/// Withdraws a quote that is a draft or was sent. Its link answers from then on like one that never was; its number stays used.
pub fn withdraw(session: &Session, id: QuoteId) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    session.write(move |work| {
        let row = locked(work, id)?;
        if !matches!(row.state, QuoteState::Draft | QuoteState::Sent) {
            return Err(Error::Quote(settled(work, &row, row.state)));
        }
        let after = QuoteRow { state: QuoteState::Withdrawn, ..row.clone() };
        let row = move_on(work, &row, after, Action::QuoteWithdrawn, None)?;
        Quote::of(work.connection, &work.words, work.session, row)
    })
}
