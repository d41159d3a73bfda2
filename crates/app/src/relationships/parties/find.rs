//! Finding parties: those of a filter in an order, a page at a time, how many they are, and how they are spread.

use std::borrow::Cow;

use casebook_domain::filter::Filter;
use casebook_domain::ids::PartyId;
use casebook_index::{Facet, FindRequest, Found, MOST_ROWS, Row};

use super::lookup::answered;
use crate::desk::Session;
use crate::error::Result;

/// A page of the parties that fit.
pub fn find(session: &Session, request: &FindRequest) -> Result<Found> {
    let reader = session.reader();
    Ok(match answered(session, &request.filter)? {
        Cow::Borrowed(_) => session.index().find(&reader, request)?,
        Cow::Owned(filter) => session.index().find(&reader, &FindRequest { filter, ..request.clone() })?,
    })
}

/// The first `limit` parties that fit, by name, and whether there are more.
pub fn first(session: &Session, filter: Filter, limit: usize) -> Result<(Vec<Row>, bool)> {
    let mut request = FindRequest { filter, ..FindRequest::default() };
    let mut rows = Vec::new();
    loop {
        // One more than asked for shows whether there are more.
        request.limit = (limit - rows.len()).saturating_add(1).min(MOST_ROWS);
        let found = find(session, &request)?;
        rows.extend(found.items);
        if found.next.is_none() || rows.len() > limit {
            let more = rows.len() > limit;
            rows.truncate(limit);
            return Ok((rows, more));
        }
        request.cursor = found.next;
    }
}

/// How many parties fit.
pub fn count(session: &Session, filter: &Filter) -> Result<u64> {
    Ok(session.index().count(&session.reader(), &*answered(session, filter)?)?)
}

/// The parties that fit, all of them, in the order of ids.
pub fn ids(session: &Session, filter: &Filter) -> Result<Vec<PartyId>> {
    Ok(session.index().ids(&session.reader(), &*answered(session, filter)?)?)
}

/// Counts the parties that fit by each of these fields: `kind`, `standing`, `stage.VOCABULARY`, `source`,
/// `owner`, `country`, `region`, `city`, `language`, `title` or `more.FIELD`. Every count is exact.
pub fn facets(session: &Session, filter: &Filter, fields: &[&str]) -> Result<Vec<Facet>> {
    Ok(session.index().facets(&session.reader(), &*answered(session, filter)?, fields)?)
}
