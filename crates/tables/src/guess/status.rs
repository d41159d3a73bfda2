//! What the values of a status say has happened; most say nothing of the kind.

use casebook_domain::kind::Kinds;

use super::header::plain;
use crate::mapping::{Claim, KindName};

/// Statuses of a lead, in plain words. A value that is not listed is kept unchanged and counted.
const OF_LEADS: &[(&str, &[&str])] = &[
    (
        "sales_accepted",
        &[
            "qualified",
            "sales qualified",
            "sales qualified lead",
            "sql",
            "sales accepted",
            "qualifiziert",
            "calificado",
            "qualifie",
            "kvalifikovany",
        ],
    ),
    ("converted", &["converted", "closed converted", "konvertiert", "konvertovany"]),
    (
        "disqualified",
        &[
            "junk",
            "junk lead",
            "bad",
            "bad lead",
            "unqualified",
            "disqualified",
            "not qualified",
            "closed not converted",
            "spam",
            "lost lead",
            "lost",
            "closed lost",
            "verloren",
            "prohrano",
            "perdu",
            "perdido",
            "disqualifiziert",
            "unqualifiziert",
            "diskvalifikovany",
        ],
    ),
    ("parked", &["nurture", "nurturing"]),
    (
        "purchased",
        &[
            "sale done",
            "sold",
            "customer",
            "closed won",
            "won",
            "kunde",
            "cliente",
            "client",
            "zakaznik",
            "gewonnen",
            "verkauft",
            "ganado",
            "gagne",
        ],
    ),
];

/// Common statuses that are offered even if the sample has none of them.
pub const USUAL: &[&str] = &[
    "Qualified",
    "Converted",
    "Junk Lead",
    "Unqualified",
    "Disqualified",
    "Nurturing",
    "Closed - Converted",
    "Closed - Not Converted",
];

const OF_LIFECYCLES: &[(&str, &[&str])] = &[
    ("marketing_qualified", &["marketingqualifiedlead", "marketing qualified lead", "mql"]),
    ("sales_accepted", &["salesqualifiedlead", "sales qualified lead", "sql"]),
    ("purchased", &["customer"]),
];

const OF_INTERACTIONS: &[(&str, &[&str])] = &[
    ("call_held", &["call", "phone call", "phone", "anruf", "telefonat", "llamada", "appel", "hovor"]),
    ("meeting_held", &["meeting", "visit", "lunch", "treffen", "termin", "besuch", "reunion", "schuzka"]),
    ("mail_sent", &["email", "mail", "email sent", "outgoing email", "correo", "courriel"]),
    ("mail_answered", &["email reply", "reply", "email received", "incoming email"]),
    ("chat_held", &["chat", "live chat"]),
    ("demo_given", &["demo", "product demo"]),
    ("message_left", &["voicemail", "left voicemail"]),
    ("call_attempted", &["missed call", "no answer", "call attempt"]),
];

const WON: &[&str] =
    &["won", "closed won", "closedwon", "sale done", "gewonnen", "vyhrano", "gagne", "ganado", "ganho"];
const LOST: &[&str] = &["lost", "closed lost", "closedlost", "verloren", "prohrano", "perdu", "perdido"];

fn find(value: &str, table: &[(&'static str, &[&str])], kinds: &Kinds) -> Option<KindName> {
    let words = plain(value);
    let (kind, _) = table.iter().find(|(_, values)| values.contains(&words.as_str()))?;
    KindName::find(kind, kinds)
}

/// What a lead's status claims, at an unknown time: a file has the status, not since when.
pub fn of_lead(value: &str, kinds: &Kinds) -> Option<Claim> {
    let kind = find(value, OF_LEADS, kinds)?;
    let mut claim = Claim::of(kind);
    if claim.kind.name == "disqualified" {
        claim.constant.insert("reason".to_owned(), value.to_owned());
    }
    Some(claim)
}

/// What a lifecycle stage of another CRM claims.
pub fn of_lifecycle(value: &str, kinds: &Kinds) -> Option<Claim> {
    find(value, OF_LIFECYCLES, kinds).map(Claim::of)
}

/// What an interaction of that type was.
pub fn of_interaction(value: &str, kinds: &Kinds) -> Option<Claim> {
    find(value, OF_INTERACTIONS, kinds).map(Claim::of)
}

/// Whether a deal of that status or stage is won.
pub fn is_won(value: &str) -> bool {
    WON.contains(&plain(value).as_str())
}

/// Whether a deal of that status or stage is lost.
pub fn is_lost(value: &str) -> bool {
    LOST.contains(&plain(value).as_str())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Qualified", Some("sales_accepted"))]
    #[case("BAD_LEAD", Some("disqualified"))]
    #[case("Closed - Not Converted", Some("disqualified"))]
    #[case("Closed - Converted", Some("converted"))]
    #[case("SALE_DONE", Some("purchased"))]
    #[case("Gewonnen", Some("purchased"))]
    #[case("Nurturing", Some("parked"))]
    #[case("Verloren", Some("disqualified"))]
    #[case("Contacted", None)]
    #[case("Kontaktiert", None)]
    #[case("Neu", None)]
    #[case("Working - Contacted", None)]
    #[case("Not Contacted", None)]
    #[case("DID_NOT_CONNECT", None)]
    #[case("GOOD_LEAD_FOLLOW_UP", None)]
    #[case("hot", None)]
    fn a_status_claims_no_more_than_it_says(#[case] value: &str, #[case] kind: Option<&str>) {
        assert_eq!(of_lead(value, &Kinds::default()).map(|claim| claim.kind.name), kind.map(str::to_owned));
    }

    #[test]
    fn every_kind_that_is_claimed_exists() {
        for (kind, _) in OF_LEADS.iter().chain(OF_LIFECYCLES).chain(OF_INTERACTIONS) {
            assert!(KindName::find(kind, &Kinds::default()).is_some(), "{kind}");
        }
    }
}
