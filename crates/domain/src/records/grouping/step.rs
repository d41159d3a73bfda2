//! Spans of the calendar by which days and times are grouped.

use jiff::civil::Date;

use crate::time::Timestamp;

/// A span of the calendar: of times, in the workspace's time zone.
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

impl Step {
    /// Reads `day`, `month`, `quarter` or `year`.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Day, Self::Month, Self::Quarter, Self::Year].into_iter().find(|step| step.word() == word)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The first and the last day of the span of a [name](Self::name).
    pub fn days(self, name: &str) -> Option<(Date, Date)> {
        let (year, rest) = name.split_once('-').map_or((name, ""), |(year, rest)| (year, rest));
        let year: i16 = year.parse().ok()?;
        let (month, months) = match self {
            Self::Day => return name.parse().ok().map(|day| (day, day)),
            Self::Month => (rest.parse().ok()?, 0),
            Self::Quarter => {
                (i8::checked_sub(rest.strip_prefix('Q')?.parse().ok()?, 1)?.checked_mul(3)? + 1, 2)
            }
            Self::Year => (1, 11),
        };
        let first = Date::new(year, month, 1).ok()?;
        Some((first, Date::new(year, month + months, 1).ok()?.last_of_month()))
    }

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

/// A day as it is stored: its 00:00 in UTC.
pub(super) fn at(day: Date) -> Timestamp {
    let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp().as_microsecond());
    Timestamp(midnight.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Step::Day, "2017-11-30", "2017-11-30", "2017-11-30")]
    #[case(Step::Month, "2017-11", "2017-11-01", "2017-11-30")]
    #[case(Step::Quarter, "2017-Q4", "2017-10-01", "2017-12-31")]
    #[case(Step::Year, "2017", "2017-01-01", "2017-12-31")]
    fn a_day_lies_in_spans_of_the_calendar(
        #[case] step: Step,
        #[case] name: &str,
        #[case] first: &str,
        #[case] last: &str,
    ) {
        assert_eq!(step.name(step.begin(20_171_130)), name);
        assert_eq!(step.days(name), Some((first.parse().unwrap(), last.parse().unwrap())));
    }

    #[rstest]
    #[case(Step::Month, "2017-13")]
    #[case(Step::Quarter, "2017-Q0")]
    #[case(Step::Quarter, "2017-Q5")]
    #[case(Step::Quarter, "2017-Q99")]
    #[case(Step::Quarter, "2017-Q-128")]
    #[case(Step::Year, "soon")]
    fn what_is_no_span_has_no_days(#[case] step: Step, #[case] name: &str) {
        assert_eq!(step.days(name), None);
    }
}
