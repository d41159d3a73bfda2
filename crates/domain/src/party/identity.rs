//! Whether what is known under one name or one mail address is about one party, or about two.

use super::Fields;
use crate::key::website;
use crate::likeness::{distance, telling_words};
use crate::phone::{FEWEST, digits};
use crate::text::{fold, fold_case};

/// Whether two names may be those of one person: their words are the same, as far as the shorter one has them. An initial
/// stands for a word, and one slip in a longer word does not matter.
pub fn may_be_one_person(one: &str, other: &str) -> bool {
    let (mut short, mut long) = (telling_words(one), telling_words(other));
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    short.iter().all(|word| match long.iter().position(|known| is_same_word(word, known)) {
        Some(place) => {
            long.swap_remove(place);
            true
        }
        None => false,
    })
}

fn is_same_word(one: &str, other: &str) -> bool {
    let (letters, others) = (one.chars().count(), other.chars().count());
    let is_initial = letters.min(others) == 1 && one.chars().next() == other.chars().next();
    is_initial || one == other || letters.max(others) > 3 && distance(one, other) <= 1
}

/// Whether two people of these names may be one who has married: the first names are the same.
pub fn have_one_first_name(one: &str, other: &str) -> bool {
    let first = |name: &str| telling_words(name).into_iter().next();
    first(one).is_some_and(|name| Some(name) == first(other))
}

/// Whether what is known of an organization contradicts what is given of one of the same name: it is spelled with other
/// letters, or nothing by which one tells organizations apart is the same, and something differs.
pub fn are_two_organizations(one: &Fields, other: &Fields) -> bool {
    is_spelled_otherwise(one, other) || {
        let compared = [
            compared(one, other, site),
            compared(one, other, dialled),
            compared(one, other, |fields| folded(fields, "city")),
            compared(one, other, |fields| folded(fields, "postal_code")),
            compared(one, other, |fields| folded(fields, "country")),
        ];
        let [website, phone, city, postal_code, country] = compared;
        // Many companies share a city or a country.
        ![website, phone, postal_code].contains(&Some(true))
            && (website == Some(false) || [city, postal_code, country].contains(&Some(false)))
    }
}

fn is_spelled_otherwise(one: &Fields, other: &Fields) -> bool {
    match (one.get("name"), other.get("name")) {
        (Some(one), Some(other)) => fold(one) == fold(other) && fold_case(one) != fold_case(other),
        _ => false,
    }
}

/// Whether a feature of both is the same; nothing where one of them has none.
fn compared(one: &Fields, other: &Fields, feature: impl Fn(&Fields) -> Option<String>) -> Option<bool> {
    Some(feature(one)? == feature(other)?)
}

fn folded(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).map(|value| fold(value)).filter(|value| !value.is_empty())
}

/// The host of the web site.
fn site(fields: &Fields) -> Option<String> {
    let address = website(fields.get("website")?);
    address.split('/').next().filter(|host| !host.is_empty()).map(str::to_owned)
}

fn dialled(fields: &Fields) -> Option<String> {
    let digits = digits(fields.get("phone")?);
    let dialled = digits.trim_start_matches('0');
    (dialled.len() >= FEWEST).then(|| dialled.to_owned())
}

/// What an organization of a common name is known by besides: its exact spelling, its web site, its town.
pub fn qualified_names(fields: &Fields) -> Vec<String> {
    let Some(name) = fields.get("name") else { return Vec::new() };
    let folded_name = fold(name);
    if folded_name.is_empty() {
        return Vec::new();
    }
    let features = [site(fields), folded(fields, "city")].into_iter().flatten();
    features.chain([fold_case(name)]).map(|feature| format!("{folded_name} | {feature}")).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Mia Kern", "Kern, Mia", true)]
    #[case("Mia Kern", "Dr. Mia Kern", true)]
    #[case("Mia", "Mia Kern", true)]
    #[case("M. Kern", "Mia Kern", true)]
    #[case("Jon Lund", "John Lund", true)]
    #[case("Mia Kern", "Noa Kern", false)]
    #[case("Mia Kern", "Mia Lund", false)]
    #[case("Mia Kern", "Noa Vogt", false)]
    #[case("Ben Kern", "Ken Kern", false)]
    fn names_are_of_one_person_or_may_be_of_two(#[case] one: &str, #[case] other: &str, #[case] same: bool) {
        assert_eq!(may_be_one_person(one, other), same);
        assert_eq!(may_be_one_person(other, one), same);
    }

    #[rstest]
    #[case::nothing_said("name=Aster Labs", "name=ASTER  labs;city=Bern", false)]
    #[case::other_letters("name=Bäumle AG", "name=Baumle AG", true)]
    #[case::other_city("name=Aster Labs;city=Bern", "name=Aster Labs;city=Thun", true)]
    #[case::other_site(
        "name=Aster Labs;website=https://aster.example",
        "name=Aster Labs;website=labs.example",
        true
    )]
    #[case::one_site(
        "website=www.aster.example;city=Bern",
        "website=https://aster.example/en;city=Thun",
        false
    )]
    #[case::one_phone("phone=+41 31 111 22 33;city=Bern", "phone=0041311112233;city=Thun", false)]
    #[case::same_city_other_site("website=a.example;city=Bern", "website=b.example;city=Bern", true)]
    #[case::same_city("city=Bern;phone=+41 31 111 22 33", "city=BERN;phone=+41 31 111 22 44", false)]
    fn organizations_of_one_name_are_one_unless_something_contradicts(
        #[case] one: &str,
        #[case] other: &str,
        #[case] two: bool,
    ) {
        let fields = |text: &str| -> Fields {
            let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        assert_eq!(are_two_organizations(&fields(one), &fields(other)), two);
        assert_eq!(are_two_organizations(&fields(other), &fields(one)), two);
    }
}
