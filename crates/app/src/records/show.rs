//! One record.

use std::collections::BTreeMap;
use std::sync::Arc;

use casebook_domain::access::Noun;
use casebook_domain::deals::DEAL;
use casebook_domain::ids::RecordId;
use casebook_domain::records::{RecordType, Values};
use casebook_domain::time::Timestamp;
use casebook_store::record::{self, RecordRow};
use casebook_store::{Connection, record_key};

use super::parties;
use super::types::record_type;
use crate::deals::{DealFigures, figures};
use crate::desk::{Definitions, Session};
use crate::error::{Error, Result};

/// A record with its values.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its type.
    pub of: Arc<RecordType>,
    /// As it is stored.
    pub row: Arc<RecordRow>,
    /// Its values.
    pub values: Values,
    /// Its ids in other systems, as (system, id).
    pub external: Vec<(String, String)>,
    /// Of a deal, what its record does not say itself.
    pub deal: Option<DealFigures>,
}

/// By what records are looked at: the definitions in force, and the present.
pub(super) type Looking<'w> = (&'w Definitions, Timestamp);

impl Record {
    /// Its id, with the prefix of its type.
    pub fn id(&self) -> String {
        self.row.id.text(self.of.prefix())
    }
}

/// A record of a type, hidden or not.
pub fn show(session: &Session, type_name: &str, id: RecordId) -> Result<Record> {
    let of = record_type(session, type_name)?;
    if let Some(kind) = parties::kind_of(&of) {
        return parties::show(session, &of, parties::party_of(&of, kind, id)?);
    }
    session.read(|connection, words| {
        let of = words.record_type(type_name)?;
        let found = record::get_many(connection, &[id])?.pop().filter(|row| row.type_name == of.name);
        let row = found.filter(|_| session.scope(Noun::Workspace).is_all()).ok_or_else(|| missing(of, id))?;
        let looking = (words, session.now());
        with_external(connection, looking, of, vec![Arc::new(row)])?.pop().ok_or_else(|| missing(of, id))
    })
}

/// Some records of a type, hidden or not: in the order of ids, people and organizations by name.
pub(super) fn many(session: &Session, of: &Arc<RecordType>, ids: &[RecordId]) -> Result<Vec<Record>> {
    if let Some(kind) = parties::kind_of(of) {
        return parties::many(session, (of, kind), ids);
    }
    session.read(|connection, words| {
        let rows = record::get_many(connection, ids)?;
        let rows = rows.into_iter().map(Into::into).collect();
        with_external(connection, (words, session.now()), of, rows)
    })
}

/// Stored records of a type, in the same order, with their values, their ids in other systems and, of deals, their figures.
pub(super) fn with_external(
    connection: &mut Connection<'_>,
    (words, now): Looking<'_>,
    of: &Arc<RecordType>,
    rows: Vec<Arc<RecordRow>>,
) -> Result<Vec<Record>> {
    let ids: Vec<RecordId> = rows.iter().map(|row| row.id).collect();
    let mut keys: BTreeMap<RecordId, Vec<(String, String)>> = BTreeMap::new();
    for (id, key) in record_key::of_records(connection, &ids)? {
        // Casebook's own keys begin with a colon.
        if !key.system.starts_with(':') {
            keys.entry(id).or_default().push((key.system, key.value));
        }
    }
    let record = |row: Arc<RecordRow>| Record {
        values: Values::stored(of, &row.fields),
        of: Arc::clone(of),
        external: keys.remove(&row.id).unwrap_or_default(),
        deal: None,
        row,
    };
    let mut records: Vec<Record> = rows.into_iter().map(record).collect();
    if of.name == DEAL {
        let deals: Vec<(RecordId, &Values)> = records.iter().map(|one| (one.row.id, &one.values)).collect();
        let mut figures = figures(connection, words, (of, &deals), now)?;
        for one in &mut records {
            one.deal = figures.remove(&one.row.id);
        }
    }
    Ok(records)
}

/// The error that there is no such record.
pub(super) fn missing(of: &RecordType, id: RecordId) -> Error {
    Error::not_found("record", id.text(of.prefix()))
}
