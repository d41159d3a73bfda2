//! `/frameworks`: listing, checking, keeping, previewing and activating frameworks of qualification.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

mod wire;

use axum::Json;
use axum::extract::State;
use casebook_app::Session;
use casebook_app::frameworks;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::api::waiting::{JobEnded, Waited, Waiting};
use crate::api::wire::{Job, TomlText};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Problem};
use crate::http::request::body;
use crate::http::request::path::{FrameworkName, Named};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

pub(crate) use wire::{
    Framework, FrameworkAnswer, FrameworkChecked, FrameworkSwitched, FrameworkText, FrameworkTried, answers,
};

/// Which version is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfFrameworkVersion {
    /// The version number; the one in use by default, or else the newest.
    #[param(minimum = 1)]
    version: Option<i64>,
}

/// A framework as text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameworkDraft {
    /// The text (TOML).
    #[schema(value_type = String, max_length = 262_144, pattern = r"^[^\u0000]*$")]
    toml: TomlText,
}

/// List the frameworks, each in the version that is in use or else in its newest
#[utoipa::path(get, path = "/api/v1/frameworks", operation_id = "list_frameworks", tag = "frameworks",
    responses((status = 200, description = "The frameworks", body = Items<Framework>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<Framework>>> {
    let all = shared.run(|session, _| frameworks::list(session)).await?;
    Ok(Items::whole(all.iter().map(Framework::of)))
}

/// Get a framework with its text
#[utoipa::path(get, path = "/api/v1/frameworks/{name}", operation_id = "get_framework", tag = "frameworks",
    params(("name" = String, Path, description = "The framework's name, for example `journey`"), OfFrameworkVersion),
    responses((status = 200, description = "The framework", body = FrameworkText)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(FrameworkName(name)): Named<FrameworkName>,
    Query(of): Query<OfFrameworkVersion>,
) -> Answer<Json<FrameworkText>> {
    let shown = shared.run(move |session, _| frameworks::show(session, &name, of.version)).await?;
    Ok(Json(FrameworkText::of(shown)))
}

/// Store a framework as a new version, without putting it to use
#[utoipa::path(put, path = "/api/v1/frameworks/{name}", operation_id = "put_framework", tag = "frameworks",
    params(("name" = String, Path, description = "The framework's name, which the text has too")),
    request_body = FrameworkDraft,
    responses((status = 200, description = "The stored version", body = FrameworkText)))]
pub(crate) async fn put(
    State(shared): State<Shared>,
    Named(FrameworkName(name)): Named<FrameworkName>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<FrameworkDraft>,
) -> Answer<Json<FrameworkText>> {
    let saved = shared.run(move |session, _| frameworks::save(session, &name, &draft.toml.0)).await?;
    Ok(Json(FrameworkText::of(saved)))
}

/// Check the text of a framework; problems are reported with line and column. Nothing is stored
#[utoipa::path(post, path = "/api/v1/frameworks/check", operation_id = "check_framework", tag = "frameworks",
    request_body = FrameworkDraft,
    responses((status = 200, description = "The text is valid; this is the framework", body = FrameworkChecked)))]
pub(crate) async fn check(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<FrameworkDraft>,
) -> Answer<Json<FrameworkChecked>> {
    let found = shared.run(move |_, _| frameworks::check(&draft.toml.0)).await?;
    Ok(Json(FrameworkChecked::of(&found)))
}

/// Preview a framework in use over all history: who would move in each vocabulary, and the funnels before and after.
/// Nothing is stored
#[utoipa::path(post, path = "/api/v1/frameworks/try", operation_id = "try_framework", tag = "frameworks",
    params(Waiting),
    request_body = FrameworkDraft,
    responses(
        (status = 200, description = "The preview", body = JobEnded<FrameworkTried>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn try_out(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(draft): body::Json<FrameworkDraft>,
) -> Answer<Waited<FrameworkTried>> {
    let preview = move |session: &Session, control: &Control| {
        frameworks::try_out(session, &draft.toml.0, control).map(JobOutput::TryFramework)
    };
    waiting.run(&shared, shared.session(), JobKind::TryFramework, preview).await
}

/// Put a framework to use. The vocabularies that ask whether a party is qualified are built anew while those in use stay
/// active, then all switch at once
#[utoipa::path(post, path = "/api/v1/frameworks/use", operation_id = "use_framework", tag = "frameworks",
    params(Waiting),
    request_body = FrameworkDraft,
    responses(
        (status = 200, description = "The version in use", body = JobEnded<FrameworkSwitched>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "Rules of vocabularies name criteria that would be gone (`criteria_in_use`), or it was stopped",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn activate(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(draft): body::Json<FrameworkDraft>,
) -> Answer<Waited<FrameworkSwitched>> {
    let adopt = move |session: &Session, control: &Control| {
        frameworks::adopt(session, &draft.toml.0, control).map(JobOutput::UseFramework)
    };
    waiting.run(&shared, shared.session(), JobKind::UseFramework, adopt).await
}

/// Put the newest stored version of a framework to use
#[utoipa::path(post, path = "/api/v1/frameworks/{name}/use", operation_id = "use_stored_framework",
    tag = "frameworks",
    params(("name" = String, Path, description = "The framework's name, for example `bant`"), Waiting),
    responses(
        (status = 200, description = "The version in use", body = JobEnded<FrameworkSwitched>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "Rules of vocabularies name criteria that would be gone (`criteria_in_use`), or it was stopped",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn activate_stored(
    State(shared): State<Shared>,
    Named(FrameworkName(name)): Named<FrameworkName>,
    Query(waiting): Query<Waiting>,
    _: body::NoBody,
) -> Answer<Waited<FrameworkSwitched>> {
    let adopt = move |session: &Session, control: &Control| {
        frameworks::adopt_named(session, &name, control).map(JobOutput::UseFramework)
    };
    waiting.run(&shared, shared.session(), JobKind::UseFramework, adopt).await
}

/// Take a framework out of use. Its versions are kept and can be put to use again
#[utoipa::path(post, path = "/api/v1/frameworks/{name}/retire", operation_id = "retire_framework",
    tag = "frameworks",
    params(("name" = String, Path, description = "The framework's name, for example `bant`"), Waiting),
    responses(
        (status = 200, description = "It is out of use", body = JobEnded<FrameworkSwitched>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It is not in use, the last one, or rules of vocabularies name its criteria (`criteria_in_use`)",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn retire(
    State(shared): State<Shared>,
    Named(FrameworkName(name)): Named<FrameworkName>,
    Query(waiting): Query<Waiting>,
    _: body::NoBody,
) -> Answer<Waited<FrameworkSwitched>> {
    let retire = move |session: &Session, control: &Control| {
        frameworks::retire(session, &name, control).map(JobOutput::UseFramework)
    };
    waiting.run(&shared, shared.session(), JobKind::UseFramework, retire).await
}
