//! Whether somebody who is to be added is there already: the same mail address, or the same id elsewhere.

use casebook_domain::key::{MAIL, storable};
use casebook_domain::party::emails;
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key;

use super::keys::{has_mail, mail_key};
use super::new::NewParty;
use crate::desk::Work;
use crate::error::{Match, Result};

/// What to do where the new party seems to be there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Refuse, and name those that it would double.
    #[default]
    Refuse,
    /// Fill the empty fields of the one that is there, and give it the ids.
    AddTo,
    /// Add it beside a party with the same mail address. An id elsewhere never names two.
    Allow,
}

/// Who has the new party's ids or mail address now; those by an id first, each once, without hidden ones and those
/// whom the session does not see.
pub(super) fn matches(work: &mut Work<'_, '_>, new: &NewParty) -> Result<Vec<Match>> {
    let emails = emails(&new.fields);
    let mails: Vec<String> =
        emails.iter().map(|email| mail_key(email)).filter(|mail| !mail.is_empty()).collect();
    let ids: Vec<_> = new.external.iter().map(|(system, id)| (system.as_str(), storable(id))).collect();
    let mut keys: Vec<(&str, &str)> = ids.iter().map(|(system, id)| (*system, &**id)).collect();
    keys.extend(mails.iter().map(|mail| (MAIL, mail.as_str())));
    let named = party_key::find_many(work.connection, &keys)?;
    let mut found: Vec<Match> = Vec::new();
    for ((system, value), named) in keys.iter().zip(named) {
        let Some(named) = named.filter(|named| !named.freed) else { continue };
        let by = if *system == MAIL { "email" } else { "external" };
        let row = party::get(work.connection, named.party)?;
        // A mail address that the party had once says nothing of today.
        let row = row.filter(|row| by == "external" || has_mail(row, value));
        let row = row.filter(|row| work.session.sees(row.id));
        take(&mut found, row.filter(|row| row.id.kind() == new.kind || by == "external"), by);
    }
    // Whoever came in by an import has an address, but need not be known by it.
    for email in emails.iter().map(|email| email.trim()).filter(|email| !email.is_empty()) {
        for row in party::with_mail(work.connection, email)? {
            let has =
                row.id.kind() == new.kind && work.session.sees(row.id) && has_mail(&row, &mail_key(email));
            take(&mut found, Some(row).filter(|_| has), "email");
        }
    }
    Ok(found)
}

/// Takes a party among those found, unless it is hidden or among them already.
fn take(found: &mut Vec<Match>, row: Option<PartyRow>, by: &'static str) {
    let Some(row) = row.filter(|row| !row.hidden) else { return };
    if found.iter().all(|one| one.party != row.id) {
        let name = row.fields.get("name").cloned().unwrap_or_default();
        found.push(Match { party: row.id, name, by });
    }
}
