//! Month names as exports write them, and words around dates that mean nothing.

/// Folded month names in English, German, French, Spanish, Portuguese and Czech, full and abbreviated.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "january", "januar", "jaen", "janner", "janv", "janvier", "ene", "enero", "janeiro", "leden",
        "ledna", "led",
    ],
    &["feb", "february", "februar", "fev", "fevr", "fevrier", "febrero", "fevereiro", "unor", "unora", "uno"],
    &["mar", "march", "maerz", "marz", "mrz", "mars", "marzo", "marco", "brezen", "brezna", "bre"],
    &["apr", "april", "avr", "avril", "abr", "abril", "duben", "dubna", "dub"],
    &["may", "mai", "mayo", "maio", "kveten", "kvetna", "kve"],
    &["jun", "june", "juni", "juin", "junio", "junho", "cerven", "cervna", "cvn"],
    &["jul", "july", "juli", "juil", "juillet", "julio", "julho", "cervenec", "cervence", "cvc"],
    &["aug", "august", "aout", "ago", "agosto", "srpen", "srpna", "srp"],
    &["sep", "sept", "september", "septembre", "septiembre", "setiembre", "set", "setembro", "zari", "zar"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre", "out", "outubro", "rijen", "rijna", "rij"],
    &["nov", "november", "novembre", "noviembre", "novembro", "listopad", "listopadu", "lis"],
    &[
        "dec",
        "december",
        "dez",
        "dezember",
        "decembre",
        "dic",
        "diciembre",
        "dezembro",
        "prosinec",
        "prosince",
        "pro",
    ],
];

const SILENT: &[&str] = &[
    "t",
    "of",
    "de",
    "del",
    "do",
    "the",
    "at",
    "um",
    "uhr",
    "le",
    "den",
    "dne",
    "st",
    "nd",
    "rd",
    "th",
    "er",
    "a",
    "v",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mo",
    "di",
    "mi",
    "fr",
    "sa",
    "so",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// The month of that folded name, from 1.
pub fn month(folded: &str) -> Option<i8> {
    MONTHS.iter().position(|names| names.contains(&folded)).and_then(|place| i8::try_from(place + 1).ok())
}

/// Whether a folded word may stand beside a date without meaning.
pub fn says_nothing(folded: &str) -> bool {
    SILENT.contains(&folded)
}
