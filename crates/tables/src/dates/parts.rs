//! Parsing a date into its parts: the day, the time of day, the UTC offset, before any order is decided.

use std::iter::Peekable;
use std::vec::IntoIter;

use casebook_domain::text::{fold, unprotected, visible};
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::names;
use super::order::DateOrder;

/// The longest text that can be a date, in bytes.
const LONGEST: usize = 80;

/// The day that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Only one reading: year, month, day.
    Certain(i16, i8, i8),
    /// Three numbers, of which the first, the second or the last may be the day.
    Open(Open),
}

/// Three numbers whose order is not certain, with their digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    numbers: [(i64, usize); 3],
    /// The separator between the first two.
    pub separator: char,
}

impl Open {
    /// The day in that order of the numbers; none if they cannot be in it.
    pub fn in_order(&self, order: DateOrder) -> Option<Date> {
        let [first, second, third] = self.numbers;
        let (year, month, day) = match order {
            DateOrder::DayFirst => (third, second, first),
            DateOrder::MonthFirst => (third, first, second),
            DateOrder::YearFirst => (first, second, third),
        };
        Date::new(year_of(year)?, number_of(month)?, number_of(day)?).ok()
    }

    /// The orders in which the numbers can be.
    pub fn orders(&self) -> Vec<DateOrder> {
        DateOrder::ALL.into_iter().filter(|order| self.in_order(*order).is_some()).collect()
    }

    /// The day, if the numbers mean the same one in every order in which they can be.
    pub fn certain(&self) -> Option<Date> {
        let mut days = DateOrder::ALL.into_iter().filter_map(|order| self.in_order(order));
        let first = days.next()?;
        days.all(|day| day == first).then_some(first)
    }

    /// The numbers as they stand there.
    pub fn numbers(&self) -> [i64; 3] {
        self.numbers.map(|(value, _)| value)
    }

    /// Whether the year has two digits, so that it may stand first as well as last.
    pub fn has_short_year(&self) -> bool {
        self.numbers.iter().all(|(_, digits)| *digits <= 2)
    }

    /// Whether these are the numbers of a day at all, be it one that does not exist.
    fn is_possible(&self) -> bool {
        let [first, second, third] = self.numbers;
        let may_be_day = |number| number_of(number).is_some();
        may_be_day(second)
            && (may_be_day(first) && year_of(third).is_some() || first.1 == 2 && may_be_day(third))
    }
}

/// The parts of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The day.
    pub day: Day,
    /// The time of day, if there is one.
    pub time: Option<Time>,
    /// The UTC offset, if there is one.
    pub offset: Option<Offset>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Number { value: i64, digits: usize },
    Word(String),
    Sign(char),
}

/// Parses `text` into parts; `None` if it is not a date.
pub fn take_apart(text: &str) -> Option<Parts> {
    if text.len() > LONGEST {
        return None;
    }
    let mut tokens = tokens(unprotected(&visible(text)))?;
    let (time, offset) = take_time(&mut tokens)?;
    Some(Parts { day: day(&tokens)?, time, offset })
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let whole = sign.is_ascii_digit() || sign.is_alphabetic();
        let end = if whole { rest.find(|c| class(c) != class(sign)) } else { Some(sign.len_utf8()) };
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        match class(sign) {
            (true, _) if piece.len() <= 9 => {
                tokens.push(Token::Number { value: piece.parse().ok()?, digits: piece.len() });
            }
            (true, _) => return None,
            (_, true) => tokens.push(Token::Word(fold(piece))),
            _ if sign.is_whitespace() => {}
            _ => tokens.push(Token::Sign(sign)),
        }
    }
    Some(tokens)
}

/// Takes the time of day and the UTC offset out of the tokens; `None` if they are not valid.
fn take_time(tokens: &mut Vec<Token>) -> Option<(Option<Time>, Option<Offset>)> {
    let colon = Token::Sign(':');
    let Some(place) = tokens.iter().position(|token| *token == colon) else { return Some((None, None)) };
    let start = place.checked_sub(1)?;
    let mut rest = tokens.split_off(start).into_iter().peekable();
    let mut hour = number(&rest.next()?, 23)?;
    rest.next();
    let minute = number(&rest.next()?, 59)?;
    let mut second = 0;
    let mut nanosecond = 0;
    if rest.next_if_eq(&colon).is_some() {
        second = number(&rest.next()?, 59)?;
        if matches!(rest.peek(), Some(Token::Sign('.' | ','))) {
            rest.next();
            nanosecond = fraction(&rest.next()?)?;
        }
    }
    if let Some(Token::Word(half)) =
        rest.next_if(|token| matches!(token, Token::Word(word) if word == "am" || word == "pm"))
    {
        hour = twelve_hours(hour, &half)?;
    }
    let offset = if tokens.len() < 3 { None } else { offset(&mut rest).ok()? };
    tokens.extend(rest);
    Some((Some(Time::new(hour, minute, second, nanosecond).ok()?), offset))
}

fn twelve_hours(hour: i8, half: &str) -> Option<i8> {
    match (hour, half) {
        (12, "am") => Some(0),
        (1..=11, "pm") => Some(hour + 12),
        (1..=12, _) => Some(hour),
        _ => None,
    }
}

fn number(token: &Token, most: i64) -> Option<i8> {
    match token {
        Token::Number { value, digits: 1..=2 } if *value <= most => i8::try_from(*value).ok(),
        _ => None,
    }
}

fn fraction(token: &Token) -> Option<i32> {
    let Token::Number { value, digits } = token else { return None };
    let scale = 10_i64.checked_pow(9_u32.checked_sub(u32::try_from(*digits).ok()?)?)?;
    i32::try_from(value * scale).ok()
}

/// Text after a time of day that is not a UTC offset.
struct NoOffset;

/// `Z`, `UTC`, `GMT`, `+02:00`, `-0530`, `+02`; nothing at all is fine too.
fn offset(rest: &mut Peekable<IntoIter<Token>>) -> Result<Option<Offset>, NoOffset> {
    let zulu =
        |token: &Token| matches!(token, Token::Word(word) if ["z", "utc", "gmt"].contains(&word.as_str()));
    let zulu = rest.next_if(zulu).map(|_| Offset::UTC);
    let Some(Token::Sign(sign)) = rest.next_if(|token| matches!(token, Token::Sign('+' | '-' | '−')))
    else {
        return Ok(zulu);
    };
    let Some(Token::Number { value, digits }) = rest.next() else { return Err(NoOffset) };
    let (hours, mut minutes) = if digits > 2 { (value / 100, value % 100) } else { (value, 0) };
    if rest.next_if_eq(&Token::Sign(':')).is_some() {
        minutes = rest
            .next()
            .and_then(|token| number(&token, 59))
            .map_or(Err(NoOffset), |minutes| Ok(i64::from(minutes)))?;
    }
    let seconds = i32::try_from(hours * 3_600 + minutes * 60).map_err(|_| NoOffset)?;
    Offset::from_seconds(if sign == '+' { seconds } else { -seconds }).map(Some).map_err(|_| NoOffset)
}

fn day(tokens: &[Token]) -> Option<Day> {
    let mut numbers = Vec::new();
    let mut month = None;
    let mut month_place = 0;
    let mut separator = None;
    for token in tokens {
        match token {
            Token::Number { value, digits } => numbers.push((*value, *digits)),
            Token::Word(word) => match names::month(word) {
                Some(found) if month.is_none() => (month, month_place) = (Some(found), numbers.len()),
                None if names::says_nothing(word) => {}
                _ => return None,
            },
            Token::Sign(sign @ ('-' | '/' | '.' | ',' | '\'')) if numbers.len() == 1 => {
                separator.get_or_insert(*sign);
            }
            Token::Sign('-' | '/' | '.' | ',' | '\'') => {}
            Token::Sign(_) => return None,
        }
    }
    match (month, numbers.as_slice()) {
        (Some(month), [year, day]) if year.1 == 4 && month_place <= 1 => certain(*year, month, *day),
        (Some(month), [day, year]) if month_place <= 1 => certain(*year, month, *day),
        (None, [year, month, day]) if year.1 == 4 => certain(*year, number_of(*month)?, *day),
        (None, [first, second, third]) => {
            let open = Open { numbers: [*first, *second, *third], separator: separator.unwrap_or(' ') };
            open.is_possible().then_some(Day::Open(open))
        }
        (None, [(compact, 8)]) => {
            certain((compact / 10_000, 4), i8::try_from(compact / 100 % 100).ok()?, (compact % 100, 2))
        }
        _ => None,
    }
}

fn certain(year: (i64, usize), month: i8, day: (i64, usize)) -> Option<Day> {
    Some(Day::Certain(year_of(year)?, month, number_of(day)?))
}

fn number_of((value, digits): (i64, usize)) -> Option<i8> {
    (digits <= 2 && (1..=31).contains(&value)).then(|| i8::try_from(value).ok()).flatten()
}

/// Years of two digits lie between 1969 and 2068.
fn year_of((value, digits): (i64, usize)) -> Option<i16> {
    match (digits, value) {
        (4, 1..) => i16::try_from(value).ok(),
        (2, 69..) => i16::try_from(value + 1_900).ok(),
        (2, _) => i16::try_from(value + 2_000).ok(),
        _ => None,
    }
}
