//! Adding a record.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::ids::RecordId;
use casebook_domain::records::{RecordType, Values};
use casebook_store::record::{self, RecordRow};

use super::change::{RecordChange, insert};
use super::deals::{ensure_required, fitted, follow_added};
use super::parties;
use super::rules;
use super::show::{Record, missing, with_external};
use super::types::record_type;
use crate::desk::{Session, Work};
use crate::error::Result;

/// A record to be added.
#[derive(Clone, Debug, Default)]
pub struct NewRecord {
    /// What it holds; a name is required.
    pub holds: RecordChange,
}

/// Adds a record of a type. Fields that are not given have their defaults. A person or an organization that may be there
/// already is refused: [`Error::Duplicate`](crate::Error::Duplicate).
pub fn add(session: &Session, type_name: &str, new: NewRecord) -> Result<Record> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::add(session, (&of, kind), new.holds);
    }
    session.may(Subject::Workspace)?;
    let type_name = type_name.to_owned();
    session.write(move |work| {
        let of = Arc::clone(work.words.record_type(&type_name)?);
        add_in(work, &of, &new.holds)
    })
}

/// Adds a record in a transaction that is under way.
pub(crate) fn add_in(work: &mut Work<'_, '_>, of: &Arc<RecordType>, holds: &RecordChange) -> Result<Record> {
    let row = add_row(work, of, holds)?;
    let id = row.id;
    let row = record::get_many(work.connection, &[id])?.pop().unwrap_or(row);
    with_external(work.connection, (&work.words, work.now), of, vec![Arc::new(row)])?
        .pop()
        .ok_or_else(|| missing(of, id))
}

/// [`add_in`], without reading what follows from its evidence.
pub(crate) fn add_row(
    work: &mut Work<'_, '_>,
    of: &Arc<RecordType>,
    holds: &RecordChange,
) -> Result<RecordRow> {
    let id = RecordId(work.session.next_id());
    let empty = RecordRow {
        id,
        type_name: of.name.clone(),
        name: String::new(),
        search: String::new(),
        owner: None,
        state: None,
        fields: String::new(),
        hidden: false,
        version: 1,
        created_at: work.now,
        updated_at: work.now,
    };
    let mut defaults = Values::default();
    defaults.fill_defaults(of);
    let mut holds = fitted(work, of, None, holds)?.into_owned();
    holds.name.get_or_insert_default();
    let (row, values) = holds.applied(of, &empty, &defaults)?;
    ensure_required(work, of, None, (&row, &values), &holds)?;
    insert(work, of, &row, &values, &holds.external)?;
    follow_added(work, of, &row, &values)?;
    rules::follow(work, of, &row, None, &values)?;
    Ok(row)
}
