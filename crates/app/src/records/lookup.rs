//! Conditions of records on their parties: the parties are found first and take the place of the condition.

use std::borrow::Cow;

use casebook_domain::records::RecordFilter;

use crate::desk::Session;
use crate::error::{Error, Result};
use crate::parties;

/// The filter without conditions that the index of records cannot answer.
pub(crate) fn answered<'f>(session: &Session, filter: &'f RecordFilter) -> Result<Cow<'f, RecordFilter>> {
    let filter = dated(session, filter)?;
    if has_any(&filter) { in_place(session, &filter).map(Cow::Owned) } else { Ok(filter) }
}

/// The filter with instants for dates, which are days of the workspace's zone.
pub(crate) fn dated<'f>(session: &Session, filter: &'f RecordFilter) -> Result<Cow<'f, RecordFilter>> {
    if filter.has_dates() {
        Ok(Cow::Owned(filter.in_zone(&session.zone()?)))
    } else {
        Ok(Cow::Borrowed(filter))
    }
}

fn has_any(filter: &RecordFilter) -> bool {
    match filter {
        RecordFilter::All(parts) | RecordFilter::Any(parts) => parts.iter().any(has_any),
        RecordFilter::Not(part) => has_any(part),
        RecordFilter::WithParty(..) => true,
        _ => false,
    }
}

fn in_place(session: &Session, filter: &RecordFilter) -> Result<RecordFilter> {
    let all =
        |parts: &[RecordFilter]| parts.iter().map(|part| in_place(session, part)).collect::<Result<Vec<_>>>();
    session.check_wanted()?;
    Ok(match filter {
        RecordFilter::All(parts) => RecordFilter::All(all(parts)?),
        RecordFilter::Any(parts) => RecordFilter::Any(all(parts)?),
        RecordFilter::Not(part) => RecordFilter::Not(Box::new(in_place(session, part)?)),
        RecordFilter::WithParty(field, which) => {
            let mut found = parties::ids(session, which).map_err(|error| match error {
                // What a filter names is no address that was asked for.
                Error::NotFound { .. } => Error::argument("filter", error.to_string()),
                other => other,
            })?;
            found.sort_unstable();
            RecordFilter::Parties(field.clone(), found)
        }
        other => other.clone(),
    })
}
