//! Changing fields of a party by hand.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::PartyId;
use casebook_domain::party::{ContactPoints, display_name, emails, put, settle};
use casebook_store::party::{self, PartyRow};

use super::duplicate::{Duplicates, refuse_mails_of_others};
use super::fields::{check_field, difference, fitted, mails_among};
use super::keys::{lock_names, take_mails, take_names};
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Sets fields, or empties them where the value is `None`. Fields not named stay as they are. A mail address that somebody
/// else has is no hindrance; see [`edit_if`].
pub fn edit(session: &Session, id: PartyId, changes: Vec<(String, Option<String>)>) -> Result<()> {
    edit_if(session, id, changes, Duplicates::Allow, |_| true)
}

/// [`edit`], if the version that is stored is one that the editor `expects`, else [`Error::Stale`]; and unless duplicates
/// are allowed, if it gives the party no mail address that somebody else of its kind has, else [`Error::Duplicate`].
pub fn edit_if(
    session: &Session,
    id: PartyId,
    changes: Vec<(String, Option<String>)>,
    duplicates: Duplicates,
    expects: impl Fn(i64) -> bool + Send + Sync + 'static,
) -> Result<()> {
    session.may(Subject::Party(id))?;
    for (name, value) in &changes {
        check_field(name, value.as_deref().unwrap_or_default())?;
    }
    session.write(move |work| {
        lock_names(work, &[], &mails_in(&changes))?;
        party::lock_many(work.connection, &[id])?;
        let found = party::get_many(work.connection, &[id])?.pop();
        let mut row = found.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        if !expects(row.version) {
            return Err(Error::Stale { version: row.version });
        }
        let before = row.fields.clone();
        edit_row(work, &mut row, &changes)?;
        match duplicates {
            Duplicates::Allow => Ok(()),
            _ => refuse_mails_of_others(work, id, (&before, &row.fields)),
        }
    })
}

/// The email addresses that changes set.
pub(crate) fn mails_in(changes: &[(String, Option<String>)]) -> Vec<String> {
    mails_among(&changes.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect())
}

/// Changes fields of a party that is locked; returns whether that changed anything.
pub(crate) fn edit_row(
    work: &mut Work<'_, '_>,
    row: &mut PartyRow,
    changes: &[(String, Option<String>)],
) -> Result<bool> {
    let before = row.fields.clone();
    // Lists first: to empty one empties the primary one, which may be set beside it.
    let (lists, others): (Vec<_>, Vec<_>) =
        changes.iter().partition(|(name, _)| ContactPoints::from_field_name(name).is_some());
    for (name, value) in lists.into_iter().chain(others) {
        let value = value.as_deref().unwrap_or_default();
        put(&mut row.fields, name, fitted(&work.words, row.id.kind(), name, value)?);
    }
    settle(&before, &mut row.fields);
    let name = display_name(&row.fields).or_else(|| before.get("name").cloned());
    row.fields.insert("name".to_owned(), name.unwrap_or_default());
    if row.fields == before {
        return Ok(false);
    }
    if emails(&row.fields) != emails(&before) {
        take_mails(work, row.id, &row.fields)?;
    }
    if row.fields.get("name") != before.get("name") {
        take_names(work, row.id, &row.fields)?;
    }
    row.updated_at = work.now;
    party::update(work.connection, row)?;
    work.note(Action::PartyEdited, row.id, difference(&before, &row.fields));
    Ok(true)
}
