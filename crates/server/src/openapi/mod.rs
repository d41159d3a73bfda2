//! The description of the API (OpenAPI 3.1), written from the code.

mod bounds;
mod complete;

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::OpenApi;

use crate::error::{Answer, ItemProblem, Matching, Mistake, Problem};
use crate::events::{ChangeEvent, ChangeTold};
use crate::parties::filter::FilterTree;
use crate::query::{NoParameters, Query};
use crate::router::api;
pub(crate) use complete::complete;

/// What stands around the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Casebook",
        description = "Store facts, derive words. Everything that Casebook can do, for programs.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/", description = "The server that this was read from")),
    components(schemas(Problem, Mistake, Matching, ItemProblem, FilterTree, ChangeEvent, ChangeTold)),
    tags(
        (name = "people", description = "Human beings one has a relationship with."),
        (name = "organizations", description = "Companies, authorities, clubs."),
        (name = "parties", description = "People and organizations alike, once their id is known."),
        (name = "evidence", description = "What happened, when, who says so. Everything else is derived from it."),
        (name = "vocabularies", description = "Ordered lists of stages with the rules that say when each applies."),
        (name = "kinds", description = "The kinds of evidence."),
        (name = "links", description = "Who has which role where, since when."),
        (name = "changes", description = "What was changed, by whom; and following it as it happens."),
        (name = "funnel", description = "How many came how far, and where the others stopped."),
        (name = "imports", description = "Files in: guessed, previewed, carried on, corrected, taken back."),
        (name = "exports", description = "Everything out again."),
        (name = "jobs", description = "Long work: how far it is, and what came of it."),
        (name = "operations", description = "The server itself.")
    )
)]
struct Frame;

static DESCRIBED: LazyLock<Value> = LazyLock::new(|| {
    let document = serde_json::to_value(api().into_openapi()).unwrap_or_default();
    complete(document)
});
static TEXT: LazyLock<String> = LazyLock::new(|| DESCRIBED.to_string());

/// The description without any operation.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// The whole description.
pub(crate) fn described() -> &'static Value {
    &DESCRIBED
}

/// Show this description
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "get_openapi", tag = "operations",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub(crate) async fn document(_: Query<NoParameters>) -> Answer<Response> {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, TEXT.as_str()).into_response())
}
