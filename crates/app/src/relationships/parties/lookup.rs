//! Conditions that other use cases answer: what an import did, and what was known at a time. Their parties take their
//! place in the filter before the index is asked.

use std::borrow::Cow;

use casebook_domain::access::Noun;
use casebook_domain::filter::{Filter, Leaf, RecordIs};
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::funnel::Basis;
use casebook_domain::records::RecordFilter;
use casebook_store::link;

use super::find::ids;
use super::imported::imported;
use crate::desk::Session;
use crate::error::{Error, Result};
use crate::funnel;
use crate::organizations;
use crate::records::{dated, record_type};

/// The filter without conditions that the index cannot answer.
pub(crate) fn answered<'f>(session: &Session, filter: &'f Filter) -> Result<Cow<'f, Filter>> {
    filter.check_size()?;
    let filter =
        if filter.has_dates() { Cow::Owned(filter.in_zone(&session.zone()?)) } else { Cow::Borrowed(filter) };
    if has_any(&filter) { in_place(session, &filter).map(Cow::Owned) } else { Ok(filter) }
}

fn has_any(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(has_any),
        Filter::Not(part) => has_any(part),
        Filter::Leaf(Leaf::Imported(_) | Leaf::LinkedToAny(_) | Leaf::Below(_) | Leaf::InRecord(_)) => true,
        Filter::Leaf(Leaf::Account(inner)) => has_any(inner),
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
        Filter::Leaf(Leaf::Account(inner)) => return Ok(Filter::of_account(in_place(session, inner)?)),
        Filter::Leaf(Leaf::LinkedToAny(inner)) => linked_to_any(session, inner)?,
        Filter::Leaf(Leaf::Below(of)) => organizations::below(session, *of)?,
        Filter::Leaf(Leaf::InRecord(is)) => in_record(session, is)?,
        Filter::Leaf(leaf) => return Ok(Filter::Leaf(leaf.clone())),
    };
    Ok(Filter::Leaf(Leaf::Ids(ids)))
}

/// Who is linked to a party that fits, in either direction.
fn linked_to_any(session: &Session, filter: &Filter) -> Result<Vec<PartyId>> {
    let fitting = ids(session, filter)?;
    let links = session.read(|connection, _| Ok(link::of_parties(connection, &fitting)?))?;
    let is_fitting = |party: PartyId| fitting.binary_search(&party).is_ok();
    let ends = |one: &link::LinkRow| [(one.person, one.organization), (one.organization, one.person)];
    let others = links.iter().filter(|one| !one.ended).flat_map(ends);
    let mut found: Vec<PartyId> =
        others.filter(|(end, _)| is_fitting(*end)).map(|(_, other)| other).collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Who is in a field of a record that fits.
fn in_record(session: &Session, is: &RecordIs) -> Result<Vec<PartyId>> {
    let of = record_type(session, &is.type_name)?;
    if !session.scope(Noun::Workspace).is_all() {
        return Ok(Vec::new());
    }
    let filter = RecordFilter::read(&of, &is.filter).map_err(|error| {
        Error::argument("filter", format!("of records, at `{}`: {}", error.path.join("/"), error.message))
    })?;
    Ok(session.records().parties(&session.reader(), &of, &*dated(session, &filter)?)?)
}
