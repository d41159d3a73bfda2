//! Numbers of evidence, such as the scores of a survey: how many, and their average.

use std::borrow::Cow;

use casebook_domain::numbers::NumbersRequest;
use casebook_index::NumbersGroup;

use crate::desk::Session;
use crate::error::Result;
use crate::parties;

/// Puts the numbers of a kind of evidence together, in the order of their groups.
pub fn numbers(session: &Session, request: &NumbersRequest) -> Result<Vec<NumbersGroup>> {
    let filter = parties::answered(session, &request.filter)?;
    let reader = session.reader();
    Ok(match filter {
        Cow::Borrowed(_) => session.index().numbers(&reader, request)?,
        Cow::Owned(filter) => {
            session.index().numbers(&reader, &NumbersRequest { filter, ..request.clone() })?
        }
    })
}
