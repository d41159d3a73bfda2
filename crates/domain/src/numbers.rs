//! Numbers of evidence: what the pieces of a kind say in one entry of their detail, such as the score of an answer, put
//! together by time and by fields of their subjects.

use serde_json::Value as Json;

use crate::Unknown;
use crate::evidence::Detail;
use crate::filter::Filter;
use crate::lifecycle::funnel::GroupField;
use crate::records::{Number, Step};
use crate::time::Timestamp;

/// The entry of a detail that is read if none is named.
pub const SCORE: &str = "score";
/// The key that stands for the number itself.
const ITSELF: &str = "number";
/// The most keys of a grouping.
const MOST_KEYS: usize = 4;

/// Which numbers are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumbersRequest {
    /// The kind of evidence.
    pub kind: String,
    /// The entry of the detail.
    pub number: String,
    /// By what they are put together, the most significant first; nothing is one group.
    pub by: Vec<NumberKey>,
    /// Only what occurred at this time or later.
    pub from: Option<Timestamp>,
    /// Only what occurred before this time.
    pub to: Option<Timestamp>,
    /// Only of these subjects.
    pub filter: Filter,
}

/// By what numbers are put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberKey {
    /// When they occurred, in the workspace's time zone.
    Time(Step),
    /// The number itself.
    Itself,
    /// A field of the subject, or of its account.
    Of(GroupField),
}

impl NumberKey {
    /// Reads keys such as `month,account.country`.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, NumbersError> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let keys: Vec<Self> = words.map(Self::parse).collect::<Result<_, _>>()?;
        if keys.len() > MOST_KEYS { Err(NumbersError::Keys) } else { Ok(keys) }
    }

    fn parse(word: &str) -> Result<Self, NumbersError> {
        if word == ITSELF {
            return Ok(Self::Itself);
        }
        match Step::from_word(word) {
            Some(step) => Ok(Self::Time(step)),
            None => Ok(Self::Of(GroupField::read(word).map_err(NumbersError::Unknown)?)),
        }
    }
}

impl std::fmt::Display for NumberKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Time(step) => f.write_str(step.word()),
            Self::Itself => f.write_str(ITSELF),
            Self::Of(field) => field.fmt(f),
        }
    }
}

/// Why numbers cannot be put together so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumbersError {
    /// There is no such key.
    #[error("{0}; or use day, month, quarter, year or number")]
    Unknown(Unknown),
    /// There are too many.
    #[error("give at most {MOST_KEYS} keys to group by")]
    Keys,
}

/// Pieces of evidence, and what their numbers come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Numbers {
    /// How many pieces.
    pub pieces: u64,
    /// How many of them carry a number.
    pub count: u64,
    /// The sum of the numbers.
    pub sum: f64,
    /// The least and the greatest, if there are any.
    pub range: Option<(Number, Number)>,
}

impl Numbers {
    /// Counts a piece, with its number if it carries one.
    pub fn add(&mut self, number: Option<Number>) {
        self.pieces += 1;
        let Some(number) = number else { return };
        self.count += 1;
        self.sum += number.value();
        self.range = match self.range {
            None => Some((number, number)),
            Some((least, greatest)) => Some((least.min(number), greatest.max(number))),
        };
    }

    /// The mean of the numbers; none if there are none.
    pub fn average(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

/// The number that a detail carries in an entry: a JSON number, or one in quotes.
pub fn number_in(detail: &Detail, entry: &str) -> Option<Number> {
    detail.0.get(entry).and_then(|value: &Json| Number::read(value))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("", &[])]
    #[case("month", &["month"])]
    #[case(" quarter , account.more.sector,number", &["quarter", "account.more.sector", "number"])]
    fn keys_are_read_and_written_alike(#[case] text: &str, #[case] expected: &[&str]) {
        let keys = NumberKey::parse_all(text).unwrap();
        assert_eq!(keys.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[rstest]
    #[case("week", "there is no field to group by `week`")]
    #[case("email", "there is no field to group by `email`")]
    #[case("day,month,quarter,year,number", "give at most 4 keys")]
    fn what_is_no_key_is_refused(#[case] text: &str, #[case] message: &str) {
        let error = NumberKey::parse_all(text).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }

    #[test]
    fn pieces_without_a_number_are_counted_and_not_averaged() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.average(), None);
        for value in [json!(9), json!("7"), json!(-1.5), json!("very good"), json!(null), json!([8])] {
            let detail = Detail([("score".to_owned(), value)].into());
            numbers.add(number_in(&detail, SCORE));
        }
        numbers.add(number_in(&Detail::default(), SCORE));
        let number = |text| Number::parse(text).unwrap();
        assert_eq!((numbers.pieces, numbers.count, numbers.sum), (7, 3, 14.5));
        assert_eq!(numbers.range, Some((number("-1.5"), number("9"))));
        assert_eq!(numbers.average(), Some(14.5 / 3.0));
    }
}
