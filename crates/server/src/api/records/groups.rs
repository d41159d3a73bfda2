//! Records in groups, with sums: a board's totals, or revenue by product and quarter.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use casebook_app::domain::records::{GroupKey, Grouping};
use casebook_app::{RecordGroup, Sums, records};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::filter::{RecordFilterTree, filter_of};
use super::type_of;
use super::wire::FieldJson;
use crate::api::deals::amounts::ExchangedBody;
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::body;
use crate::http::request::path::{Named, TypeName};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

/// By what to group which records.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordGrouping {
    /// Which records; all by default.
    #[serde(default)]
    filter: Option<RecordFilterTree>,
    /// Fields to group by, separated by commas. Dates can be grouped as `closed_on:day`, `:month`, `:quarter` or `:year`;
    /// times are those of the workspace's time zone. `account.country`, `people.owner` or `account.more.FIELD` is a field
    /// of the people or organizations in a field.
    by: String,
    /// A field with amounts to add up, for each currency.
    #[serde(default)]
    #[schema(nullable = false)]
    sum: Option<String>,
}

/// A group of records. A record with several values of a field is in the group of each.
#[derive(Serialize, ToSchema)]
#[schema(as = RecordGroup)]
pub(crate) struct GroupBody {
    /// The values that its records have in common, by field; null for none. Months are `2026-03`, quarters `2026-Q1`.
    by: BTreeMap<String, FieldJson>,
    /// Number of records.
    count: u64,
    /// The sums, one for each currency.
    sums: Vec<SumBody>,
    /// Of deals: number of those that were won.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    won: Option<u64>,
    /// Of deals: number of those that were lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lost: Option<u64>,
    /// Of deals: number of those that are worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    open: Option<u64>,
    /// Of deals: `won / (won + lost)`; null if none is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, required = false, minimum = 0, maximum = 1)]
    win_rate: Option<WinRate>,
    /// Of deals: the sums of those that were won.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    won_sums: Option<Vec<SumBody>>,
    /// Of deals: the sums of those that are worked on, each amount weighted by the probability of the deal's stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    weighted_sums: Option<Vec<SumBody>>,
    /// Of deals whose amounts are added up: the sums in the workspace's own currency, if that is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    exchanged: Option<Box<ExchangedBody>>,
    /// The condition that its records meet besides the filter that was asked for: joined with that by `and`, it lists them.
    filter: RecordFilterTree,
}

/// The share of closed deals that was won, if any is closed.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct WinRate(Option<f64>);

/// A sum of amounts.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecordSum)]
pub(crate) struct SumBody {
    /// In the smallest unit of the currency.
    minor: i64,
    /// The currency.
    currency: String,
}

impl GroupBody {
    fn of(keys: &[GroupKey], group: RecordGroup, filter: RecordFilterTree) -> Self {
        let values = keys.iter().map(GroupKey::name).zip(group.values.into_iter().map(FieldJson));
        let outcomes = group.deals.as_ref().map(|deals| deals.outcomes);
        let exchanged = group.deals.as_ref().and_then(|deals| deals.exchanged.as_ref());
        let exchanged = exchanged.map(|sums| Box::new(ExchangedBody::of(sums)));
        let (won_sums, weighted_sums) = group.deals.map(|deals| (deals.won, deals.weighted)).unzip();
        Self {
            by: values.collect(),
            count: group.count,
            sums: sums(group.sums),
            won: outcomes.map(|outcomes| outcomes.won),
            lost: outcomes.map(|outcomes| outcomes.lost),
            open: outcomes.map(|outcomes| outcomes.open),
            win_rate: outcomes.map(|outcomes| WinRate(outcomes.win_rate())),
            won_sums: won_sums.map(sums),
            weighted_sums: weighted_sums.map(sums),
            exchanged,
            filter,
        }
    }
}

pub(crate) fn sums(sums: Sums) -> Vec<SumBody> {
    sums.into_iter().map(|(currency, sum)| SumBody { minor: minor_of(sum), currency }).collect()
}

/// A sum on the wire; beyond what 64 bits hold, the nearest that they do.
pub(crate) fn minor_of(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// Group records
///
/// Groups come in the order of their values, those without a value last; at most 1,000.
#[utoipa::path(post, path = "/api/v1/records/{plural}/groups", operation_id = "group_records", tag = "records",
    params(("plural" = String, Path, description = "The type, by its name for several")),
    request_body = RecordGrouping,
    responses((status = 200, description = "The groups", body = Items<GroupBody>)))]
pub(crate) async fn groups(
    State(shared): State<Shared>,
    Named(TypeName(plural)): Named<TypeName>,
    _: Query<NoParameters>,
    body::Json(asked): body::Json<RecordGrouping>,
) -> Answer<Json<Items<GroupBody>>> {
    let of = type_of(&shared, plural).await?;
    let filter = filter_of(&of, asked.filter.as_ref())?;
    let grouping = Grouping::parse(&of, &asked.by, asked.sum.as_deref());
    let grouping = grouping.map_err(|error| {
        let place = if error.is_about_sum() { "/sum" } else { "/by" };
        Refusal::invalid(vec![Mistake::new(place, error.to_string())])
    })?;
    let by = grouping.by.clone();
    let (found, zone) = shared
        .run(move |session, _| Ok((records::groups(session, &of.name, &filter, &grouping)?, session.zone()?)))
        .await?;
    let group = |group: RecordGroup| {
        let filter = serde_json::from_value(Grouping::condition(&by, &group.values, &zone));
        let filter = filter.map_err(|error| Refusal::internal(error.to_string()))?;
        Ok(GroupBody::of(&by, group, filter))
    };
    Ok(Items::whole(found.into_iter().map(group).collect::<Answer<Vec<_>>>()?))
}
