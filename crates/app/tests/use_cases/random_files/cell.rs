//! What stands in a cell, and what it says.

use jiff::civil::Date;

use super::dice::Dice;

/// The first day of the files.
const FIRST: Date = Date::constant(2024, 1, 1);
/// Days of the files, all before the present of the tests.
const DAYS: usize = 700;
const DAY: i64 = 86_400_000_000;
const MINUTE: i64 = 60_000_000;

/// A cell: its text, and what that means where it is more than text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    pub says: Says,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Says {
    /// Its text, if it has any.
    #[default]
    Text,
    /// A day, or an instant, in microseconds.
    Time { at: i64, is_day: bool },
    /// Nothing: `N/A` and the like.
    Nothing,
    /// No date, in a column of dates; no amount, in one of amounts; no address, in one of those.
    Misfit,
    /// An address, and one more behind it.
    Several,
    /// Minor units of a currency.
    Money { minor: i64, currency: &'static str },
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), says: Says::Text }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() || self.says == Says::Nothing
    }

    pub fn misfit(text: &str) -> Self {
        Self { text: text.to_owned(), says: Says::Misfit }
    }

    pub fn is_misfit(&self) -> bool {
        self.says == Says::Misfit
    }

    /// The address that counts.
    pub fn first(&self) -> &str {
        match self.says {
            Says::Several => self.text.split(',').next().unwrap_or_default(),
            _ => &self.text,
        }
    }

    /// The amount, if it is one.
    pub fn money(&self) -> Option<(i64, &'static str)> {
        if let Says::Money { minor, currency } = self.says { Some((minor, currency)) } else { None }
    }

    /// The time, if it is one.
    pub fn time(&self) -> Option<(i64, bool)> {
        if let Says::Time { at, is_day } = self.says { Some((at, is_day)) } else { None }
    }
}

/// How the dates of a column are written.
#[derive(Clone, Copy, Debug)]
pub enum Times {
    Days,
    Instants,
    Mixed,
}

impl Times {
    pub fn any(dice: &mut Dice) -> Self {
        *dice.pick(&[Self::Days, Self::Days, Self::Instants, Self::Mixed, Self::Mixed])
    }

    /// A date; times that name no zone are `offset` minutes ahead of UTC.
    pub fn cell(self, dice: &mut Dice, offset: i64) -> Cell {
        match self {
            Self::Days => day(dice),
            Self::Mixed if dice.is_one_of(2) => day(dice),
            Self::Instants | Self::Mixed => instant(dice, offset),
        }
    }
}

fn any_date(dice: &mut Dice) -> (Date, i64) {
    let days = dice.below(DAYS) as i64;
    let date = FIRST.checked_add(jiff::Span::new().days(days)).unwrap();
    (date, (19_723 + days) * DAY)
}

fn day(dice: &mut Dice) -> Cell {
    let (date, at) = any_date(dice);
    let text = match dice.below(4) {
        0 => date.strftime("%d.%m.%Y").to_string(),
        1 => date.strftime("%d-%b-%Y").to_string(),
        2 => date.strftime("%B %d, %Y").to_string(),
        _ => date.to_string(),
    };
    Cell { text, says: Says::Time { at, is_day: true } }
}

fn instant(dice: &mut Dice, offset: i64) -> Cell {
    let (date, midnight) = any_date(dice);
    // Nothing at midnight, which files write for days.
    let minutes = 1 + dice.below(1_438) as i64;
    let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (text, ahead) = match dice.below(4) {
        0 => (format!("{date}T{clock}:00Z"), 0),
        1 => (format!("{date}T{clock}:30+02:00"), 120),
        2 => (format!("{date} {clock}"), offset),
        _ => (format!("{} {clock}", date.strftime("%d.%m.%Y")), offset),
    };
    let seconds = if text.contains(":30+") { 30_000_000 } else { 0 };
    let at = midnight + (minutes - ahead) * MINUTE + seconds;
    Cell { text, says: Says::Time { at, is_day: false } }
}

/// How the amounts of a column are written.
#[derive(Clone, Copy, Debug)]
pub struct Amounts {
    pub is_comma: bool,
    /// Whether the currency stands in a column of its own.
    pub is_beside: bool,
}

const CURRENCIES: [(&str, u32); 3] = [("EUR", 2), ("USD", 2), ("KWD", 3)];

impl Amounts {
    pub fn any(dice: &mut Dice) -> Self {
        Self { is_comma: dice.is_one_of(2), is_beside: dice.is_one_of(2) }
    }

    /// An amount, and the cell of its currency.
    pub fn cells(self, dice: &mut Dice) -> (Cell, Cell) {
        let (code, decimals) = *dice.pick(&CURRENCIES);
        let unit = 10_i64.pow(decimals);
        let whole = 1 + dice.below(90_000) as i64;
        let minor = whole * unit + dice.below(unit as usize) as i64;
        let number = self.number(dice, minor, decimals);
        let text = match (self.is_beside, dice.below(3)) {
            (true, _) => number,
            (_, 0) => format!("{code} {number}"),
            (_, 1) if code == "EUR" => format!("{number} €"),
            _ => format!("{number} {code}"),
        };
        (Cell { text, says: Says::Money { minor, currency: code } }, Cell::text(code))
    }

    fn number(self, dice: &mut Dice, minor: i64, decimals: u32) -> String {
        let unit = 10_i64.pow(decimals);
        let (point, apart) = if self.is_comma { (',', ".") } else { ('.', ",") };
        let (whole, part) = (minor / unit, minor % unit);
        let is_apart = dice.is_one_of(2) && whole >= 1_000;
        let whole = if is_apart {
            format!("{}{apart}{:03}", whole / 1_000, whole % 1_000)
        } else {
            whole.to_string()
        };
        format!("{whole}{point}{part:0width$}", width = decimals as usize)
    }
}
