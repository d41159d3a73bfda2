//! One record.

use std::sync::Arc;

use casebook_domain::access::Noun;
use casebook_domain::ids::RecordId;
use casebook_domain::records::{RecordType, Values};
use casebook_store::record::{self, RecordRow};

use crate::desk::Session;
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
}

impl Record {
    /// A stored record as one of its type.
    pub(super) fn of(of: &Arc<RecordType>, row: Arc<RecordRow>) -> Self {
        Self { values: Values::stored(of, &row.fields), of: Arc::clone(of), row }
    }

    /// Its id, with the prefix of its type.
    pub fn id(&self) -> String {
        self.row.id.text(self.of.prefix())
    }
}

/// A record of a type, hidden or not.
pub fn show(session: &Session, type_name: &str, id: RecordId) -> Result<Record> {
    session.read(|connection, words| {
        let of = words.record_type(type_name)?;
        let found = record::get_many(connection, &[id])?.pop().filter(|row| row.type_name == of.name);
        let row = found.filter(|_| session.scope(Noun::Workspace).is_all()).ok_or_else(|| missing(of, id))?;
        Ok(Record::of(of, Arc::new(row)))
    })
}

/// The error that there is no such record.
pub(super) fn missing(of: &RecordType, id: RecordId) -> Error {
    Error::not_found("record", id.text(of.prefix()))
}
