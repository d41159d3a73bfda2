//! Where a body about records is wrong.

use casebook_app::domain::records::{RecordType, ValueError};

use crate::http::error::pointer::escaped;
use crate::http::error::{Mistake, Places, Refusal};

/// The refusal of a filter, at its place in the body.
pub(super) fn filter_refused(error: &ValueError) -> Refusal {
    let place = error.path.iter().fold("/filter".to_owned(), |all, step| format!("{all}/{}", escaped(step)));
    Refusal::invalid(vec![Mistake::new(place, error.message.clone())])
}

/// A body that holds a record of a type.
pub(super) struct InRecord<'t>(pub &'t RecordType);

impl Places for InRecord<'_> {
    fn place_of(&self, what: &str, _: &str) -> Option<String> {
        match what {
            "name" | "owner" => Some(format!("/{what}")),
            "party" => Some("/fields".to_owned()),
            field => self.0.field(field).map(|field| format!("/fields/{}", escaped(&field.name))),
        }
    }
}
