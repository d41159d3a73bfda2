//! Lists of records: pages and counts.

#![expect(unused_qualifications, reason = "the macros that describe types write them")]

use axum::Json;
use axum::extract::State;
use casebook_app::domain::records::RecordSort;
use casebook_app::{RecordRequest, records};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::filter::{RecordFilterTree, filter_of};
use super::form::Form;
use super::type_of;
use super::wire::RecordBody;
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::body;
use crate::http::request::path::{Named, TypeName};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

/// Records of a page, where no number is given.
const USUAL: usize = 50;
/// The most records of a page.
const MOST: usize = 200;

/// Which records, in which order.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordPage {
    /// Each word occurs in the name or a searched field.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    q: Option<String>,
    /// A filter as JSON, in the form of `filter` in a search.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    filter: Option<String>,
    /// Only hidden records (`true`) or only visible ones (`false`, default).
    #[param(nullable = false)]
    hidden: Option<bool>,
    /// Fields to sort by, separated by commas, the most significant first; a leading minus means descending. Also
    /// `name`, `owner`, `state`, `created_at` and `updated_at`. Records without a value always come last.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    sort: Option<String>,
    /// The `next` of the previous page; omit for the first page.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    cursor: Option<String>,
    /// Maximum number of records; 50 by default.
    #[param(minimum = 1, maximum = 200, nullable = false)]
    limit: Option<usize>,
}

/// A search: which records, in which order.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordSearch {
    /// Which records; all by default.
    #[serde(default)]
    filter: Option<RecordFilterTree>,
    /// Fields to sort by, separated by commas; a leading minus means descending.
    #[serde(default)]
    #[schema(nullable = false)]
    sort: Option<String>,
    /// The `next` of the previous page; omit for the first page.
    #[serde(default)]
    #[schema(nullable = false)]
    cursor: Option<String>,
    /// Maximum number of records; 50 by default.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Which records to count.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordCounting {
    /// Which records; all by default.
    #[serde(default)]
    filter: Option<RecordFilterTree>,
}

/// A number of records.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordCount {
    /// Number of matches.
    count: u64,
}

/// List records
#[utoipa::path(get, path = "/api/v1/records/{plural}", operation_id = "list_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several"), RecordPage),
    responses((status = 200, description = "A page", body = Items<RecordBody>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    form: Form,
    Named(TypeName(plural)): Named<TypeName>,
    Query(page): Query<RecordPage>,
) -> Answer<Json<Items<RecordBody>>> {
    listed(&shared, form, plural, page).await
}

/// List records that match a long filter
#[utoipa::path(post, path = "/api/v1/records/{plural}/search", operation_id = "search_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several")),
    request_body = RecordSearch, responses((status = 200, description = "A page", body = Items<RecordBody>)))]
pub(crate) async fn search(
    State(shared): State<Shared>,
    form: Form,
    Named(TypeName(plural)): Named<TypeName>,
    _: Query<NoParameters>,
    body::Json(search): body::Json<RecordSearch>,
) -> Answer<Json<Items<RecordBody>>> {
    found(&shared, form, plural, search).await
}

/// Count records
#[utoipa::path(post, path = "/api/v1/records/{plural}/count", operation_id = "count_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several")),
    request_body = RecordCounting, responses((status = 200, description = "The count", body = RecordCount)))]
pub(crate) async fn count(
    State(shared): State<Shared>,
    Named(TypeName(plural)): Named<TypeName>,
    _: Query<NoParameters>,
    body::Json(counting): body::Json<RecordCounting>,
) -> Answer<Json<RecordCount>> {
    counted(&shared, plural, counting).await
}

async fn listed(
    shared: &Shared,
    form: Form,
    plural: String,
    page: RecordPage,
) -> Answer<Json<Items<RecordBody>>> {
    let mut parts = Vec::new();
    if let Some(text) = page.q.filter(|text| !text.trim().is_empty()) {
        parts.push(RecordFilterTree::Text(text));
    }
    if let Some(filter) = &page.filter {
        let read = serde_json::from_str(filter);
        parts.push(read.map_err(|error| Refusal::invalid(vec![Mistake::new("?filter", error.to_string())]))?);
    }
    if let Some(hidden) = page.hidden {
        parts.push(RecordFilterTree::Hidden(hidden));
    }
    let filter = Some(RecordFilterTree::And(parts));
    let search = RecordSearch { filter, sort: page.sort, cursor: page.cursor, limit: page.limit };
    found(shared, form, plural, search).await
}

async fn found(
    shared: &Shared,
    form: Form,
    plural: String,
    search: RecordSearch,
) -> Answer<Json<Items<RecordBody>>> {
    let of = type_of(shared, plural).await?;
    let limit = search.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Refusal::invalid(vec![Mistake::new("/limit", format!("use 1 to {MOST}"))]));
    }
    let sort = RecordSort::parse(&of, search.sort.as_deref().unwrap_or_default());
    let sort = sort.map_err(|error| Refusal::invalid(vec![Mistake::new("/sort", error.to_string())]))?;
    let request =
        RecordRequest { filter: filter_of(&of, search.filter.as_ref())?, sort, cursor: search.cursor, limit };
    let page = shared.run(move |session, _| {
        let (items, next) = records::find(session, &of.name, &request)?;
        Ok(Items { items: items.iter().map(|one| RecordBody::of(one, form)).collect(), next })
    });
    page.await.map(Json)
}

async fn counted(shared: &Shared, plural: String, counting: RecordCounting) -> Answer<Json<RecordCount>> {
    let of = type_of(shared, plural).await?;
    let filter = filter_of(&of, counting.filter.as_ref())?;
    let count = shared.run(move |session, _| records::count(session, &of.name, &filter)).await?;
    Ok(Json(RecordCount { count }))
}
