//! `/settings`: what holds for the whole workspace.

use axum::Json;
use axum::extract::State;
use casebook_app::{Unwatched, company, qualification, time_zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::quotes::CompanyBody;
use crate::http::error::Answer;
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// Get the company that sends quotes
#[utoipa::path(get, path = "/api/v1/settings/company", operation_id = "get_company", tag = "settings",
    responses((status = 200, description = "The company; empty texts before it is set", body = CompanyBody)))]
pub(crate) async fn get_company(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<CompanyBody>> {
    Ok(Json(shared.run(|session, _| company::get(session)).await?.into()))
}

/// Set the company that sends quotes. Quotes that were sent keep what they say
#[utoipa::path(put, path = "/api/v1/settings/company", operation_id = "set_company", tag = "settings",
    request_body = CompanyBody,
    responses((status = 200, description = "The company", body = CompanyBody)))]
pub(crate) async fn set_company(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(wanted): body::Json<CompanyBody>,
) -> Answer<Json<CompanyBody>> {
    let set = shared.run(move |session, _| company::set(session, wanted.into()));
    Ok(Json(set.await?.into()))
}

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

/// In how many days a hand-over is to be answered.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOverDays {
    /// How many days after its own a hand-over is to be answered at the latest; 3 until it is set.
    #[schema(minimum = 0, maximum = 365)]
    handover_days: u32,
}

/// Get in how many days a hand-over is to be answered
#[utoipa::path(get, path = "/api/v1/settings/handover-days", operation_id = "get_handover_days",
    tag = "settings", responses((status = 200, description = "The days", body = HandOverDays)))]
pub(crate) async fn get_hand_over_days(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<HandOverDays>> {
    let handover_days = shared.run(|session, _| qualification::days(session)).await?;
    Ok(Json(HandOverDays { handover_days }))
}

/// Set in how many days a hand-over is to be answered
#[utoipa::path(put, path = "/api/v1/settings/handover-days", operation_id = "set_handover_days",
    tag = "settings", request_body = HandOverDays,
    responses((status = 200, description = "The days", body = HandOverDays)))]
pub(crate) async fn set_hand_over_days(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(wanted): body::Json<HandOverDays>,
) -> Answer<Json<HandOverDays>> {
    let set = shared.run(move |session, _| qualification::set_days(session, wanted.handover_days));
    Ok(Json(HandOverDays { handover_days: set.await? }))
}
