//! The text by which parties are searched.

use casebook_domain::party::{Fields, SEARCHED_FIELDS, emails, phones};
use casebook_domain::phone;
use casebook_domain::text::fold;

/// The place of the phone number among [`SEARCHED_FIELDS`].
const PHONE: usize = 1;

/// The folded search text as it is stored: each field after a newline, so that the start of a word is found by the space
/// or newline before it. Further email addresses and phone numbers follow behind all fields.
pub(super) fn stored(name: &str, fields: &Fields) -> String {
    let mut text = format!("\n{}", fold(name));
    for value in SEARCHED_FIELDS.iter().filter_map(|field| fields.get(*field)) {
        text.push('\n');
        text.push_str(&fold(value));
    }
    let further = [emails(fields), phones(fields)].into_iter().flat_map(|all| all.into_iter().skip(1));
    further.for_each(|value| text.extend(["\n", &fold(&value)]));
    text
}

/// In SQL, which of [`SEARCHED_FIELDS`] are filled: a bit for each from the lowest.
pub(super) fn filled() -> String {
    let bits = SEARCHED_FIELDS.iter().enumerate();
    let bits = bits.map(|(bit, field)| format!("CASE WHEN {field} IS NULL THEN 0 ELSE {} END", 1 << bit));
    format!("CAST({} AS BIGINT)", bits.collect::<Vec<_>>().join(" + "))
}

/// A stored text with the digits of its phone numbers behind it, [apart](phone::apart) and each after a newline, so that they
/// are found however they are written.
pub(super) fn with_digits(stored: &str, filled: u8) -> String {
    let mut text = stored.to_owned();
    for number in numbers(stored, filled) {
        let digits = phone::digits(number);
        if digits.len() >= phone::FEWEST {
            text.extend(["\n", &phone::apart(&digits)]);
        }
    }
    text
}

/// The phone numbers in a stored text. What follows behind all fields and is no email address is one too.
fn numbers(stored: &str, filled: u8) -> impl Iterator<Item = &str> {
    let before = |field: usize| (filled & ((1 << field) - 1)).count_ones() as usize;
    let primary = (filled >> PHONE & 1 == 1).then(|| before(PHONE));
    let further = before(SEARCHED_FIELDS.len());
    let values = stored.split('\n').skip(2).enumerate();
    values
        .filter(move |(place, value)| Some(*place) == primary || *place >= further && !value.contains('@'))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_of_phone_numbers_alone_follow() {
        let fields = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Fields>()
        };
        let phones = r#"[{"value":"030 123-4567"},{"value":"+49 (0)40 7654321"},{"value":"0401234567"},{"value":"110"}]"#;
        let mails = r#"[{"value":"a1234567@x.org"},{"value":"b1234567@x.org"}]"#;
        for (given, numbers) in [
            (vec![("phone", "030 123-4567")], &["0301234567"][..]),
            (vec![("company", "Lot 1234567-8"), ("note", "12 34 56 78")], &[]),
            (vec![("phone", "030 123-4567"), ("note", "1 234 567")], &["0301234567"]),
            (
                vec![
                    ("email", "a1234567@x.org"),
                    ("emails", mails),
                    ("phone", "030 123-4567"),
                    ("phones", phones),
                ],
                &["0301234567", "49407654321", "0401234567"],
            ),
        ] {
            let given = fields(&given);
            let bits = SEARCHED_FIELDS.iter().enumerate();
            let filled = bits.fold(0, |all, (bit, field)| all | u8::from(given.contains_key(*field)) << bit);
            let stored = stored("Flat 12 34 56", &given);
            let digits = numbers.iter().map(|digits| phone::apart(digits));
            let expected = [stored.clone()].into_iter().chain(digits).collect::<Vec<_>>().join("\n");
            assert_eq!(with_digits(&stored, filled), expected, "{given:?}");
        }
    }
}
