//! Whether the server can work, and which version it is.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::error::Answer;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The server can work.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`; a server that cannot work answers with a problem.
    status: &'static str,
    /// The version of Casebook.
    version: &'static str,
}

/// The version of this server.
#[derive(Serialize, ToSchema)]
pub(crate) struct Version {
    /// The version of Casebook.
    version: &'static str,
    /// The schema version of the database.
    #[schema(minimum = 0)]
    schema_step: i64,
}

/// Check whether the server can work, within a second
///
/// Never queues behind other work. If the database does not answer, the result is 503 `database_silent` and says
/// since when.
#[utoipa::path(get, path = "/api/v1/health", operation_id = "get_health", tag = "operations",
    responses((status = 200, description = "The server can work", body = Health)))]
pub(crate) async fn health(State(shared): State<Shared>, _: Query<NoParameters>) -> Answer<Json<Health>> {
    shared.health.probe().await?;
    Ok(Json(Health { status: "ok", version: VERSION }))
}

/// Get the version of Casebook and of its database schema
#[utoipa::path(get, path = "/api/v1/version", operation_id = "get_version", tag = "operations",
    responses((status = 200, description = "The version", body = Version)))]
pub(crate) async fn version(State(shared): State<Shared>, _: Query<NoParameters>) -> Answer<Json<Version>> {
    let schema_step = shared.run(|session, _| session.schema_step()).await?;
    Ok(Json(Version { version: VERSION, schema_step }))
}
