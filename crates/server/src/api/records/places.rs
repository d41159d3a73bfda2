//! Where a body about records is wrong.

use casebook_app::domain::records::{RecordType, ValueError};

use super::form::Form;
use crate::http::error::pointer::escaped;
use crate::http::error::{Mistake, Places, Refusal};

/// The refusal of a filter, at its place in the body.
pub(super) fn filter_refused(error: &ValueError) -> Refusal {
    let place = error.path.iter().fold("/filter".to_owned(), |all, step| format!("{all}/{}", escaped(step)));
    Refusal::invalid(vec![Mistake::new(place, error.message.clone())])
}

/// A body that holds a record of a type.
pub(super) struct InRecord<'t>(pub &'t RecordType, pub Form);

impl Places for InRecord<'_> {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        let within = match self.1 {
            Form::Nested => "/fields",
            Form::Flat => "",
        };
        match what {
            "name" | "owner" | "external" => Some(format!("/{what}")),
            "party" => Some(within.to_owned()),
            // Values of fields that the type does not have are refused where they stand.
            "value" => Some(format!("{within}{given}")),
            field => self.0.field(field).map(|field| format!("{within}/{}", escaped(&field.name))),
        }
    }
}
