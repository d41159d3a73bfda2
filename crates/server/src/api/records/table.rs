//! Records of a type as a table: exported, and imported again.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::export::Format;
use casebook_app::records::{self, RecordImport, RecordImportReport};
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Error, Session};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::filter::{RecordFilterTree, filter_of};
use super::type_of;
use crate::api::exports::{FormatWord, begin};
use crate::api::waiting::{Bare, JobAnswer, Waiting};
use crate::api::wire::{ChangeSetIdText, Job, UploadIdText};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::body;
use crate::http::request::path::{Named, TypeName};
use crate::http::request::query::Query;
use crate::state::Shared;

/// Which records are exported.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Exported {
    /// A filter as JSON, in the form of `filter` in a search; all by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    filter: Option<String>,
}

/// A table of records to import: an uploaded file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordsTable {
    /// The upload.
    upload: UploadIdText,
    /// Whether to say only what the import would do.
    #[serde(default)]
    #[schema(required = false)]
    dry_run: bool,
}

/// The result of importing a table of records.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RecordsImported {
    /// The change set, to undo the whole import; null for a dry run.
    #[schema(required)]
    change_set: Option<ChangeSetIdText>,
    /// Number of records added.
    added: u64,
    /// Number of records changed.
    edited: u64,
    /// Number of rows that say what is stored already.
    unchanged: u64,
    /// Number of rows refused.
    rejected: u64,
    /// The first 1,000 of them.
    rejects: Vec<RejectedRow>,
}

/// A row that was refused; nothing of it is stored.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RejectedRecord)]
pub(crate) struct RejectedRow {
    /// The line on which it begins, from 1.
    line: u64,
    /// The reason.
    reason: String,
}

impl From<RecordImportReport> for RecordsImported {
    fn from(report: RecordImportReport) -> Self {
        let RecordImportReport { change_set, added, edited, unchanged, rejected, rejects } = report;
        let rejects = rejects.into_iter().map(|one| RejectedRow { line: one.line, reason: one.reason });
        let change_set = change_set.map(ChangeSetIdText);
        Self { change_set, added, edited, unchanged, rejected, rejects: rejects.collect() }
    }
}

impl JobAnswer for RecordsImported {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::ImportRecords(report) = output { Some(report.into()) } else { None }
    }
}

/// Export records as CSV, in the order in which they were added
#[utoipa::path(get, path = "/api/v1/records/{plural}/export", operation_id = "export_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"), Exported),
    responses((status = 200, description = "The records", content((String = "text/csv")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn export(
    State(shared): State<Shared>,
    Named(TypeName(plural)): Named<TypeName>,
    Query(asked): Query<Exported>,
) -> Answer<Response> {
    let of = type_of(&shared, plural).await?;
    let wrong = |error: serde_json::Error| Refusal::invalid(vec![Mistake::new("?filter", error.to_string())]);
    let tree: Option<RecordFilterTree> =
        asked.filter.as_deref().map(serde_json::from_str).transpose().map_err(wrong)?;
    let filter = filter_of(&of, tree.as_ref())?;
    let name = of.plural.clone();
    let body = shared.stream(move |session, out, stop| {
        begin(Format::Csv, out)?;
        records::export(session, &of.name, &filter, out, stop)
    });
    Ok(FormatWord::Csv.named(&name, body.await?))
}

/// Import a table of records
///
/// Each row is about the record of its `id`, else of one of its ids in other systems (`external:SYSTEM`), else of a unique
/// value; else it adds one. Headings are names or titles of fields. Parties are named by id, `external:SYSTEM/ID`, email
/// address or name. Empty cells say nothing. The import is one change set with one undo.
#[utoipa::path(post, path = "/api/v1/records/{plural}/import", operation_id = "import_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"), Waiting),
    request_body = RecordsTable,
    responses(
        (status = 200, description = "All rows are imported or refused", body = RecordsImported),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The job's address")))))]
pub(crate) async fn import(
    State(shared): State<Shared>,
    Named(TypeName(plural)): Named<TypeName>,
    Query(waiting): Query<Waiting>,
    body::Json(sent): body::Json<RecordsTable>,
) -> Answer<Response> {
    let of = type_of(&shared, plural).await?;
    let (uploads, dry_run) = (shared.uploads.clone(), sent.dry_run);
    let table = shared.run_naming(&[("upload", "/upload")], move |session, _| {
        let upload = uploads.find(session, sent.upload.0)?;
        let read = Table::open_as(&upload.name, &uploads.path(upload.id), &ReadOptions::default());
        read.map_err(|error| Error::Unreadable(error.to_string()))
    });
    let import = RecordImport { type_name: of.name.clone(), table: table.await?, dry_run };
    let run = move |session: &Session, control: &Control| {
        records::import(session, &import, control).map(JobOutput::ImportRecords)
    };
    let done = waiting.run::<RecordsImported>(&shared, shared.session(), JobKind::ImportRecords, run).await?;
    Ok(Bare(done).into_response())
}
