//! `/settings`: what holds for the whole workspace.

use axum::Json;
use axum::extract::State;
use casebook_app::{Unwatched, time_zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::error::Answer;
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// The time zone of the workspace's days.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeZone {
    /// A name of the IANA database, such as `Europe/Berlin`; `UTC` until it is set.
    #[schema(min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9_+/-]{1,100}$")]
    time_zone: String,
}

/// Get the time zone of the workspace's days
#[utoipa::path(get, path = "/api/v1/settings/time-zone", operation_id = "get_time_zone", tag = "settings",
    responses((status = 200, description = "The time zone", body = TimeZone)))]
pub(crate) async fn get(State(shared): State<Shared>, _: Query<NoParameters>) -> Answer<Json<TimeZone>> {
    let zone = shared.run(|session, _| session.zone()).await?;
    Ok(Json(TimeZone { time_zone: zone.name().to_owned() }))
}

/// Set the time zone of the workspace's days. Everything is derived anew in it before the answer
#[utoipa::path(put, path = "/api/v1/settings/time-zone", operation_id = "set_time_zone", tag = "settings",
    request_body = TimeZone,
    responses((status = 200, description = "The time zone", body = TimeZone)))]
pub(crate) async fn set(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(wanted): body::Json<TimeZone>,
) -> Answer<Json<TimeZone>> {
    let set = shared.run(move |session, _| time_zone::set(session, &wanted.time_zone, &Unwatched));
    let (time_zone, _) = set.await?;
    Ok(Json(TimeZone { time_zone }))
}
