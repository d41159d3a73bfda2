//! What happened to a record: the evidence that names it, and its changes.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use casebook_app::changes::LoggedEntry;
use casebook_app::domain::ids::ChangeId;
use casebook_app::{kinds, records};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::one::named;
use super::wire::FieldJson;
use crate::api::changes::{Page, of_page};
use crate::api::evidence::Evidence;

use crate::api::wire::{ChangeIdText, ChangeSetIdText, ViaWord, at};
use crate::http::error::Answer;
use crate::http::request::path::RecordName;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

/// A change of a record.
#[derive(Serialize, ToSchema)]
#[schema(as = RecordHistoryEntry)]
pub(crate) struct HistoryEntry {
    /// Its id.
    id: ChangeIdText,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    actor: String,
    /// How it came in.
    via: ViaWord,
    /// The action: `record_added`, `record_edited`, `record_hidden`, `record_restored` or `record_taken_back`.
    action: String,
    /// The change set it belongs to.
    change_set: ChangeSetIdText,
    /// For an edit: the old and the new value of `name`, `owner` and each field.
    fields: BTreeMap<String, FieldHistory>,
}

/// The old and the new value of a field; null if empty.
#[derive(Serialize, ToSchema)]
#[schema(as = RecordFieldChange)]
pub(crate) struct FieldHistory {
    /// The old value.
    #[schema(required)]
    before: FieldJson,
    /// The new value.
    #[schema(required)]
    after: FieldJson,
}

impl HistoryEntry {
    fn of(logged: LoggedEntry) -> Self {
        let LoggedEntry { entry: row, actor, via } = logged;
        let noted: BTreeMap<String, [Value; 2]> = serde_json::from_str(&row.detail).unwrap_or_default();
        let changed = |(name, [before, after]): (String, [Value; 2])| {
            (name, FieldHistory { before: FieldJson(before), after: FieldJson(after) })
        };
        Self {
            id: ChangeIdText(row.id),
            at: at(row.at),
            actor,
            via: ViaWord(via),
            action: row.action.word().to_owned(),
            change_set: ChangeSetIdText(row.change_set),
            fields: noted.into_iter().map(changed).collect(),
        }
    }
}

/// List the evidence that names a record, including retracted pieces, in the order in which it counts
///
/// So far evidence names deals alone.
#[utoipa::path(get, path = "/api/v1/records/{plural}/{id}/evidence", operation_id = "list_evidence_of_record",
    tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"),
        ("id" = String, Path, description = "The record")),
    responses((status = 200, description = "All of it", body = Items<Evidence>)))]
pub(crate) async fn evidence(
    State(shared): State<Shared>,
    name: RecordName,
    _: Query<NoParameters>,
) -> Answer<Json<Items<Evidence>>> {
    let (of, id) = named(&shared, name).await?;
    let listed = shared.run(move |session, _| {
        let (listed, kinds) = (records::evidence(session, &of.name, id)?, kinds::known(session)?);
        Ok(listed.into_iter().map(|one| Evidence::of(&kinds, one)).collect::<Vec<_>>())
    });
    Ok(Items::whole(listed.await?))
}

/// List changes of a record, newest first
#[utoipa::path(get, path = "/api/v1/records/{plural}/{id}/changes", operation_id = "list_changes_of_record",
    tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"),
        ("id" = String, Path, description = "The record"), Page),
    responses((status = 200, description = "A page", body = Items<HistoryEntry>)))]
pub(crate) async fn changes(
    State(shared): State<Shared>,
    name: RecordName,
    Query(page): Query<Page>,
) -> Answer<Json<Items<HistoryEntry>>> {
    let (of, id) = named(&shared, name).await?;
    let limit = of_page(page.limit)?;
    let before: Option<ChangeId> = page.cursor.map(|id| id.0);
    // One more than asked for shows whether there is a next page.
    let rows = shared.run(move |session, _| records::history(session, &of.name, id, before, limit + 1));
    let mut rows = rows.await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.entry.id.to_string());
    Ok(Json(Items { items: rows.into_iter().map(HistoryEntry::of).collect(), next }))
}
