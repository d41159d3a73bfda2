//! `/parties/similar`: existing parties with similar names.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use casebook_app::parties::{self, SimilarRequest};
use serde::Deserialize;

use super::wire::{Listed, Listing};
use crate::api::wire::KindWord;
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::query::Query;
use crate::state::Shared;

/// The longest name that is looked for, in characters.
const LONGEST: usize = 1_000;

/// Whom one is about to add.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Newcomer {
    /// The name, which may be incomplete.
    #[param(min_length = 1, max_length = 1000, pattern = r"^[^\u0000]*$")]
    name: String,
    /// Only people, or only organizations.
    #[param(required = false)]
    kind: Option<KindWord>,
    /// The person's company; colleagues come first.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    company: Option<String>,
}

/// List parties with similar names
///
/// Up to five parties, most similar first; those of the same company come before others. Typos, accents, word order
/// and legal forms do not matter.
#[utoipa::path(get, path = "/api/v1/parties/similar", operation_id = "list_similar_parties", tag = "parties",
    params(Newcomer), responses((status = 200, description = "The similar parties; `next` is always null", body = Listing)))]
pub(crate) async fn similar(
    State(shared): State<Shared>,
    Query(newcomer): Query<Newcomer>,
) -> Answer<Response> {
    let Newcomer { name, kind, company } = newcomer;
    if name.is_empty() {
        return Err(Refusal::invalid(vec![Mistake::new("?name", "use a name or the beginning of one")]));
    }
    let texts = [("name", Some(&name)), ("company", company.as_ref())];
    if let Some((name, _)) =
        texts.into_iter().find(|(_, text)| text.is_some_and(|text| text.chars().count() > LONGEST))
    {
        let detail = format!("use at most {LONGEST} characters");
        return Err(Refusal::invalid(vec![Mistake::new(format!("?{name}"), detail)]));
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
