//! Bulk edits: every party that matches a filter, as one change set.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::changes::{self, BulkEdit, BulkReport};
use casebook_app::parties;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::InBody;
use super::filter::FilterTree;
use super::wire::PartyChange;
use crate::api::waiting::{Bare, JobAnswer, Waiting};
use crate::api::wire::{ChangeSetIdText, Job};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Problem};
use crate::http::request::body::{self, of_value};
use crate::http::request::query::Query;
use crate::state::Shared;

/// A bulk edit: which parties, and what to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkChange {
    /// Which parties to edit.
    filter: FilterTree,
    /// New field values; null clears a field, absent fields stay.
    set: PartyChange,
}

impl BulkChange {
    /// Reads a request, whose text is kept so that it can be resumed; returns where it names things as well.
    pub(crate) fn read(sent: Map<String, Value>) -> Answer<(BulkEdit, InBody)> {
        let request = Value::Object(sent.clone()).to_string();
        let Self { filter, set } = of_value(Value::Object(sent))?;
        let places = InBody { filter: Some(filter.clone()), sort: None };
        let filter = filter.read().map_err(|wrong| wrong.at("/filter"))?;
        Ok((BulkEdit { filter, set: set.read().map_err(|refused| refused.within("/set"))?, request }, places))
    }
}

/// The result of a bulk edit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PartiesEdited {
    /// The change set, to undo the whole edit; null if no party matches.
    #[schema(required)]
    change_set: Option<ChangeSetIdText>,
    /// Number of parties that match the filter.
    matched: u64,
    /// Number of parties changed; the others already had these values.
    edited: u64,
}

impl From<BulkReport> for PartiesEdited {
    fn from(report: BulkReport) -> Self {
        let BulkReport { change_set, matched, edited } = report;
        Self { change_set: change_set.map(ChangeSetIdText), matched, edited }
    }
}

impl JobAnswer for PartiesEdited {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::EditParties(report) = output { Some(report.into()) } else { None }
    }
}

/// Edit all parties that match a filter
///
/// The edit is one change set with one undo. It runs as a job: stopped or interrupted, it can be resumed or undone.
#[utoipa::path(post, path = "/api/v1/parties/bulk", operation_id = "edit_parties", tag = "parties", params(Waiting),
    request_body = BulkChange,
    responses(
        (status = 200, description = "All matching parties are edited", body = PartiesEdited),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The job's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn edit(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(sent): body::Json<Map<String, Value>>,
) -> Answer<Response> {
    let (edit, places) = BulkChange::read(sent)?;
    // An unknown name in the filter is refused before the work begins, at its place.
    let filter = edit.filter.clone();
    shared.run_naming(&places, move |session, _| parties::count(session, &filter)).await?;
    let edit = move |session: &Session, control: &Control| {
        changes::edit_all(session, &edit, control).map(JobOutput::EditParties)
    };
    let edited = waiting.run::<PartiesEdited>(&shared, shared.session(), JobKind::EditParties, edit).await?;
    Ok(Bare(edited).into_response())
}
