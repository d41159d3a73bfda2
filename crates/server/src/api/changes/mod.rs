//! What was changed: change sets, and the log of each party.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

pub(crate) mod events;
pub(crate) mod resume;
pub(crate) mod sets;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use casebook_app::changes::{self, LoggedEntry};
use casebook_app::domain::change::Action;
use casebook_app::domain::ids::{ChangeId, PartyId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::api::wire::{ChangeIdText, ChangeSetIdText, PartyIdText, ViaWord, at};
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::path::Named;
use crate::http::request::query::Query;
use crate::http::response::answer::Items;
use crate::state::Shared;

/// Entries of a page, where no number is given, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// Which page of the log.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// The `next` of the previous page; omit for the first page.
    #[param(inline, value_type = ChangeIdText, required = false)]
    pub(crate) cursor: Option<ChangeIdText>,
    /// Maximum number of entries; 50 by default.
    #[param(minimum = 1, maximum = 200, required = false)]
    pub(crate) limit: Option<usize>,
}

/// An entry of the change log.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoggedChange {
    /// Its id.
    id: ChangeIdText,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    actor: String,
    /// How it came in.
    via: ViaWord,
    /// The action: `party_added`, `party_edited`, `party_hidden`, `party_restored`, `party_imported` (an import
    /// changed fields) or `party_taken_back` (that import was undone).
    action: String,
    /// The change set it belongs to.
    change_set: ChangeSetIdText,
    /// The party it concerns.
    #[schema(required)]
    party: Option<PartyIdText>,
    /// For an edit: the old and the new value of each field.
    fields: BTreeMap<String, FieldChange>,
}

/// The old and the new value of a field; null if empty.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldChange {
    /// The old value.
    #[schema(required)]
    before: Option<String>,
    /// The new value.
    #[schema(required)]
    after: Option<String>,
}

impl LoggedChange {
    fn of(logged: LoggedEntry) -> Self {
        let LoggedEntry { entry: row, actor, via } = logged;
        let of_fields = [Action::PartyEdited, Action::PartyImported, Action::PartyTakenBack];
        let detail = if of_fields.contains(&row.action) { row.detail.as_str() } else { "" };
        let detail: Value = serde_json::from_str(detail).unwrap_or_default();
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let changed = |(name, pair): (&String, &Value)| {
            let pair = pair.as_array()?;
            Some((name.clone(), FieldChange { before: text(pair.first()), after: text(pair.get(1)) }))
        };
        Self {
            id: ChangeIdText(row.id),
            at: at(row.at),
            actor,
            via: ViaWord(via),
            action: row.action.word().to_owned(),
            change_set: ChangeSetIdText(row.change_set),
            party: row.party.map(PartyIdText),
            fields: detail.as_object().into_iter().flatten().filter_map(changed).collect(),
        }
    }
}

/// List changes of a party, newest first
#[utoipa::path(get, path = "/api/v1/parties/{id}/changes", operation_id = "list_changes_of_party", tag = "changes",
    params(("id" = PartyIdText, Path, description = "The party"), Page),
    responses((status = 200, description = "A page", body = Items<LoggedChange>)))]
pub(crate) async fn of_party(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    Query(page): Query<Page>,
) -> Answer<Json<Items<LoggedChange>>> {
    let limit = of_page(page.limit)?;
    let before: Option<ChangeId> = page.cursor.map(|id| id.0);
    // One more than asked for shows whether there is a next page.
    let mut rows = shared.run(move |session, _| changes::of_party(session, id, before, limit + 1)).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.entry.id.to_string());
    Ok(Json(Items { items: rows.into_iter().map(LoggedChange::of).collect(), next }))
}

/// The most entries of a page that is asked for.
pub(crate) fn of_page(limit: Option<usize>) -> Answer<usize> {
    let limit = limit.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        return Ok(limit);
    }
    Err(Refusal::invalid(vec![Mistake::new("?limit", format!("use 1 to {MOST}"))]))
}
