//! What is wrong with what is asked for, and where.

use crate::http::error::{Mistake, Refusal};

/// What is wrong with a filter, and where.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// The place as a JSON pointer from the filter on.
    pub(crate) place: String,
    /// What is wrong there, as a sentence.
    pub(crate) detail: String,
}

impl Wrong {
    /// A mistake at a name of the innermost condition, or in it as a whole if the name is empty.
    pub(super) fn new(name: &str, detail: impl Into<String>) -> Self {
        let place = if name.is_empty() { String::new() } else { format!("/{name}") };
        Self { place, detail: detail.into() }
    }

    /// The refusal of a request that has its filter at `base`.
    pub(crate) fn at(self, base: &str) -> Refusal {
        Refusal::invalid(vec![Mistake::new(format!("{base}{}", self.place), self.detail)])
    }

    /// The same mistake, seen from one step further out.
    pub(super) fn within(self, step: impl std::fmt::Display) -> Self {
        Self { place: format!("/{step}{}", self.place), detail: self.detail }
    }
}

/// The refusal of a request that is wrong at one place.
pub(super) fn wrong(pointer: impl Into<String>, detail: impl Into<String>) -> Refusal {
    Refusal::invalid(vec![Mistake::new(pointer, detail)])
}
