//! Where a request names what a use case looks up.

use casebook_app::Error;

use super::causes::pointer_of;
use super::{Mistake, Refusal};

/// Knows where a request names things.
pub(crate) trait Places {
    /// The place at which it names `given` as a `what`: a JSON pointer (RFC 6901) into the body, or `?` and a
    /// parameter. None if it names no such thing.
    fn place_of(&self, what: &str, given: &str) -> Option<String>;
}

/// One place for each kind of thing.
impl<const N: usize> Places for [(&str, &str); N] {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        self.as_slice().place_of(what, given)
    }
}

impl Places for [(&str, &str)] {
    fn place_of(&self, what: &str, _: &str) -> Option<String> {
        self.iter().find(|(named, _)| *named == what).map(|(_, place)| (*place).to_owned())
    }
}

impl Refusal {
    /// The refusal of a use case to which the request named things by query or body: an unknown name is a mistake at
    /// its place there, not an unknown address.
    pub(crate) fn naming(error: Error, places: &(impl Places + ?Sized)) -> Self {
        let (place, code, detail) = match &error {
            Error::NotFound { what, given, .. } => {
                (places.place_of(what, given), "unknown_name", error.to_string())
            }
            Error::Argument { name, detail } => (places.place_of(name, ""), error.code(), detail.clone()),
            Error::Values(refused) => {
                let place = places.place_of("value", &pointer_of(&refused.path()));
                (place, error.code(), error.to_string())
            }
            Error::StageRequires { fields, .. } => {
                let place =
                    |field: &String| places.place_of(field, "").unwrap_or_else(|| format!("/{field}"));
                let missing = |field| Mistake::new(place(field), super::causes::MISSING);
                let errors = fields.iter().map(missing).collect();
                return Self { errors, ..error.into() };
            }
            _ => return error.into(),
        };
        match place {
            Some(place) => Self { code, ..Self::invalid(vec![Mistake::new(place, detail)]) },
            None => error.into(),
        }
    }
}
