//! Record types: which there are, and declaring them and their fields.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::party::{Fields, PartyKind, own_text, refused_as_own_field};
use casebook_domain::records::{DeclarationProblem, Field, MOST_FIELDS, RecordType};
use casebook_store::matching;
use casebook_store::record_type::{self, RecordTypeRow};

use super::rules::ensure_kinds;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};
use crate::upkeep::views;

/// The most record types of a workspace.
const MOST_TYPES: usize = 200;

/// Every type, built in or the workspace's own.
pub fn types(session: &Session) -> Result<Vec<Arc<RecordType>>> {
    Ok(session.words()?.types.clone())
}

/// People and organizations, as types of what is no record.
pub fn party_types(session: &Session) -> Result<Vec<Arc<RecordType>>> {
    Ok(session.words()?.parties.clone())
}

/// A type by its name, or by its name for several: people and organizations too.
pub fn record_type(session: &Session, name: &str) -> Result<Arc<RecordType>> {
    Ok(Arc::clone(session.words()?.any_type(name)?))
}

/// Declares a type. Records of it can be added from now on.
pub fn declare(session: &Session, declared: RecordType) -> Result<Arc<RecordType>> {
    session.may(Subject::Workspace)?;
    let declared = declared.checked().map_err(Error::Declaration)?;
    session.write_words(move |work| {
        let known = &work.words.types;
        if known.len() >= MOST_TYPES {
            return Err(Error::Refused(format!("there are {MOST_TYPES} record types, the maximum")));
        }
        let names = known.iter().flat_map(|one| [one.name.as_str(), one.plural.as_str()]);
        let taken =
            PARTIES.into_iter().chain(names).find(|name| *name == declared.name || *name == declared.plural);
        if let Some(taken) = taken {
            return Err(Error::Refused(format!(
                "there is a record type `{taken}` already; use another name"
            )));
        }
        ensure_types(work, &declared, &declared.fields)?;
        ensure_kinds(work, &declared)?;
        store(work, declared.clone())
    })
}

/// Adds a field to a type. Records that are there have no value in it; people and organizations may have one, which must
/// fit. Problems have their places in the field.
pub fn add_field(session: &Session, type_name: &str, field: Field) -> Result<Arc<RecordType>> {
    session.may(Subject::Workspace)?;
    let type_name = type_name.to_owned();
    session.write_words(move |work| {
        let mut declared = RecordType::clone(work.words.any_type(&type_name)?);
        if PartyKind::from_word(&declared.name).is_some() {
            ensure_fits_parties(work, &declared, &field)?;
        }
        if declared.field(&field.name).is_some() {
            let detail = format!("{} has a field `{}` already; use another name", declared.name, field.name);
            return Err(Error::Refused(detail));
        }
        if declared.fields.len() >= MOST_FIELDS {
            return Err(Error::Refused(format!("{} has {MOST_FIELDS} fields, the maximum", declared.name)));
        }
        if field.required {
            let detail = "records that are there would have no value; add the field without `required`";
            return Err(Error::argument("required", detail));
        }
        ensure_types(work, &declared, std::slice::from_ref(&field))?;
        declared.fields.push(field.clone());
        store(work, declared.checked().map_err(|problems| Error::Declaration(within_field(problems)))?)
    })
}

/// Problems of the only field that is new, with their places in it.
pub(super) fn within_field(problems: Vec<DeclarationProblem>) -> Vec<DeclarationProblem> {
    let within = |mut problem: DeclarationProblem| {
        problem.path.drain(..problem.path.len().min(2));
        problem
    };
    problems.into_iter().map(within).collect()
}

/// Names under which people and organizations are known.
const PARTIES: [&str; 6] = ["person", "people", "organization", "organizations", "party", "parties"];

/// The most parties that are named whose values do not fit.
pub(super) const MOST_NAMED: usize = 5;

/// Refuses a field that parties cannot have, or that their present values do not fit.
fn ensure_fits_parties(work: &mut Work<'_, '_>, of: &RecordType, field: &Field) -> Result<()> {
    match refused_as_own_field(field) {
        Some((key, detail)) => Err(Error::argument(key, detail)),
        None => misfits_among_parties(work, of, field),
    }
}

/// Refuses a field that present values of parties do not fit.
pub(super) fn misfits_among_parties(work: &mut Work<'_, '_>, of: &RecordType, field: &Field) -> Result<()> {
    let (mut filled, mut misfits) = (0_u64, Vec::new());
    matching::own_fields(work.connection, |party, more| {
        let own: Fields = serde_json::from_str(more).unwrap_or_default();
        let Some(value) = own.get(&field.name).filter(|_| party.kind().word() == of.name) else { return };
        filled += 1;
        if own_text(field, value).is_err() {
            misfits.push((party, value.chars().take(60).collect::<String>()));
        }
    })?;
    if misfits.is_empty() {
        return Ok(());
    }
    let named = misfits.iter().take(MOST_NAMED).map(|(party, value)| format!("{party} (`{value}`)"));
    Err(Error::Refused(format!(
        "{} of {filled} values that are there do not fit a field of the kind {}: {}; change them first",
        misfits.len(),
        field.kind.name(),
        named.collect::<Vec<_>>().join(", ")
    )))
}

/// Refuses fields that refer to types that are not there.
fn ensure_types(work: &Work<'_, '_>, declared: &RecordType, fields: &[Field]) -> Result<()> {
    for name in fields.iter().flat_map(|field| &field.types) {
        if *name != declared.name {
            work.words.record_type(name)?;
        }
    }
    Ok(())
}

/// Stores a declaration as the next version of its type.
pub(super) fn store(work: &mut Work<'_, '_>, declaration: RecordType) -> Result<Arc<RecordType>> {
    let name = declaration.name.clone();
    let row = RecordTypeRow {
        version: record_type::last_version(work.connection, &name)? + 1,
        declaration,
        created_at: work.now,
        recorded_by: work.session.actor().to_owned(),
    };
    record_type::insert(work.connection, &row)?;
    work.raise_generation()?;
    work.announce(Action::RecordTypeDeclared, &name, Vec::new());
    work.enter(Action::RecordTypeDeclared, About { row_key: Some(name.clone()), ..About::default() });
    let declared = Arc::new(row.declaration);
    views::follow(work, Some(&declared))?;
    Ok(declared)
}
