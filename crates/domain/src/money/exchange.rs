//! Exchange rates with dates: what amounts of other currencies come to in the workspace's own.
//!
//! A rate says how many units of a currency one unit of the own one is worth, as the European Central Bank publishes them
//! (<https://www.ecb.europa.eu/stats/policy_and_exchange_rates>), and holds from its day until that of the next.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Currency, Money};
use crate::quotes::Decimal;
use crate::time::Timestamp;
use crate::zone;

/// A rate: at most eight digits after the point.
pub type Rate = Decimal<8>;

/// The most rates: some thirty years of months of a dozen currencies.
pub const MOST_RATES: usize = 5_000;

/// The exchange rates of a workspace, in the order of currency and day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangeRates {
    /// The workspace's own currency, in which sums are given; none before it is set.
    base: Option<Currency>,
    rates: Vec<ExchangeRate>,
}

/// What a unit of the own currency is worth in another one from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExchangeRate {
    /// The other currency.
    pub currency: Currency,
    /// The first day on which it holds, as its 00:00 in UTC.
    pub from: Timestamp,
    /// Units of the other currency for one of the own.
    pub rate: Rate,
}

/// Exchange rates as they are written down and sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenRates {
    /// The workspace's own currency; empty for none.
    pub base: String,
    /// The rates, in any order.
    pub rates: Vec<WrittenRate>,
}

/// A rate as it is written down and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRate {
    /// The code of the other currency.
    pub currency: String,
    /// The first day on which it holds, such as `2026-03-01`.
    pub from: String,
    /// Units of the other currency for one of the own, such as `1.0842`.
    pub rate: String,
}

/// What is wrong with written rates, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateProblem {
    /// The path to it, such as `rates.2.from`.
    pub place: String,
    /// What is wrong and what is expected.
    pub detail: String,
}

impl fmt::Display for RateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.place, self.detail)
    }
}

/// An amount in the own currency, and the rate by which it was exchanged: none where it was in that currency before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchanged {
    /// The amount.
    pub money: Money,
    /// The rate.
    pub by: Option<ExchangeRate>,
}

impl ExchangeRates {
    /// Checks rates and puts them in order.
    pub fn read(written: &WrittenRates) -> Result<Self, RateProblem> {
        let problem = |place: String, detail: String| RateProblem { place, detail };
        if written.rates.len() > MOST_RATES {
            let detail = format!("there are {}; at most {MOST_RATES} are kept", written.rates.len());
            return Err(problem("rates".to_owned(), detail));
        }
        let base = match written.base.trim() {
            "" if written.rates.is_empty() => return Ok(Self::default()),
            "" => {
                return Err(problem(
                    "base".to_owned(),
                    "say in which currency sums are given, such as EUR".to_owned(),
                ));
            }
            text => currency(text).map_err(|detail| problem("base".to_owned(), detail))?,
        };
        let mut rates = Vec::with_capacity(written.rates.len());
        for (place, one) in written.rates.iter().enumerate() {
            let at = |field: &str| format!("rates.{place}.{field}");
            let rate = one.read(base).map_err(|(field, detail)| problem(at(field), detail))?;
            rates.push((rate, place));
        }
        rates.sort_unstable();
        let is_twice = |pair: &&[(ExchangeRate, usize)]| matches!(pair, [(one, _), (other, _)] if (one.currency, one.from) == (other.currency, other.from));
        if let Some([_, (twice, place)]) = rates.windows(2).find(is_twice) {
            let detail =
                format!("{} has another rate from {} on", twice.currency.code(), zone::written(twice.from));
            return Err(problem(format!("rates.{place}.from"), detail));
        }
        Ok(Self { base: Some(base), rates: rates.into_iter().map(|(rate, _)| rate).collect() })
    }

    /// The rates as they are written down.
    pub fn written(&self) -> WrittenRates {
        let rate = |one: &ExchangeRate| WrittenRate {
            currency: one.currency.code().to_owned(),
            from: zone::written(one.from),
            rate: one.rate.to_string(),
        };
        WrittenRates {
            base: self.base.map(|base| base.code().to_owned()).unwrap_or_default(),
            rates: self.rates.iter().map(rate).collect(),
        }
    }

    /// The rates, in the order of currency and day.
    pub fn iter(&self) -> impl Iterator<Item = ExchangeRate> {
        self.rates.iter().copied()
    }

    /// The workspace's own currency, if it is set.
    pub fn base(&self) -> Option<Currency> {
        self.base
    }

    /// What an amount comes to in the own currency by the rate of a day, given as its 00:00 in UTC: rounded half away from
    /// zero to its minor unit. None without a rate of that day or an earlier one, and beyond what an amount can hold.
    pub fn exchange(&self, money: Money, day: Timestamp) -> Option<Exchanged> {
        let base = self.base?;
        if money.currency == base {
            return Some(Exchanged { money, by: None });
        }
        let by = self.at(money.currency, day)?;
        let minor = exchanged(money, base, by.rate)?;
        Some(Exchanged { money: Money { minor, currency: base }, by: Some(by) })
    }

    /// The rate of a currency on a day: the last that began by then.
    fn at(&self, currency: Currency, day: Timestamp) -> Option<ExchangeRate> {
        let until = self.rates.partition_point(|one| (one.currency, one.from) <= (currency, day));
        let last = self.rates.get(until.checked_sub(1)?)?;
        (last.currency == currency).then_some(*last)
    }
}

impl WrittenRate {
    fn read(&self, base: Currency) -> Result<ExchangeRate, (&'static str, String)> {
        let currency = currency(&self.currency).map_err(|detail| ("currency", detail))?;
        if currency == base {
            return Err(("currency", format!("{} is the own currency: it needs no rate", base.code())));
        }
        let from = zone::read(self.from.trim())
            .ok_or_else(|| ("from", format!("`{}` is no day; write it as 2026-03-01", self.from)))?;
        let rate = Rate::parse(&self.rate).filter(|rate| *rate > Rate::ZERO).ok_or_else(|| {
            let detail = format!(
                "`{}` is no rate; write how many {} one {} is worth, such as 1.0842",
                self.rate,
                currency.code(),
                base.code()
            );
            ("rate", detail)
        })?;
        Ok(ExchangeRate { currency, from, rate })
    }
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text)
        .ok_or_else(|| format!("`{text}` is no currency; use its three letters, such as EUR"))
}

fn exchanged(money: Money, base: Currency, rate: Rate) -> Option<i64> {
    let scale = |currency: Currency| 10_i128.pow(currency.decimals());
    let numerator = i128::from(money.minor).checked_mul(scale(base))?.checked_mul(i128::from(Rate::UNITS))?;
    let denominator = scale(money.currency).checked_mul(i128::from(rate.units()))?;
    let half = if numerator < 0 { -denominator / 2 } else { denominator / 2 };
    i64::try_from(numerator.checked_add(half)?.checked_div(denominator)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn written(base: &str, rates: &[(&str, &str, &str)]) -> WrittenRates {
        let rate = |(currency, from, rate): &(&str, &str, &str)| WrittenRate {
            currency: (*currency).to_owned(),
            from: (*from).to_owned(),
            rate: (*rate).to_owned(),
        };
        WrittenRates { base: base.to_owned(), rates: rates.iter().map(rate).collect() }
    }

    fn money(minor: i64, code: &str) -> Money {
        Money { minor, currency: Currency::parse(code).unwrap() }
    }

    fn day(text: &str) -> Timestamp {
        zone::read(text).unwrap()
    }

    fn sample() -> ExchangeRates {
        let rates = [
            ("USD", "2026-03-01", "1.25"),
            ("JPY", "2026-01-01", "160"),
            ("usd", "2026-01-01", "1.0842"),
            ("KWD", "2026-01-01", "0.3333"),
        ];
        ExchangeRates::read(&written("eur", &rates)).unwrap()
    }

    #[rstest]
    #[case::own(money(12_345, "EUR"), "2020-01-01", Some(12_345), None)]
    #[case::first_day(money(10_842, "USD"), "2026-01-01", Some(10_000), Some("1.0842"))]
    #[case::day_before_the_next(money(10_842, "USD"), "2026-02-28", Some(10_000), Some("1.0842"))]
    #[case::next(money(10_000, "USD"), "2026-03-01", Some(8_000), Some("1.25"))]
    #[case::long_after(money(10_000, "USD"), "2030-01-01", Some(8_000), Some("1.25"))]
    #[case::half_up(money(10, "USD"), "2026-01-01", Some(9), Some("1.0842"))]
    #[case::negative(money(-10, "USD"), "2026-01-01", Some(-9), Some("1.0842"))]
    #[case::whole_yen(money(1_000, "JPY"), "2026-01-01", Some(625), Some("160"))]
    #[case::three_decimals(money(12_500, "KWD"), "2026-01-01", Some(3_750), Some("0.3333"))]
    #[case::before_the_first(money(10_842, "USD"), "2025-12-31", None, None)]
    #[case::without_a_rate(money(10_842, "CHF"), "2026-01-01", None, None)]
    fn an_amount_is_exchanged_by_the_rate_of_its_day(
        #[case] given: Money,
        #[case] on: &str,
        #[case] minor: Option<i64>,
        #[case] rate: Option<&str>,
    ) {
        let found = sample().exchange(given, day(on));
        assert_eq!(found.map(|one| one.money), minor.map(|minor| money(minor, "EUR")));
        let by = found.and_then(|one| one.by).map(|one| one.rate.to_string());
        assert_eq!(by.as_deref(), rate);
    }

    #[test]
    fn without_an_own_currency_nothing_is_exchanged() {
        assert_eq!(ExchangeRates::read(&written("", &[])), Ok(ExchangeRates::default()));
        assert_eq!(ExchangeRates::default().exchange(money(1, "EUR"), day("2026-01-01")), None);
    }

    #[rstest]
    #[case::no_base(written("", &[("USD", "2026-01-01", "1")]), "base", "such as EUR")]
    #[case::base(written("Euro", &[]), "base", "`Euro` is no currency")]
    #[case::currency(written("EUR", &[("$", "2026-01-01", "1")]), "rates.0.currency", "`$` is no currency")]
    #[case::own(written("EUR", &[("eur", "2026-01-01", "1")]), "rates.0.currency", "needs no rate")]
    #[case::day(written("EUR", &[("USD", "1.1.2026", "1")]), "rates.0.from", "write it as 2026-03-01")]
    #[case::zero(written("EUR", &[("USD", "2026-01-01", "0")]), "rates.0.rate", "how many USD one EUR is worth")]
    #[case::comma(written("EUR", &[("USD", "2026-01-01", "1,08")]), "rates.0.rate", "such as 1.0842")]
    #[case::negative(written("EUR", &[("USD", "2026-01-01", "-1")]), "rates.0.rate", "no rate")]
    #[case::twice(
        written("EUR", &[("USD", "2026-01-01", "1"), ("CHF", "2026-01-01", "1"), ("usd", "2026-01-01", "2")]),
        "rates.2.from",
        "another rate from 2026-01-01 on"
    )]
    fn what_is_no_rate_is_refused_with_its_place(
        #[case] given: WrittenRates,
        #[case] place: &str,
        #[case] says: &str,
    ) {
        let problem = ExchangeRates::read(&given).unwrap_err();
        assert_eq!(problem.place, place);
        assert!(problem.detail.contains(says), "{problem}");
    }

    #[test]
    fn only_so_many_rates_are_kept() {
        let one = written("EUR", &[("USD", "2026-01-01", "1")]).rates.remove(0);
        let many = WrittenRates { base: "EUR".to_owned(), rates: vec![one; MOST_RATES + 1] };
        assert_eq!(ExchangeRates::read(&many).unwrap_err().place, "rates");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_and_nothing_panics(minor: i64, units in 1..=9_999_999_i64, days in -20_000..20_000_i32) {
            let rate = Rate::parse(&format!("{}.{:0>4}", units / 10_000, units % 10_000)).unwrap();
            let given = written("EUR", &[("JPY", "2026-01-01", &rate.to_string())]);
            let rates = ExchangeRates::read(&given).unwrap();
            prop_assert_eq!(&rates.written(), &given);
            let on = Timestamp(day("2026-01-01").0 + i64::from(days) * crate::time::DAY);
            let found = rates.exchange(money(minor, "JPY"), on);
            prop_assert!(days >= 0 || found.is_none());
            if let Some(found) = found {
                // One minor unit more or less gives no smaller or larger amount.
                let more = rates.exchange(money(minor.saturating_add(1), "JPY"), on);
                prop_assert!(more.is_none_or(|more| more.money >= found.money));
            }
        }
    }
}
