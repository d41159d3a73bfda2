//! People and organizations as records: the same use cases, over the storage of parties.

use std::sync::Arc;

use casebook_domain::filter::Filter;
use casebook_domain::ids::{PartyId, RecordId};
use casebook_domain::key::shown_system;
use casebook_domain::lifecycle::history::Standing;
use casebook_domain::party::{PartyKind, as_record};
use casebook_domain::records::{Grouping, RecordFilter, RecordType, ValueError};
use casebook_index::{RecordGroup, RecordRequest};
use casebook_store::party::PartyRow;
use casebook_store::party_key;
use casebook_store::record::RecordRow;

use super::change::RecordChange;
use super::lookup::dated;
use super::show::{Record, missing};
use crate::changes::{BulkEdit, BulkReport};
use crate::desk::Session;
use crate::error::{Error, Result};
use crate::parties::{self, Card, Duplicates, FindRequest, NewParty};

/// Whether records of a type are parties, and which.
pub(super) fn kind_of(of: &RecordType) -> Option<PartyKind> {
    PartyKind::from_word(&of.name)
}

/// The party of a kind that an id names.
pub(super) fn party_of(of: &RecordType, kind: PartyKind, id: RecordId) -> Result<PartyId> {
    let party = PartyId(id.0);
    if party.kind() == kind { Ok(party) } else { Err(missing(of, id)) }
}

pub(super) fn find(
    session: &Session,
    (of, kind): (&Arc<RecordType>, PartyKind),
    request: &RecordRequest,
) -> Result<(Vec<Record>, Option<String>)> {
    let request = FindRequest {
        filter: filter(session, kind, &request.filter)?,
        sort: as_record::sort(&request.sort).map_err(|error| Error::argument("sort", error.message))?,
        cursor: request.cursor.clone(),
        limit: request.limit,
    };
    let found = parties::find(session, &request)?;
    let standing = |row: &parties::Row| row.standing.as_ref().map(|(standing, _)| *standing);
    let records = found.items.iter().map(|row| record(of, &row.party, standing(row))).collect();
    Ok((with_external(session, records)?, found.next))
}

pub(super) fn count(session: &Session, kind: PartyKind, given: &RecordFilter) -> Result<u64> {
    parties::count(session, &filter(session, kind, given)?)
}

pub(super) fn ids(session: &Session, kind: PartyKind, given: &RecordFilter) -> Result<Vec<RecordId>> {
    Ok(parties::ids(session, &filter(session, kind, given)?)?.into_iter().map(|id| RecordId(id.0)).collect())
}

/// Some parties, hidden or not, by name.
pub(super) fn many(
    session: &Session,
    (of, kind): (&Arc<RecordType>, PartyKind),
    ids: &[RecordId],
) -> Result<Vec<Record>> {
    let whether_hidden = RecordFilter::Any(vec![RecordFilter::Hidden(true), RecordFilter::Hidden(false)]);
    let filter = RecordFilter::All(vec![RecordFilter::Ids(ids.to_vec()), whether_hidden]);
    let mut all = Vec::with_capacity(ids.len());
    let mut request = RecordRequest { filter, sort: Vec::new(), cursor: None, limit: parties::MOST_ROWS };
    loop {
        let (some, next) = find(session, (of, kind), &request)?;
        all.extend(some);
        match next {
            Some(_) => request.cursor = next,
            None => return Ok(all),
        }
    }
}

pub(super) fn show(session: &Session, of: &Arc<RecordType>, id: PartyId) -> Result<Record> {
    Ok(of_card(of, parties::show(session, id)?))
}

pub(super) fn add(
    session: &Session,
    (of, kind): (&Arc<RecordType>, PartyKind),
    holds: RecordChange,
) -> Result<Record> {
    let external = holds.external.clone();
    let given = fields_of(of, holds)?;
    let fields = given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let new = NewParty { kind, fields, external };
    Ok(of_card(of, parties::add_unless_there(session, new, Duplicates::Refuse)?.card))
}

pub(super) fn edit_if(
    session: &Session,
    of: &Arc<RecordType>,
    id: PartyId,
    change: RecordChange,
    expects: impl Fn(i64) -> bool + Send + Sync + 'static,
) -> Result<Record> {
    parties::edit_if(session, id, edit_of(of, change)?, Duplicates::Refuse, expects)?;
    show(session, of, id)
}

/// The bulk edit of parties that one of records means.
pub(super) fn bulk(
    session: &Session,
    (of, kind): (&RecordType, PartyKind),
    given: &RecordFilter,
    set: RecordChange,
    request: &str,
) -> Result<BulkEdit> {
    Ok(BulkEdit {
        filter: filter(session, kind, given)?,
        set: edit_of(of, set)?,
        request: request.to_owned(),
    })
}

pub(super) fn bulk_report(report: BulkReport) -> super::RecordBulkReport {
    let BulkReport { change_set, matched, edited } = report;
    super::RecordBulkReport { change_set, matched, edited, ..super::RecordBulkReport::default() }
}

/// Groups by the values of one field.
pub(super) fn groups(
    session: &Session,
    kind: PartyKind,
    given: &RecordFilter,
    grouping: &Grouping,
) -> Result<Vec<RecordGroup>> {
    let by_one = match grouping.by.as_slice() {
        [key] if key.step.is_none() && grouping.sum.is_none() => &key.field.name,
        _ => {
            let detail = "people and organizations are grouped by one field, without spans of time and sums";
            return Err(Error::argument("by", detail));
        }
    };
    let is_own = !casebook_domain::party::is_standard(by_one) && by_one != "state";
    let facet = match by_one.as_str() {
        "state" => "standing".to_owned(),
        own if is_own => format!("more.{own}"),
        standard => standard.to_owned(),
    };
    let facets = parties::facets(session, &filter(session, kind, given)?, &[&facet])
        .map_err(|error| Error::argument("by", error.to_string()))?;
    let facet = facets.into_iter().next().filter(|facet| facet.others == 0);
    let facet = facet.ok_or_else(|| Error::argument("by", "there are too many values; filter first"))?;
    let group = |(value, count): (Option<String>, u64)| RecordGroup {
        values: vec![value.into()],
        count,
        sums: std::collections::BTreeMap::default(),
        deals: None,
    };
    Ok(facet.counts.into_iter().filter(|(_, count)| *count > 0).map(group).collect())
}

fn filter(session: &Session, kind: PartyKind, given: &RecordFilter) -> Result<Filter> {
    let refused = |error: ValueError| Error::argument("filter", error.message);
    as_record::filter(kind, &*dated(session, given)?).map_err(refused)
}

/// What a change of a party's record sets, by field.
fn fields_of(of: &RecordType, change: RecordChange) -> Result<Vec<(String, Option<String>)>> {
    let mut changes = as_record::changes(of, &change.fields).map_err(Error::Values)?;
    changes.extend(change.name.map(|name| ("name".to_owned(), Some(name))));
    changes.extend(change.owner.map(|owner| ("owner".to_owned(), owner)));
    Ok(changes)
}

fn edit_of(of: &RecordType, change: RecordChange) -> Result<Vec<(String, Option<String>)>> {
    if !change.external.is_empty() {
        let detail = "people and organizations get ids of other systems when they are added or imported";
        return Err(Error::argument("external", detail));
    }
    fields_of(of, change)
}

fn of_card(of: &Arc<RecordType>, card: Card) -> Record {
    let Card { id, fields, external, hidden, version, created_at, updated_at, standing, .. } = card;
    let row = PartyRow { id, fields, hidden, version, created_at, updated_at };
    Record { external, ..record(of, &row, standing.map(|(standing, _)| standing)) }
}

fn record(of: &Arc<RecordType>, party: &PartyRow, standing: Option<Standing>) -> Record {
    let field = |name: &str| party.fields.get(name).cloned();
    let values = as_record::values(of, &party.fields);
    let row = RecordRow {
        id: RecordId(party.id.0),
        type_name: of.name.clone(),
        name: field("name").unwrap_or_default(),
        search: String::new(),
        owner: field("owner"),
        state: standing.map(|standing| standing.word().to_owned()),
        fields: values.to_text(),
        hidden: party.hidden,
        version: party.version,
        created_at: party.created_at,
        updated_at: party.updated_at,
    };
    Record { of: Arc::clone(of), row: Arc::new(row), values, external: Vec::new(), deal: None }
}

fn with_external(session: &Session, mut records: Vec<Record>) -> Result<Vec<Record>> {
    let ids: Vec<PartyId> = records.iter().map(|one| PartyId(one.row.id.0)).collect();
    let mut keys = session.read(|connection, _| Ok(party_key::of_parties(connection, &ids)?))?;
    for (record, id) in records.iter_mut().zip(ids) {
        let own = keys.remove(&id).unwrap_or_default().into_iter();
        let seen = own.filter(|key| !key.freed && !key.system.starts_with(':'));
        record.external =
            seen.map(|key| (shown_system(&key.system, id.kind()).to_owned(), key.value)).collect();
    }
    Ok(records)
}
