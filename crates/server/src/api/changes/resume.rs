//! Resuming what many parties or records were to undergo and was interrupted.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::changes::{self, BulkEdit};
use casebook_app::conversion::{self, BulkConversion};
use casebook_app::domain::change::What;
use casebook_app::domain::ids::ChangeSetId;
use casebook_app::records::{self, RecordBulkEdit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::conversion::many::{LeadsConverted, ManyDraft};
use crate::api::parties::bulk::{BulkChange, PartiesEdited};
use crate::api::records::bulk::{KeptRequest, RecordsEdited};
use crate::api::waiting::{Bare, JobAnswer, Waiting};
use crate::api::wire::{ChangeSetIdText, Job};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Problem, Refusal};
use crate::http::request::body::NoBody;
use crate::http::request::path::Named;
use crate::http::request::query::Query;
use crate::state::Shared;

/// The result of a bulk edit or conversion that was resumed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ChangeResumed {
    /// It edited records.
    Records(RecordsEdited),
    /// It edited parties.
    Parties(PartiesEdited),
    /// It converted leads.
    Leads(LeadsConverted),
}

impl JobAnswer for ChangeResumed {
    fn of(output: JobOutput) -> Option<Self> {
        match output {
            JobOutput::EditRecords(report) => Some(Self::Records(report.into())),
            JobOutput::EditParties(report) => Some(Self::Parties(report.into())),
            JobOutput::ConvertLeads(report) => Some(Self::Leads(report.into())),
            _ => None,
        }
    }
}

/// What an interrupted change has left to do.
enum Rest {
    Records(RecordBulkEdit),
    Parties(BulkEdit),
    Leads(BulkConversion),
}

impl Rest {
    async fn of(shared: &Shared, what: What, request: &str) -> Answer<Self> {
        let unreadable = |error: serde_json::Error| Refusal::internal(error.to_string());
        if what == What::Convert {
            return Ok(Self::Leads(ManyDraft::read(serde_json::from_str(request).map_err(unreadable)?)?.0));
        }
        if let Ok(kept) = serde_json::from_str::<KeptRequest>(request) {
            return Ok(Self::Records(kept.resumed(shared).await?));
        }
        Ok(Self::Parties(BulkChange::read(serde_json::from_str(request).map_err(unreadable)?)?.0))
    }

    fn kind(&self) -> JobKind {
        match self {
            Self::Records(_) => JobKind::EditRecords,
            Self::Parties(_) => JobKind::EditParties,
            Self::Leads(_) => JobKind::ConvertLeads,
        }
    }

    fn run(&self, session: &Session, set: ChangeSetId, control: &Control) -> casebook_app::Result<JobOutput> {
        match self {
            Self::Records(edit) => {
                records::resume_bulk(session, set, edit, control).map(JobOutput::EditRecords)
            }
            Self::Parties(edit) => {
                changes::resume_bulk(session, set, edit, control).map(JobOutput::EditParties)
            }
            Self::Leads(asked) => {
                conversion::resume_conversion(session, set, asked, control).map(JobOutput::ConvertLeads)
            }
        }
    }
}

/// Resume an interrupted bulk edit or conversion
///
/// Of parties, records or leads. What it has changed stays, and belongs to the same change set as the rest.
#[utoipa::path(post, path = "/api/v1/changes/{id}/resume", operation_id = "resume_change", tag = "changes",
    params(("id" = ChangeSetIdText, Path, description = "The change set"), Waiting),
    responses(
        (status = 200, description = "All that match are changed", body = ChangeResumed),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The job's address"))),
        (status = 409, description = "It is not an interrupted bulk edit or conversion, or another process is working on it",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn resume(
    State(shared): State<Shared>,
    Named(id): Named<ChangeSetId>,
    Query(waiting): Query<Waiting>,
    _: NoBody,
) -> Answer<Response> {
    let (what, request) = shared.run(move |session, _| changes::bulk_request(session, id)).await?;
    let rest = Rest::of(&shared, what, &request).await?;
    let kind = rest.kind();
    let resume = move |session: &Session, control: &Control| rest.run(session, id, control);
    let resumed = waiting.run::<ChangeResumed>(&shared, shared.session(), kind, resume).await?;
    Ok(Bare(resumed).into_response())
}
