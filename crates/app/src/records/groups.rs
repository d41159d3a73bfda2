//! Records in groups, with sums.

use casebook_domain::access::Noun;
use casebook_domain::money::exchange::ExchangeRates;
use casebook_domain::records::{GroupKey, Grouping, RecordFilter};
use casebook_index::{GroupKeys, GroupingNeeds, MOST_GROUPS, RecordGroup};

use super::lookup::answered;
use super::parties;
use super::types::record_type;
use crate::desk::Session;
use crate::error::{Error, Result};
use crate::exchange_rates;

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
    let needs = grouping_needs(session, grouping)?;
    let filter = answered(session, filter)?;
    let found = session.records().groups(&session.reader(), &of, &filter, grouping, &needs)?;
    found.ok_or_else(|| {
        Error::argument("by", format!("there are more than {MOST_GROUPS} groups; filter, or group by less"))
    })
}

/// What a grouping needs that is not in records.
pub(crate) fn grouping_needs(session: &Session, grouping: &Grouping) -> Result<GroupingNeeds> {
    let of_parties = grouping.by.iter().map(|key| of_parties(session, key)).collect::<Result<Vec<_>>>()?;
    let rates = if grouping.sum.is_some() { exchange_rates::get(session)? } else { ExchangeRates::default() };
    Ok(GroupingNeeds { of_parties, zone: session.zone()?, rates })
}

/// The values of parties by which a key groups records, if it does.
fn of_parties(session: &Session, key: &GroupKey) -> Result<Option<GroupKeys>> {
    let Some(field) = &key.of_party else { return Ok(None) };
    let keys = session.index().group_keys(&session.reader(), field);
    let keys = keys.map_err(Error::from).map_err(|error| match error {
        Error::NotFound { .. } => Error::argument("by", format!("of `{}`: {error}", key.field.name)),
        other => other,
    })?;
    Ok(Some(keys))
}
