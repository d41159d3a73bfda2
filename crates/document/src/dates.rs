//! Dates as a language writes them.

use casebook_domain::quotes::Language;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const ARABIC: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

/// Year, month and day of a date such as `2026-03-31`.
pub(crate) fn parts(date: &str) -> Option<(u16, u8, u8)> {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then_some((year, month, day))
}

/// A date such as `2026-03-31`, written for readers: `31 March 2026`, in German `31. März 2026`. What is no date stays as
/// it is.
pub(crate) fn date(date: &str, language: Language) -> String {
    written(date, language).unwrap_or_else(|| date.to_owned())
}

fn written(date: &str, language: Language) -> Option<String> {
    let (year, month, day) = parts(date)?;
    let name = |names: &[&'static str; 12]| names.get(usize::from(month).checked_sub(1)?).copied();
    Some(match language {
        Language::English => format!("{day} {} {year}", name(&ENGLISH)?),
        Language::German => format!("{day}. {} {year}", name(&GERMAN)?),
        Language::Arabic => format!("{day} {} {year}", name(&ARABIC)?),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-03-03", Language::English, "3 March 2026")]
    #[case("2026-03-03", Language::German, "3. März 2026")]
    #[case("2026-12-31", Language::Arabic, "31 ديسمبر 2026")]
    #[case("2026-13-31", Language::English, "2026-13-31")]
    #[case("soon", Language::English, "soon")]
    fn dates_are_written_as_the_language_does(
        #[case] text: &str,
        #[case] language: Language,
        #[case] expected: &str,
    ) {
        assert_eq!(date(text, language), expected);
    }
}
