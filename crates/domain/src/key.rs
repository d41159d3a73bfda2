//! Keys: what identifies a record, and the form in which that is stored and looked up.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use crate::party::PartyKind;
use crate::text::{fold, hexadecimal};

/// The system of email addresses.
pub const MAIL: &str = ":mail";
/// The system of email addresses with a name, by which people are told apart that have one address.
pub const MAIL_AND_NAME: &str = ":mail+name";
/// The system of phone numbers.
pub const PHONE: &str = ":phone";
/// The system of organizations' names.
pub const ORGANIZATION: &str = ":organization";
/// The system of deals that only their title distinguishes.
pub const DEAL: &str = ":deal";
/// The system of ids that someone gave to a party without seeing that another has them already. Such a claim waits
/// for someone who sees both.
pub const CLAIM: &str = ":claim";

/// The system of Casebook's own ids of parties, by which its exports name them.
pub const OWN_ID: &str = ":id";
/// What is added to the name of a system whose ids of organizations are kept apart from its other ids.
pub const APART_ORGANIZATIONS: &str = "-organizations";
/// The same for ids of people.
pub const APART_PEOPLE: &str = "-people";

/// What the name of a system ends with where it is that of the ids of a kind alone.
fn apart(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Person => APART_PEOPLE,
        PartyKind::Organization => APART_ORGANIZATIONS,
    }
}

/// The name of a system as it is shown: that of the ids of a kind is the system itself.
pub fn shown_system(system: &str, kind: PartyKind) -> &str {
    system.strip_suffix(apart(kind)).filter(|system| !system.is_empty()).unwrap_or(system)
}

/// The other name under which ids of a kind may be stored, since a system gives the same id to a person and to an
/// organization: the first of the two has it under the system's own name. Casebook's own systems have none.
pub fn other_system(system: &str, kind: PartyKind) -> Option<String> {
    if system.starts_with(':') {
        return None;
    }
    let shown = shown_system(system, kind);
    Some(if shown == system { format!("{system}{}", apart(kind)) } else { shown.to_owned() })
}

/// The longest key in bytes that is stored unchanged. An index has no room for much longer ones.
pub const LONGEST_KEY: usize = 500;
/// Bytes of a longer key that stay readable.
const READABLE: usize = 60;

/// The key as stored: a long one as its beginning and a digest of the whole.
pub fn storable(key: &str) -> Cow<'_, str> {
    if key.len() <= LONGEST_KEY {
        return Cow::Borrowed(key);
    }
    let end = (0..=READABLE).rev().find(|end| key.is_char_boundary(*end)).unwrap_or_default();
    let digest = hexadecimal(&Sha256::digest(key.as_bytes()));
    Cow::Owned(format!("{}…{digest}", &key[..end]))
}

/// A web address without what does not distinguish pages: scheme, `www.`, query, last slash, case.
pub fn website(address: &str) -> String {
    let folded = fold(address);
    let bare = folded.split(['?', '#']).next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_keys_become_short_ones_that_differ_where_they_do() {
        let long = "ä".repeat(LONGEST_KEY);
        let other = format!("{long}x");
        assert_eq!(storable("ada@example.org"), "ada@example.org");
        assert!(storable(&long).len() < LONGEST_KEY);
        assert_ne!(storable(&long), storable(&other));
        assert_eq!(storable(&storable(&long)), storable(&long));
    }

    #[test]
    fn the_system_of_a_kind_is_shown_as_the_system() {
        assert_eq!(shown_system("crm-people", PartyKind::Person), "crm");
        assert_eq!(shown_system("crm-organizations", PartyKind::Organization), "crm");
        assert_eq!(shown_system("crm-people", PartyKind::Organization), "crm-people");
        assert_eq!(shown_system("-people", PartyKind::Person), "-people");
    }

    #[test]
    fn ids_of_a_kind_may_be_stored_under_two_names() {
        let other = |system| other_system(system, PartyKind::Organization);
        assert_eq!(other("crm").as_deref(), Some("crm-organizations"));
        assert_eq!(other("crm-organizations").as_deref(), Some("crm"));
        assert_eq!(other("crm-people").as_deref(), Some("crm-people-organizations"));
        assert_eq!(other(MAIL), None);
    }

    #[test]
    fn the_same_page_has_the_same_key() {
        for address in
            ["https://www.example.com/in/Ada/?trk=export", "example.com/in/ada", "HTTP://example.com/in/ada/"]
        {
            assert_eq!(website(address), "example.com/in/ada");
        }
    }
}
