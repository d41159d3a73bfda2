//! Writing the next version of a quote that was sent.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::QuoteId;
use casebook_domain::quotes::{QuoteRefusal, QuoteState};
use casebook_store::name_lock;
use casebook_store::quote::{self, QuoteRow};

use super::answer::settled;
use super::journal::note;
use super::show::Quote;
use super::stored::{locked, missing};
use crate::desk::Session;
use crate::error::{Error, Result};

/// The namespace in which numbers are locked while they get their next version.
const VERSION: &str = "quote_version";

/// Adds the next version of a quote as a draft that says the same. What was sent stays as it is, and can be answered until
/// the next version is sent.
pub fn revise(session: &Session, id: QuoteId) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    session.write(move |work| {
        let number = quote::get(work.connection, id)?.ok_or_else(|| missing(id))?.number;
        let number = number.ok_or(Error::Quote(QuoteRefusal::NotSent))?;
        name_lock::lock_many(work.connection, &[(VERSION, &number.to_string())])?;
        let row = locked(work, id)?;
        let editions = quote::lock_editions(work.connection, number)?;
        if let Some(accepted) = editions.iter().find(|one| one.state == QuoteState::Accepted) {
            return Err(Error::Quote(settled(work, accepted, accepted.state)));
        }
        if let Some(draft) = editions.iter().find(|one| one.state == QuoteState::Draft) {
            return Err(Error::Quote(QuoteRefusal::Revised(draft.edition)));
        }
        let last = editions.last().map_or(row.edition, |one| one.edition);
        let next = QuoteRow {
            id: QuoteId(work.session.next_id()),
            state: QuoteState::Draft,
            edition: last + 1,
            document: None,
            digest: None,
            token: None,
            sent_at: None,
            answer: None,
            version: 1,
            created_at: work.now,
            created_by: work.session.actor().to_owned(),
            updated_at: work.now,
            ..row
        };
        quote::insert(work.connection, &next)?;
        note(work, None, &next, Action::QuoteAdded, None);
        Quote::of(work.connection, &work.words, work.session, next)
    })
}
