//! Reading dates and times as exports write them.

mod absent;
mod names;
mod order;
mod parts;

use casebook_domain::text::{unprotected, visible};
use casebook_domain::time::{EARLIEST, LATEST, Precision, Timestamp};
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

pub use absent::is_no_date;
pub use order::{AmbiguousDate, DateOrder, Orders, settle};
use parts::{Day, Open, take_apart};

/// A time, and how exactly it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When; a date alone is its 00:00 in UTC, whatever the reader's zone.
    pub at: Timestamp,
    /// To the instant or to the day.
    pub precision: Precision,
}

/// Why a text is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// It is in no known format.
    #[error("this date cannot be read")]
    Unreadable,
    /// Its day cannot be told from its month or its year.
    #[error("the day, the month or the year may come first; the mapping does not say which")]
    Ambiguous,
    /// The day does not exist, or lies outside the years 1 to 9998.
    #[error("this day does not exist")]
    NoSuchDay,
}

/// A format that must be set explicitly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFormat {
    /// A pattern such as `%d.%m.%Y %H:%M`.
    Pattern(String),
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMillis,
    /// Days since 1899-12-30, as spreadsheets count.
    SpreadsheetDays,
}

impl DateFormat {
    /// Reads the name or pattern used in mappings; an invalid pattern is refused.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "epoch" => Some(Self::EpochSeconds),
            "epoch-millis" => Some(Self::EpochMillis),
            "spreadsheet" => Some(Self::SpreadsheetDays),
            pattern => {
                let noon = Date::constant(2024, 2, 29).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?;
                let usable = pattern.contains('%') && strtime::format(pattern, &noon).is_ok();
                usable.then(|| Self::Pattern(pattern.to_owned()))
            }
        }
    }

    /// The name or pattern used in mappings.
    pub fn text(&self) -> &str {
        match self {
            Self::Pattern(pattern) => pattern,
            Self::EpochSeconds => "epoch",
            Self::EpochMillis => "epoch-millis",
            Self::SpreadsheetDays => "spreadsheet",
        }
    }
}

/// Reads the dates of one column.
#[derive(Clone, Debug)]
pub struct DateReader {
    /// Tried first, in this order.
    pub formats: Vec<DateFormat>,
    /// Which number is the day if both may be.
    pub orders: Orders,
    /// The zone of times without a UTC offset.
    pub zone: TimeZone,
}

impl Default for DateReader {
    fn default() -> Self {
        Self { formats: Vec::new(), orders: Orders::default(), zone: TimeZone::UTC }
    }
}

impl DateReader {
    /// Reads a date, with or without a time of day.
    pub fn read(&self, text: &str) -> Result<Moment, DateProblem> {
        let seen = visible(text);
        let text = unprotected(&seen);
        if let Some(moment) = self.formats.iter().find_map(|format| self.read_as(format, text)) {
            return within_range(moment);
        }
        let parts = take_apart(text).ok_or(DateProblem::Unreadable)?;
        let date = match parts.day {
            Day::Certain(year, month, day) => {
                Date::new(year, month, day).map_err(|_| DateProblem::NoSuchDay)?
            }
            Day::Open(open) => self.settled(&open)?,
        };
        let moment = match (parts.time, parts.offset) {
            (None, _) => self.moment(date.to_datetime(Time::midnight()), Precision::Day),
            (Some(time), None) => self.moment(date.to_datetime(time), Precision::Instant),
            (Some(time), Some(offset)) => offset
                .to_timestamp(date.to_datetime(time))
                .ok()
                .map(|time| Moment { at: Timestamp(time.as_microsecond()), precision: Precision::Instant }),
        };
        within_range(moment.ok_or(DateProblem::NoSuchDay)?)
    }

    fn settled(&self, open: &Open) -> Result<Date, DateProblem> {
        let stated = self.orders.of(open.separator);
        let possible = open.orders();
        let of_year = |order: &DateOrder| *order == DateOrder::YearFirst;
        match (possible.as_slice(), stated) {
            ([], _) => Err(DateProblem::NoSuchDay),
            // A day beside a month shows itself; a year that stands elsewhere than in its column is a mistake.
            ([only], Some(stated)) if open.has_short_year() && of_year(only) != of_year(&stated) => {
                Err(DateProblem::NoSuchDay)
            }
            _ => {
                let dotted = Some(DateOrder::DayFirst).filter(|_| open.separator == '.');
                let in_order = |order: Option<DateOrder>| order.and_then(|order| open.in_order(order));
                let date = open.certain().or_else(|| in_order(stated)).or_else(|| in_order(dotted));
                date.ok_or(DateProblem::Ambiguous)
            }
        }
    }

    fn moment(&self, written: DateTime, precision: Precision) -> Option<Moment> {
        let time = if precision == Precision::Day || self.zone == TimeZone::UTC {
            jiff::tz::Offset::UTC.to_timestamp(written).ok()?
        } else {
            self.zone.to_ambiguous_zoned(written).compatible().ok()?.timestamp()
        };
        Some(Moment { at: Timestamp(time.as_microsecond()), precision })
    }

    fn read_as(&self, format: &DateFormat, text: &str) -> Option<Moment> {
        let instant = |micros| Moment { at: Timestamp(micros), precision: Precision::Instant };
        match format {
            DateFormat::EpochSeconds => text.parse::<i64>().ok()?.checked_mul(1_000_000).map(instant),
            DateFormat::EpochMillis => text.parse::<i64>().ok()?.checked_mul(1_000).map(instant),
            DateFormat::SpreadsheetDays => self.spreadsheet_day(text),
            DateFormat::Pattern(pattern) => {
                let broken = strtime::parse(pattern, text).ok()?;
                if let Ok(time) = broken.to_timestamp() {
                    return Some(instant(time.as_microsecond()));
                }
                match broken.to_time() {
                    Ok(time) if broken.hour().is_some() => {
                        self.moment(broken.to_date().ok()?.to_datetime(time), Precision::Instant)
                    }
                    _ => self.moment(broken.to_date().ok()?.to_datetime(Time::midnight()), Precision::Day),
                }
            }
        }
    }

    fn spreadsheet_day(&self, text: &str) -> Option<Moment> {
        let (days, fraction) = text.split_once('.').unwrap_or((text, ""));
        let days: i64 = days.parse().ok()?;
        let epoch = Date::constant(1899, 12, 30);
        let date = epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        if fraction.chars().all(|digit| digit == '0') {
            return self.moment(date.to_datetime(Time::midnight()), Precision::Day);
        }
        let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
        let seconds = (digits.parse::<i64>().ok()? * 86_400 + 500_000_000) / 1_000_000_000;
        let written =
            date.to_datetime(Time::midnight()).checked_add(jiff::Span::new().try_seconds(seconds).ok()?);
        self.moment(written.ok()?, Precision::Instant)
    }
}

/// Whether the text reads as a date in either order of day and month.
pub fn is_date(text: &str) -> bool {
    take_apart(text.trim()).is_some_and(|parts| match parts.day {
        Day::Certain(year, month, day) => Date::new(year, month, day).is_ok(),
        Day::Open(open) => !open.orders().is_empty(),
    })
}

fn within_range(moment: Moment) -> Result<Moment, DateProblem> {
    if (EARLIEST..=LATEST).contains(&moment.at) { Ok(moment) } else { Err(DateProblem::NoSuchDay) }
}

#[cfg(test)]
mod tests;
