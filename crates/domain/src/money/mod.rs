//! Money as whole minor units of one currency; nothing is ever converted or rounded in floating point.

pub mod amount;
mod currency;
pub mod exchange;

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
    fn amounts_print_in_the_units_of_their_currency() {
        for (minor, code, printed) in [
            (123_450, "EUR", "1234.50"),
            (5, "EUR", "0.05"),
            (-700, "USD", "-7.00"),
            (500, "JPY", "500"),
            (1_500, "KWD", "1.500"),
        ] {
            let money = Money { minor, currency: Currency::parse(code).unwrap() };
            assert_eq!(money.major(), printed);
        }
    }
}
