//! Groups of records: by the values of fields, with sums.

use super::declaration::RecordType;
use super::field::Field;
use super::filter::field;
use super::kind::FieldKind;
use crate::Unknown;

/// The most keys of a grouping.
const MOST_KEYS: usize = 4;

/// By what records are grouped, and what is added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// The keys, the most significant first. Of several values of a field, a record counts for each.
    pub by: Vec<GroupKey>,
    /// The field with amounts that are added up, for each currency.
    pub sum: Option<String>,
}

/// A key by which records are grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupKey {
    /// The field.
    pub field: Field,
    /// How days and times are put together.
    pub step: Option<Step>,
}

/// A span of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Each day.
    Day,
    /// Each month: `2026-03`.
    Month,
    /// Each quarter: `2026-Q1`.
    Quarter,
    /// Each year: `2026`.
    Year,
}

/// Why a grouping cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupingError {
    /// There is no such field.
    #[error("{0}")]
    Unknown(Unknown),
    /// A span of the calendar that is none, or of a field without days.
    #[error("`{0}` is not a group; use a field, or a date with :day, :month, :quarter or :year")]
    Step(String),
    /// There are too many keys, or none.
    #[error("give 1 to {MOST_KEYS} fields to group by")]
    Keys,
    /// There is no such field to add up.
    #[error("{0}")]
    UnknownSum(Unknown),
    /// What is to be added up is no amount.
    #[error("`{0}` holds no amounts to add up")]
    Sum(String),
}

impl GroupingError {
    /// Whether the field that is added up is wrong.
    pub fn is_about_sum(&self) -> bool {
        matches!(self, Self::Sum(_) | Self::UnknownSum(_))
    }
}

impl Grouping {
    /// Reads keys such as `owner,closed_on:quarter`, and the field that is added up.
    pub fn parse(of: &RecordType, by: &str, sum: Option<&str>) -> Result<Self, GroupingError> {
        let words = by.split(',').map(str::trim).filter(|word| !word.is_empty());
        let by: Vec<GroupKey> = words.map(|word| key(of, word)).collect::<Result<_, _>>()?;
        if !(1..=MOST_KEYS).contains(&by.len()) {
            return Err(GroupingError::Keys);
        }
        let amount = |name: &str| match field(of, name).map_err(GroupingError::UnknownSum)?.kind {
            FieldKind::Money => Ok(name.to_owned()),
            _ => Err(GroupingError::Sum(name.to_owned())),
        };
        Ok(Self { by, sum: sum.map(amount).transpose()? })
    }
}

fn key(of: &RecordType, word: &str) -> Result<GroupKey, GroupingError> {
    let (name, step) = word.split_once(':').map_or((word, None), |(name, step)| (name, Some(step)));
    let field = field(of, name).map_err(GroupingError::Unknown)?;
    let has_days = matches!(field.kind, FieldKind::Date | FieldKind::Instant);
    let step = match step {
        None if field.kind == FieldKind::Instant => Some(Step::Day),
        None => None,
        Some("day") if has_days => Some(Step::Day),
        Some("month") if has_days => Some(Step::Month),
        Some("quarter") if has_days => Some(Step::Quarter),
        Some("year") if has_days => Some(Step::Year),
        Some(_) => return Err(GroupingError::Step(word.chars().take(80).collect())),
    };
    Ok(GroupKey { field, step })
}

impl Step {
    /// The first day of the span in which a day lies, as a number such as 20260303.
    pub fn begin(self, day: i64) -> i64 {
        let (year, month) = (day.div_euclid(10_000), day.div_euclid(100).rem_euclid(100));
        match self {
            Self::Day => day,
            Self::Month => day.div_euclid(100) * 100 + 1,
            Self::Quarter => year * 10_000 + ((month - 1).div_euclid(3) * 3 + 1) * 100 + 1,
            Self::Year => year * 10_000 + 101,
        }
    }

    /// The name of the span that begins on a day.
    pub fn name(self, day: i64) -> String {
        let (year, month, day) =
            (day.div_euclid(10_000), day.div_euclid(100).rem_euclid(100), day.rem_euclid(100));
        match self {
            Self::Day => format!("{year:04}-{month:02}-{day:02}"),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Quarter => format!("{year:04}-Q{}", (month - 1).div_euclid(3) + 1),
            Self::Year => format!("{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn deal() -> RecordType {
        RecordType::built_in().iter().find(|one| one.name == "deal").unwrap().clone()
    }

    #[rstest]
    #[case(Step::Day, "2017-11-30")]
    #[case(Step::Month, "2017-11")]
    #[case(Step::Quarter, "2017-Q4")]
    #[case(Step::Year, "2017")]
    fn a_day_lies_in_spans_of_the_calendar(#[case] step: Step, #[case] name: &str) {
        assert_eq!(step.name(step.begin(20_171_130)), name);
    }

    #[rstest]
    #[case("stagee", None, "there is no field `stagee`; did you mean `stage`?")]
    #[case("stage:month", None, "`stage:month` is not a group")]
    #[case("closed_on:week", None, "`closed_on:week` is not a group")]
    #[case(" , ", None, "give 1 to 4 fields")]
    #[case("stage", Some("close_date"), "`close_date` holds no amounts")]
    fn what_is_no_grouping_is_refused(#[case] by: &str, #[case] sum: Option<&str>, #[case] message: &str) {
        let error = Grouping::parse(&deal(), by, sum).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
    }

    #[test]
    fn keys_and_a_sum_are_read() {
        let grouping = Grouping::parse(&deal(), "owner, closed_on:quarter", Some("amount")).unwrap();
        let keys: Vec<_> = grouping.by.iter().map(|key| (key.field.name.as_str(), key.step)).collect();
        assert_eq!(keys, [("owner", None), ("closed_on", Some(Step::Quarter))]);
        assert_eq!(grouping.sum.as_deref(), Some("amount"));
    }
}
