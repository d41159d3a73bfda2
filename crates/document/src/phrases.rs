//! The phrases that a document adds, in each language.

use casebook_domain::quotes::{Language, Recurrence};

/// `Page 1 of 3`.
pub(crate) fn page(language: Language, number: usize, all: usize) -> String {
    match language {
        Language::English => format!("Page {number} of {all}"),
        Language::German => format!("Seite {number} von {all}"),
        Language::Arabic => format!("صفحة {number} من {all}"),
    }
}

/// `19% tax on 1,000.00 EUR`, of a rate and an amount that are written already.
pub(crate) fn tax(language: Language, rate: &str, net: &str) -> String {
    match language {
        Language::English => format!("{rate} tax on {net}"),
        Language::German => format!("{rate} Steuer auf {net}"),
        // Isolates keep each from being torn apart among letters that run the other way.
        Language::Arabic => format!("ضريبة \u{2066}{rate}\u{2069} على \u{2066}{net}\u{2069}"),
    }
}

/// How often a line is charged, and for how long: `monthly, for 12 months`. Nothing for what is charged once.
pub(crate) fn recurrence(language: Language, recurring: Recurrence, term: Option<u32>) -> Option<String> {
    let (often, unit) = match (language, recurring) {
        (_, Recurrence::Once) => return None,
        (Language::English, Recurrence::Monthly) => ("charged monthly", "month"),
        (Language::English, Recurrence::Yearly) => ("charged yearly", "year"),
        (Language::German, Recurrence::Monthly) => ("monatlich", "Monat"),
        (Language::German, Recurrence::Yearly) => ("jährlich", "Jahr"),
        (Language::Arabic, Recurrence::Monthly) => ("شهريًا", ""),
        (Language::Arabic, Recurrence::Yearly) => ("سنويًا", ""),
    };
    let Some(term) = term else { return Some(often.to_owned()) };
    Some(match language {
        Language::English => format!("{often}, for {term} {unit}{}", if term == 1 { "" } else { "s" }),
        Language::German => format!("{often}, für {term} {unit}{}", if term == 1 { "" } else { "e" }),
        Language::Arabic => format!("{often}، لمدة {}", arabic_term(recurring, term)),
    })
}

/// A number of months or years: Arabic has a dual, and counts three to ten otherwise than eleven and more.
fn arabic_term(recurring: Recurrence, term: u32) -> String {
    let [one, two, few, many, round] = match recurring {
        Recurrence::Yearly => ["سنة واحدة", "سنتين", "سنوات", "سنة", "سنة"],
        Recurrence::Once | Recurrence::Monthly => ["شهر واحد", "شهرين", "أشهر", "شهرًا", "شهر"],
    };
    match (term, term % 100) {
        (1, _) => one.to_owned(),
        (2, _) => two.to_owned(),
        (_, 3..=10) => format!("{term} {few}"),
        (_, 11..=99) => format!("{term} {many}"),
        _ => format!("{term} {round}"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Language::English, Recurrence::Monthly, Some(12), "charged monthly, for 12 months")]
    #[case(Language::English, Recurrence::Yearly, Some(1), "charged yearly, for 1 year")]
    #[case(Language::German, Recurrence::Yearly, Some(3), "jährlich, für 3 Jahre")]
    #[case(Language::German, Recurrence::Monthly, None, "monatlich")]
    #[case(Language::Arabic, Recurrence::Monthly, Some(2), "شهريًا، لمدة شهرين")]
    #[case(Language::Arabic, Recurrence::Monthly, Some(12), "شهريًا، لمدة 12 شهرًا")]
    #[case(Language::Arabic, Recurrence::Yearly, Some(5), "سنويًا، لمدة 5 سنوات")]
    fn terms_are_counted_as_the_language_does(
        #[case] language: Language,
        #[case] recurring: Recurrence,
        #[case] term: Option<u32>,
        #[case] phrase: &str,
    ) {
        assert_eq!(recurrence(language, recurring, term).as_deref(), Some(phrase));
        assert_eq!(recurrence(language, Recurrence::Once, term), None);
    }
}
