//! Whether somebody who is to be added, or whom an edit describes, is there already: the same mail address, or the same id
//! elsewhere.

use casebook_domain::ids::PartyId;
use casebook_domain::key::MAIL;
use casebook_domain::party::{Fields, PartyKind, emails};
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key;

use super::keys::{forms_of, has_mail, mail_key};
use super::new::NewParty;
use crate::desk::Work;
use crate::error::{Error, Match, Result};

/// What to do where the new party seems to be there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Refuse, and name those that it would double.
    #[default]
    Refuse,
    /// Fill the empty fields of the one that is there, and give it the ids.
    AddTo,
    /// Add it beside a party with the same mail address. An id elsewhere never names two of a kind.
    Allow,
}

/// Who has the new party's ids or mail address now; those by an id first, each once, without hidden ones and those
/// whom the session does not see.
pub(super) fn matches(work: &mut Work<'_, '_>, new: &NewParty) -> Result<Vec<Match>> {
    let mut found: Vec<Match> = Vec::new();
    for forms in forms_of(work, new.kind, &new.external)? {
        if let Some(party) = forms.named(new.kind) {
            let row = party::get(work.connection, party)?;
            take(&mut found, row.filter(|row| work.session.sees(row.id)), "external");
        }
    }
    with_mails(work, new.kind, &emails(&new.fields), &mut found)?;
    Ok(found)
}

/// Refuses an edit that gives a party the mail address of somebody else of its kind. One that it had before is no matter.
pub(super) fn refuse_mails_of_others(
    work: &mut Work<'_, '_>,
    id: PartyId,
    (before, after): (&Fields, &Fields),
) -> Result<()> {
    let known: Vec<String> = emails(before).iter().map(|email| mail_key(email)).collect();
    let mut new = emails(after);
    new.retain(|email| !known.contains(&mail_key(email)));
    let mut found = Vec::new();
    with_mails(work, id.kind(), &new, &mut found)?;
    found.retain(|one| one.party != id);
    if found.is_empty() { Ok(()) } else { Err(Error::Duplicate(found)) }
}

/// Takes those of a kind who have one of the mail addresses now.
fn with_mails(
    work: &mut Work<'_, '_>,
    kind: PartyKind,
    emails: &[String],
    found: &mut Vec<Match>,
) -> Result<()> {
    let mails: Vec<String> =
        emails.iter().map(|email| mail_key(email)).filter(|mail| !mail.is_empty()).collect();
    let keys: Vec<(&str, &str)> = mails.iter().map(|mail| (MAIL, mail.as_str())).collect();
    for (mail, named) in mails.iter().zip(party_key::find_many(work.connection, &keys)?) {
        let Some(named) = named.filter(|named| !named.freed) else { continue };
        let row = party::get(work.connection, named.party)?;
        // A mail address that the party had once says nothing of today.
        let row = row.filter(|row| has_mail(row, mail) && row.id.kind() == kind);
        take(found, row.filter(|row| work.session.sees(row.id)), "email");
    }
    // Whoever came in by an import has an address, but need not be known by it.
    for email in emails.iter().map(|email| email.trim()).filter(|email| !email.is_empty()) {
        for row in party::with_mail(work.connection, email)? {
            let has = row.id.kind() == kind && work.session.sees(row.id) && has_mail(&row, &mail_key(email));
            take(found, Some(row).filter(|_| has), "email");
        }
    }
    Ok(())
}

/// Takes a party among those found, unless it is hidden or among them already.
fn take(found: &mut Vec<Match>, row: Option<PartyRow>, by: &'static str) {
    let Some(row) = row.filter(|row| !row.hidden) else { return };
    if found.iter().all(|one| one.party != row.id) {
        let name = row.fields.get("name").cloned().unwrap_or_default();
        found.push(Match { party: row.id, name, by });
    }
}
