//! Every route of the API on one screen, and what each request passes on its way to it.

use std::sync::{Arc, LazyLock};

use axum::middleware::{from_fn, from_fn_with_state as with, map_request, map_response};
use axum::{Extension, Router};
use casebook_app::Session;
use casebook_app::domain::records::RecordType;
use casebook_app::imports::Uploads;
use serde_json::Value;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::changes::events;
use crate::api::operations::{health, metrics};
use crate::api::parties::{organizations, people};
use crate::api::records::own_address;
use crate::api::{
    changes, conversion, deals, evidence, exchange_rates, explain, exports, frameworks, funnel, history,
    imports, jobs, kinds, links, openapi, parties, pipelines, qualification, quotes, records, sample,
    settings, uploads, vocabularies,
};
use crate::http::error::{self, Refusal};
use crate::http::limits::Limits;
use crate::http::request::head;
use crate::http::request::host::{self, Door};
use crate::http::response::{buffered, change_set, headers};
use crate::http::{request_id, watch};
use crate::idempotency;
use crate::site::{self, assets};
use crate::state::Shared;

/// The operations and their description.
pub(crate) fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(health::health))
        .routes(routes!(health::version))
        .routes(routes!(metrics::metrics))
        .routes(routes!(openapi::document))
        .merge(relationships())
        .merge(records())
        .merge(pipelines())
        .merge(quotes())
        .merge(vocabularies())
        .merge(qualification())
        .merge(transfer())
        .merge(changes())
}

/// People and organizations, their links, and what is known of them.
fn relationships() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(parties::list::people, people::add))
        .routes(routes!(people::get, people::change))
        .routes(routes!(parties::list::organizations, organizations::add))
        .routes(routes!(organizations::get, organizations::change))
        .routes(routes!(parties::tree::get))
        .routes(routes!(parties::tree::set_parent))
        .routes(routes!(parties::list::list))
        .routes(routes!(parties::list::search))
        .routes(routes!(parties::list::count))
        .routes(routes!(parties::list::facets))
        .routes(routes!(parties::similar::similar))
        .routes(routes!(parties::get, parties::change))
        .routes(routes!(parties::hide))
        .routes(routes!(parties::restore))
        .routes(routes!(conversion::person))
        .routes(routes!(conversion::options_of_person))
        .routes(routes!(conversion::organization))
        .routes(routes!(conversion::options_of_organization))
        .routes(routes!(history::get))
        .routes(routes!(links::of_party))
        .routes(routes!(links::add))
        .routes(routes!(links::get, links::take_back))
        .routes(routes!(links::end))
        .routes(routes!(evidence::list))
        .routes(routes!(explain::explain))
        .routes(routes!(evidence::record))
        .routes(routes!(evidence::numbers::numbers))
        .routes(routes!(evidence::get))
        .routes(routes!(evidence::retract))
        .routes(routes!(evidence::correct))
        .routes(routes!(parties::bulk::edit))
        .routes(routes!(conversion::many::convert))
        .routes(routes!(conversion::many::results))
}

/// Records of every type, and the types.
fn records() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(records::types::list, records::types::declare))
        .routes(routes!(records::types::add_field))
        .routes(routes!(records::types::change_field))
        .routes(routes!(records::list::list, records::one::add))
        .routes(routes!(records::one::get, records::one::change))
        .routes(routes!(records::one::hide))
        .routes(routes!(records::one::restore))
        .routes(routes!(records::list::search))
        .routes(routes!(records::list::count))
        .routes(routes!(records::groups::groups))
        .routes(routes!(records::table::export))
        .routes(routes!(records::table::import))
        .routes(routes!(records::history::evidence))
        .routes(routes!(records::history::changes))
        .routes(routes!(records::bulk::edit))
}

/// The stages that deals go through, and what became of deals.
fn pipelines() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(pipelines::list))
        .routes(routes!(pipelines::get))
        .routes(routes!(pipelines::check))
        .routes(routes!(pipelines::retire))
        .routes(routes!(pipelines::try_out))
        .routes(routes!(pipelines::activate))
        .routes(routes!(deals::funnel::funnel))
        .routes(routes!(deals::history::history))
}

/// What is offered, and what its recipients answer.
fn quotes() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(quotes::pdf::Described::openapi())
        .routes(routes!(quotes::list, quotes::add))
        .routes(routes!(quotes::get, quotes::change))
        .routes(routes!(quotes::send))
        .routes(routes!(quotes::withdraw))
        .routes(routes!(quotes::accept))
        .routes(routes!(quotes::decline))
        .routes(routes!(quotes::revise))
        .routes(routes!(quotes::link::renew))
        .routes(routes!(quotes::public::get))
        .routes(routes!(quotes::public::accept))
        .routes(routes!(quotes::public::decline))
        .routes(routes!(settings::get_company, settings::set_company))
}

/// What stages and kinds of evidence there are, and what they count.
fn vocabularies() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(vocabularies::list))
        .routes(routes!(vocabularies::get))
        .routes(routes!(vocabularies::check))
        .routes(routes!(vocabularies::retire))
        .routes(routes!(vocabularies::try_out))
        .routes(routes!(vocabularies::activate))
        .routes(routes!(kinds::list, kinds::add))
        .routes(routes!(settings::get, settings::set))
        .routes(routes!(funnel::funnel))
}

/// Frameworks of qualification, and how parties stand in them.
fn qualification() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(frameworks::list))
        .routes(routes!(frameworks::get, frameworks::put))
        .routes(routes!(frameworks::check))
        .routes(routes!(frameworks::try_out))
        .routes(routes!(frameworks::activate))
        .routes(routes!(frameworks::activate_stored))
        .routes(routes!(frameworks::retire))
        .routes(routes!(settings::get_hand_over_days, settings::set_hand_over_days))
        .routes(routes!(exchange_rates::get, exchange_rates::set))
        .routes(routes!(qualification::get))
        .routes(routes!(qualification::hand_over))
        .routes(routes!(qualification::accept))
        .routes(routes!(qualification::reject))
        .routes(routes!(qualification::disqualify))
        .routes(routes!(qualification::requalify))
        .routes(routes!(qualification::hand_overs::list))
}

/// What comes in and goes out in files, and long work.
fn transfer() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(uploads::add))
        .routes(routes!(uploads::get, uploads::remove))
        .routes(routes!(imports::prepare::guess))
        .routes(routes!(imports::prepare::preview))
        .routes(routes!(imports::list, imports::start))
        .routes(routes!(imports::get))
        .routes(routes!(imports::cancel))
        .routes(routes!(imports::resume))
        .routes(routes!(imports::undo))
        .routes(routes!(imports::rejects::list))
        .routes(routes!(imports::rejects::table))
        .routes(routes!(exports::parties, exports::parties_by_filter))
        .routes(routes!(exports::evidence))
        .routes(routes!(jobs::get))
        .routes(routes!(jobs::stop))
        .routes(routes!(sample::add))
}

/// What was changed, and undoing it.
fn changes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(changes::sets::list))
        .routes(routes!(changes::sets::get))
        .routes(routes!(changes::sets::undo))
        .routes(routes!(changes::resume::resume))
        .routes(routes!(changes::of_party))
        .routes(routes!(events::follow))
}

/// The router for programs on this machine, which must name this server and `port`.
pub fn router(session: Session, port: u16) -> Router {
    let uploads = session.usual_uploads().map_or_else(Uploads::nowhere, Uploads::in_folder);
    bounded_router(session, port, uploads, Limits::default())
}

/// [`router`] with a given folder for uploads and given limits.
pub fn bounded_router(session: Session, port: u16, uploads: Uploads, limits: Limits) -> Router {
    routed(Shared::new(session, limits, uploads), port)
}

/// The same over shared state.
pub(crate) fn routed(shared: Shared, port: u16) -> Router {
    let (api, _) = api().split_for_parts();
    let description = openapi::Description::new(&DESCRIPTION_TEXT, described);
    // The first layer is the innermost.
    let inner = api
        .merge(site::pages())
        .fallback(assets::nothing)
        .method_not_allowed_fallback(|| async { Refusal::method_not_allowed() })
        .layer(Extension(description))
        .layer(from_fn(change_set::named))
        .layer(with(shared.clone(), idempotency::once))
        .layer(with(shared.limits, watch::in_time))
        .layer(with(shared.answers.clone(), buffered::within_budget))
        .layer(with(Door { port }, host::only_by_own_name))
        .layer(from_fn(head::of_sane_length))
        .layer(from_fn(error::written_out))
        .layer(with(Arc::clone(&shared.metrics), watch::logged))
        .layer(from_fn(request_id::given))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(buffered::compressed_among_workers))
        .layer(from_fn(headers::not_stored))
        .layer(map_response(headers::harden))
        .with_state(shared);
    // Before an address is looked up.
    Router::new().fallback_service(inner).layer(map_request(own_address::resolved))
}

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| described(RecordType::built_in()));
static DESCRIPTION_TEXT: LazyLock<String> = LazyLock::new(|| DESCRIPTION.to_string());

/// The description of the API for these types of records.
fn described(types: &[RecordType]) -> Value {
    openapi::complete(serde_json::to_value(api().into_openapi()).unwrap_or_default(), types)
}

/// The description of the API (OpenAPI 3.1), the same for the same program.
pub fn description() -> &'static Value {
    &DESCRIPTION
}
