//! Values for statements. One list of types serves both engines: whole numbers, text and bytes.

use std::borrow::Cow;

use casebook_domain::ids::{
    ChangeId, ChangeSetId, DealId, EvidenceId, FrameworkId, ImportId, LinkId, PartyId, PipelineId, QuoteId,
    RecordId, VocabularyId,
};
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};

/// A value to bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// NULL, of any type.
    Null,
    /// A whole number.
    Int(i64),
    /// Text without NUL.
    Text(Cow<'v, str>),
    /// Bytes.
    Bytes(Cow<'v, [u8]>),
    /// A list of whole numbers, for [`crate::exec::dialect::among`] alone; no column holds one.
    Ints(Cow<'v, [i64]>),
    /// A list of texts, only for lookups by many keys at once; no column holds one.
    Texts(Vec<&'v str>),
}

/// [`Value::Null`], short enough to stand in a list.
pub const NULL: Value<'static> = Value::Null;

impl Value<'_> {
    /// Refuses text with NUL, which PostgreSQL cannot store and which ends text early elsewhere.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Self::Text(text) if text.as_bytes().contains(&0) => Err(Error::NulInText),
            Self::Texts(list) if list.iter().any(|text| text.as_bytes().contains(&0)) => {
                Err(Error::NulInText)
            }
            _ => Ok(()),
        }
    }
}

impl Value<'_> {
    /// The same value, borrowed from this one.
    pub(crate) fn borrowed(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Bytes(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
            Self::Ints(list) => Value::Ints(Cow::Borrowed(list)),
            Self::Texts(list) => Value::Texts(list.clone()),
        }
    }

    /// The same value, owned. A list of texts, which no row holds, becomes NULL.
    pub(crate) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null | Self::Texts(_) => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Ints(list) => Value::Ints(Cow::Owned(list.into_owned())),
        }
    }

    /// [`Value::into_owned`] of a copy.
    pub(crate) fn owned(&self) -> Value<'static> {
        self.borrowed().into_owned()
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'v> From<&'v Vec<u8>> for Value<'v> {
    fn from(bytes: &'v Vec<u8>) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}

impl<'v, T: Into<Value<'v>>> From<Option<T>> for Value<'v> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! numbers {
    ($($name:ty),*) => {
        $(impl From<$name> for Value<'_> {
            fn from(number: $name) -> Self {
                Self::Int(number.0)
            }
        })*
    };
}

numbers!(
    PartyId,
    EvidenceId,
    DealId,
    FrameworkId,
    ImportId,
    LinkId,
    VocabularyId,
    PipelineId,
    ChangeId,
    ChangeSetId,
    RecordId,
    QuoteId,
    Timestamp
);

/// A list of ids for [`crate::exec::dialect::among`].
pub(crate) fn id_list<I: Copy>(ids: &[I], number: impl Fn(I) -> i64) -> Value<'static> {
    Value::Ints(Cow::Owned(ids.iter().map(|id| number(*id)).collect()))
}
