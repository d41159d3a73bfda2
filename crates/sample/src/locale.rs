//! Names of people and companies by country, in the local scripts.
//!
//! A word that is not in Latin letters has its spelling in an email address after `=`.

use casebook_domain::text::fold;

use crate::countries::{COUNTRIES, Country};

/// A word as written and as spelled in an email address.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub shown: &'static str,
    pub plain: String,
}

/// The names of people, companies and places in one country.
#[derive(Clone, Debug)]
pub(super) struct Locale {
    pub language: &'static str,
    pub country: &'static str,
    pub currency: &'static str,
    pub weight: u64,
    pub family_first: bool,
    pub first: Vec<Word>,
    pub last: Vec<Word>,
    pub cities: Vec<&'static str>,
    pub streets: Vec<&'static str>,
    /// The names of companies begin with one of these …
    pub stems: Vec<Word>,
    /// … go on with one of these …
    pub trades: Vec<Word>,
    /// … and end with one of these.
    pub forms: Vec<&'static str>,
    /// Ranges that the country reserves for fiction; `#` is a digit. Empty if none is known.
    pub phones: Vec<&'static str>,
}

impl Locale {
    /// Every country that the sample data knows.
    pub fn all() -> Vec<Self> {
        COUNTRIES.iter().map(Self::read).collect()
    }

    fn read(country: &Country) -> Self {
        let listed = |text: &'static str| text.split(',').map(str::trim).collect::<Vec<_>>();
        Self {
            language: country.language,
            country: country.code,
            currency: country.currency,
            weight: country.weight,
            family_first: country.code == "CN",
            first: words(country.first),
            last: words(country.last),
            cities: listed(country.cities),
            streets: listed(country.streets),
            stems: words(country.stems),
            trades: words(country.trades),
            forms: listed(country.forms),
            phones: country.phones.split(',').map(str::trim).filter(|range| !range.is_empty()).collect(),
        }
    }
}

fn words(list: &'static str) -> Vec<Word> {
    let word = |text: &'static str| match text.split_once('=') {
        Some((shown, plain)) => Word { shown, plain: plain.to_owned() },
        None => Word { shown: text, plain: slug(text) },
    };
    list.split(',').map(str::trim).map(word).collect()
}

fn slug(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_can_be_spelled_in_a_mail_address() {
        for locale in Locale::all() {
            for word in locale.first.iter().chain(&locale.last).chain(&locale.stems).chain(&locale.trades) {
                assert!(!word.shown.is_empty(), "{}", locale.country);
                assert!(
                    !word.plain.is_empty() && word.plain.chars().all(|c| c.is_ascii_alphanumeric()),
                    "{}",
                    word.shown
                );
            }
            assert!(!locale.cities.is_empty() && !locale.streets.is_empty() && !locale.forms.is_empty());
        }
    }
}
