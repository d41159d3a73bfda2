//! Who must not be written to, and who agreed to be: headers in many words, and values that say yes, no or when.

use std::collections::BTreeMap;

use casebook_domain::text::fold;

use super::column::Column;
use super::dictionary::Meaning as M;
use super::draft::Draft;
use crate::mapping::{Claim, Claims, EvidenceMapping};

#[rustfmt::skip]
const OUT: &[&str] = &[
    "opt out", "opted out", "optout", "optedout", "unsubscribe", "unsubscribed", "unsubscription", "do not email",
    "do not mail", "do not call", "do not contact", "do not sms", "do not text", "do not phone", "do not write",
    "do not fax", "do not disturb", "do not market", "dont email", "dont call", "dont contact", "donotemail",
    "donotcall", "donotcontact", "no email", "no emails", "no mailing", "no mailings", "no calls", "no contact",
    "no marketing", "no newsletter", "no sms", "dnc", "suppressed", "email suppressed", "never contact",
    "marketing objection", "consent withdrawn", "withdrew consent", "consent revoked",
    "keine werbung", "keine email", "keine emails", "keine mails", "keine anrufe", "keine newsletter",
    "kein newsletter", "kein marketing", "kein kontakt", "nicht anrufen", "nicht kontaktieren", "nicht anschreiben",
    "nicht mailen", "abgemeldet", "abmeldung", "abbestellt", "ausgetragen", "werbesperre", "werbewiderspruch",
    "widerspruch", "widerrufen", "kontaktsperre", "mailsperre", "newslettersperre", "werbeverbot",
    "desabonne", "desabonnee", "desabonnement", "desinscrit", "desinscription", "ne pas contacter", "ne pas appeler",
    "ne pas envoyer", "ne pas solliciter", "opposition", "pas de newsletter", "pas de publicite", "pas d emails",
    "baja", "dado de baja", "dada de baja", "no contactar", "no llamar", "no enviar", "no molestar", "sin publicidad",
    "cancelo suscripcion", "desuscrito", "descadastrado", "descadastro", "nao contatar", "nao contactar", "nao ligar",
    "nao enviar", "cancelou inscricao", "odhlasen", "odhlaseno", "odhlasit", "nekontaktovat", "nevolat", "neposilat",
    "nezasilat",
];

#[rustfmt::skip]
const IN: &[&str] = &[
    "opt in", "opted in", "optin", "double opt in", "consent", "consented", "consent given", "accepts marketing",
    "accepts email marketing", "accepts sms marketing", "subscribed", "is subscribed", "subscriber", "gdpr consent",
    "gdpr", "dsgvo", "marketing permission", "email permission", "marketing allowed", "email allowed",
    "may contact", "can contact", "ok to contact", "einwilligung", "zustimmung", "werbeeinwilligung", "newsletter angemeldet",
    "consentement", "abonne", "consentimiento", "suscrito", "acepta marketing", "consentimento", "aceita marketing",
    "souhlas",
];

const STATES: &[&str] = &[
    "subscription status",
    "email subscription status",
    "newsletter status",
    "marketing status",
    "email marketing status",
    "consent status",
    "opt in status",
    "opt out status",
    "email status",
    "email marketing consent",
    "mailing status",
    "newsletterstatus",
];

const DATES: &[&str] = &[
    "date",
    "time",
    "at",
    "on",
    "am",
    "datum",
    "timestamp",
    "since",
    "seit",
    "fecha",
    "le",
    "dne",
    "em",
    "zeitpunkt",
];

/// Words that do not change what a header says.
#[rustfmt::skip]
const AROUND: &[&str] = &[
    "email", "emails", "mail", "mailing", "marketing", "newsletter", "has", "is", "of", "from", "to", "global",
    "globally", "all", "hubspot", "sms", "phone", "call", "calls", "fax", "the", "contact", "customer", "lead", "user",
    "von", "vom", "de", "du", "de la", "del", "la", "z", "gdpr", "communications", "communication", "promotional",
    "channel", "postal", "direct", "post", "werbung", "per", "by", "for", "via", "whatsapp", "flag", "status",
    "legal", "process", "marketingu",
];

/// What a header about consent says, in plain words.
pub fn meaning(words: &str) -> Option<M> {
    if STATES.contains(&words) {
        return Some(M::Subscription);
    }
    let (bare, is_date) = match words.rsplit_once(' ') {
        Some((bare, last)) if DATES.contains(&last) => (bare, true),
        _ => (words, false),
    };
    if says(bare, OUT) {
        return Some(if is_date { M::OptedOutAt } else { M::OptOut });
    }
    (!is_date && says(words, IN)).then_some(M::OptIn)
}

/// Whether the words hold one of these phrases, and nothing else that matters.
fn says(words: &str, phrases: &[&str]) -> bool {
    let padded = format!(" {words} ");
    phrases.iter().any(|phrase| {
        padded.split_once(&format!(" {phrase} ")).is_some_and(|(before, behind)| {
            [before, behind].iter().all(|rest| rest.split_whitespace().all(|word| AROUND.contains(&word)))
        })
    })
}

/// Through what somebody is not to be reached; nothing if through nothing at all.
fn channel(words: &str) -> Option<&'static str> {
    let has = |all: &[&str]| words.split(' ').any(|word| all.contains(&word));
    if has(&[
        "call",
        "calls",
        "phone",
        "anrufe",
        "anrufen",
        "appeler",
        "llamar",
        "ligar",
        "nevolat",
        "donotcall",
        "dnc",
    ]) {
        return Some("phone");
    }
    if has(&["sms", "text", "whatsapp"]) {
        return Some("sms");
    }
    if has(&["fax"]) {
        return Some("fax");
    }
    let is_general = has(&[
        "contact",
        "kontaktieren",
        "kontakt",
        "contacter",
        "contactar",
        "contatar",
        "nekontaktovat",
        "kontaktsperre",
        "donotcontact",
        "werbung",
        "marketing",
        "disturb",
        "molestar",
    ]);
    (!is_general || has(&["email", "emails", "mail", "newsletter"])).then_some("email")
}

const YES: &[&str] = &[
    "true",
    "yes",
    "y",
    "1",
    "x",
    "✓",
    "✔",
    "☑",
    "on",
    "t",
    "checked",
    "ja",
    "j",
    "wahr",
    "oui",
    "vrai",
    "si",
    "verdadero",
    "sim",
    "verdadeiro",
    "ano",
    "pravda",
];
const NO: &[&str] = &[
    "false",
    "no",
    "n",
    "0",
    "off",
    "f",
    "unchecked",
    "☐",
    "nein",
    "falsch",
    "non",
    "faux",
    "falso",
    "nao",
    "ne",
    "nepravda",
];
const WITHDRAWN: &[&str] = &[
    "unsubscribed",
    "opted out",
    "opt out",
    "opted-out",
    "opt-out",
    "optout",
    "withdrawn",
    "revoked",
    "denied",
    "abgemeldet",
    "abbestellt",
    "widerrufen",
    "desabonne",
    "desinscrit",
    "baja",
    "odhlasen",
    "do not contact",
    "do not email",
    "do not call",
    "cancelled",
    "canceled",
    "blocked",
    "suppressed",
    "complained",
];
const GIVEN: &[&str] = &[
    "subscribed",
    "opted in",
    "opt in",
    "opted-in",
    "opt-in",
    "optin",
    "double opt-in",
    "given",
    "granted",
    "consented",
    "angemeldet",
    "abonne",
    "inscrit",
    "suscrito",
    "inscrito",
    "prihlasen",
    "active",
];

/// Values that are listed even if the sample has none of them.
const USUAL: [&str; 8] = ["true", "yes", "1", "false", "no", "0", "subscribed", "unsubscribed"];

/// Evidence of consent and of its withdrawal. What a value says that is not listed is counted, and the note names the
/// column: nothing about consent is lost without a word.
pub fn consent(draft: &mut Draft<'_>) {
    let at = draft.date(M::OptedOutAt);
    let columns: Vec<&Column> = draft.columns.iter().collect();
    let mut has_withdrawal = false;
    for column in columns {
        match column.meaning {
            Some(M::OptOut) => {
                has_withdrawal = true;
                withdrawn(draft, column, at.clone());
            }
            Some(M::OptIn) => given(draft, column),
            Some(M::Subscription) => states(draft, column, at.clone()),
            Some(M::Newsletter) => newsletter(draft, column),
            _ => {}
        }
    }
    // Only when, and not that: the time says both.
    if let Some(at) = at.filter(|_| !has_withdrawal) {
        let column = draft.columns.iter().find(|column| column.header == at);
        let claim = claim(draft, "consent_withdrawn", column.map_or("", |one| &one.words), Some(at.clone()));
        draft.notes.push(format!("`{at}` is read as the time at which consent was withdrawn."));
        draft.always(claim, Some(at));
    }
}

fn claim(draft: &Draft<'_>, kind: &str, words: &str, at: Option<String>) -> Option<Claim> {
    let channel = channel(words).map(|channel| ("channel".to_owned(), channel.to_owned()));
    let purpose = ("purpose".to_owned(), "marketing".to_owned());
    let constant = channel.into_iter().chain([purpose]).collect();
    draft.claim(kind, at).map(|claim| Claim { constant, ..claim })
}

/// Whether the values of a column say when, rather than whether.
fn says_when(column: &Column) -> bool {
    let is_word = |value: &str| [YES, NO].iter().any(|words| words.contains(&fold(value).as_str()));
    column.holds_dates() && !column.sometimes(is_word)
}

fn withdrawn(draft: &mut Draft<'_>, column: &Column, at: Option<String>) {
    if says_when(column) {
        let at = column.header.clone();
        let claim = claim(draft, "consent_withdrawn", &column.words, Some(at.clone()));
        draft.notes.push(format!("`{at}` is read as the time at which consent was withdrawn."));
        return draft.always(claim, Some(at));
    }
    let claim = claim(draft, "consent_withdrawn", &column.words, at);
    let words = [(YES, claim.clone()), (WITHDRAWN, claim), (NO, None)];
    by_words(draft, column, &words, "as withdrawn consent where it says yes");
}

fn given(draft: &mut Draft<'_>, column: &Column) {
    if says_when(column) {
        let at = column.header.clone();
        let claim = claim(draft, "consent_given", &column.words, Some(at.clone()));
        draft.notes.push(format!("`{at}` is read as the time at which consent was given."));
        return draft.always(claim, Some(at));
    }
    let claim_given = claim(draft, "consent_given", &column.words, None);
    let withdrawn = claim(draft, "consent_withdrawn", &column.words, None);
    let words = [(YES, claim_given.clone()), (GIVEN, claim_given), (WITHDRAWN, withdrawn), (NO, None)];
    by_words(draft, column, &words, "as consent where it says yes; no only says that none was given");
}

fn newsletter(draft: &mut Draft<'_>, column: &Column) {
    let subscribed = draft.claim("newsletter_subscribed", None);
    let withdrawn = claim(draft, "consent_withdrawn", "newsletter", None);
    let words = [(YES, subscribed.clone()), (GIVEN, subscribed), (WITHDRAWN, withdrawn), (NO, None)];
    by_words(draft, column, &words, "as a subscription where it says yes; no claims nothing");
}

fn states(draft: &mut Draft<'_>, column: &Column, at: Option<String>) {
    let given = claim(draft, "consent_given", "email", None);
    let withdrawn = claim(draft, "consent_withdrawn", "email", at);
    let words = [(GIVEN, given.clone()), (YES, given), (WITHDRAWN, withdrawn)];
    by_words(draft, column, &words, "as consent, or its withdrawal, where a value says so");
}

/// What these words claim in a column, those that it has and the usual ones; values that are none of them are named.
fn by_words(draft: &mut Draft<'_>, column: &Column, words: &[(&[&str], Option<Claim>)], how: &str) {
    let known =
        |value: &str| words.iter().find(|(all, _)| all.contains(&value)).map(|(_, claim)| claim.clone());
    let mut values: BTreeMap<String, Option<Claim>> = BTreeMap::new();
    let folded: Vec<String> = column.values.iter().map(|value| fold(value)).collect();
    for value in folded.iter().map(String::as_str).chain(USUAL.iter().copied()) {
        if let Some(claim) = known(value) {
            values.insert(value.to_owned(), claim);
        }
    }
    draft.notes.push(format!("`{}` is read {how}.", column.header));
    if let Some((value, _)) =
        column.values.iter().zip(&folded).find(|(_, folded)| !values.contains_key(*folded))
    {
        draft.notes.push(format!(
            "`{}` has values that say neither yes nor no, such as `{value}`; they are kept as a field.",
            column.header
        ));
    }
    let claims = Claims::ByValue { column: column.header.clone(), values };
    draft.mapping.evidence.push(EvidenceMapping { when: None, claims });
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::header::plain;
    use super::*;

    #[rstest]
    #[case("Do Not Email", Some(M::OptOut))]
    #[case("DoNotCall", Some(M::OptOut))]
    #[case("HasOptedOutOfEmail", Some(M::OptOut))]
    #[case("Email Opt-Out", Some(M::OptOut))]
    #[case("Unsubscribed from all email", Some(M::OptOut))]
    #[case("Newsletter abgemeldet", Some(M::OptOut))]
    #[case("Keine Werbung", Some(M::OptOut))]
    #[case("Désabonné", Some(M::OptOut))]
    #[case("Baja", Some(M::OptOut))]
    #[case("Odhlášen", Some(M::OptOut))]
    #[case("Unsubscribed Time", Some(M::OptedOutAt))]
    #[case("Abgemeldet am", Some(M::OptedOutAt))]
    #[case("Opted in", Some(M::OptIn))]
    #[case("Marketing Consent", Some(M::OptIn))]
    #[case("Subscription Status", Some(M::Subscription))]
    #[case("Unsubscribe Reason", None)]
    #[case("Baja California", None)]
    #[case("Consent Form Sent", None)]
    #[case("Opt", None)]
    fn headers_about_consent_are_understood(#[case] header: &str, #[case] expected: Option<M>) {
        assert_eq!(meaning(&plain(header)), expected);
    }

    #[rstest]
    #[case("do not call", Some("phone"))]
    #[case("email opt out", Some("email"))]
    #[case("unsubscribed", Some("email"))]
    #[case("do not contact", None)]
    fn a_withdrawal_names_its_channel(#[case] words: &str, #[case] expected: Option<&str>) {
        assert_eq!(channel(words), expected);
    }
}
