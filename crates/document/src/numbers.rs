//! Numbers as a language writes them. Digits are European in all of them.

use casebook_domain::money::{Currency, Money};
use casebook_domain::quotes::{Language, Percent};

/// An amount with the code of its currency: `1,234.50 EUR`, in German `1.234,50 EUR`.
pub(crate) fn amount(minor: i64, currency: Currency, language: Language) -> String {
    format!("{} {}", decimal(&Money { minor, currency }.major(), language), currency.code())
}

/// A plain decimal such as `1234.5`, written for readers.
pub(crate) fn decimal(plain: &str, language: Language) -> String {
    let (thousands, point) = separators(language);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut written = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            written.push(thousands);
        }
        written.push(digit);
    }
    if !fraction.is_empty() {
        written.push(point);
        written.push_str(fraction);
    }
    written
}

/// A percentage: `19%`, in German `19 %`.
pub(crate) fn percent(percent: Percent, language: Language) -> String {
    let number = decimal(&percent.to_string(), language);
    if language == Language::German { format!("{number}\u{a0}%") } else { format!("{number}%") }
}

/// What separates thousands, and what stands before the fraction.
fn separators(language: Language) -> (char, char) {
    match language {
        Language::German => ('.', ','),
        Language::English | Language::Arabic => (',', '.'),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(123_450, "EUR", Language::English, "1,234.50 EUR")]
    #[case(123_450, "EUR", Language::German, "1.234,50 EUR")]
    #[case(1_234_567, "KWD", Language::Arabic, "1,234.567 KWD")]
    #[case(999_999_999_999_999, "JPY", Language::English, "999,999,999,999,999 JPY")]
    #[case(999_999_999_999_999, "EUR", Language::German, "9.999.999.999.999,99 EUR")]
    #[case(0, "EUR", Language::German, "0,00 EUR")]
    #[case(-100, "EUR", Language::English, "-1.00 EUR")]
    #[case(i64::MIN, "EUR", Language::English, "-92,233,720,368,547,758.08 EUR")]
    fn amounts_are_written_as_the_language_does(
        #[case] minor: i64,
        #[case] code: &str,
        #[case] language: Language,
        #[case] written: &str,
    ) {
        assert_eq!(amount(minor, Currency::parse(code).unwrap(), language), written);
    }

    #[rstest]
    #[case("7.25", Language::German, "7,25\u{a0}%")]
    #[case("7.25", Language::English, "7.25%")]
    #[case("5", Language::Arabic, "5%")]
    fn percentages_too(#[case] text: &str, #[case] language: Language, #[case] written: &str) {
        assert_eq!(percent(Percent::parse(text).unwrap(), language), written);
    }
}
