//! `/parties/similar`: who is there already under much the same name.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use casebook_app::parties::{self, SimilarRequest};
use serde::Deserialize;

use super::wire::{Listed, Listing};
use crate::error::{Answer, Mistake, Refusal};
use crate::query::Query;
use crate::state::Shared;
use crate::wire::KindWord;

/// The longest name that is looked for, in characters.
const LONGEST: usize = 1_000;

/// Whom one is about to add.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Newcomer {
    /// The name, which may not be typed to its end yet.
    #[param(min_length = 1, max_length = 1000, pattern = r"^[^\u0000]*$")]
    name: String,
    /// Only people or organizations.
    #[param(required = false)]
    kind: Option<KindWord>,
    /// Where the person works; colleagues come first.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    company: Option<String>,
}

/// List who is there already under much the same name
///
/// Up to five, the likest first, but before them those of the same company. Slips, accents, the order of words and
/// the form of a company do not count.
#[utoipa::path(get, path = "/api/v1/parties/similar", operation_id = "list_similar_parties", tag = "parties",
    params(Newcomer), responses((status = 200, description = "All of them; `next` is always null", body = Listing)))]
pub(crate) async fn similar(
    State(shared): State<Shared>,
    Query(newcomer): Query<Newcomer>,
) -> Answer<Response> {
    let Newcomer { name, kind, company } = newcomer;
    if name.is_empty() {
        return Err(Refusal::invalid(vec![Mistake::new("?name", "give a name, or its beginning")]));
    }
    let texts = [("name", Some(&name)), ("company", company.as_ref())];
    if let Some((name, _)) =
        texts.into_iter().find(|(_, text)| text.is_some_and(|text| text.chars().count() > LONGEST))
    {
        let told = format!("give at most {LONGEST} characters");
        return Err(Refusal::invalid(vec![Mistake::new(format!("?{name}"), told)]));
    }
    let request = SimilarRequest { name, kind: kind.map(|kind| kind.0), company };
    let written = shared
        .run(move |session, _| {
            let found = parties::similar(session, &request)?;
            let items = found.iter().map(Listed::of).collect();
            Ok(serde_json::to_vec(&Listing { items, next: None }))
        })
        .await?;
    let written = written.map_err(|error| Refusal::internal(error.to_string()))?;
    Ok(([(CONTENT_TYPE, "application/json")], Bytes::from(written)).into_response())
}
