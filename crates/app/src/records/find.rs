//! Finding records: those of a filter in an order, a page at a time, and how many they are.

use casebook_domain::access::Noun;
use casebook_domain::ids::RecordId;
use casebook_domain::records::RecordFilter;
use casebook_index::{RecordPage, RecordRequest};

use super::lookup::answered;
use super::parties;
use super::show::{Record, with_external};
use super::types::record_type;
use crate::desk::Session;
use crate::error::Result;

/// A page of the records of a type that fit, and where the next one begins.
pub fn find(
    session: &Session,
    type_name: &str,
    request: &RecordRequest,
) -> Result<(Vec<Record>, Option<String>)> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::find(session, (&of, kind), request);
    }
    if !session.scope(Noun::Workspace).is_all() {
        return Ok((Vec::new(), None));
    }
    let request =
        RecordRequest { filter: answered(session, &request.filter)?.into_owned(), ..request.clone() };
    let RecordPage { items, next } = session.records().find(&session.reader(), &of, &request)?;
    session
        .read(|connection, words| Ok((with_external(connection, (words, session.now()), &of, items)?, next)))
}

/// How many records of a type fit.
pub fn count(session: &Session, type_name: &str, filter: &RecordFilter) -> Result<u64> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::count(session, kind, filter);
    }
    if !session.scope(Noun::Workspace).is_all() {
        return Ok(0);
    }
    Ok(session.records().count(&session.reader(), &of, &*answered(session, filter)?)?)
}

/// The records of a type that fit, all of them, in the order of ids.
pub fn ids(session: &Session, type_name: &str, filter: &RecordFilter) -> Result<Vec<RecordId>> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::ids(session, kind, filter);
    }
    if !session.scope(Noun::Workspace).is_all() {
        return Ok(Vec::new());
    }
    Ok(session.records().ids(&session.reader(), &of, &*answered(session, filter)?)?)
}
