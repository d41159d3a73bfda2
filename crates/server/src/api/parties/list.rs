//! Lists of parties: pages, counts, and how they are spread over the values of a field.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, Filter, FindRequest, Leaf};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::filter::FilterTree;
use super::place::InBody;
use super::short::{Fields, OnlyHidden, Page, Short, limit, sort};
use super::which::Which;
use super::wire::{Listed, Listing};
use crate::http::error::{Answer, Places};
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::{Items, Written};
use crate::state::Shared;

/// List parties
///
/// Matching parties, one page at a time. With `q`, names that begin with the search text come first.
#[utoipa::path(get, path = "/api/v1/parties", operation_id = "list_parties", tag = "parties", params(Which, OnlyHidden, Page),
    responses((status = 200, description = "A page", body = Listing)))]
pub(crate) async fn list(State(shared): State<Shared>, Query(short): Query<Short>) -> Answer<Response> {
    page(&shared, short, None).await
}

/// List people
#[utoipa::path(get, path = "/api/v1/people", operation_id = "list_people", tag = "people", params(Which, OnlyHidden, Page),
    responses((status = 200, description = "A page", body = Listing)))]
pub(crate) async fn people(State(shared): State<Shared>, Query(short): Query<Short>) -> Answer<Response> {
    page(&shared, short, Some(PartyKind::Person)).await
}

/// List organizations
#[utoipa::path(get, path = "/api/v1/organizations", operation_id = "list_organizations", tag = "organizations",
    params(Which, OnlyHidden, Page), responses((status = 200, description = "A page", body = Listing)))]
pub(crate) async fn organizations(
    State(shared): State<Shared>,
    Query(short): Query<Short>,
) -> Answer<Response> {
    page(&shared, short, Some(PartyKind::Organization)).await
}

async fn page(shared: &Shared, short: Short, kind: Option<PartyKind>) -> Answer<Response> {
    short.without_fields()?;
    let mut request = short.request()?;
    if let Some(kind) = kind {
        request.filter = Filter::All(vec![Filter::Leaf(Leaf::Kind(kind)), request.filter]);
    }
    found(shared, request, &short).await
}

/// A page, written where it is found: on the thread that may block.
async fn found(shared: &Shared, request: FindRequest, places: &impl Places) -> Answer<Response> {
    let written = shared
        .run_naming(places, move |session, _| {
            let found = parties::find(session, &request)?;
            let items: Vec<Listed<'_>> = found.items.iter().map(Listed::of).collect();
            Ok(Written::of(&Listing { items, next: found.next.as_deref() }))
        })
        .await?;
    Ok(written.into_response())
}

/// A list request, for filters that are too long for a URL.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// Which parties to list; all by default.
    #[serde(default)]
    filter: Option<FilterTree>,
    /// `name`, `created_at`, `updated_at`, `last_evidence`, `standing`, `stage.VOCABULARY`, `email`, `phone`,
    /// `company`, `source`, `owner`, `country`, `region`, `city`, `language`, `title` or `more.FIELD` (a custom field);
    /// prefix with a minus to sort in descending order. Several with commas between, the most important first. Parties without a
    /// value always come last.
    #[serde(default)]
    #[schema(
        pattern = "^(-?(name|created_at|updated_at|last_evidence|standing|stage\\.[^,]*|more\\.[^,]+|email|phone|company|source|owner|country|region|city|language|title), ?)*-?(name|created_at|updated_at|last_evidence|standing|stage\\..*|more\\..+|email|phone|company|source|owner|country|region|city|language|title)$"
    )]
    sort: Option<String>,
    /// The `next` of the previous page; omit for the first page.
    #[serde(default)]
    cursor: Option<String>,
    /// Maximum number of rows; 50 by default.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// List parties that match a long filter
#[utoipa::path(post, path = "/api/v1/parties/search", operation_id = "search_parties", tag = "parties",
    request_body = Search, responses((status = 200, description = "A page", body = Listing)))]
pub(crate) async fn search(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(search): body::Json<Search>,
) -> Answer<Response> {
    let places = InBody { filter: search.filter.clone(), sort: search.sort.clone() };
    let filter = search.filter.map(FilterTree::read).transpose().map_err(|error| error.at("/filter"))?;
    let request = FindRequest {
        filter: filter.unwrap_or_default(),
        sort: sort(search.sort.as_deref(), "/sort")?,
        cursor: search.cursor,
        limit: limit(search.limit, "/limit")?,
    };
    found(&shared, request, &places).await
}

/// The number of matching parties.
#[derive(Serialize, ToSchema)]
pub(crate) struct Count {
    /// Number of matches.
    count: u64,
}

/// Count parties
#[utoipa::path(get, path = "/api/v1/parties/count", operation_id = "count_parties", tag = "parties",
    params(Which, OnlyHidden),
    responses((status = 200, description = "The count", body = Count)))]
pub(crate) async fn count(State(shared): State<Shared>, Query(short): Query<Short>) -> Answer<Json<Count>> {
    short.without_fields()?;
    short.without_page()?;
    let filter = short.filter()?;
    let count = shared.run_naming(&short, move |session, _| parties::count(session, &filter)).await?;
    Ok(Json(Count { count }))
}

/// The matching parties, counted by the values of a field.
#[derive(Serialize, ToSchema)]
pub(crate) struct Facet {
    /// The field.
    field: String,
    /// Values with their counts.
    counts: Vec<FacetCount>,
    /// Number of parties with a value that is not listed.
    others: u64,
}

/// Number of parties with a value.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetCount {
    /// The value; null for parties without one.
    #[schema(required)]
    value: Option<String>,
    /// Number of matches.
    count: u64,
}

/// Count parties by field values
#[utoipa::path(get, path = "/api/v1/parties/facets", operation_id = "facet_parties", tag = "parties",
    params(Which, OnlyHidden, Fields),
    responses((status = 200, description = "One facet per field", body = Items<Facet>)))]
pub(crate) async fn facets(
    State(shared): State<Shared>,
    Query(short): Query<Short>,
) -> Answer<Json<Items<Facet>>> {
    short.without_page()?;
    let filter = short.filter()?;
    let fields = short.fields.clone().unwrap_or_else(|| "kind,standing,source,owner".to_owned());
    let facets = shared
        .run_naming(&short, move |session, _| {
            parties::facets(session, &filter, &fields.split(',').map(str::trim).collect::<Vec<_>>())
        })
        .await?;
    let facet = |one: parties::Facet| Facet {
        field: one.field,
        counts: one.counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect(),
        others: one.others,
    };
    Ok(Items::whole(facets.into_iter().map(facet)))
}
