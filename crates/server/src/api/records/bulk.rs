//! Bulk edits of records: all that match a filter, as one change set.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::domain::records::RecordType;
use casebook_app::records::{self, RecordBulkEdit, RecordBulkReport};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::filter::{RecordFilterTree, filter_of};
use super::form::Form;
use super::type_of;
use super::wire::RecordPatch;
use crate::api::waiting::{Bare, JobAnswer, Waiting};
use crate::api::wire::{ChangeSetIdText, Job};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Problem, Refusal};
use crate::http::request::body::{self, of_value};
use crate::http::request::path::{Named, TypeName};
use crate::http::request::query::Query;
use crate::state::Shared;

/// A bulk edit: which records, and what to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordsChange {
    /// Which records to edit.
    filter: RecordFilterTree,
    /// What to change of them.
    set: RecordPatch,
}

/// The result of a bulk edit of records.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RecordsEdited {
    /// The change set, to undo the whole edit; null if no record matches.
    #[schema(required)]
    change_set: Option<ChangeSetIdText>,
    /// Number of records that match the filter.
    matched: u64,
    /// Number of records changed; the others already had these values, or were refused.
    changed: u64,
    /// Number of records refused, which keep what they had.
    refused: u64,
    /// The first 100 of them.
    refusals: Vec<RefusedRecord>,
}

/// A record that was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RefusedRecord {
    /// Its id.
    #[schema(pattern = "^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    id: String,
    /// The reason.
    reason: String,
}

impl From<RecordBulkReport> for RecordsEdited {
    fn from(report: RecordBulkReport) -> Self {
        let RecordBulkReport { change_set, matched, edited, refused, refusals } = report;
        let refusals = refusals.into_iter().map(|(id, reason)| RefusedRecord { id, reason }).collect();
        Self { change_set: change_set.map(ChangeSetIdText), matched, changed: edited, refused, refusals }
    }
}

impl JobAnswer for RecordsEdited {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::EditRecords(report) = output { Some(report.into()) } else { None }
    }
}

/// A request that is kept with its change set, so that it can be resumed.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptRequest {
    /// The type, by its name for several.
    records: String,
    /// Whether fields stand beside the name.
    flat: bool,
    /// What was sent.
    sent: Map<String, Value>,
}

impl KeptRequest {
    fn change(&self) -> Answer<RecordsChange> {
        of_value(Value::Object(self.sent.clone()))
    }

    fn read(&self, of: &RecordType, change: RecordsChange) -> Answer<RecordBulkEdit> {
        let form = if self.flat { Form::Flat } else { Form::Nested };
        let RecordsChange { filter, set } = change;
        let request = serde_json::to_string(self).map_err(|error| Refusal::internal(error.to_string()))?;
        let filter = filter_of(of, Some(&filter))?;
        Ok(RecordBulkEdit { type_name: of.name.clone(), filter, set: set.read(form)?, request })
    }

    /// The edit that is to go on.
    pub(crate) async fn resumed(&self, shared: &Shared) -> Answer<RecordBulkEdit> {
        let change = self.change()?;
        self.read(&*type_of(shared, self.records.clone()).await?, change)
    }
}

/// Edit all records that match a filter
///
/// The edit is one change set with one undo. It runs as a job: stopped or interrupted, it can be resumed or undone.
#[utoipa::path(post, path = "/api/v1/records/{plural}/bulk", operation_id = "edit_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"), Waiting),
    request_body = RecordsChange,
    responses(
        (status = 200, description = "All matching records are edited", body = RecordsEdited),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The job's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn edit(
    State(shared): State<Shared>,
    form: Form,
    Named(TypeName(plural)): Named<TypeName>,
    Query(waiting): Query<Waiting>,
    body::Json(sent): body::Json<Map<String, Value>>,
) -> Answer<Response> {
    let kept = KeptRequest { records: plural.clone(), flat: form == Form::Flat, sent };
    // What is no such request is refused as that, whatever the type.
    let change = kept.change()?;
    let edit = kept.read(&*type_of(&shared, plural).await?, change)?;
    let run = move |session: &Session, control: &Control| {
        records::edit_all(session, &edit, control).map(JobOutput::EditRecords)
    };
    let edited = waiting.run::<RecordsEdited>(&shared, shared.session(), JobKind::EditRecords, run).await?;
    Ok(Bare(edited).into_response())
}
