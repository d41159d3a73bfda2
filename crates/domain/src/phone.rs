//! Phone numbers: what a number that somebody wrote is in the international form of E.164, and as people of its country
//! write it.
//!
//! Source: ITU-T recommendation E.164, and the metadata of Google's libphonenumber.

use phonenumber::country::Id;
use phonenumber::{Mode, parse};

use crate::text::{unprotected, visible};

/// A number that can be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// With the country code and digits alone: `+41446681800`.
    pub e164: String,
    /// As people of its country write it: `044 668 18 00`.
    pub national: String,
}

/// The longest text that may be a phone number, in bytes.
const LONGEST: usize = 100;
/// The fewest digits that say which number is meant.
pub const FEWEST: usize = 6;

impl PhoneNumber {
    /// Reads a number that somebody wrote; none if it is not complete, or not one at all.
    ///
    /// A number without a country code is one of `country`, its two letters of ISO 3166-1; of no country if that is
    /// something else. Of several numbers with ` / ` between them it is the first.
    pub fn read(text: &str, country: Option<&str>) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let country: Option<Id> =
            country.and_then(|country| country.trim().to_ascii_uppercase().parse().ok());
        let number = parse(country, first_of(text)).ok().filter(phonenumber::is_valid)?;
        let written = |mode| number.format().mode(mode).to_string();
        Some(Self { e164: written(Mode::E164), national: written(Mode::National) })
    }

    /// [`PhoneNumber::read`] for a number with a country code, be it behind `+`, `00` or nothing.
    fn international(text: &str) -> Option<Self> {
        let digits = digits(first_of(text));
        Self::read(&format!("+{}", digits.strip_prefix("00").unwrap_or(&digits)), None)
    }

    /// Whether digits without a country code are those of the number.
    fn ends_as(&self, significant: &str) -> bool {
        let national = digits(&self.national);
        [&self.e164[1..], &national, without_trunk_prefix(&national)].contains(&significant)
    }
}

/// The number as somebody wrote it, without what spreadsheets make of it (`="0171…"`, `'+49…`, `491712000007.0`) and without
/// signs that nobody sees.
pub fn written(text: &str) -> String {
    let seen = visible(text);
    let number = unprotected(&seen);
    whole_of_decimal(number).unwrap_or(number).to_owned()
}

/// The digits before the `.0` that a spreadsheet writes behind numbers.
fn whole_of_decimal(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once(['.', ','])?;
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    let is_whole = matches!(fraction, "0" | "00") && digits.len() >= FEWEST;
    (is_whole && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(whole)
}

/// Whether a spreadsheet has rounded a number so that its last digits are lost: `4.91712E+11`.
pub fn is_spoilt(text: &str) -> bool {
    let text = written(text);
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let whole = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    is_number(whole)
        && is_number(fraction)
        && is_number(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))
}

/// The first of several numbers. The library takes digits behind a slash for more digits of the same number.
fn first_of(text: &str) -> &str {
    text.split(" / ").next().unwrap_or_default().trim()
}

/// The digits in a text, without the nought in brackets that is dialled from within a country alone.
pub fn digits(text: &str) -> String {
    text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect()
}

fn without_trunk_prefix(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// Whether two numbers, each with the country of whom it belongs to, are the same however they are written. One of which
/// nobody knows the country is the same as any that ends with it.
pub fn is_same(one: (&str, Option<&str>), other: (&str, Option<&str>)) -> bool {
    let read = |(text, country): (&str, Option<&str>)| {
        PhoneNumber::read(text, country).or_else(|| {
            let text = first_of(text);
            (text.starts_with('+') || text.starts_with("00")).then(|| PhoneNumber::international(text))?
        })
    };
    let plain = |text: &str| without_trunk_prefix(&digits(first_of(text))).to_owned();
    let (first, second) = (plain(one.0), plain(other.0));
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one.e164 == other.e164,
        (Some(one), None) => second.len() >= FEWEST && one.ends_as(&second),
        (None, Some(other)) => first.len() >= FEWEST && other.ends_as(&first),
        (None, None) => first.len() >= FEWEST && first == second,
    }
}

/// Digits as they stand beside folded texts: as capital letters, which folded texts do not have, so that no other word is
/// found in them.
pub fn apart(digits: &str) -> String {
    digits.bytes().map(|digit| char::from(digit - b'0' + b'A')).collect()
}

/// What stands for a number among [`digits`] that are kept [`apart`], each behind a line break: one of these. None if
/// it has too few digits. A number without a country code is looked for in any country.
pub fn searched_as(text: &str) -> Vec<String> {
    let own = digits(text);
    let significant = without_trunk_prefix(&own);
    if text.len() > LONGEST || significant.len() < FEWEST {
        return Vec::new();
    }
    let Some(number) = PhoneNumber::international(text) else { return vec![apart(significant)] };
    let national = digits(&number.national);
    let at_home =
        [national.as_str(), without_trunk_prefix(&national)].map(|digits| format!("\n{}", apart(digits)));
    let [as_dialled, without_prefix] = at_home;
    // As it was written too: it may be the number of another country, or one with a nought that is not dialled.
    let mut forms = vec![apart(&number.e164[1..]), as_dialled, without_prefix, apart(significant)];
    forms.sort_unstable();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+41 44 668 18 00", None, "+41446681800", "044 668 18 00")]
    #[case("044 668 18 00", Some("ch"), "+41446681800", "044 668 18 00")]
    #[case("0041446681800", Some("CH"), "+41446681800", "044 668 18 00")]
    #[case("tel:+1-202-555-0123", None, "+12025550123", "(202) 555-0123")]
    #[case("+41 44 668 18 00 / 01", None, "+41446681800", "044 668 18 00")]
    // The nought of Italian numbers is part of them.
    #[case("+39 06 698 12345", None, "+390669812345", "06 6981 2345")]
    fn a_number_is_read_in_any_writing(
        #[case] text: &str,
        #[case] country: Option<&str>,
        #[case] e164: &str,
        #[case] national: &str,
    ) {
        let expected = PhoneNumber { e164: e164.to_owned(), national: national.to_owned() };
        assert_eq!(PhoneNumber::read(text, country), Some(expected));
    }

    #[rstest]
    #[case("044 668 18 00", None)]
    #[case("044 668 18 00", Some("Switzerland"))]
    #[case("+1 555-0100", None)]
    #[case("ask her", Some("CH"))]
    #[case("", None)]
    fn what_cannot_be_dialled_is_none(#[case] text: &str, #[case] country: Option<&str>) {
        assert_eq!(PhoneNumber::read(text, country), None);
    }

    #[rstest]
    #[case("'+49 30 1234567", "+49 30 1234567")]
    #[case("=\"030 1234567\"", "030 1234567")]
    #[case("49301234567.0", "49301234567")]
    #[case("+49301234567,00", "+49301234567")]
    #[case("\u{202a}+49 30 1234567\u{202c}", "+49 30 1234567")]
    #[case("030.1234567", "030.1234567")]
    #[case("12.0", "12.0")]
    #[case("ask her", "ask her")]
    fn what_spreadsheets_add_is_no_part_of_a_number(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(written(text), expected);
    }

    #[rstest]
    #[case("4.9301E+10", true)]
    #[case("4,9301E+10", true)]
    #[case("49301e6", true)]
    #[case("'4.9301E+10", true)]
    #[case("49301234567", false)]
    #[case("030 1234567 ext 12", false)]
    #[case("E10", false)]
    fn a_rounded_number_is_spoilt(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_spoilt(text), expected);
    }

    const DE: Option<&str> = Some("DE");

    #[rstest]
    #[case(("030 1234567", DE), ("+49 30 1234567", None), true)]
    #[case(("030 1234567", DE), ("0049301234567", None), true)]
    #[case(("+49 (0)30 123 45-67", None), ("0301234567", DE), true)]
    #[case(("030 1234567", None), ("+49 30 1234567", None), true)]
    #[case(("030/1234567", None), ("(030) 123 45 67", None), true)]
    #[case(("30 1234567", None), ("+49301234567", Some("CH")), true)]
    #[case(("+49 30 1234567 / 68", None), ("030 1234567", DE), true)]
    #[case(("030 1234567", DE), ("030 1234568", DE), false)]
    #[case(("030 1234567", DE), ("+43 30 1234567", None), false)]
    #[case(("110", None), ("110", None), false)]
    #[case(("", None), ("", None), false)]
    fn numbers_are_the_same_however_they_are_written(
        #[case] one: (&str, Option<&str>),
        #[case] other: (&str, Option<&str>),
        #[case] same: bool,
    ) {
        assert_eq!((is_same(one, other), is_same(other, one)), (same, same));
    }

    #[rstest]
    #[case("030 1234567", &["030 1234567", "+49 30 1234567", "0049301234567", "+49 (0)30 1234567"], true)]
    #[case("+49 30 1234567", &["030 1234567", "30/1234567", "0049301234567", "+49 (0)30 1234567"], true)]
    #[case("0049301234567", &["030 1234567", "+49 30 1234567"], true)]
    #[case("49301234567", &["030 1234567", "+49 30 1234567"], true)]
    #[case("1234567", &["030 1234567", "+49 30 1234567"], true)]
    #[case("+7 495 123-45-67", &["8 (495) 123-45-67"], true)]
    #[case("+43 30 1234567", &["+49 30 1234567"], false)]
    #[case("030 12", &["030 12"], false)]
    fn a_number_is_searched_for_by_its_digits(
        #[case] text: &str,
        #[case] known: &[&str],
        #[case] found: bool,
    ) {
        let forms = searched_as(text);
        for known in known {
            let line = format!("\n{}", apart(&digits(known)));
            let finds = forms.iter().any(|form| line.contains(form.as_str()));
            assert_eq!(finds, found, "{text} in {known}: {forms:?}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_the_same_as_itself(text in "\\+?[0-9 ()/-]{0,20}") {
            if without_trunk_prefix(&digits(first_of(&text))).len() >= FEWEST {
                prop_assert!(is_same((&text, None), (&text, None)), "{text}");
                let line = format!("\n{}", apart(&digits(&text)));
                let forms = searched_as(&text);
                prop_assert!(forms.iter().any(|form| line.contains(form.as_str())), "{text}: {forms:?}");
            }
        }

        #[test]
        fn no_text_panics_and_what_is_read_reads_as_itself(text in "[+0-9 ()./a-z;=x#-]{0,30}|\\PC{0,30}") {
            if let Some(number) = PhoneNumber::read(&text, Some("CH")) {
                let again = PhoneNumber::read(&number.e164, None);
                prop_assert_eq!(again, Some(number));
            }
        }
    }
}
