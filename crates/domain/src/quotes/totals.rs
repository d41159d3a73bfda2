//! What a quote comes to: the sums of its printed lines.

use serde::{Deserialize, Serialize};

use super::{LARGEST, Line, LineAmounts, Percent, QuoteProblem, Recurrence};

/// The tax of one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// The rate.
    pub rate: Percent,
    /// What it is on.
    pub net: i64,
    /// The tax.
    pub tax: i64,
}

/// Sums in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Before tax.
    pub net: i64,
    /// The tax of each rate, the lowest rate first.
    pub taxes: Vec<Tax>,
    /// All tax.
    pub tax: i64,
    /// With tax.
    pub gross: i64,
}

/// What a quote comes to. What is charged once and what recurs stand apart: they are never added up but over a term.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What is charged once; none if nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<Sum>,
    /// What is charged every month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly: Option<Sum>,
    /// What is charged every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly: Option<Sum>,
    /// All that is agreed: what is charged once, and each recurring line as often as its term says. None if a recurring line
    /// has no term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Sum>,
}

impl Totals {
    /// The totals of lines, with what each line comes to.
    pub fn of(lines: &[Line]) -> Result<(Vec<LineAmounts>, Self), QuoteProblem> {
        let mut totals = Self { agreed: Some(Sum::default()), ..Self::default() };
        let mut all = Vec::with_capacity(lines.len());
        for (place, line) in lines.iter().enumerate() {
            let at = format!("lines.{place}");
            let amounts = line.amounts().map_err(|problem| problem.within(&at))?;
            totals.add(line, &amounts).ok_or_else(|| {
                QuoteProblem::new(at, format!("the quote comes to more than {LARGEST} minor units"))
            })?;
            all.push(amounts);
        }
        Ok((all, totals))
    }

    /// The sum of what is charged so often.
    pub fn of_recurrence(&self, recurring: Recurrence) -> Option<&Sum> {
        match recurring {
            Recurrence::Once => self.once.as_ref(),
            Recurrence::Monthly => self.monthly.as_ref(),
            Recurrence::Yearly => self.yearly.as_ref(),
        }
    }

    fn add(&mut self, line: &Line, amounts: &LineAmounts) -> Option<()> {
        let sum = match line.recurring {
            Recurrence::Once => &mut self.once,
            Recurrence::Monthly => &mut self.monthly,
            Recurrence::Yearly => &mut self.yearly,
        };
        sum.get_or_insert_default().add(line.tax_rate, amounts, 1)?;
        let times = match line.recurring {
            Recurrence::Once => Some(1),
            _ => line.term,
        };
        match (times, &mut self.agreed) {
            (Some(times), Some(agreed)) => agreed.add(line.tax_rate, amounts, times)?,
            _ => self.agreed = None,
        }
        Some(())
    }
}

impl Sum {
    fn add(&mut self, rate: Percent, amounts: &LineAmounts, times: u32) -> Option<()> {
        let times = i64::from(times);
        let (net, tax) = (amounts.net.checked_mul(times)?, amounts.tax.checked_mul(times)?);
        self.net = bounded(self.net, net)?;
        self.tax = bounded(self.tax, tax)?;
        self.gross = bounded(self.net, self.tax)?;
        let place = match self.taxes.binary_search_by_key(&rate, |one| one.rate) {
            Ok(place) => place,
            Err(place) => {
                self.taxes.insert(place, Tax { rate, net: 0, tax: 0 });
                place
            }
        };
        let of_rate = self.taxes.get_mut(place)?;
        of_rate.net = bounded(of_rate.net, net)?;
        of_rate.tax = bounded(of_rate.tax, tax)?;
        Some(())
    }
}

fn bounded(one: i64, other: i64) -> Option<i64> {
    one.checked_add(other).filter(|sum| *sum <= LARGEST)
}
