//! Whatever a quote says, it can be drawn.

use std::time::{Duration, Instant};

use casebook_document::pdf;
use casebook_domain::quotes::{Company, Document, Language, Line, Percent, Quantity, Recurrence};
use proptest::prelude::*;

use crate::samples;

/// Any characters, among them some that are hard: line breaks, marks, emoji, other scripts, and letters without an end.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        '\n',
        '\t',
        ' ',
        '\u{301}',
        '\u{200d}',
        '\u{202e}',
        '\u{2067}',
        '\u{feff}',
        '\u{fffe}',
        '\u{fdfd}',
        '👩',
        '🏽',
        '漢',
        'ש',
        'ل',
        'ا',
        'क',
        '्',
        'ก',
        '\u{e000}',
        '\u{10ffff}',
        '\u{ad}',
        '\u{1f1e9}',
        'W',
        '\u{2028}',
        '\u{85}',
    ]);
    let character = prop_oneof![3 => any::<char>(), 3 => hard, 4 => prop::char::range(' ', '~')];
    let texts = prop::collection::vec(character, 0..=longest).prop_map(String::from_iter);
    prop_oneof![9 => texts, 1 => Just("W".repeat(longest))]
}

prop_compose! {
    fn line()(
        description in text(400),
        unit in text(40),
        quantity in 0..=999_999_999_999_999_i64,
        unit_price in prop_oneof![0..=999_999_999_999_999_i64, 0..100_000_i64],
        rate in 0..=1_000_000_i64,
        recurring in prop::sample::select(Recurrence::ALL.to_vec()),
        term in prop::option::of(1..=1_200_u32),
    ) -> Line {
        let decimal = |units: i64, places: usize| {
            let digits = format!("{units:0>width$}", width = places + 1);
            format!("{}.{}", &digits[..digits.len() - places], &digits[digits.len() - places..])
        };
        let quantity = Quantity::parse(&decimal(quantity, 6)).unwrap_or_default();
        let tax_rate = Percent::parse(&decimal(rate, 4)).unwrap_or_default();
        let term = term.filter(|_| recurring != Recurrence::Once);
        Line { description, unit, quantity, unit_price, tax_rate, recurring, term, ..Line::default() }
    }
}

prop_compose! {
    fn document()(
        language in prop::sample::select(Language::ALL.to_vec()),
        code in prop::sample::select(vec!["EUR", "JPY", "KWD"]),
        lines in prop::collection::vec(line(), 0..20),
        (title, name, address) in (text(200), text(200), text(300)),
        (introduction, terms, company) in (text(1_000), text(1_000), text(300)),
        number in prop::option::of(text(20)),
    ) -> Document {
        let mut content = samples::content(language, code, &title, lines);
        content.recipient.name = name;
        content.recipient.address = address;
        content.introduction = introduction;
        content.terms = terms;
        let sender = Company { name: company.clone(), address: company.clone(), bank: company, ..Company::default() };
        let mut document = samples::document(sender, content);
        document.sent_on.clone_from(&number);
        Document { number, ..document }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_drawn_in_a_moment(document in document()) {
        #[expect(clippy::disallowed_methods, reason = "the time that it takes is what is tested")]
        let begin = Instant::now();
        let drawn = pdf(&document);
        prop_assert!(drawn.is_ok(), "{drawn:?}");
        // A development build on a busy machine is ten times slower than what is delivered.
        prop_assert!(begin.elapsed() < Duration::from_secs(20));
    }
}
