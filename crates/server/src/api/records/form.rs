//! In which form records are sent and answered: under the address of their own, deals have their fields beside the rest.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use casebook_app::domain::deals::DEAL;
use casebook_app::domain::records::RecordType;

/// Where the values of a record's fields stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// In `fields`.
    #[default]
    Nested,
    /// Beside the name.
    Flat,
}

impl Form {
    /// The form under the address of a type's own.
    pub fn of_own_address(of: &RecordType) -> Self {
        if of.name == DEAL { Self::Flat } else { Self::Nested }
    }

    /// The address of a record.
    pub fn address(self, of: &RecordType, id: &str) -> String {
        match self {
            Self::Nested => format!("/api/v1/records/{}/{id}", of.plural),
            Self::Flat => format!("/api/v1/{}/{id}", of.plural),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Form {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}
