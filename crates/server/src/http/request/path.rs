//! Ids in addresses. A text that is not an id is not found.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use casebook_app::domain::ids::{
    ChangeSetId, DealId, EvidenceId, ImportId, JobId, LinkId, PartyId, QuoteId, UploadId,
};
use casebook_app::domain::party::PartyKind;

use crate::http::error::Refusal;

/// The parameter of an address, read as an id or a name.
pub(crate) struct Named<T>(pub(crate) T);

/// A type that an address can name.
pub(crate) trait Nameable: Sized + Send {
    /// Its name in a refusal.
    const WHAT: &'static str;

    /// Reads it; only the canonical form is understood.
    fn read(text: &str) -> Option<Self>;
}

/// A person's id.
pub(crate) struct Person(pub(crate) PartyId);
/// An organization's id.
pub(crate) struct Organization(pub(crate) PartyId);

impl Nameable for PartyId {
    const WHAT: &'static str = "party";

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|id| id.to_string() == text)
    }
}

macro_rules! nameable {
    ($($id:ty = $what:literal),*) => {
        $(impl Nameable for $id {
            const WHAT: &'static str = $what;

            fn read(text: &str) -> Option<Self> {
                Self::parse(text).filter(|id| id.to_string() == text)
            }
        })*
    };
}

nameable!(
    ChangeSetId = "change set",
    ImportId = "import",
    UploadId = "upload",
    JobId = "job",
    QuoteId = "quote"
);

impl Nameable for EvidenceId {
    const WHAT: &'static str = "evidence";

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|id| id.to_string() == text)
    }
}

impl Nameable for LinkId {
    const WHAT: &'static str = "link";

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|id| id.to_string() == text)
    }
}

impl Nameable for Person {
    const WHAT: &'static str = "person";

    fn read(text: &str) -> Option<Self> {
        <PartyId as Nameable>::read(text).filter(|id| id.kind() == PartyKind::Person).map(Self)
    }
}

impl Nameable for Organization {
    const WHAT: &'static str = "organization";

    fn read(text: &str) -> Option<Self> {
        <PartyId as Nameable>::read(text).filter(|id| id.kind() == PartyKind::Organization).map(Self)
    }
}

/// A vocabulary's name.
pub(crate) struct VocabularyName(pub(crate) String);

impl Nameable for VocabularyName {
    const WHAT: &'static str = "vocabulary";

    fn read(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| Self(text.to_owned()))
    }
}

/// A framework's name.
pub(crate) struct FrameworkName(pub(crate) String);

impl Nameable for FrameworkName {
    const WHAT: &'static str = "framework";

    fn read(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| Self(text.to_owned()))
    }
}

/// A pipeline's name.
pub(crate) struct PipelineName(pub(crate) String);

impl Nameable for PipelineName {
    const WHAT: &'static str = "pipeline";

    fn read(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| Self(text.to_owned()))
    }
}

impl Nameable for DealId {
    const WHAT: &'static str = "record";

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|id| id.to_string() == text)
    }
}

/// The name of a record type, or its name for several.
pub(crate) struct TypeName(pub(crate) String);

impl Nameable for TypeName {
    const WHAT: &'static str = "record type";

    fn read(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| Self(text.to_owned()))
    }
}

/// Something by its name, or the document about it where `.pdf` stands behind the name.
pub(crate) struct OrPdf<T> {
    /// What is named.
    pub named: T,
    /// Whether the document is wanted.
    pub is_pdf: bool,
}

impl<T: Nameable> Nameable for OrPdf<T> {
    const WHAT: &'static str = T::WHAT;

    fn read(text: &str) -> Option<Self> {
        let name = text.strip_suffix(".pdf");
        let named = T::read(name.unwrap_or(text))?;
        Some(Self { named, is_pdf: name.is_some() })
    }
}

/// What the link of a recipient holds.
pub(crate) struct LinkToken(pub(crate) String);

impl Nameable for LinkToken {
    const WHAT: &'static str = "link";

    fn read(text: &str) -> Option<Self> {
        // Whatever is none is not found in the database either, and answers as a link that has ended.
        Some(Self(text.to_owned()))
    }
}

/// A field of a type, by the names of both.
pub(crate) struct FieldName {
    /// The type.
    pub of: String,
    /// The field.
    pub field: String,
}

/// A record: the name of its type for several, and its id as it stands in the address.
pub(crate) struct RecordName {
    /// The type.
    pub plural: String,
    /// The id.
    pub id: String,
}

/// The two parameters of an address, of which none may hold a NUL character.
async fn two<S: Send + Sync>(
    what: &'static str,
    parts: &mut Parts,
    state: &S,
) -> Result<[String; 2], Refusal> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok();
    let mut texts = params.iter().flatten().map(|(_, value)| value.to_owned());
    let two = [texts.next().unwrap_or_default(), texts.next().unwrap_or_default()];
    if two.iter().any(|text| text.contains('\0')) {
        return Err(Refusal::unknown(what, &two[1]));
    }
    Ok(two)
}

impl<S: Send + Sync> FromRequestParts<S> for RecordName {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        two("record", parts, state).await.map(|[plural, id]| Self { plural, id })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FieldName {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        two("field", parts, state).await.map(|[of, field]| Self { of, field })
    }
}

impl<T: Nameable, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        // Text that is not UTF-8 is no id either.
        let params = RawPathParams::from_request_parts(parts, state).await;
        let text = params.ok().and_then(|params| params.iter().next().map(|(_, value)| value.to_owned()));
        let text = text.unwrap_or_default();
        T::read(&text).map(Self).ok_or_else(|| Refusal::unknown(T::WHAT, &text))
    }
}
