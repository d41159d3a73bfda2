//! Documents are drawn, and read back by another program.

use std::time::Duration;

use casebook_document::{file_name, pdf};
use casebook_domain::quotes::{Company, Document, Language, Recurrence};
use rstest::rstest;

use crate::extraction::{amounts, letters, text_of};
use crate::samples;

#[rstest]
#[case::english(samples::english())]
#[case::german(samples::german())]
#[case::arabic(samples::arabic())]
#[case::yen(samples::yen())]
#[case::monstrous(samples::monstrous())]
#[timeout(Duration::from_mins(1))]
fn a_document_is_drawn_and_equal_ones_have_equal_bytes(#[case] document: Document) {
    let drawn = pdf(&document).unwrap();
    assert!(drawn.starts_with(b"%PDF-1.7"));
    assert_eq!(pdf(&document.clone()).unwrap(), drawn);
}

#[rstest]
#[case::english(samples::english())]
#[case::german(samples::german())]
#[case::arabic(samples::arabic())]
#[case::yen(samples::yen())]
fn all_that_is_offered_can_be_read_in_its_order(#[case] document: Document) {
    let text = letters(&text_of(&pdf(&document).unwrap()));
    let mut rest = text.as_str();
    let content = &document.content;
    let blocks = [&content.recipient.name, &content.title, &content.introduction];
    let lines = content.lines.iter().map(|line| &line.description);
    for part in blocks.into_iter().chain(lines).chain([&content.terms]) {
        let part = letters(part);
        let Some(place) = rest.find(&part) else { panic!("{part} is not in {rest}") };
        rest = &rest[place + part.len()..];
    }
}

#[rstest]
#[case::english(samples::english(), ["Charged once", "Charged monthly", "Charged yearly"])]
#[case::german(samples::german(), ["Einmalig", "Monatlich", "Jährlich"])]
fn the_lines_that_are_printed_add_up_to_the_totals_that_are_printed(
    #[case] document: Document,
    #[case] headings: [&str; 3],
) {
    let text = text_of(&pdf(&document).unwrap());
    let (table, totals) = text.split_at(text.find(headings[0]).unwrap());
    let code = document.content.currency.code();
    // The last amount before the number of the next line is the net amount of a line.
    let mut printed = [0; 3];
    let mut rest = table;
    for (place, line) in document.content.lines.iter().enumerate() {
        let start = format!(" {} {}", place + 1, line.description.split_whitespace().next().unwrap());
        let next = document.content.lines.get(place + 1);
        rest = &rest[rest.find(&start).unwrap() + start.len()..];
        let end = next.map_or(rest.len(), |next| {
            rest.find(&format!(" {} {}", place + 2, next.description.split_whitespace().next().unwrap()))
                .unwrap()
        });
        printed[line.recurring as usize] += amounts(&rest[..end], code).last().unwrap();
    }
    for (recurring, (heading, sum)) in Recurrence::ALL.into_iter().zip(headings.into_iter().zip(printed)) {
        let Some(total) = document.totals.of_recurrence(recurring) else { continue };
        let printed = amounts(&totals[totals.find(heading).unwrap()..], code);
        let taxes = total.taxes.iter().flat_map(|tax| [tax.net, tax.tax]);
        let expected: Vec<i64> = [total.net].into_iter().chain(taxes).chain([total.gross]).collect();
        assert_eq!(printed[..expected.len()], expected);
        assert_eq!(sum, total.net);
    }
}

#[test]
fn amounts_over_all_terms_are_printed_where_something_recurs() {
    let document = samples::english();
    let text = text_of(&pdf(&document).unwrap());
    let agreed = &text[text.find("Over all agreed terms").unwrap()..];
    let total = document.totals.agreed.unwrap();
    let amounts = amounts(agreed, "EUR");
    assert_eq!(amounts.first(), Some(&total.net));
    assert!(amounts.contains(&total.gross));
}

#[test]
fn a_number_is_never_broken() {
    let text = text_of(&pdf(&samples::monstrous()).unwrap());
    for number in ["999.999.999,999999", "3.333.333.333.333,33", "3.333.336.666.666,65"] {
        assert!(text.split(' ').any(|word| word == number), "{number}");
    }
}

#[rstest]
#[case(Language::English, "Draft", "31 March 2026")]
#[case(Language::German, "Entwurf", "31. März 2026")]
#[case(Language::Arabic, "مسودة", "مارس")]
fn a_draft_says_so_in_its_language(#[case] language: Language, #[case] draft: &str, #[case] valid: &str) {
    let content = samples::content(language, "EUR", "Loom", vec![samples::line("Loom", "1", "", 100, "0")]);
    let document = Document { number: None, sent_on: None, ..samples::document(Company::default(), content) };
    let text = text_of(&pdf(&document).unwrap());
    assert!(text.contains(draft), "{text}");
    assert!(text.contains(valid), "{text}");
}

#[rstest]
#[case(Some("Q-2026-0001"), 1, "Q-2026-0001.pdf")]
#[case(Some("Q-2026-0001"), 2, "Q-2026-0001-v2.pdf")]
#[case(Some("../\"Q\r\n"), 1, "Q.pdf")]
#[case(None, 1, "draft.pdf")]
fn a_file_is_named_after_its_quote(#[case] number: Option<&str>, #[case] version: i64, #[case] name: &str) {
    let number = number.map(str::to_owned);
    assert_eq!(file_name(&Document { number, version, ..samples::english() }), name);
}
