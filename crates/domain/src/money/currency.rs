//! Currencies by the words and signs that stand beside amounts.

use super::Currency;
use crate::text::fold;

/// The codes of ISO 4217 that are in use, with which three letters beside an amount are a currency rather than a word.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD \
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF \
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP \
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK \
    SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD \
    XCG XOF XPF YER ZAR ZMW ZWG HRK";

/// Words and signs of one currency.
const OWN: [(&str, &str); 28] = [
    ("€", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("£", "GBP"),
    ("kc", "CZK"),
    ("zl", "PLN"),
    ("ft", "HUF"),
    ("sfr", "CHF"),
    ("us$", "USD"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("mx$", "MXN"),
    ("nt$", "TWD"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₴", "UAH"),
    ("₫", "VND"),
    ("₦", "NGN"),
    ("฿", "THB"),
];

/// Words and signs of several currencies: they say nothing alone, and contradict all others.
const SHARED: [(&str, &str); 5] = [
    (
        "$",
        "USD CAD AUD NZD HKD SGD MXN TWD ARS CLP COP UYU DOP BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD \
         BRL",
    ),
    ("¥", "JPY CNY"),
    ("kr", "SEK NOK DKK ISK"),
    ("fr", "CHF XAF XOF XPF"),
    ("rs", "INR PKR LKR NPR MUR SCR"),
];

/// The currency of an amount with these words beside it, of which each must fit; the given one if none says it.
pub(super) fn named(words: &[&str], given: Option<Currency>) -> Option<Currency> {
    let (mut own, mut shared) = (None, Vec::new());
    for word in words {
        let folded = fold(word);
        if let Some((_, codes)) = SHARED.iter().find(|(one, _)| *one == folded) {
            shared.push(*codes);
            continue;
        }
        let code = OWN.iter().find(|(one, _)| *one == folded).map_or(*word, |(_, code)| code);
        let found = Currency::parse(code).filter(|found| is_code(*found) || Some(*found) == given)?;
        if own.replace(found).is_some_and(|other| other != found) {
            return None;
        }
    }
    let currency = own.or(given)?;
    shared.iter().all(|codes| codes.contains(currency.code())).then_some(currency)
}

fn is_code(currency: Currency) -> bool {
    CODES.split_ascii_whitespace().any(|code| code == currency.code())
}

impl Currency {
    /// The currency of a word or a sign that stands for one alone: `EUR`, `€`, `Euro`. Any three letters may be a code.
    pub fn of_word(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| named(&[text.trim()], None))
    }
}
