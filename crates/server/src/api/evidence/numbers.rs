//! `/evidence/numbers`: what pieces of a kind say in numbers, such as the scores of a survey.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use casebook_app::domain::numbers::{NumberKey, Numbers, NumbersRequest, SCORE};
use casebook_app::domain::records::Number;
use casebook_app::{NumbersGroup, evidence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::parties::which::tree;
use crate::api::wire::{Edge, Moment};
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::query::Query;
use crate::http::response::answer::Items;
use crate::state::Shared;

/// Where the names stand that may be unknown.
const PLACES: [(&str, &str); 11] = [
    ("kind of evidence", "?kind"),
    ("field to group by", "?by"),
    ("filter", "?filter"),
    ("field", "?filter"),
    ("vocabulary", "?filter"),
    ("stage", "?filter"),
    ("party", "?filter"),
    ("organization", "?filter"),
    ("import", "?filter"),
    ("record type", "?filter"),
    ("family of evidence", "?filter"),
];

/// Which numbers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The kind of evidence; `/kinds` lists them.
    #[param(pattern = r"^[^\u0000]*$")]
    kind: String,
    /// The entry of the detail that holds the number; `score` by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    number: Option<String>,
    /// Keys to group by, separated by commas: `day`, `month`, `quarter` or `year` in the workspace's time zone, `number` for
    /// the number itself, or a field of the subject as in the funnel: `country`, `more.FIELD`, `account.FIELD`. At most 4.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    by: Option<String>,
    /// Only what occurred at or after this time; a date means its first instant.
    #[param(inline, value_type = Moment, required = false)]
    from: Option<Moment>,
    /// Only what occurred before this time; a date means its first instant.
    #[param(inline, value_type = Moment, required = false)]
    to: Option<Moment>,
    /// Only of subjects that match: a filter of parties, as JSON.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    filter: Option<String>,
}

/// A group of pieces of evidence, and what their numbers come to.
#[derive(Serialize, ToSchema)]
#[schema(as = EvidenceNumbers)]
pub(crate) struct NumbersBody {
    /// What the pieces have in common, by key; null for none. Months are `2026-03`, quarters `2026-Q1`.
    by: BTreeMap<String, Option<String>>,
    /// Number of pieces.
    pieces: u64,
    /// Number of pieces that carry a number.
    count: u64,
    /// The sum of the numbers.
    sum: f64,
    /// The mean of the numbers; null if there are none.
    #[schema(required)]
    average: Option<f64>,
    /// The least of the numbers.
    #[schema(required)]
    minimum: Option<f64>,
    /// The greatest of the numbers.
    #[schema(required)]
    maximum: Option<f64>,
}

impl NumbersBody {
    fn of(keys: &[NumberKey], NumbersGroup { values, numbers }: NumbersGroup) -> Self {
        let Numbers { pieces, count, sum, range } = numbers;
        Self {
            by: keys.iter().map(ToString::to_string).zip(values).collect(),
            pieces,
            count,
            sum,
            average: numbers.average(),
            minimum: range.map(|(least, _)| least).map(Number::value),
            maximum: range.map(|(_, greatest)| greatest).map(Number::value),
        }
    }
}

/// Put numbers of evidence together
///
/// Every live piece of the kind counts once, by its subject. Groups come in the order of their values, those without a value
/// last; at most 1,000.
#[utoipa::path(get, path = "/api/v1/evidence/numbers", operation_id = "sum_evidence", tag = "evidence",
    params(Asked),
    responses((status = 200, description = "The groups", body = Items<NumbersBody>)))]
pub(crate) async fn numbers(
    State(shared): State<Shared>,
    Query(asked): Query<Asked>,
) -> Answer<Json<Items<NumbersBody>>> {
    let by = NumberKey::parse_all(asked.by.as_deref().unwrap_or_default());
    let by = by.map_err(|error| Refusal::invalid(vec![Mistake::new("?by", error.to_string())]))?;
    let filter = match &asked.filter {
        Some(text) => tree(text)?.read().map_err(|wrong| wrong.at("?filter"))?,
        None => casebook_app::parties::Filter::default(),
    };
    let zone = shared.run(|session, _| session.zone()).await?;
    let edge = |moment: Option<Moment>| moment.map(|moment| moment.edge(Edge::Start, &zone));
    let request = NumbersRequest {
        kind: asked.kind,
        number: asked.number.unwrap_or_else(|| SCORE.to_owned()),
        by: by.clone(),
        from: edge(asked.from),
        to: edge(asked.to),
        filter,
    };
    let found = shared.run_naming(&PLACES, move |session, _| evidence::numbers(session, &request)).await?;
    Ok(Items::whole(found.into_iter().map(|group| NumbersBody::of(&by, group))))
}
