//! A line of a quote, and what it comes to.

use serde::{Deserialize, Serialize};

use super::decimal::rounded_half_up;
use super::{Percent, Quantity, QuoteProblem, check_text};
use crate::ids::RecordId;

/// The largest amount of a quote, in minor units: a JSON number holds it exactly.
pub const LARGEST: i64 = 999_999_999_999_999;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 2_000;
/// The longest unit, in characters.
const LONGEST_UNIT: usize = 40;
/// The most months or years.
const LONGEST_TERM: u32 = 1_200;
/// 100 %.
const ALL: i64 = 100 * Percent::UNITS;

/// How often a line is charged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Once.
    #[default]
    Once,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

impl Recurrence {
    /// Every value, in the order of totals.
    pub const ALL: [Self; 3] = [Self::Once, Self::Monthly, Self::Yearly];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }

    /// Reads [`Recurrence::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What is taken off a line before tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// A share of the line, at most 100 %.
    Percent(Percent),
    /// An amount in minor units, at most that of the line.
    Amount(i64),
}

/// A line of a quote. Amounts are in minor units of the quote's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The product, if it is one of the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<RecordId>,
    /// What is offered.
    pub description: String,
    /// How much of it.
    pub quantity: Quantity,
    /// What one of it is: an hour, a seat.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The price of one.
    pub unit_price: i64,
    /// What is taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// The tax on what is left.
    pub tax_rate: Percent,
    /// How often it is charged.
    pub recurring: Recurrence,
    /// For how many months or years it is agreed, where it recurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<u32>,
}

/// What a line comes to each time it is charged, as printed, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAmounts {
    /// Quantity times price, rounded half up.
    pub full: i64,
    /// What is taken off, rounded half up.
    pub discount: i64,
    /// The rest, before tax.
    pub net: i64,
    /// The tax on that, rounded half up.
    pub tax: i64,
    /// Both.
    pub gross: i64,
}

impl Line {
    /// Refuses a line that cannot be offered.
    pub fn check(&self) -> Result<(), QuoteProblem> {
        if self.description.trim().is_empty() {
            return Err(QuoteProblem::new("description", "is empty; say what is offered, or name a product"));
        }
        check_text("description", &self.description, LONGEST_DESCRIPTION, true)?;
        check_text("unit", &self.unit, LONGEST_UNIT, false)?;
        if self.quantity == Quantity::ZERO {
            return Err(QuoteProblem::new("quantity", "is zero; leave the line out instead"));
        }
        if !(0..=LARGEST).contains(&self.unit_price) {
            let detail = format!("use 0 to {LARGEST} minor units; what is taken off is a discount");
            return Err(QuoteProblem::new("unit_price", detail));
        }
        if self.tax_rate.units() > ALL {
            return Err(QuoteProblem::new("tax_rate", "is more than 100 percent"));
        }
        self.check_term()?;
        self.amounts().map(|_| ())
    }

    fn check_term(&self) -> Result<(), QuoteProblem> {
        let Some(term) = self.term else { return Ok(()) };
        if self.recurring == Recurrence::Once {
            let message = "only what recurs has a term; leave it out, or say how often";
            return Err(QuoteProblem::new("term", message));
        }
        if (1..=LONGEST_TERM).contains(&term) {
            return Ok(());
        }
        Err(QuoteProblem::new("term", format!("use 1 to {LONGEST_TERM}")))
    }

    /// What the line comes to each time it is charged.
    pub fn amounts(&self) -> Result<LineAmounts, QuoteProblem> {
        let full = share(self.quantity.units(), self.unit_price, Quantity::UNITS)
            .ok_or_else(|| too_large("quantity"))?;
        let discount = self.discount_of(full)?;
        let net = full.checked_sub(discount).ok_or_else(|| too_large("discount"))?;
        let tax = share(self.tax_rate.units(), net, ALL).ok_or_else(|| too_large("tax_rate"))?;
        let gross = net.checked_add(tax).filter(|gross| *gross <= LARGEST);
        Ok(LineAmounts { full, discount, net, tax, gross: gross.ok_or_else(|| too_large("unit_price"))? })
    }

    fn discount_of(&self, full: i64) -> Result<i64, QuoteProblem> {
        match self.discount {
            None => Ok(0),
            Some(Discount::Percent(percent)) if percent.units() > ALL => {
                Err(QuoteProblem::new("discount", "is more than 100 percent"))
            }
            Some(Discount::Percent(percent)) => {
                share(percent.units(), full, ALL).ok_or_else(|| too_large("discount"))
            }
            Some(Discount::Amount(amount)) if (0..=full).contains(&amount) => Ok(amount),
            Some(Discount::Amount(_)) => {
                Err(QuoteProblem::new("discount", "is negative, or more than the line comes to"))
            }
        }
    }
}

/// `units / whole` of an amount, rounded half up; none beyond the largest amount.
fn share(units: i64, amount: i64, whole: i64) -> Option<i64> {
    let product = i128::from(units).checked_mul(i128::from(amount))?;
    rounded_half_up(product, i128::from(whole)).filter(|minor| (0..=LARGEST).contains(minor))
}

fn too_large(place: &str) -> QuoteProblem {
    QuoteProblem::new(place, format!("the line comes to more than {LARGEST} minor units"))
}
