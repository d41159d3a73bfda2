//! Records in groups, with sums.

use casebook_domain::access::Noun;
use casebook_domain::records::{Grouping, RecordFilter};
use casebook_index::{MOST_GROUPS, RecordGroup};

use super::lookup::answered;
use super::parties;
use super::types::record_type;
use crate::desk::Session;
use crate::error::{Error, Result};

/// The records of a type that fit, grouped, in the order of their values; records without a value come last.
pub fn groups(
    session: &Session,
    type_name: &str,
    filter: &RecordFilter,
    grouping: &Grouping,
) -> Result<Vec<RecordGroup>> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::groups(session, kind, filter, grouping);
    }
    if !session.scope(Noun::Workspace).is_all() {
        return Ok(Vec::new());
    }
    let found = session.records().groups(&session.reader(), &of, &*answered(session, filter)?, grouping)?;
    found.ok_or_else(|| {
        Error::argument("by", format!("there are more than {MOST_GROUPS} groups; filter, or group by less"))
    })
}
