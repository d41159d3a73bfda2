//! Listing quotes.

use casebook_domain::access::Noun;
use casebook_domain::ids::{DealId, QuoteId};
use casebook_store::quote;

use super::show::Quote;
use crate::desk::Session;
use crate::error::Result;

/// Which quotes.
#[derive(Clone, Copy, Debug)]
pub struct ListRequest {
    /// Those of a deal; all if absent.
    pub deal: Option<DealId>,
    /// Those behind one in the list; from the start if absent.
    pub after: Option<QuoteId>,
    /// At most so many.
    pub limit: usize,
}

/// A page of versions of quotes, the latest first, and behind which one the next page begins.
pub fn list(session: &Session, request: ListRequest) -> Result<(Vec<Quote>, Option<QuoteId>)> {
    if !session.scope(Noun::Workspace).is_all() {
        return Ok((Vec::new(), None));
    }
    session.read(|connection, words| {
        let wanted = i64::try_from(request.limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut rows = quote::before(connection, request.deal, request.after, wanted)?;
        let has_more = rows.len() > request.limit;
        rows.truncate(request.limit);
        let next = rows.last().filter(|_| has_more).map(|row| row.id);
        let quotes = rows.into_iter().map(|row| Quote::of(connection, words, session, row));
        Ok((quotes.collect::<Result<_>>()?, next))
    })
}
