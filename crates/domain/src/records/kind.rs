//! Kinds of fields.

use serde::{Deserialize, Serialize};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text of several lines, as Markdown.
    LongText,
    /// A decimal number of at most 15 significant digits.
    Number,
    /// An amount in a currency.
    Money,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// A point in time.
    Instant,
    /// A length of time, to the second.
    Duration,
    /// One of the choices that the field declares.
    Choice,
    /// An email address.
    Email,
    /// A phone number.
    Phone,
    /// A web address.
    Url,
    /// A postal address.
    Address,
    /// People or organizations, each with a role.
    Party,
    /// Another record.
    Record,
    /// A user.
    User,
    /// A file.
    File,
}

impl FieldKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Text,
        Self::LongText,
        Self::Number,
        Self::Money,
        Self::YesNo,
        Self::Date,
        Self::Instant,
        Self::Duration,
        Self::Choice,
        Self::Email,
        Self::Phone,
        Self::Url,
        Self::Address,
        Self::Party,
        Self::Record,
        Self::User,
        Self::File,
    ];

    /// The name in declarations and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Number => "number",
            Self::Money => "money",
            Self::YesNo => "yes_no",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Duration => "duration",
            Self::Choice => "choice",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Url => "url",
            Self::Address => "address",
            Self::Party => "party",
            Self::Record => "record",
            Self::User => "user",
            Self::File => "file",
        }
    }

    /// Whether it holds parties.
    pub fn is_party(self) -> bool {
        self == Self::Party
    }

    /// Whether several values carry a label each, and one of them is the primary one.
    pub fn is_labelled(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Url | Self::Address)
    }

    /// Whether values can be put in an order that means something: numbers, amounts and times.
    pub fn is_ordered(self) -> bool {
        matches!(self, Self::Number | Self::Money | Self::Date | Self::Instant | Self::Duration)
    }

    /// Whether its values can be searched as text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::LongText | Self::Email | Self::Phone | Self::Url | Self::Address)
    }
}
