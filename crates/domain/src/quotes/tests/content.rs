//! What a quote says, its states and its number.

use rstest::rstest;

use crate::money::Currency;
use crate::quotes::{
    Company, Content, Document, Language, Line, Percent, Quantity, QuoteNumber, QuoteState, Recipient, digest,
};

fn content() -> Content {
    let line = Line {
        description: "Loom".into(),
        quantity: Quantity::whole(2).unwrap(),
        unit_price: 60_000,
        tax_rate: Percent::whole(19).unwrap(),
        ..Line::default()
    };
    Content {
        title: "Two looms".into(),
        currency: Currency::parse("EUR").unwrap(),
        language: Language::German,
        recipient: Recipient { name: "Weberei Ost".into(), ..Recipient::default() },
        valid_until: Some("2026-03-31".into()),
        introduction: "Guten Tag,\nwie besprochen:".into(),
        terms: String::new(),
        lines: vec![line],
    }
}

#[test]
fn content_is_stored_as_the_same_bytes_and_read_back() {
    let text = content().to_text();
    assert_eq!(Content::from_text(&text), Some(content()));
    assert_eq!(Content::from_text(&text).unwrap().to_text(), text);
    // What is stored once is read for good: a field that changes its form needs a new name.
    assert_eq!(
        text,
        r#"{"title":"Two looms","currency":"EUR","language":"de","recipient":{"name":"Weberei Ost","address":""},"valid_until":"2026-03-31","introduction":"Guten Tag,\nwie besprochen:","lines":[{"description":"Loom","quantity":"2","unit_price":60000,"tax_rate":"19","recurring":"once"}]}"#
    );
}

#[test]
fn what_is_handed_out_has_a_checksum_that_any_change_changes() {
    let (amounts, totals) = content().check().unwrap();
    let document = Document {
        number: Some("Q-2026-0001".into()),
        version: 1,
        sent_on: Some("2026-03-03".into()),
        sender: Company { name: "Loom & Co".into(), ..Company::default() },
        content: content(),
        amounts,
        totals,
    };
    let text = document.to_text();
    assert_eq!(Document::from_text(&text).as_ref(), Some(&document));
    let mut other = document;
    other.content.lines[0].unit_price += 1;
    assert_ne!(digest(&other.to_text()), digest(&text));
    assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[rstest]
#[case(|content: &mut Content| content.title = " ".into(), "title")]
#[case(|content: &mut Content| content.title = "a\nb".into(), "title")]
#[case(|content: &mut Content| content.terms = "x".repeat(10_001), "terms")]
#[case(|content: &mut Content| content.introduction = "a\u{0}b".into(), "introduction")]
#[case(|content: &mut Content| content.valid_until = Some("31.03.2026".into()), "valid_until")]
#[case(|content: &mut Content| content.valid_until = Some("2026-02-30".into()), "valid_until")]
#[case(|content: &mut Content| content.recipient.address = "x".repeat(1_001), "recipient.address")]
#[case(|content: &mut Content| content.lines[0].quantity = Quantity::ZERO, "lines.0.quantity")]
#[case(|content: &mut Content| content.lines = vec![content.lines[0].clone(); 201], "lines")]
fn what_cannot_be_written_is_refused_with_its_place(#[case] change: fn(&mut Content), #[case] place: &str) {
    let mut content = content();
    change(&mut content);
    assert_eq!(content.check().unwrap_err().place, place);
}

#[test]
fn a_quote_is_sent_to_somebody_and_with_a_line() {
    assert!(content().check_complete().is_ok());
    let without = Content { lines: Vec::new(), ..content() };
    assert_eq!(without.check_complete().unwrap_err().place, "lines");
    let nobody = Content { recipient: Recipient::default(), ..content() };
    assert_eq!(nobody.check_complete().unwrap_err().place, "recipient.name");
}

#[rstest]
#[case(QuoteState::Sent, "2026-03-31", Some("2026-03-31"), QuoteState::Sent)]
#[case(QuoteState::Sent, "2026-04-01", Some("2026-03-31"), QuoteState::Expired)]
#[case(QuoteState::Sent, "2036-04-01", None, QuoteState::Sent)]
#[case(QuoteState::Draft, "2026-04-01", Some("2026-03-31"), QuoteState::Draft)]
#[case(QuoteState::Accepted, "2026-04-01", Some("2026-03-31"), QuoteState::Accepted)]
fn a_sent_quote_expires_after_its_last_day(
    #[case] stored: QuoteState,
    #[case] today: &str,
    #[case] until: Option<&str>,
    #[case] expected: QuoteState,
) {
    assert_eq!(stored.on(today, until), expected);
}

#[test]
fn numbers_and_states_read_back_from_their_text() {
    for (year, place, text) in
        [(2026, 1, "Q-2026-0001"), (2026, 9_999, "Q-2026-9999"), (2026, 10_000, "Q-2026-10000")]
    {
        let number = QuoteNumber { year, place };
        assert_eq!((number.to_string().as_str(), QuoteNumber::parse(text)), (text, Some(number)));
    }
    assert_eq!(QuoteNumber::parse("Q-2026-1"), None);
    for state in QuoteState::ALL {
        assert_eq!(QuoteState::from_word(state.word()), Some(state));
    }
}

#[rstest]
#[case("", true, None)]
#[case("#0b6e6e", true, Some([11, 110, 110]))]
#[case("0b6e6e", false, None)]
#[case("#0b6e6", false, None)]
#[case("#0b6eéé", false, None)]
#[case("#+b6e6e", false, None)]
fn an_accent_is_six_hexadecimal_digits(
    #[case] accent: &str,
    #[case] is_good: bool,
    #[case] colour: Option<[u8; 3]>,
) {
    let company = Company { accent: accent.into(), ..Company::default() };
    assert_eq!((company.check().is_ok(), company.colour()), (is_good, colour));
}
