//! What a quote says: all that its author writes.

use serde::{Deserialize, Serialize};

use super::{Line, LineAmounts, QuoteProblem, Totals, check_text};
use crate::ids::PartyId;
use crate::money::Currency;
use crate::zone;

/// The most lines.
pub const MOST_LINES: usize = 200;
/// The longest title or name, in characters.
const LONGEST_TITLE: usize = 200;
/// The longest address, in characters.
const LONGEST_ADDRESS: usize = 1_000;
/// The longest introduction or terms, in characters.
const LONGEST_BLOCK: usize = 10_000;

/// The language of the words that the document adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Arabic, from right to left.
    #[serde(rename = "ar")]
    Arabic,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Arabic];

    /// Its code (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    /// Reads [`Language::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        self == Self::Arabic
    }
}

/// Whom a quote is made to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The person or organization, if it is one of the casebook's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The name, as it is printed.
    #[serde(default)]
    pub name: String,
    /// The postal address, as it is printed: a line break between lines.
    #[serde(default)]
    pub address: String,
}

/// What a quote says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What it is about.
    pub title: String,
    /// The currency of all its amounts.
    #[serde(with = "by_code")]
    pub currency: Currency,
    /// The language of the document.
    pub language: Language,
    /// To whom it is made.
    pub recipient: Recipient,
    /// The last day on which it can be accepted, `2026-03-31`; none if it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// What stands before the lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub introduction: String,
    /// What stands behind them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub terms: String,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Content {
    /// Refuses what cannot be offered; answers with what it comes to.
    pub fn check(&self) -> Result<(Vec<LineAmounts>, Totals), QuoteProblem> {
        check_text("title", &self.title, LONGEST_TITLE, false)?;
        if self.title.trim().is_empty() {
            return Err(QuoteProblem::new("title", "is empty; say what the quote is about"));
        }
        check_text("recipient.name", &self.recipient.name, LONGEST_TITLE, false)?;
        check_text("recipient.address", &self.recipient.address, LONGEST_ADDRESS, true)?;
        check_text("introduction", &self.introduction, LONGEST_BLOCK, true)?;
        check_text("terms", &self.terms, LONGEST_BLOCK, true)?;
        let is_day = |text: &String| zone::read(text).is_some_and(|day| zone::written(day) == *text);
        if self.valid_until.as_ref().is_some_and(|text| !is_day(text)) {
            return Err(QuoteProblem::new("valid_until", "use a date such as 2026-03-31"));
        }
        if self.lines.len() > MOST_LINES {
            return Err(QuoteProblem::new("lines", format!("a quote has at most {MOST_LINES} lines")));
        }
        for (place, line) in self.lines.iter().enumerate() {
            line.check().map_err(|problem| problem.within(&format!("lines.{place}")))?;
        }
        Totals::of(&self.lines)
    }

    /// Refuses what can be written but not sent.
    pub fn check_complete(&self) -> Result<(), QuoteProblem> {
        if self.lines.is_empty() {
            return Err(QuoteProblem::new("lines", "a quote needs a line before it is sent"));
        }
        if self.recipient.name.trim().is_empty() {
            return Err(QuoteProblem::new(
                "recipient.name",
                "say to whom the quote is made before it is sent",
            ));
        }
        Ok(())
    }

    /// The content as it is stored: equal content has equal bytes.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads [`Content::to_text`].
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// A currency as its code.
mod by_code {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::money::Currency;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the derived code calls it so")]
    pub(super) fn serialize<S: Serializer>(currency: &Currency, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(currency.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        let code = String::deserialize(deserializer)?;
        Currency::parse(&code).ok_or_else(|| D::Error::custom(format!("`{code}` is no currency")))
    }
}
