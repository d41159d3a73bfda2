//! What lines and quotes come to: worked examples in currencies of none, two and three digits, and what always holds.

use proptest::prelude::*;
use rstest::rstest;

use crate::money::{Currency, Money};
use crate::quotes::{Discount, LARGEST, Line, LineAmounts, Percent, Quantity, Recurrence, Sum, Totals};

fn line(quantity: &str, unit_price: i64, discount: &str, tax: &str) -> Line {
    let discount = match discount.strip_suffix('%') {
        Some(percent) => Some(Discount::Percent(Percent::parse(percent).unwrap())),
        None if discount.is_empty() => None,
        None => Some(Discount::Amount(discount.parse().unwrap())),
    };
    Line {
        description: "Loom".into(),
        quantity: Quantity::parse(quantity).unwrap(),
        unit_price,
        discount,
        tax_rate: Percent::parse(tax).unwrap(),
        ..Line::default()
    }
}

fn printed(code: &str, minor: i64) -> String {
    Money { minor, currency: Currency::parse(code).unwrap() }.major()
}

#[rstest]
// Without digits after the point: half a yen is a yen.
#[case::yen("JPY", line("3", 1_001, "50%", "10"), ["3003", "1502", "1501", "150", "1651"])]
#[case::half_a_yen_of_tax("JPY", line("1", 5, "", "10"), ["5", "0", "5", "1", "6"])]
#[case::less_than_half("JPY", line("1", 4, "", "10"), ["4", "0", "4", "0", "4"])]
#[case::part_of_a_yen("JPY", line("0.5", 101, "", "8"), ["51", "0", "51", "4", "55"])]
// Two digits.
#[case::euro("EUR", line("12", 8_990, "", "19"), ["1078.80", "0.00", "1078.80", "204.97", "1283.77"])]
#[case::share_of_an_hour("EUR", line("2.25", 9_500, "", "19"), ["213.75", "0.00", "213.75", "40.61", "254.36"])]
#[case::percent_off("EUR", line("3", 3_333, "12.5%", "7"), ["99.99", "12.50", "87.49", "6.12", "93.61"])]
#[case::amount_off("EUR", line("1", 10_000, "2550", "19"), ["100.00", "25.50", "74.50", "14.16", "88.66"])]
#[case::half_a_cent_up("EUR", line("0.5", 1, "", "0"), ["0.01", "0.00", "0.01", "0.00", "0.01"])]
#[case::all_off("EUR", line("7", 1_999, "100%", "19"), ["139.93", "139.93", "0.00", "0.00", "0.00"])]
#[case::a_third("EUR", line("0.333333", 10_000, "", "20"), ["33.33", "0.00", "33.33", "6.67", "40.00"])]
#[case::odd_rate("CHF", line("1", 19_990, "", "8.1"), ["199.90", "0.00", "199.90", "16.19", "216.09"])]
// Three digits.
#[case::dinar("KWD", line("1.5", 12_345, "", "5"), ["18.518", "0.000", "18.518", "0.926", "19.444"])]
#[case::millimes("TND", line("7", 143, "10%", "19"), ["1.001", "0.100", "0.901", "0.171", "1.072"])]
fn each_amount_of_a_line_is_rounded_half_up_to_the_minor_unit(
    #[case] code: &str,
    #[case] line: Line,
    #[case] expected: [&str; 5],
) {
    let LineAmounts { full, discount, net, tax, gross } = line.amounts().unwrap();
    assert_eq!([full, discount, net, tax, gross].map(|minor| printed(code, minor)), expected);
}

#[test]
fn what_is_charged_once_and_what_recurs_stand_apart() {
    let monthly = Line { recurring: Recurrence::Monthly, term: Some(12), ..line("10", 1_500, "", "19") };
    let yearly = Line { recurring: Recurrence::Yearly, term: Some(3), ..line("1", 20_000, "", "7") };
    let (amounts, totals) =
        Totals::of(&[line("1", 100_000, "", "19"), line("2", 5_000, "", "7"), monthly, yearly]).unwrap();
    let sums = |sum: &Option<Sum>| sum.as_ref().map(|sum| (sum.net, sum.tax, sum.gross)).unwrap();
    assert_eq!(amounts.len(), 4);
    assert_eq!(sums(&totals.once), (110_000, 19_700, 129_700));
    assert_eq!(sums(&totals.monthly), (15_000, 2_850, 17_850));
    assert_eq!(sums(&totals.yearly), (20_000, 1_400, 21_400));
    // 1,100 once, twelve months of 150 and three years of 200.
    assert_eq!(sums(&totals.agreed), (350_000, 19_700 + 12 * 2_850 + 3 * 1_400, 408_100));
    let rates: Vec<(String, i64, i64)> =
        totals.once.unwrap().taxes.iter().map(|tax| (tax.rate.to_string(), tax.net, tax.tax)).collect();
    assert_eq!(rates, [("7".to_owned(), 10_000, 700), ("19".to_owned(), 100_000, 19_000)]);
}

#[test]
fn without_a_term_nothing_is_said_of_all_that_is_agreed() {
    let open = Line { recurring: Recurrence::Monthly, ..line("1", 900, "", "0") };
    let (_, totals) = Totals::of(&[open, line("1", 900, "", "0")]).unwrap();
    assert_eq!((totals.agreed, totals.monthly.unwrap().net), (None, 900));
}

#[rstest]
#[case(line("999999999", LARGEST, "", "0"), "quantity")]
#[case(line("1", LARGEST, "", "19"), "unit_price")]
#[case(line("1", 100, "101", "0"), "discount")]
#[case(line("1", 100, "100.5%", "0"), "discount")]
#[case(line("1", 100, "", "100.5"), "tax_rate")]
#[case(line("0", 100, "", "0"), "quantity")]
#[case(line("1", -1, "", "0"), "unit_price")]
#[case(Line { term: Some(3), ..line("1", 1, "", "0") }, "term")]
#[case(Line { recurring: Recurrence::Yearly, term: Some(0), ..line("1", 1, "", "0") }, "term")]
#[case(Line { description: " ".into(), ..line("1", 1, "", "0") }, "description")]
fn what_cannot_be_offered_is_refused_with_its_field(#[case] line: Line, #[case] field: &str) {
    assert_eq!(line.check().unwrap_err().place, field);
}

#[test]
fn too_large_a_quote_names_the_line_that_is_too_much() {
    let half = line("1", LARGEST / 2, "", "0");
    let problem = Totals::of(&[half.clone(), half.clone(), half]).unwrap_err();
    assert_eq!(problem.place, "lines.2");
}

fn any_line() -> impl Strategy<Value = Line> {
    let discount = prop_oneof![
        Just(None),
        (0..=1_000_000_i64).prop_map(|units| Some(Discount::Percent(
            Percent::parse(&format!("{}.{:04}", units / 10_000, units % 10_000)).unwrap()
        ))),
        (0..=100_000_i64).prop_map(|amount| Some(Discount::Amount(amount))),
    ];
    let recurrence = prop_oneof![
        Just((Recurrence::Once, None)),
        (1..60_u32).prop_map(|term| (Recurrence::Monthly, Some(term))),
        (1..9_u32).prop_map(|term| (Recurrence::Yearly, Some(term))),
    ];
    (1..=9_999_999_999_i64, 0..=10_000_000_000_i64, discount, 0..=30_i64, recurrence).prop_map(
        |(quantity, unit_price, discount, tax, (recurrence, term))| Line {
            description: "any".into(),
            quantity: Quantity::parse(&format!("{}.{:06}", quantity / 1_000_000, quantity % 1_000_000))
                .unwrap(),
            unit_price,
            discount,
            tax_rate: Percent::whole(tax).unwrap(),
            recurring: recurrence,
            term,
            ..Line::default()
        },
    )
}

/// The amount that a reader sees, read back.
fn read_back(code: &str, minor: i64) -> i128 {
    let text = printed(code, minor);
    text.replace('.', "").parse().unwrap()
}

proptest! {
    #[test]
    fn totals_are_the_sums_of_what_is_printed(
        lines in prop::collection::vec(any_line(), 0..20),
        code in prop::sample::select(vec!["JPY", "EUR", "USD", "KWD", "TND"]),
    ) {
        let Ok((amounts, totals)) = Totals::of(&lines) else { return Ok(()) };
        for recurrence in Recurrence::ALL {
            let of: Vec<&LineAmounts> =
                lines.iter().zip(&amounts).filter(|(line, _)| line.recurring == recurrence).map(|(_, one)| one).collect();
            let Some(sum) = totals.of_recurrence(recurrence) else {
                prop_assert!(of.is_empty());
                continue;
            };
            let added = |part: fn(&LineAmounts) -> i64| of.iter().map(|one| read_back(code, part(one))).sum::<i128>();
            prop_assert_eq!(read_back(code, sum.net), added(|one| one.net));
            prop_assert_eq!(read_back(code, sum.tax), added(|one| one.tax));
            prop_assert_eq!(read_back(code, sum.gross), added(|one| one.gross));
            prop_assert_eq!(sum.taxes.iter().map(|tax| tax.tax).sum::<i64>(), sum.tax);
            prop_assert_eq!(sum.taxes.iter().map(|tax| tax.net).sum::<i64>(), sum.net);
        }
    }

    #[test]
    fn each_line_adds_up_and_is_off_by_at_most_half_a_minor_unit(line in any_line()) {
        let Ok(LineAmounts { full, discount, net, tax, gross }) = line.amounts() else { return Ok(()) };
        prop_assert_eq!((full - discount, net + tax), (net, gross));
        let exact = i128::from(line.quantity.units()) * i128::from(line.unit_price);
        let off = i128::from(full) * i128::from(Quantity::UNITS) - exact;
        prop_assert!(-i128::from(Quantity::UNITS) < 2 * off && 2 * off <= i128::from(Quantity::UNITS));
    }

    #[test]
    fn no_line_whatever_makes_the_arithmetic_fail(
        quantity in any::<i64>(), unit_price in any::<i64>(), amount in any::<i64>(), tax in any::<i64>(), term in any::<u32>(),
    ) {
        let text = |units: i64| format!("{}.{:06}", units.unsigned_abs() / 1_000_000, units.unsigned_abs() % 1_000_000);
        let one = Line {
            description: "any".into(),
            quantity: Quantity::parse(&text(quantity)).unwrap_or_default(),
            unit_price,
            discount: Some(Discount::Amount(amount)),
            tax_rate: Percent::parse(&tax.unsigned_abs().to_string()).unwrap_or_default(),
            recurring: Recurrence::Monthly,
            term: Some(term),
            ..Line::default()
        };
        let _ = one.check();
        let _ = Totals::of(&[one.clone(), Line { discount: None, ..one }]);
    }

    #[test]
    fn decimals_read_back_from_their_text_and_from_json(units in 0..=999_999_999_999_999_i64) {
        let text = format!("{}.{:06}", units / 1_000_000, units % 1_000_000);
        let decimal = Quantity::parse(&text).unwrap();
        prop_assert_eq!(decimal.units(), units);
        prop_assert_eq!(Quantity::parse(&decimal.to_string()), Some(decimal));
        let number = crate::records::Number::read(&decimal.to_json()).unwrap();
        prop_assert_eq!(Quantity::of_number(number), Some(decimal));
    }
}

#[rstest]
#[case("12.5", Some("12.5"))]
#[case("007", Some("7"))]
#[case("1.500000", Some("1.5"))]
#[case("0", Some("0"))]
#[case("1.0000001", None)]
#[case("1234567890", None)]
#[case("-1", None)]
#[case("1,5", None)]
#[case(".5", None)]
#[case("", None)]
#[case("1e3", None)]
fn a_quantity_is_a_plain_decimal(#[case] text: &str, #[case] read: Option<&str>) {
    assert_eq!(Quantity::parse(text).map(|decimal| decimal.to_string()).as_deref(), read);
}
