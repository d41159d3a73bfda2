//! Money as whole minor units of one currency; nothing is ever converted or rounded in floating point.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Three capital letters of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Currency([u8; 3]);

/// Currencies without digits after the point, by ISO 4217.
pub const WITHOUT_DECIMALS: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];
/// Currencies with three digits after the point, by ISO 4217.
pub const WITH_THREE_DECIMALS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

impl Currency {
    /// Reads a code such as `EUR`, in any case. Codes are not checked against ISO's list, which changes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.trim().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Self(bytes.map(|byte| byte.to_ascii_uppercase())))
    }

    /// The code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits after the point, by ISO 4217; two for any code not listed there as different.
    pub fn decimals(&self) -> u32 {
        match self.code() {
            code if WITHOUT_DECIMALS.contains(&code) => 0,
            code if WITH_THREE_DECIMALS.contains(&code) => 3,
            _ => 2,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units (cents, pence; whole yen) of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units.
    pub minor: i64,
    /// What they are units of.
    pub currency: Currency,
}

impl Money {
    /// Reads major units with an optional point or comma and fraction: `1234.5` of EUR is 123,450 cents.
    /// A fraction finer than the currency's minor unit, or an amount out of range, is refused.
    pub fn parse_major(text: &str, currency: Currency) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let places = currency.decimals() as usize;
        let fraction = if fraction.len() > places { fraction.trim_end_matches('0') } else { fraction };
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || fraction.len() > places || !plain(whole) || !plain(fraction) {
            return None;
        }
        let minor: i64 = format!("{whole}{fraction:0<places$}").parse().ok()?;
        Some(Self { minor: sign * minor, currency })
    }

    /// Major units with the currency's digits after the point: `1234.50`.
    pub fn major(&self) -> String {
        let places = self.currency.decimals() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_and_print_in_the_units_of_their_currency() {
        for (text, code, minor, printed) in [
            ("1234.5", "EUR", 123_450, "1234.50"),
            ("1234,50", "eur", 123_450, "1234.50"),
            ("0.05", "EUR", 5, "0.05"),
            ("-7", "USD", -700, "-7.00"),
            ("500", "JPY", 500, "500"),
            ("1.2345", "KWD", 0, ""),
            ("1.500", "EUR", 150, "1.50"),
        ] {
            let money = Money::parse_major(text, Currency::parse(code).unwrap());
            match money {
                Some(money) => {
                    assert_eq!((money.minor, money.major().as_str()), (minor, printed), "{text} {code}");
                }
                None => assert_eq!(printed, "", "{text} {code}"),
            }
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let euro = Currency::parse("EUR").unwrap();
        for text in ["", "-", "1.234", "1e5", "abc", "1.2.3", "99999999999999999999", "+5"] {
            assert_eq!(Money::parse_major(text, euro), None, "{text}");
        }
    }
}
