//! Amounts as people and programs write them: exact, or not read at all.

mod parts;

use super::currency::named;
use super::{Currency, Money};
use crate::text::{unprotected, visible};
use parts::Parts;

/// Which sign stands before the cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecimalSign {
    /// `1,234.50`.
    Point,
    /// `1.234,50`.
    Comma,
    /// Both are in use, so that `1.234` is no amount: nobody knows which one it is.
    Either,
}

impl DecimalSign {
    /// All, in the order in which they are named.
    pub const ALL: [Self; 3] = [Self::Point, Self::Comma, Self::Either];

    /// The word used in mappings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
            Self::Either => "either",
        }
    }

    /// Reads [`DecimalSign::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.word() == word)
    }

    /// The sign among amounts of one origin, by those that show it. Nothing if none does.
    pub fn among<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let mut shown = texts.into_iter().filter_map(shown_in);
        let first = shown.next()?;
        if shown.all(|sign| sign == first) { Some(first) } else { Some(Self::Either) }
    }
}

/// Reads an amount; a currency that it names itself counts before the given one. None if a reader could take it for another
/// amount, or cannot know its currency, or if it is finer than the currency's minor unit.
///
/// Where no decimal sign is stated, one to three digits before a sign and three behind it are thousands: `1.234`. In a
/// currency of three digits behind the point they are decimals behind a point, and no amount behind a comma.
pub fn read(text: &str, currency: Option<Currency>, sign: Option<DecimalSign>) -> Option<Money> {
    let seen = visible(text);
    let parts = Parts::of(unprotected(&seen))?;
    let currency = named(&parts.words, currency)?;
    let decimals = currency.decimals() as usize;
    // Of a large round number nobody knows whether three digits are its thousands.
    let sign = if parts.scale > 0 { sign.or(Some(DecimalSign::Either)) } else { sign };
    let (whole, fraction) = match parts.before_dash {
        // The dash stands where cents would.
        Some(mark) if parts.number.contains(mark) => return None,
        Some(_) => (parts.number, ""),
        None => divided(parts.number, decimals, sign)?,
    };
    let whole = ungrouped(whole)?;
    let (fraction, places) = (fraction.trim_end_matches('0'), decimals + parts.scale);
    if fraction.len() > places || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let minor: i64 = format!("0{whole}{fraction:0<places$}").parse().ok()?;
    Some(Money { minor: if parts.is_negative { -minor } else { minor }, currency })
}

/// Reads an amount that stands alone, as it is typed or [printed](Money::major), in the currency that it names or else the given
/// one. Nothing shows whether `1.234` are thousands there; any three capital letters are a currency.
pub fn read_alone(text: &str, currency: Option<Currency>) -> Option<Money> {
    let is_code = |word: &&str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let named = text.split_whitespace().find(is_code).and_then(Currency::parse);
    read(text, named.or(currency), Some(DecimalSign::Either))
}

/// Whether an amount says of what currency it is.
pub fn names_currency(text: &str) -> bool {
    // Whether `12,500 KWD` are thousands is another question.
    let signs = [None, Some(DecimalSign::Point), Some(DecimalSign::Comma)];
    signs.into_iter().any(|sign| read(text, None, sign).is_some())
}

/// Whether nothing in an amount shows if the three digits behind its sign are thousands: `1.234`.
pub fn may_be_thousands(text: &str) -> bool {
    let seen = visible(text);
    let number = Parts::of(unprotected(&seen)).map(|parts| parts.number.to_owned()).unwrap_or_default();
    number.rfind(['.', ',']).is_some_and(|place| is_open(&number[..place], &number[place + 1..]))
}

/// The decimal sign that an amount shows by itself.
fn shown_in(text: &str) -> Option<DecimalSign> {
    let seen = visible(text);
    let parts = Parts::of(unprotected(&seen))?;
    if let Some(sign) = parts.before_dash {
        return Some(sign_of(sign));
    }
    let place = parts.number.rfind(['.', ','])?;
    let (before, after) = (&parts.number[..place], &parts.number[place + 1..]);
    let mark = if parts.number[place..].starts_with('.') { '.' } else { ',' };
    if before.contains(mark) {
        // What is repeated sets thousands apart.
        return ungrouped(parts.number).map(|_| sign_of(other(mark)));
    }
    (!is_open(before, after)).then(|| sign_of(mark))
}

fn sign_of(mark: char) -> DecimalSign {
    if mark == '.' { DecimalSign::Point } else { DecimalSign::Comma }
}

fn other(mark: char) -> char {
    if mark == '.' { ',' } else { '.' }
}

/// Whether the three digits behind a sign may be thousands as well as cents.
fn is_open(before: &str, after: &str) -> bool {
    let is_first_group = (1..=3).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_digit());
    after.len() == 3 && is_first_group && !before.starts_with('0')
}

/// The digits before and behind the decimal sign.
fn divided(number: &str, decimals: usize, sign: Option<DecimalSign>) -> Option<(&str, &str)> {
    let Some(place) = number.rfind(['.', ',']) else { return Some((number, "")) };
    let (before, after) = (&number[..place], &number[place + 1..]);
    let mark = if number[place..].starts_with('.') { '.' } else { ',' };
    let is_decimal = match sign {
        Some(DecimalSign::Point) => mark == '.',
        Some(DecimalSign::Comma) => mark == ',',
        _ if before.contains(mark) => false,
        _ if !is_open(before, after) || (decimals == 3 && mark == '.') => true,
        _ if decimals == 0 => false,
        _ if decimals == 3 || sign.is_some() => return None,
        _ => false,
    };
    match is_decimal {
        true if before.contains(mark) => None,
        true => Some((before, after)),
        false => Some((number, "")),
    }
}

/// The digits of a whole number, whose thousands may be set apart: `1,234,567`, `12 345`, `1'234`, `1,23,456`.
fn ungrouped(number: &str) -> Option<String> {
    let Some(mark) = number.chars().find(|c| !c.is_ascii_digit()) else { return Some(number.to_owned()) };
    let groups: Vec<&str> = number.split(mark).collect();
    let (first, others) = groups.split_first()?;
    let (last, middle) = others.split_last()?;
    let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let has_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let in_thousands = middle.iter().all(|group| group.len() == 3);
    // Lakhs and crores, as in India.
    let in_hundreds = mark == ',' && first.len() <= 2 && middle.iter().all(|group| group.len() == 2);
    let is_grouped = all_digits && has_first && last.len() == 3 && (in_thousands || in_hundreds);
    is_grouped.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn minor(text: &str, code: &str, sign: Option<DecimalSign>) -> Option<i64> {
        read(text, Currency::parse(code), sign).map(|money| money.minor)
    }

    #[rstest]
    #[case("120000", "EUR", Some(12_000_000))]
    #[case("120 000", "EUR", Some(12_000_000))]
    #[case("120\u{a0}000,50", "EUR", Some(12_000_050))]
    #[case("1\u{202f}234", "EUR", Some(123_400))]
    #[case("1,234.50", "EUR", Some(123_450))]
    #[case("1.234,5", "EUR", Some(123_450))]
    #[case("1.234", "EUR", Some(123_400))]
    #[case("1,234,567", "EUR", Some(123_456_700))]
    #[case("1,00,000", "INR", Some(10_000_000))]
    #[case("12,34,567.50", "INR", Some(123_456_750))]
    #[case("1'234'567.5", "CHF", Some(123_456_750))]
    #[case("0.5", "EUR", Some(50))]
    #[case(".75", "EUR", Some(75))]
    #[case(",75", "EUR", Some(75))]
    #[case("75.", "EUR", Some(7_500))]
    #[case("0.500", "EUR", Some(50))]
    #[case("2500.000", "EUR", Some(250_000))]
    #[case("500", "JPY", Some(500))]
    #[case("1.500", "JPY", Some(1_500))]
    #[case("14.250", "KWD", Some(14_250))]
    #[case("2,014.250", "BHD", Some(2_014_250))]
    #[case("7.5", "TND", Some(7_500))]
    #[case("=\"1200\"", "EUR", Some(120_000))]
    fn an_amount_is_read_as_a_reader_does(
        #[case] text: &str,
        #[case] code: &str,
        #[case] expected: Option<i64>,
    ) {
        assert_eq!(minor(text, code, None), expected);
    }

    #[rstest]
    #[case("3.400,-", Some(340_000))]
    #[case("3400,--", Some(340_000))]
    #[case("3'400.-", Some(340_000))]
    #[case("3.400,– €", Some(340_000))]
    #[case("-7", Some(-700))]
    #[case("−7", Some(-700))]
    #[case("7-", Some(-700))]
    #[case("-€7", Some(-700))]
    #[case("€ -7", Some(-700))]
    #[case("(1,234.50)", Some(-123_450))]
    #[case("(€7)", Some(-700))]
    #[case("+7", Some(700))]
    #[case("3 Mio", Some(300_000_000))]
    #[case("2,5 Mio. €", Some(250_000_000))]
    #[case("1.25 million", Some(125_000_000))]
    #[case("10k", Some(1_000_000))]
    #[case("10 k€", Some(1_000_000))]
    #[case("7 Tsd. EUR", Some(700_000))]
    #[case("EUR 12.50", Some(1_250))]
    #[case("12,50 Euro", Some(1_250))]
    fn signs_and_words_around_an_amount_count(#[case] text: &str, #[case] expected: Option<i64>) {
        assert_eq!(minor(text, "EUR", None), expected);
    }

    #[rstest]
    #[case("")]
    #[case("a lot")]
    #[case("0.125")]
    #[case("12345.678")]
    #[case("1.2 Cr")]
    #[case("85 L")]
    #[case("10 mil")]
    #[case("3 M")]
    #[case("2 billion")]
    #[case("1.250 Mio")]
    #[case("5000 - 10000")]
    #[case("10,000-20,000")]
    #[case("5–10")]
    #[case("5k-10k")]
    #[case("900 net")]
    #[case("ca. 900")]
    #[case("900/month")]
    #[case("20%")]
    #[case(">900")]
    #[case("1.2E+06")]
    #[case("-(7)")]
    #[case("--7")]
    #[case("(7")]
    #[case("7 -")]
    #[case("12 50")]
    #[case("1.2.3")]
    #[case("1.234,567,8")]
    #[case("1,2345,678")]
    #[case("01.02.2024")]
    #[case("$7")]
    #[case("7 EUR 8")]
    #[case("7 EUR USD")]
    #[case("99999999999999999999")]
    fn what_may_be_another_amount_is_none(#[case] text: &str) {
        assert_eq!(minor(text, "EUR", None), None);
    }

    #[rstest]
    #[case("12,50 €", "USD", Some("12.50 EUR"))]
    #[case("$22,700.00", "USD", Some("22700.00 USD"))]
    #[case("$7", "CAD", Some("7.00 CAD"))]
    #[case("US$7", "EUR", Some("7.00 USD"))]
    #[case("R$ 1.234,50", "", Some("1234.50 BRL"))]
    #[case("7 Kč", "", Some("7.00 CZK"))]
    #[case("7 zł", "", Some("7.00 PLN"))]
    #[case("CHF 1'200.-", "", Some("1200.00 CHF"))]
    #[case("Rs.500", "INR", Some("500.00 INR"))]
    #[case("Rs. 1,00,000/-", "INR", Some("100000.00 INR"))]
    #[case("USD$7", "", Some("7.00 USD"))]
    #[case("500 kr", "SEK", Some("500.00 SEK"))]
    #[case("500 kr", "EUR", None)]
    #[case("7 PTS", "PTS", Some("7.00 PTS"))]
    #[case("7 PTS", "EUR", None)]
    #[case("7", "", None)]
    #[case("$7", "", None)]
    fn the_currency_is_that_of_the_text(
        #[case] text: &str,
        #[case] given: &str,
        #[case] expected: Option<&str>,
    ) {
        let money = read(text, Currency::parse(given), None);
        let printed = money.map(|money| format!("{} {}", money.major(), money.currency.code()));
        assert_eq!(printed.as_deref(), expected);
    }

    #[rstest]
    #[case("1.234", "EUR", DecimalSign::Comma, Some(123_400))]
    #[case("1.234", "EUR", DecimalSign::Point, None)]
    #[case("1.500", "EUR", DecimalSign::Point, Some(150))]
    #[case("1,500", "EUR", DecimalSign::Point, Some(150_000))]
    #[case("1,5", "EUR", DecimalSign::Point, None)]
    #[case("1.234.567", "EUR", DecimalSign::Point, None)]
    #[case("1.234", "EUR", DecimalSign::Either, None)]
    #[case("1.234,50", "EUR", DecimalSign::Either, Some(123_450))]
    #[case("1,234.50", "EUR", DecimalSign::Either, Some(123_450))]
    #[case("3.400,-", "EUR", DecimalSign::Either, Some(340_000))]
    #[case("3.400.-", "EUR", DecimalSign::Either, None)]
    #[case("1.234", "JPY", DecimalSign::Either, Some(1_234))]
    #[case("1.234", "KWD", DecimalSign::Either, Some(1_234))]
    #[case("1,234", "KWD", DecimalSign::Either, None)]
    #[case("1.234", "KWD", DecimalSign::Comma, Some(1_234_000))]
    fn a_stated_decimal_sign_decides(
        #[case] text: &str,
        #[case] code: &str,
        #[case] sign: DecimalSign,
        #[case] expected: Option<i64>,
    ) {
        assert_eq!(minor(text, code, Some(sign)), expected);
    }

    #[rstest]
    #[case("12.50 BTC", "", Some("12.50 BTC"))]
    #[case("JPY 500", "EUR", Some("500 JPY"))]
    #[case("12,50 €", "", Some("12.50 EUR"))]
    #[case("12.50", "EUR", Some("12.50 EUR"))]
    #[case("900 net", "EUR", None)]
    #[case("1.234 EUR", "", None)]
    #[case("12.50", "", None)]
    fn an_amount_alone_is_exact(#[case] text: &str, #[case] given: &str, #[case] expected: Option<&str>) {
        let money = read_alone(text, Currency::parse(given));
        let printed = money.map(|money| format!("{} {}", money.major(), money.currency.code()));
        assert_eq!(printed.as_deref(), expected);
    }

    #[test]
    fn a_comma_before_three_digits_says_nothing_where_a_currency_has_three() {
        assert_eq!(minor("14,250", "KWD", None), None);
        assert_eq!(minor("14,25", "TND", None), Some(14_250));
    }

    #[rstest]
    #[case("12,500 KWD", true)]
    #[case("KWD 12.500", true)]
    #[case("1.234 €", true)]
    #[case("12,500", false)]
    #[case("10 mil KWD", false)]
    #[case("on request", false)]
    fn an_amount_names_its_currency_whatever_its_decimal_sign(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(names_currency(text), expected);
    }

    #[rstest]
    #[case(&["1.234", "12,50"], Some(DecimalSign::Comma))]
    #[case(&["1.234", "12.5"], Some(DecimalSign::Point))]
    #[case(&["1.234", "3.400,-"], Some(DecimalSign::Comma))]
    #[case(&["1.234", "1.234.567"], Some(DecimalSign::Comma))]
    #[case(&["1.234", "2500.000"], Some(DecimalSign::Point))]
    #[case(&["1.234", "1 000,5"], Some(DecimalSign::Comma))]
    #[case(&["12.5", "12,50"], Some(DecimalSign::Either))]
    #[case(&["1.234", "5.600", "700"], None)]
    #[case(&["a lot", "5.5%", "1.2.2024"], None)]
    fn amounts_of_one_origin_show_their_decimal_sign(
        #[case] texts: &[&str],
        #[case] expected: Option<DecimalSign>,
    ) {
        assert_eq!(DecimalSign::among(texts.iter().copied()), expected);
    }

    #[test]
    fn three_digits_behind_a_sign_may_be_thousands() {
        assert!(may_be_thousands("1.234 €") && may_be_thousands("12,500"));
        assert!(!may_be_thousands("1234.567") && !may_be_thousands("1,234.50") && !may_be_thousands("a lot"));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(minor in -9_999_999_999_i64..=9_999_999_999, place in 0_usize..4) {
            let currency = Currency::parse(["EUR", "JPY", "KWD", "BTC"][place]).unwrap();
            let money = Money { minor, currency };
            let printed = format!("{} {}", money.major(), currency.code());
            prop_assert_eq!(read_alone(&printed, None), Some(money));
        }

        #[test]
        fn no_text_panics(text in "[-0-9.,' ()kM€$a-z]{0,16}|\\PC{0,16}") {
            let _ = read(&text, Currency::parse("EUR"), None);
            let _ = DecimalSign::among([text.as_str()]);
        }
    }
}
