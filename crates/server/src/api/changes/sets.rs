//! Change sets: listing, showing and undoing them.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::changes::{self, Kept, Listed, UndoReport};
use casebook_app::domain::change;
use casebook_app::domain::ids::{ChangeSetId, ImportId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::of_page;
use crate::api::waiting::{Bare, JobAnswer, Seconds, Waiting};
use crate::api::wire::{ChangeSetIdText, DealIdText, Job, PartyIdText, ViaWord, at};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Problem};
use crate::http::request::body::NoBody;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

/// Which change sets.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sets {
    /// Only change sets that affected this party or its evidence.
    #[param(inline, value_type = PartyIdText, required = false)]
    party: Option<PartyIdText>,
    /// The `next` of the previous page; omit for the first page.
    #[param(inline, value_type = ChangeSetIdText, required = false)]
    cursor: Option<ChangeSetIdText>,
    /// Maximum number of change sets; 50 by default.
    #[param(minimum = 1, maximum = 200, required = false)]
    limit: Option<usize>,
}

/// The kind of a change set.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChangeSetWhat {
    /// Parties were added.
    Add,
    /// Fields were edited.
    Edit,
    /// Parties were hidden.
    Hide,
    /// Hidden parties were restored.
    Restore,
    /// Evidence was appended.
    Evidence,
    /// A link was added, ended or removed.
    Link,
    /// A lead was converted.
    Convert,
    /// A file was imported.
    Import,
    /// Many parties were edited at once.
    Bulk,
    /// A kind of evidence was added.
    Kind,
    /// A setting was changed.
    Setting,
    /// A vocabulary came into use or was retired.
    Vocabulary,
    /// A framework was stored, came into use or was retired.
    Framework,
    /// A pipeline became active or was retired.
    Pipeline,
    /// A record type was declared, or a field was added to one.
    RecordType,
    /// A quote was sent, answered, withdrawn or given another link.
    Quote,
    /// Sample data was added.
    Sample,
    /// Another change set was undone.
    Undo,
}

/// The state of a change set.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChangeSetState {
    /// It runs.
    Running,
    /// It stopped before its end, and can be resumed or undone.
    Interrupted,
    /// It is complete.
    Done,
    /// It was undone.
    Undone,
}

/// How much a change set changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeSetCounts {
    /// Parties added.
    parties_added: u64,
    /// Parties edited.
    parties_edited: u64,
    /// Parties hidden.
    parties_hidden: u64,
    /// Parties restored.
    parties_restored: u64,
    /// Pieces of evidence recorded, including retractions.
    evidence: u64,
    /// Links added, ended or removed.
    links: u64,
    /// Records added, changed, hidden or restored.
    records: u64,
}

/// Changes that were made together and can be undone together.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeSet {
    /// Its id.
    id: ChangeSetIdText,
    /// Its kind.
    what: ChangeSetWhat,
    /// Its state.
    state: ChangeSetState,
    /// Who did it.
    actor: String,
    /// How it came in.
    via: ViaWord,
    /// When it began.
    #[schema(format = DateTime)]
    at: String,
    /// When it ended; null while it runs.
    #[schema(required, format = DateTime)]
    finished_at: Option<String>,
    /// How much it changed.
    counts: ChangeSetCounts,
    /// The change set that it undoes; null if it undoes none.
    #[schema(required)]
    reverses: Option<ChangeSetIdText>,
}

impl ChangeSet {
    fn of(listed: Listed) -> Self {
        let Listed { row, state, counts } = listed;
        Self {
            id: ChangeSetIdText(row.id),
            what: row.what.into(),
            state: state.into(),
            actor: row.actor,
            via: ViaWord(row.via),
            at: at(row.at),
            finished_at: row.finished_at.map(at),
            counts: ChangeSetCounts {
                parties_added: counts.parties_added,
                parties_edited: counts.parties_edited,
                parties_hidden: counts.parties_hidden,
                parties_restored: counts.parties_restored,
                evidence: counts.evidence,
                links: counts.links,
                records: counts.records,
            },
            reverses: row.reverses.map(ChangeSetIdText),
        }
    }
}

impl From<change::What> for ChangeSetWhat {
    fn from(what: change::What) -> Self {
        use change::What;
        match what {
            What::Add => Self::Add,
            What::Edit => Self::Edit,
            What::Hide => Self::Hide,
            What::Restore => Self::Restore,
            What::Evidence => Self::Evidence,
            What::Link => Self::Link,
            What::Convert => Self::Convert,
            What::Import => Self::Import,
            What::Bulk => Self::Bulk,
            What::Kind => Self::Kind,
            What::Setting => Self::Setting,
            What::Vocabulary => Self::Vocabulary,
            What::Framework => Self::Framework,
            What::Pipeline => Self::Pipeline,
            What::RecordType => Self::RecordType,
            What::Quote => Self::Quote,
            What::Sample => Self::Sample,
            What::Undo => Self::Undo,
        }
    }
}

impl From<change::State> for ChangeSetState {
    fn from(state: change::State) -> Self {
        match state {
            change::State::Running => Self::Running,
            change::State::Interrupted => Self::Interrupted,
            change::State::Done => Self::Done,
            change::State::Undone => Self::Undone,
        }
    }
}

/// List change sets, newest first
#[utoipa::path(get, path = "/api/v1/changes", operation_id = "list_changes", tag = "changes", params(Sets),
    responses((status = 200, description = "A page", body = Items<ChangeSet>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(page): Query<Sets>,
) -> Answer<Json<Items<ChangeSet>>> {
    let limit = of_page(page.limit)?;
    let (party, before) = (page.party.map(|id| id.0), page.cursor.map(|id| id.0));
    let mut sets = shared.run(move |session, _| changes::page(session, party, before, limit + 1)).await?;
    let more = sets.len() > limit;
    sets.truncate(limit);
    let next = sets.last().filter(|_| more).map(|listed| listed.row.id.to_string());
    Ok(Json(Items { items: sets.into_iter().map(ChangeSet::of).collect(), next }))
}

/// Get a change set
#[utoipa::path(get, path = "/api/v1/changes/{id}", operation_id = "get_change", tag = "changes",
    params(("id" = ChangeSetIdText, Path, description = "The change set")),
    responses((status = 200, description = "The change set", body = ChangeSet)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<ChangeSetId>,
    _: Query<NoParameters>,
) -> Answer<Json<ChangeSet>> {
    let listed = shared.run(move |session, _| changes::show(session, id)).await?;
    Ok(Json(ChangeSet::of(listed)))
}

/// The result of undoing a change set.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ChangeUndone {
    /// The change set of the undo, which can be undone too; null if it had already been undone, and in a preview.
    #[schema(required)]
    change_set: Option<ChangeSetIdText>,
    /// Number of changes reverted.
    undone: u64,
    /// Deals that are open again, because the acceptance of a quote that had won them was undone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    reopened: Vec<DealIdText>,
    /// What was left unchanged; at most 1,000 items.
    kept: Vec<ChangeKept>,
}

/// Something that an undo left unchanged.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ChangeKept {
    /// The id of the party or link, or the name of a kind or vocabulary.
    record: String,
    /// The field; null if the whole record is meant.
    #[schema(required)]
    field: Option<String>,
    /// The reason: `changed_since`, `confirmed_since` (by a later file), `more_is_known`, `may_be_in_use` or
    /// `number_stays_used`.
    reason: &'static str,
}

impl From<UndoReport> for ChangeUndone {
    fn from(report: UndoReport) -> Self {
        let kept = |Kept { record, field, reason }| ChangeKept { record, field, reason };
        Self {
            undone: report.undone(),
            change_set: report.change_set.map(ChangeSetIdText),
            reopened: report.reopened.into_iter().map(DealIdText).collect(),
            kept: report.kept.into_iter().map(kept).collect(),
        }
    }
}

impl JobAnswer for ChangeUndone {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::UndoChange(report) = output { Some(report.into()) } else { None }
    }
}

/// How to undo a change set.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Undoing {
    /// Return the result that an undo would have now, and store nothing. Works for change sets of up to 10,000 changes.
    #[serde(default)]
    #[param(required = false)]
    preview: bool,
    /// Seconds to wait for the result; 10 by default. After that the work continues in the background.
    #[param(inline, value_type = Seconds, required = false)]
    wait: Option<Seconds>,
}

/// Undo a change set
///
/// Reverts what it did, except what has been changed since; that is listed with the reason. An undo is a change set
/// too and can be undone.
#[utoipa::path(post, path = "/api/v1/changes/{id}/undo", operation_id = "undo_change", tag = "changes",
    params(("id" = ChangeSetIdText, Path, description = "The change set"), Undoing),
    responses(
        (status = 200, description = "The change set is undone, or this is what an undo would come to", body = ChangeUndone),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The job's address"))),
        (status = 409, description = "It was stopped, or another process is working on the change set", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn undo(
    State(shared): State<Shared>,
    Named(id): Named<ChangeSetId>,
    Query(Undoing { preview, wait }): Query<Undoing>,
    _: NoBody,
) -> Answer<Response> {
    shared.run(move |session, _| changes::show(session, id)).await?;
    if !preview {
        shared.imports.stop(ImportId(id.0));
    }
    let undo = move |session: &Session, control: &Control| {
        let report =
            if preview { changes::preview_undo(session, id) } else { changes::undo(session, id, control) };
        report.map(JobOutput::UndoChange)
    };
    let waiting = Waiting::of(wait);
    let undone = waiting.run::<ChangeUndone>(&shared, shared.session(), JobKind::UndoChange, undo).await?;
    Ok(Bare(undone).into_response())
}
