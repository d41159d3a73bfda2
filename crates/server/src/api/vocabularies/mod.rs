//! `/vocabularies`: listing, checking, previewing and activating them.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

mod preview;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::domain::vocabulary::{self as domain, CompiledVocabulary};
use casebook_app::vocabularies::{self, Adopted, VersionRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::waiting::{JobAnswer, JobEnded, Waited, Waiting};
use crate::api::wire::{Job, TomlText, at};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, NO_CONTENT, Problem};
use crate::http::request::body;
use crate::http::request::path::{Named, VocabularyName};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

pub(crate) use preview::VocabularyTried;

/// A version of a vocabulary, in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct VocabularyVersion {
    /// The vocabulary's name.
    name: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// `active` (in use), `building` (being prepared) or `retired` (replaced).
    #[schema(pattern = "^(active|building|retired)$")]
    state: &'static str,
    /// Its title.
    title: String,
    /// When it was added.
    #[schema(format = DateTime)]
    created_at: String,
    /// Who added it; `casebook` if it is built in, null if unknown.
    #[schema(required)]
    recorded_by: Option<String>,
}

/// An ordered list of stages, each with the rule that makes it hold.
#[derive(Serialize, ToSchema)]
pub(crate) struct Vocabulary {
    /// Its name in URLs and rules.
    name: String,
    /// The version number; null if the text was only checked.
    #[schema(required, minimum = 1)]
    version: Option<i64>,
    /// Its title.
    title: String,
    /// Its description.
    description: String,
    /// Its stages, from lowest to highest.
    stages: Vec<Stage>,
    /// Its text (TOML), including comments.
    toml: String,
}

/// Which version is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfVersion {
    /// The version number; the active version by default.
    #[param(minimum = 1)]
    version: Option<i64>,
}

/// A stage of a vocabulary.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stage {
    /// Its name in URLs and rules.
    name: String,
    /// Its title.
    title: String,
    /// What it means.
    definition: String,
    /// The rule over facts.
    rule: String,
    /// The goal; may be empty.
    goal: String,
    /// Suggested actions; may be empty.
    actions: Vec<String>,
}

/// A vocabulary as text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VocabularyText {
    /// The text (TOML).
    #[schema(value_type = String, max_length = 262_144, pattern = r"^[^\u0000]*$")]
    pub(crate) toml: TomlText,
}

/// The version that is now active.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VocabularyUsed {
    /// The vocabulary's name.
    name: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it was already active.
    unchanged: bool,
}

impl Vocabulary {
    fn of(version: Option<i64>, toml: String, compiled: CompiledVocabulary) -> Self {
        let domain::Vocabulary { name, title, description, stages } = compiled.vocabulary;
        Self { name, version, title, description, stages: stages.into_iter().map(Stage::of).collect(), toml }
    }
}

impl Stage {
    fn of(stage: domain::Stage) -> Self {
        let domain::Stage { name, title, definition, rule, goal, actions } = stage;
        Self { name, title, definition, rule, goal, actions }
    }
}

impl From<Adopted> for VocabularyUsed {
    fn from(adopted: Adopted) -> Self {
        let Adopted { name, version, unchanged } = adopted;
        Self { name, version, unchanged }
    }
}

impl JobAnswer for VocabularyUsed {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::UseVocabulary(adopted) = output { Some(adopted.into()) } else { None }
    }
}

fn version_of(row: VersionRow) -> VocabularyVersion {
    VocabularyVersion {
        name: row.name,
        version: row.version,
        state: row.state.word(),
        title: row.title,
        created_at: at(row.created_at),
        recorded_by: Some(row.recorded_by).filter(|name| !name.is_empty()),
    }
}

/// List all versions of all vocabularies
#[utoipa::path(get, path = "/api/v1/vocabularies", operation_id = "list_vocabularies", tag = "vocabularies",
    responses((status = 200, description = "All versions", body = Items<VocabularyVersion>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<VocabularyVersion>>> {
    let all = shared.run(|session, _| vocabularies::list(session)).await?;
    Ok(Items::whole(all.into_iter().map(version_of)))
}

/// Get the active version of a vocabulary, or an earlier one
#[utoipa::path(get, path = "/api/v1/vocabularies/{name}", operation_id = "get_vocabulary",
    tag = "vocabularies",
    params(("name" = String, Path, description = "The vocabulary's name, for example `journey`"), OfVersion),
    responses((status = 200, description = "The vocabulary", body = Vocabulary)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(VocabularyName(name)): Named<VocabularyName>,
    Query(of): Query<OfVersion>,
) -> Answer<Json<Vocabulary>> {
    let shown = shared.run(move |session, _| vocabularies::show(session, &name, of.version)).await?;
    let (row, compiled) = shown;
    Ok(Json(Vocabulary::of(Some(row.version), row.source, compiled)))
}

/// Retire a vocabulary. Its versions are kept and can be activated again
#[utoipa::path(post, path = "/api/v1/vocabularies/{name}/retire", operation_id = "retire_vocabulary",
    tag = "vocabularies",
    params(("name" = String, Path, description = "The vocabulary's name, for example `inbound`")),
    responses(
        (status = 204, description = "The vocabulary is retired"),
        (status = 409, description = "It is the default vocabulary, or the last active one",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn retire(
    State(shared): State<Shared>,
    Named(VocabularyName(name)): Named<VocabularyName>,
    _: Query<NoParameters>,
    _: body::NoBody,
) -> Answer<Response> {
    shared.run(move |session, _| vocabularies::retire(session, &name)).await?;
    Ok(NO_CONTENT.into_response())
}

/// Check the text of a vocabulary; problems are reported with line and column. Nothing is stored
#[utoipa::path(post, path = "/api/v1/vocabularies/check", operation_id = "check_vocabulary",
    tag = "vocabularies",
    request_body = VocabularyText,
    responses((status = 200, description = "The text is valid; this is the vocabulary", body = Vocabulary)))]
pub(crate) async fn check(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(text): body::Json<VocabularyText>,
) -> Answer<Json<Vocabulary>> {
    let toml = text.toml.0;
    let (toml, compiled) =
        shared.run(move |session, _| vocabularies::check(session, &toml).map(|read| (toml, read))).await?;
    Ok(Json(Vocabulary::of(None, toml, compiled)))
}

/// Preview a changed vocabulary over all history: who would move, and the funnel before and after. Nothing is stored
#[utoipa::path(post, path = "/api/v1/vocabularies/try", operation_id = "try_vocabulary", tag = "vocabularies",
    params(Waiting),
    request_body = VocabularyText,
    responses(
        (status = 200, description = "The preview", body = JobEnded<VocabularyTried>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn try_out(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(text): body::Json<VocabularyText>,
) -> Answer<Waited<VocabularyTried>> {
    let preview = move |session: &Session, control: &Control| {
        vocabularies::try_out(session, &text.toml.0, control).map(JobOutput::TryVocabulary)
    };
    waiting.run(&shared, shared.session(), JobKind::TryVocabulary, preview).await
}

/// Activate a new version of a vocabulary. Its periods are built while the previous version stays active, then it
/// takes over
#[utoipa::path(post, path = "/api/v1/vocabularies/use", operation_id = "use_vocabulary", tag = "vocabularies",
    params(Waiting),
    request_body = VocabularyText,
    responses(
        (status = 200, description = "The active version", body = JobEnded<VocabularyUsed>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped, or another version was activated in the meantime",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn activate(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(text): body::Json<VocabularyText>,
) -> Answer<Waited<VocabularyUsed>> {
    let adopt = move |session: &Session, control: &Control| {
        vocabularies::adopt(session, &text.toml.0, control).map(JobOutput::UseVocabulary)
    };
    waiting.run(&shared, shared.session(), JobKind::UseVocabulary, adopt).await
}
