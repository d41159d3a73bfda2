//! Adding a record.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::ids::RecordId;
use casebook_domain::records::Values;
use casebook_store::record::RecordRow;

use super::change::{RecordChange, insert};
use super::show::Record;
use crate::desk::Session;
use crate::error::Result;

/// A record to be added.
#[derive(Clone, Debug, Default)]
pub struct NewRecord {
    /// What it holds; a name is required.
    pub holds: RecordChange,
}

/// Adds a record of a type. Fields that are not given have their defaults.
pub fn add(session: &Session, type_name: &str, new: NewRecord) -> Result<Record> {
    session.may(Subject::Workspace)?;
    let type_name = type_name.to_owned();
    session.write(move |work| {
        let of = Arc::clone(work.words.record_type(&type_name)?);
        let empty = RecordRow {
            id: RecordId(work.session.next_id()),
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
        defaults.fill_defaults(&of);
        let mut holds = new.holds.clone();
        holds.name.get_or_insert_default();
        let (row, values) = holds.applied(&of, &empty, &defaults)?;
        insert(work, &of, &row, &values)?;
        Ok(Record { of, row: Arc::new(row), values })
    })
}
