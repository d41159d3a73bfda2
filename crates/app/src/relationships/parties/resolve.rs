//! From what somebody calls a party to its id.

use casebook_domain::ids::PartyId;
use casebook_domain::key::{APART_ORGANIZATIONS, APART_PEOPLE, storable};
use casebook_store::{party, party_key};

use crate::desk::Session;
use crate::error::{Error, Result};

/// Finds a party by its id (`per_…`, `org_…`), by `external:ID` or by `external:SYSTEM/ID`.
///
/// An external id that several parties have in different systems is refused with all of them.
pub fn resolve(session: &Session, given: &str) -> Result<PartyId> {
    let Some(external) = given.strip_prefix("external:") else {
        let id = PartyId::parse(given).ok_or_else(|| no_party(given))?;
        let known = session.read(|connection, _| Ok(!party::get_many(connection, &[id])?.is_empty()))?;
        return if known && session.sees(id) { Ok(id) } else { Err(no_party(given)) };
    };
    let mut found =
        session.read(|connection, _| Ok(party_key::find_value(connection, &storable(external))?))?;
    found.retain(|(_, party)| session.sees(*party));
    // Ids may hold a slash themselves, so the whole is tried as an id first.
    let by_system = found.is_empty();
    if by_system && let Some((system, value)) = external.split_once('/') {
        let value = storable(value);
        // A person and an organization may have one id in a system.
        let systems = ["", APART_PEOPLE, APART_ORGANIZATIONS].map(|apart| format!("{system}{apart}"));
        let keys: Vec<(&str, &str)> = systems.iter().map(|system| (system.as_str(), &*value)).collect();
        let named = session.read(|connection, _| Ok(party_key::find_many(connection, &keys)?))?;
        let named = systems.iter().zip(named).filter_map(|(system, named)| Some((system, named?)));
        found.extend(
            named
                .filter(|(_, named)| !named.freed && session.sees(named.party))
                .map(|(system, named)| (system.clone(), named.party)),
        );
    }
    // Found by the whole as an id, or by what is behind the system.
    let value =
        if by_system { external.split_once('/').map_or(external, |(_, value)| value) } else { external };
    found.retain(|(system, _)| !system.starts_with(':'));
    found.sort();
    let mut parties: Vec<PartyId> = found.iter().map(|(_, party)| *party).collect();
    parties.sort();
    parties.dedup();
    match parties.as_slice() {
        [] => Err(no_party(given)),
        [one] => Ok(*one),
        _ => Err(Error::Ambiguous {
            given: given.to_owned(),
            candidates: found
                .iter()
                .map(|(system, party)| format!("external:{system}/{value} ({party})"))
                .collect(),
        }),
    }
}

fn no_party(given: &str) -> Error {
    let hint = "; use an id (per_… or org_…), external:ID or external:SYSTEM/ID";
    Error::NotFound { what: "party", given: given.to_owned(), hint: hint.to_owned() }
}
