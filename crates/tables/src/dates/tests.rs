use rstest::rstest;

use super::*;

fn reader(order: Option<DateOrder>) -> DateReader {
    DateReader { orders: Orders { general: order, ..Orders::default() }, ..DateReader::default() }
}

#[rstest]
#[case("2024-03-15", "2024-03-15T00:00:00Z", Precision::Day)]
#[case("2024/3/5", "2024-03-05T00:00:00Z", Precision::Day)]
#[case("20240315", "2024-03-15T00:00:00Z", Precision::Day)]
#[case("2024-03-15 09:12:00", "2024-03-15T09:12:00Z", Precision::Instant)]
#[case("2024-03-15 09:12", "2024-03-15T09:12:00Z", Precision::Instant)]
#[case("2024-03-15T09:12:00Z", "2024-03-15T09:12:00Z", Precision::Instant)]
#[case("2024-03-15T09:12:00.25+02:00", "2024-03-15T07:12:00.25Z", Precision::Instant)]
#[case("2024-03-15T09:12:00.254-0530", "2024-03-15T14:42:00.254Z", Precision::Instant)]
#[case("\u{200e}15\u{200e}.\u{200e}03\u{200e}.\u{200e}2024", "2024-03-15T00:00:00Z", Precision::Day)]
#[case("'2024-03-15", "2024-03-15T00:00:00Z", Precision::Day)]
#[case("=\"2024-03-15\"", "2024-03-15T00:00:00Z", Precision::Day)]
#[case("15-Jan-2024", "2024-01-15T00:00:00Z", Precision::Day)]
#[case("12 Mar 2024", "2024-03-12T00:00:00Z", Precision::Day)]
#[case("7-Feb-22", "2022-02-07T00:00:00Z", Precision::Day)]
#[case("7-Feb-71", "1971-02-07T00:00:00Z", Precision::Day)]
#[case("Mar 20 2024", "2024-03-20T00:00:00Z", Precision::Day)]
#[case("March 20th, 2024", "2024-03-20T00:00:00Z", Precision::Day)]
#[case("03/15/2024 9:12 AM", "2024-03-15T09:12:00Z", Precision::Instant)]
#[case("03/15/2024 12:05 am", "2024-03-15T00:05:00Z", Precision::Instant)]
#[case("3/15/2024 2:30 PM", "2024-03-15T14:30:00Z", Precision::Instant)]
#[case("20.03.2024", "2024-03-20T00:00:00Z", Precision::Day)]
#[case("01.02.2024", "2024-02-01T00:00:00Z", Precision::Day)]
#[case("05/05/2024", "2024-05-05T00:00:00Z", Precision::Day)]
#[case("24.03.15", "2015-03-24T00:00:00Z", Precision::Day)]
#[case("24-03-24", "2024-03-24T00:00:00Z", Precision::Day)]
#[case("03/15/24", "2024-03-15T00:00:00Z", Precision::Day)]
#[case("24-3-5", "2024-03-05T00:00:00Z", Precision::Day)]
#[case("5/13/24", "2024-05-13T00:00:00Z", Precision::Day)]
#[case("45-03-15", "2045-03-15T00:00:00Z", Precision::Day)]
#[case("15 Apr, 2021 00:03:00", "2021-04-15T00:03:00Z", Precision::Instant)]
#[case("Fri, 15 Mar 2024 09:12:00 +0100", "2024-03-15T08:12:00Z", Precision::Instant)]
#[case("Fri Mar 15 09:12:00 2024", "2024-03-15T09:12:00Z", Precision::Instant)]
#[case("12. März 2024", "2024-03-12T00:00:00Z", Precision::Day)]
#[case("1er août 2023", "2023-08-01T00:00:00Z", Precision::Day)]
#[case("12 de marzo de 2024", "2024-03-12T00:00:00Z", Precision::Day)]
#[case("3. října 2024", "2024-10-03T00:00:00Z", Precision::Day)]
fn a_date_is_read(#[case] text: &str, #[case] expected: &str, #[case] precision: Precision) {
    let moment = reader(None).read(text).unwrap();
    assert_eq!((moment.at.to_string().as_str(), moment.precision), (expected, precision));
}

#[rstest]
#[case("01/02/2024", DateOrder::DayFirst, "2024-02-01")]
#[case("01/02/2024", DateOrder::MonthFirst, "2024-01-02")]
#[case("01-02-24", DateOrder::DayFirst, "2024-02-01")]
#[case("20/03/2024", DateOrder::MonthFirst, "2024-03-20")]
#[case("24-03-15", DateOrder::YearFirst, "2024-03-15")]
#[case("24-03-15", DateOrder::DayFirst, "2015-03-24")]
#[case("24.03.15", DateOrder::YearFirst, "2024-03-15")]
#[case("03/15/24", DateOrder::MonthFirst, "2024-03-15")]
#[case("20/03/2024", DateOrder::YearFirst, "2024-03-20")]
#[case("01.02.2024", DateOrder::YearFirst, "2024-02-01")]
fn the_order_decides_what_is_open(#[case] text: &str, #[case] order: DateOrder, #[case] expected: &str) {
    assert!(reader(Some(order)).read(text).unwrap().at.to_string().starts_with(expected));
}

#[rstest]
#[case("", DateProblem::Unreadable)]
#[case("soon", DateProblem::Unreadable)]
#[case("1705276800", DateProblem::Unreadable)]
#[case("Mar 2024", DateProblem::Unreadable)]
#[case("12 Foo 2024", DateProblem::Unreadable)]
#[case("10:30", DateProblem::Unreadable)]
#[case("2024-03-15 25:00", DateProblem::Unreadable)]
#[case("+1 555-0100", DateProblem::Unreadable)]
#[case("20/13/2024", DateProblem::NoSuchDay)]
#[case("2024-02-30", DateProblem::NoSuchDay)]
#[case("01/02/2024", DateProblem::Ambiguous)]
#[case("24-03-15", DateProblem::Ambiguous)]
#[case("24/03/15", DateProblem::Ambiguous)]
#[case("31-13-24", DateProblem::NoSuchDay)]
fn text_that_is_not_a_date_is_refused(#[case] text: &str, #[case] problem: DateProblem) {
    assert_eq!(reader(None).read(text), Err(problem));
}

#[rstest]
#[case("epoch", "1705276800", "2024-01-15T00:00:00Z")]
#[case("epoch-millis", "1705276800500", "2024-01-15T00:00:00.5Z")]
#[case("spreadsheet", "45306", "2024-01-15T00:00:00Z")]
#[case("spreadsheet", "45306.5", "2024-01-15T12:00:00Z")]
#[case("%d|%m|%Y", "15|01|2024", "2024-01-15T00:00:00Z")]
#[case("%d|%m|%Y %H.%M", "15|01|2024 09.30", "2024-01-15T09:30:00Z")]
fn a_format_is_used_when_asked_for(#[case] format: &str, #[case] text: &str, #[case] expected: &str) {
    let reader = DateReader { formats: vec![DateFormat::parse(format).unwrap()], ..DateReader::default() };
    assert_eq!(reader.read(text).unwrap().at.to_string(), expected);
}

#[test]
fn a_pattern_that_cannot_be_one_is_refused() {
    assert_eq!(DateFormat::parse("%Q-%!"), None);
    assert_eq!(DateFormat::parse("yyyy-mm-dd"), None);
}

#[test]
fn times_without_an_offset_are_in_the_zone() {
    let reader = DateReader { zone: TimeZone::get("Europe/Berlin").unwrap(), ..DateReader::default() };
    assert_eq!(reader.read("2024-07-01").unwrap().at.to_string(), "2024-07-01T00:00:00Z");
    assert_eq!(reader.read("2024-03-31 02:30").unwrap().at.to_string(), "2024-03-31T01:30:00Z");
    assert_eq!(reader.read("2024-07-01T10:00:00Z").unwrap().at.to_string(), "2024-07-01T10:00:00Z");
}

#[test]
fn a_column_decides_its_order_for_each_separator() {
    let orders = settle("Signed up", ["2024-01-15", "01/20/2024", "02/03/2024", "20.03.2024", ""]).unwrap();
    assert_eq!(orders.of('/'), Some(DateOrder::MonthFirst));
    assert_eq!(orders.of('.'), Some(DateOrder::DayFirst));
    assert_eq!(orders.of('-'), None);
}

#[test]
fn a_year_elsewhere_than_in_its_column_is_refused() {
    assert_eq!(reader(Some(DateOrder::YearFirst)).read("03/15/24"), Err(DateProblem::NoSuchDay));
    assert_eq!(reader(Some(DateOrder::DayFirst)).read("45-03-15"), Err(DateProblem::NoSuchDay));
    assert_eq!(reader(Some(DateOrder::MonthFirst)).read("24-03-15"), Err(DateProblem::Ambiguous));
}

#[rstest]
#[case(&["01-03-2017", "20-03-2017"], '-', DateOrder::DayFirst)]
#[case(&["01/03/2017", "20-03-2017"], '/', DateOrder::DayFirst)]
#[case(&["01-03-2017", "20.03.2017"], '-', DateOrder::DayFirst)]
#[case(&["01/03/2017", "20 03 2017", "1-3-2017"], '-', DateOrder::DayFirst)]
#[case(&["01-03-2017", "03/20/2017"], '-', DateOrder::MonthFirst)]
#[case(&["24-03-15", "45-11-20"], '-', DateOrder::YearFirst)]
#[case(&["24-03-15", "24-3-5"], '-', DateOrder::YearFirst)]
#[case(&["15/03/24", "5/3/24"], '/', DateOrder::DayFirst)]
#[case(&["15/03/24", "05/03/72"], '/', DateOrder::DayFirst)]
#[case(&["05/03/24", "03/15/24"], '/', DateOrder::MonthFirst)]
fn a_column_has_one_order(#[case] values: &[&str], #[case] separator: char, #[case] expected: DateOrder) {
    assert_eq!(settle("Signed up", values.iter().copied()).unwrap().of(separator), Some(expected));
}

#[rstest]
#[case(&["24-03-15", "24-11-20", "23-12-18"], &[DateOrder::DayFirst, DateOrder::YearFirst])]
#[case(&["05-03-06", "24-03-15"], &[DateOrder::DayFirst, DateOrder::YearFirst])]
#[case(&["05-03-06"], &DateOrder::ALL)]
#[case(&["05/03/2024"], &[DateOrder::DayFirst, DateOrder::MonthFirst])]
fn what_is_asked_is_what_is_possible(#[case] values: &[&str], #[case] orders: &[DateOrder]) {
    assert_eq!(settle("Signed up", values.iter().copied()).unwrap_err().orders, orders);
}

#[test]
fn dates_with_dots_that_look_like_years_are_asked_about() {
    let asked = settle("Signed up", ["24.03.15", "24.11.20", "23.12.18"]).unwrap_err();
    assert_eq!(asked.orders, [DateOrder::DayFirst, DateOrder::YearFirst]);
    assert!(settle("Signed up", ["15.03.24", "20.11.24", "18.12.23"]).is_ok());
}

#[test]
fn dates_with_dots_begin_with_their_day() {
    let orders = settle("Signed up", ["24.03.15", "01.02.24", "03/20/2024"]).unwrap();
    assert_eq!((orders.of('.'), orders.of('/')), (Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)));
}

#[rstest]
#[case(&["01/02/2024", "03/04/2024"])]
#[case(&["20/03/2024", "03/20/2024", "01/02/2024"])]
fn an_ambiguous_column_is_refused(#[case] values: &[&str]) {
    let refused = settle("Signed up", values.iter().copied()).unwrap_err();
    assert_eq!(
        (refused.column.as_str(), refused.example.as_str()),
        ("Signed up", *values.iter().find(|value| value.starts_with("01")).unwrap())
    );
}
