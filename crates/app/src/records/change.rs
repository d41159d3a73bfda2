//! Changing a record that is locked: its row, its keys, the parties in it, and the journal, in one place.

use std::collections::BTreeMap;

use casebook_domain::change::Action;
use casebook_domain::deals::{DEAL, PROJECTED, only_named};
use casebook_domain::ids::{DealId, PartyId, RecordId};
use casebook_domain::records::{RecordType, Values};
use casebook_store::feed::Change;
use casebook_store::record::{self, RecordRow, parties_in};
use casebook_store::record_key::unique_keys;
use serde_json::{Map, Value as Json};

use super::keys::{add_external, give_keys, take_keys};
use super::references::ensure_references;
use crate::desk::{About, Work, deals, opened_deals};
use crate::error::{Error, Result};

/// What is to change of a record: what is not given stays.
#[derive(Clone, Debug, Default)]
pub struct RecordChange {
    /// Its name.
    pub name: Option<String>,
    /// Its owner; `Some(None)` for none.
    pub owner: Option<Option<String>>,
    /// Its fields, as they are sent; null empties one.
    pub fields: Map<String, Json>,
    /// Ids in other systems, as (system, id), that it gets besides those that it has.
    pub external: Vec<(String, String)>,
    /// Whether it says what has happened, as a file does: then a stage asks for no fields.
    pub happened: bool,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 500;

/// What changed: what every record has, and fields, by name, before and after.
pub(super) type Difference = BTreeMap<String, [Json; 2]>;

impl RecordChange {
    /// The row and the values that a record then has.
    pub(super) fn applied(
        &self,
        of: &RecordType,
        row: &RecordRow,
        values: &Values,
    ) -> Result<(RecordRow, Values)> {
        let (mut row, mut values) = (row.clone(), values.clone());
        if let Some(name) = &self.name {
            row.name = checked_line("name", name)?.ok_or_else(|| {
                Error::argument("name", format!("a {} needs a name", of.title.to_lowercase()))
            })?;
        }
        if let Some(owner) = &self.owner {
            row.owner = checked_line("owner", owner.as_deref().unwrap_or_default())?;
        }
        values.change(of, &self.fields).map_err(Error::Values)?;
        values.check_required(of).map_err(Error::Values)?;
        row.fields = values.to_text();
        row.search = values.search_text(of, &row.name);
        Ok((row, values))
    }
}

/// A single line without blanks around it; nothing if it is empty.
fn checked_line(name: &str, text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > LONGEST_NAME {
        return Err(Error::argument(name, format!("is longer than {LONGEST_NAME} characters")));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::argument(name, "contains a control character"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Stores a new record.
pub(super) fn insert(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    values: &Values,
    external: &[(String, String)],
) -> Result<()> {
    ensure_references(work, of, &Values::default(), values)?;
    if !external.is_empty() || !opened_deals::wait(work, of, row, values) {
        record::insert_many(work.connection, std::slice::from_ref(row))?;
        take_keys(work, of, row.id, &unique_keys(of, values))?;
        record::insert_parties(work.connection, &parties_in(row.id, values))?;
        add_external(work, of, row.id, external)?;
    }
    note(work, Action::RecordAdded, of, row.id, String::new());
    Ok(())
}

/// Stores what has changed of a record; returns whether anything has.
pub(super) fn update(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    before: (&RecordRow, &Values),
    after: (RecordRow, &Values),
    action: Action,
) -> Result<bool> {
    let (mut row, values) = after;
    let difference = difference(before, (&row, values));
    if difference.is_empty() {
        return Ok(false);
    }
    ensure_references(work, of, before.1, values)?;
    let (old, new) = (unique_keys(of, before.1), unique_keys(of, values));
    if old != new && !row.hidden {
        give_keys(work, row.id, &old)?;
        take_keys(work, of, row.id, &new)?;
    }
    if parties_in(row.id, before.1) != parties_in(row.id, values) {
        record::set_parties(work.connection, &[row.id], &parties_in(row.id, values))?;
    }
    row.updated_at = work.now;
    store(work, &row)?;
    let detail = serde_json::to_string(&difference).unwrap_or_default();
    note(work, action, of, row.id, detail);
    Ok(true)
}

/// Gives a record ids of other systems; returns whether it did not have them all.
pub(super) fn give_external(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    id: RecordId,
    external: &[(String, String)],
) -> Result<bool> {
    if !add_external(work, of, id, external)? {
        return Ok(false);
    }
    if let Some(row) = record::get_many(work.connection, &[id])?.pop() {
        store(work, &RecordRow { updated_at: work.now, ..row })?;
    }
    note(work, Action::RecordEdited, of, id, "{}".to_owned());
    Ok(true)
}

/// Whether it is a deal, and everything that happened in it was retracted.
pub(super) fn is_left_by_evidence(of: &RecordType, row: &RecordRow) -> bool {
    of.name == DEAL && row.state.is_none()
}

/// Hides a record or restores it; returns whether that changed anything. A hidden one gives up its keys.
pub(crate) fn set_hidden(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    hidden: bool,
) -> Result<bool> {
    // A deal of which no evidence is left appears with its evidence.
    if row.hidden == hidden || !hidden && is_left_by_evidence(of, row) {
        return Ok(false);
    }
    let keys = unique_keys(of, &Values::stored(of, &row.fields));
    if hidden {
        give_keys(work, row.id, &keys)?;
    } else {
        take_keys(work, of, row.id, &keys)?;
    }
    store(work, &RecordRow { hidden, updated_at: work.now, ..row.clone() })?;
    let action = if hidden { Action::RecordHidden } else { Action::RecordRestored };
    note(work, action, of, row.id, String::new());
    Ok(true)
}

/// Gives a record the values from before an entry of the journal, where it still has those from after it. Returns
/// whether that changed anything, and the names of what somebody has changed since.
pub(crate) fn set_back(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    detail: &str,
) -> Result<(bool, Vec<String>)> {
    let values = Values::stored(of, &row.fields);
    let (back, kept) = changes_back(of, row, &values, detail);
    let (after, after_values) = back.applied(of, row, &values)?;
    let changed = update(work, of, (row, &values), (after, &after_values), Action::RecordTakenBack)?;
    if changed && of.name == DEAL && back.fields.contains_key("people") {
        deals::derive(work, &[DealId(row.id.0)])?;
    }
    Ok((changed, kept))
}

/// What gives a record the values from before an entry of the journal, where it still has those from after it, and the names of
/// what somebody has changed since.
pub(super) fn changes_back(
    of: &RecordType,
    row: &RecordRow,
    values: &Values,
    detail: &str,
) -> (RecordChange, Vec<String>) {
    let noted: Difference = serde_json::from_str(detail).unwrap_or_default();
    let present = whole(row, values);
    let mut back = RecordChange::default();
    let mut kept = Vec::new();
    for (name, [old, new]) in noted {
        let is = present.get(&name).cloned().unwrap_or_default();
        if is == old {
            continue;
        }
        if of.name == DEAL && PROJECTED.contains(&name.as_str()) {
            // It follows the evidence that is retracted with it; only who is merely named stands in the record alone.
            if name == "people" && only_named(of, &is) == only_named(of, &new) {
                back.fields.insert(name, old);
            }
        } else if is != new {
            kept.push(name);
        } else if name == "name" {
            back.name = old.as_str().map(str::to_owned);
        } else if name == "owner" {
            back.owner = Some(old.as_str().map(str::to_owned));
        } else if of.field(&name).is_some() {
            back.fields.insert(name, old);
        }
    }
    (back, kept)
}

/// The parties that an entry of the journal names, before or after it.
pub(crate) fn parties_named(detail: &str) -> Vec<PartyId> {
    fn gather(json: &Json, into: &mut Vec<PartyId>) {
        match json {
            Json::String(text) => into.extend(PartyId::parse(text)),
            Json::Array(all) => all.iter().for_each(|one| gather(one, into)),
            Json::Object(all) => all.values().for_each(|one| gather(one, into)),
            _ => {}
        }
    }
    let mut named = Vec::new();
    gather(&serde_json::from_str(detail).unwrap_or_default(), &mut named);
    named
}

fn store(work: &mut Work<'_, '_>, row: &RecordRow) -> Result<()> {
    if record::update_many(work.connection, std::slice::from_ref(row))? != 1 {
        return Err(Error::Stale { version: row.version });
    }
    Ok(())
}

pub(super) fn note(work: &mut Work<'_, '_>, action: Action, of: &RecordType, id: RecordId, detail: String) {
    let about = Some(of.name.clone());
    work.publish_later(Change { records: vec![id], about: about.clone(), ..Change::of(action, Vec::new()) });
    work.enter(action, About { record: Some(id.0), row_key: about, detail, party: None });
}

/// What a record holds by name, as it is sent.
fn whole(row: &RecordRow, values: &Values) -> BTreeMap<String, Json> {
    let base = [("name", Some(&row.name)), ("owner", row.owner.as_ref())];
    let base = base.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.as_str().into())));
    base.chain(values.iter().map(|(name, value)| (name.to_owned(), value.to_json()))).collect()
}

pub(super) fn difference(before: (&RecordRow, &Values), after: (&RecordRow, &Values)) -> Difference {
    let (before, after) = (whole(before.0, before.1), whole(after.0, after.1));
    let names = before.keys().chain(after.keys());
    let changed = names.filter(|name| before.get(*name) != after.get(*name));
    let both = |name: &String| [&before, &after].map(|side| side.get(name).cloned().unwrap_or_default());
    changed.map(|name| (name.clone(), both(name))).collect()
}
