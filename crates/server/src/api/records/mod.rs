//! `/records/{plural}`: records of every type. Built-in types answer under an address of their own as well, see
//! [`own_address`].

pub(crate) mod bulk;
mod declared;
pub(crate) mod filter;
pub(crate) mod form;
pub(crate) mod groups;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod own_address;
mod places;
mod schema;
pub(crate) mod table;
pub(crate) mod types;
mod wire;

use std::sync::Arc;

use casebook_app::Error;
use casebook_app::domain::records::RecordType;
use casebook_app::records;

use crate::http::error::Answer;
use crate::state::Shared;
pub(crate) use form::Form;
pub(crate) use wire::{FieldJson, MOST_EXTERNAL, RecordDraft};

/// The type that an address names.
async fn type_of(shared: &Shared, plural: String) -> Answer<Arc<RecordType>> {
    let of = shared.run(move |session, _| match records::record_type(session, &plural) {
        Ok(of) if of.plural == plural => Ok(of),
        Ok(_) => Err(Error::not_found("record type", plural)),
        Err(error) => Err(error),
    });
    of.await
}
