//! `/vocabularies`: whose words there are, and checking new ones.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::vocabulary::{self as domain, CompiledVocabulary};
use casebook_app::vocabularies::{self, VersionRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::answer::Items;
use crate::body;
use crate::error::{Answer, GONE, Problem};
use crate::path::{Named, VocabularyName};
use crate::query::{NoParameters, Query};
use crate::state::Shared;
use crate::wire::{TomlText, at};

/// A version of a vocabulary, in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct VocabularyVersion {
    /// The vocabulary's name.
    name: String,
    /// Its number among the versions of that name.
    #[schema(minimum = 1)]
    version: i64,
    /// `active` answers questions, `building` is being prepared, `retired` was replaced.
    #[schema(pattern = "^(active|building|retired)$")]
    state: &'static str,
    /// What people call it.
    title: String,
    /// When it was brought in.
    #[schema(format = DateTime)]
    created_at: String,
    /// Who brought it in: `casebook` if it came with the program; null where that was not kept.
    #[schema(required)]
    recorded_by: Option<String>,
}

/// An ordered list of stages, each with the rule that says when it applies.
#[derive(Serialize, ToSchema)]
pub(crate) struct Vocabulary {
    /// What addresses call it.
    name: String,
    /// The version in use; null for one that was only checked.
    #[schema(required, minimum = 1)]
    version: Option<i64>,
    /// What people call it.
    title: String,
    /// What it is for.
    description: String,
    /// Its stages, from the broadest to the furthest.
    stages: Vec<Stage>,
    /// The file that it was read from (TOML), with its comments.
    toml: String,
}

/// Which version is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfVersion {
    /// Its number; the version in use if not given.
    #[param(minimum = 1)]
    version: Option<i64>,
}

/// A stage of a vocabulary.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stage {
    /// What addresses call it.
    name: String,
    /// What people call it.
    title: String,
    /// What it means.
    definition: String,
    /// The rule over facts.
    rule: String,
    /// What to aim for; may be empty.
    goal: String,
    /// What to do; may be empty.
    actions: Vec<String>,
}

/// A vocabulary as text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VocabularyText {
    /// The file (TOML).
    #[schema(value_type = String, max_length = 262_144, pattern = r"^[^\u0000]*$")]
    pub(crate) toml: TomlText,
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

/// List every version of every vocabulary
#[utoipa::path(get, path = "/api/v1/vocabularies", operation_id = "list_vocabularies", tag = "vocabularies",
    responses((status = 200, description = "Every version", body = Items<VocabularyVersion>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<VocabularyVersion>>> {
    let all = shared.run(|session, _| vocabularies::list(session)).await?;
    Ok(Items::whole(all.into_iter().map(version_of)))
}

/// Show the vocabulary in use under a name, or an earlier version of it
#[utoipa::path(get, path = "/api/v1/vocabularies/{name}", operation_id = "get_vocabulary",
    tag = "vocabularies",
    params(("name" = String, Path, description = "Its name, for example `journey`"), OfVersion),
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

/// Take a vocabulary out of use. Its versions are kept and can be put to use again
#[utoipa::path(post, path = "/api/v1/vocabularies/{name}/retire", operation_id = "retire_vocabulary",
    tag = "vocabularies",
    params(("name" = String, Path, description = "Its name, for example `inbound`")),
    responses(
        (status = 204, description = "It is out of use"),
        (status = 409, description = "It is the one that is meant where none is named, or the last in use",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn retire(
    State(shared): State<Shared>,
    Named(VocabularyName(name)): Named<VocabularyName>,
    _: Query<NoParameters>,
    _: body::NoBody,
) -> Answer<Response> {
    shared.run(move |session, _| vocabularies::retire(session, &name)).await?;
    Ok(GONE.into_response())
}

/// Check the text of a vocabulary; every problem is told with its line and column. Nothing is stored
#[utoipa::path(post, path = "/api/v1/vocabularies/check", operation_id = "check_vocabulary",
    tag = "vocabularies",
    request_body = VocabularyText,
    responses((status = 200, description = "It is in order, and reads so", body = Vocabulary)))]
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
