//! Conditions that other use cases answer: what an import did, and what was known at a time. Their parties take their
//! place in the filter before the index is asked.

use std::borrow::Cow;

use casebook_domain::filter::{Filter, Leaf};
use casebook_domain::lifecycle::funnel::Basis;

use super::imported::imported;
use crate::desk::Session;
use crate::error::Result;
use crate::funnel;

/// The filter without conditions that the index cannot answer.
pub(super) fn answered<'f>(session: &Session, filter: &'f Filter) -> Result<Cow<'f, Filter>> {
    filter.check_size()?;
    if has_any(filter) { in_place(session, filter).map(Cow::Owned) } else { Ok(Cow::Borrowed(filter)) }
}

fn has_any(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(has_any),
        Filter::Not(part) => has_any(part),
        Filter::Leaf(Leaf::Imported(_)) => true,
        Filter::Leaf(Leaf::Funnel(members)) => members.request.basis == Basis::Recorded,
        Filter::Leaf(_) => false,
    }
}

fn in_place(session: &Session, filter: &Filter) -> Result<Filter> {
    let all = |parts: &[Filter]| parts.iter().map(|part| in_place(session, part)).collect::<Result<Vec<_>>>();
    session.check_wanted()?;
    let ids = match filter {
        Filter::All(parts) => return Ok(Filter::All(all(parts)?)),
        Filter::Any(parts) => return Ok(Filter::Any(all(parts)?)),
        Filter::Not(part) => return Ok(Filter::Not(Box::new(in_place(session, part)?))),
        Filter::Leaf(Leaf::Imported(is)) => imported(session, *is)?,
        Filter::Leaf(Leaf::Funnel(members)) if members.request.basis == Basis::Recorded => {
            funnel::members_recorded(session, members)?
        }
        Filter::Leaf(leaf) => return Ok(Filter::Leaf(leaf.clone())),
    };
    Ok(Filter::Leaf(Leaf::Ids(ids)))
}
