//! Phone numbers: what a number that somebody wrote is in the international form of E.164, and as people of its country
//! write it.
//!
//! Source: ITU-T recommendation E.164, and the metadata of Google's libphonenumber.

use phonenumber::country::Id;
use phonenumber::{Mode, parse};

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

impl PhoneNumber {
    /// Reads a number that somebody wrote; none if it is not complete, or not one at all.
    ///
    /// A number without a country code is one of `country`, its two letters of ISO 3166-1; of no country if that is
    /// something else. Of several numbers with ` / ` between them it is the first.
    pub fn read(text: &str, country: Option<&str>) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        // The library takes digits behind a slash for more digits of the same number.
        let first = text.split(" / ").next()?.trim();
        let country: Option<Id> =
            country.and_then(|country| country.trim().to_ascii_uppercase().parse().ok());
        let number = parse(country, first).ok().filter(phonenumber::is_valid)?;
        let written = |mode| number.format().mode(mode).to_string();
        Some(Self { e164: written(Mode::E164), national: written(Mode::National) })
    }
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

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_reads_as_itself(text in "[+0-9 ()./a-z;=x#-]{0,30}|\\PC{0,30}") {
            if let Some(number) = PhoneNumber::read(&text, Some("CH")) {
                let again = PhoneNumber::read(&number.e164, None);
                prop_assert_eq!(again, Some(number));
            }
        }
    }
}
