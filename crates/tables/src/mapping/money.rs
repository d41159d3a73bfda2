//! Reading amounts as exports write them, without rounding.

use casebook_domain::money::{Currency, Money};

/// Reads an amount; its own currency symbol overrides the one given. `None` if it cannot be read exactly.
pub fn read(text: &str, currency: Option<Currency>) -> Option<Money> {
    let negative = text.contains('-') || (text.trim().starts_with('(') && text.trim().ends_with(')'));
    let letters: String = text.chars().filter(|c| c.is_alphabetic() || "€£$¥".contains(*c)).collect();
    let currency = match letters.as_str() {
        "" | "$" | "¥" => currency?,
        "€" => Currency::parse("EUR")?,
        "£" => Currency::parse("GBP")?,
        "Kč" => Currency::parse("CZK")?,
        "zł" => Currency::parse("PLN")?,
        code => Currency::parse(code)?,
    };
    let number: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.' || *c == ',').collect();
    let allowed =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || c.is_alphabetic() || "€£$¥.,'’-()+".contains(c);
    if !text.chars().all(allowed) || !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = divide(number.trim_matches(['.', ',']));
    let decimals = currency.decimals() as usize;
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let minor: i64 = if decimals == 0 { 0 } else { format!("{fraction:0<decimals$}").parse().ok()? };
    let total = whole.checked_mul(10_i64.checked_pow(currency.decimals())?)?.checked_add(minor)?;
    Some(Money { minor: if negative { -total } else { total }, currency })
}

/// The digits before and after the decimal separator. A single separator followed by three digits groups thousands.
fn divide(number: &str) -> (String, String) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let last = number.rfind(['.', ',']);
    let Some((before, after)) = last.map(|place| (&number[..place], &number[place + 1..])) else {
        return (number.to_owned(), String::new());
    };
    let sign = &number[before.len()..=before.len()];
    let repeated = before.contains(sign);
    let mixed = before.contains(['.', ',']) && !repeated;
    let thousands = repeated || (!mixed && after.len() == 3 && before != "0" && !before.is_empty());
    if thousands {
        (digits(number), String::new())
    } else {
        (format!("0{}", digits(before)), after.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("120000", "EUR", Some(12_000_000))]
    #[case("120 000", "EUR", Some(12_000_000))]
    #[case("1,234.50", "EUR", Some(123_450))]
    #[case("1.234,5", "EUR", Some(123_450))]
    #[case("1.234", "EUR", Some(123_400))]
    #[case("1,234,567", "EUR", Some(123_456_700))]
    #[case("0.5", "EUR", Some(50))]
    #[case("12,50 €", "USD", Some(1_250))]
    #[case("$22,700.00", "USD", Some(2_270_000))]
    #[case("-7", "EUR", Some(-700))]
    #[case("500", "JPY", Some(500))]
    #[case("0.125", "EUR", None)]
    #[case("1.2 Cr", "INR", None)]
    #[case("85 L", "INR", None)]
    #[case("a lot", "EUR", None)]
    #[case("99999999999999999999", "EUR", None)]
    #[case("", "EUR", None)]
    fn an_amount_is_read_exactly_or_not_at_all(
        #[case] text: &str,
        #[case] code: &str,
        #[case] minor: Option<i64>,
    ) {
        assert_eq!(read(text, Currency::parse(code)).map(|money| money.minor), minor);
    }

    #[test]
    fn without_a_currency_there_is_no_amount() {
        assert_eq!(read("120", None), None);
        assert_eq!(read("120 EUR", None).map(|money| money.minor), Some(12_000));
    }
}
