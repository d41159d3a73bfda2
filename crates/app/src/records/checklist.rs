//! The tasks that begin when a deal is won: those of the checklist of its pipeline.

use std::sync::Arc;

use casebook_domain::deals::{ChecklistItem, DEAL, DealState, Terms};
use casebook_domain::ids::{DealId, RecordId};
use casebook_domain::records::{RecordType, Values};
use casebook_domain::time::{DAY, Timestamp};
use casebook_domain::zone;
use casebook_store::record::RecordRow;
use casebook_store::record_key::{self, RecordKey};
use serde_json::{Map, json};

use super::change::{RecordChange, insert, set_hidden};
use super::edit::locked;
use super::rules;
use crate::desk::Work;
use crate::error::{Error, Result};

/// The type of tasks.
const TASK: &str = "task";
/// The system of the ids by which a task of a checklist is known again.
const CHECKLIST: &str = "checklist";

/// Begins the checklist of a deal that a change has won. A file says what has happened, and begins none. A deal that is
/// won again has its tasks already; those that were hidden meanwhile are restored.
pub(super) fn follow_won(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    (before, after): (&Values, &Values),
    change: &RecordChange,
) -> Result<()> {
    if of.name != DEAL || change.happened {
        return Ok(());
    }
    let (was, is) = (Terms::of(of, before), Terms::of(of, after));
    if was.state() == DealState::Won || is.state() != DealState::Won {
        return Ok(());
    }
    let words = work.words.clone();
    let today = words.zone.day_of(work.now);
    for item in &words.pipelines.get_or_first(&is.pipeline).checklist {
        begin(work, row, &is, item, today)?;
    }
    Ok(())
}

/// Begins one task, or restores it.
fn begin(
    work: &mut Work<'_, '_>,
    deal: &RecordRow,
    terms: &Terms,
    item: &ChecklistItem,
    today: Timestamp,
) -> Result<()> {
    let of = Arc::clone(work.words.record_type(TASK)?);
    let value = format!("{} {}", DealId(deal.id.0), item.title);
    let key = RecordKey { system: CHECKLIST.to_owned(), value: value.clone() };
    if let Some(id) = record_key::find(work.connection, TASK, &key)? {
        let row = locked(work, &of, id)?;
        return set_hidden(work, &of, &row, false).map(drop);
    }
    // Fields that a workspace requires of its tasks are left to whoever takes the task on: they keep no deal from being won.
    let values = values_of(&of, deal, terms, today.plus(i64::from(item.due_after) * DAY))?;
    let row = RecordRow {
        id: RecordId(work.session.next_id()),
        type_name: of.name.clone(),
        name: item.title.clone(),
        search: values.search_text(&of, &item.title),
        owner: deal.owner.clone(),
        state: None,
        fields: values.to_text(),
        hidden: false,
        version: 1,
        created_at: work.now,
        updated_at: work.now,
    };
    insert(work, &of, &row, &values, &[(CHECKLIST.to_owned(), value)])?;
    rules::follow(work, &of, &row, None, &values)
}

/// What a task holds.
fn values_of(of: &RecordType, deal: &RecordRow, terms: &Terms, due: Timestamp) -> Result<Values> {
    let mut fields = Map::new();
    fields.insert("due_on".to_owned(), zone::written(due).into());
    fields.insert("deal".to_owned(), DealId(deal.id.0).to_string().into());
    if let Some(party) = terms.account.or_else(|| terms.people.first().map(|one| one.party)) {
        fields.insert("about".to_owned(), json!([{ "party": party.to_string() }]));
    }
    let mut values = Values::default();
    values.fill_defaults(of);
    values.change(of, &fields).map_err(Error::Values)?;
    Ok(values)
}
