//! `/parties/similar`: existing parties that are similar to one that is about to be added.

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
    /// The name, which may be incomplete. Required unless an email address or phone number is given.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    name: Option<String>,
    /// Only people, or only organizations.
    #[param(required = false)]
    kind: Option<KindWord>,
    /// The person's company; colleagues come first.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    company: Option<String>,
    /// Email addresses, with `;` between several.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    email: Option<String>,
    /// Phone numbers, with `;` between several. A number without a country code is one of `country`, if that has the two
    /// letters of ISO 3166.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    phone: Option<String>,
    /// The street of the postal address.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    street: Option<String>,
    /// Its postal code.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    postal_code: Option<String>,
    /// Its town.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    city: Option<String>,
    /// Its country.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000]*$")]
    country: Option<String>,
}

impl Newcomer {
    /// Every text by the name of its parameter.
    fn texts(&self) -> [(&'static str, Option<&String>); 8] {
        [
            ("name", self.name.as_ref()),
            ("company", self.company.as_ref()),
            ("email", self.email.as_ref()),
            ("phone", self.phone.as_ref()),
            ("street", self.street.as_ref()),
            ("postal_code", self.postal_code.as_ref()),
            ("city", self.city.as_ref()),
            ("country", self.country.as_ref()),
        ]
    }

    fn request(self) -> Answer<SimilarRequest> {
        let texts = self.texts();
        if let Some((name, _)) =
            texts.iter().find(|(_, text)| text.is_some_and(|text| text.chars().count() > LONGEST))
        {
            let detail = format!("use at most {LONGEST} characters");
            return Err(Refusal::invalid(vec![Mistake::new(format!("?{name}"), detail)]));
        }
        let is_filled = |text: Option<&String>| text.is_some_and(|text| !text.is_empty());
        let names_one = |name: &str| ["name", "email", "phone"].contains(&name);
        if !texts.iter().any(|(name, text)| names_one(name) && is_filled(*text)) {
            let detail = "use a name or the beginning of one, an email address or a phone number";
            return Err(Refusal::invalid(vec![Mistake::new("?name", detail)]));
        }
        let known = texts.into_iter().skip(1).filter(|(_, text)| is_filled(*text));
        let fields = known.filter_map(|(name, text)| Some((name.to_owned(), text?.clone()))).collect();
        Ok(SimilarRequest { fields, kind: self.kind.map(|kind| kind.0), name: self.name.unwrap_or_default() })
    }
}

/// List similar parties
///
/// Up to five parties, most similar first. Whoever has one of the email addresses or phone numbers, however they are
/// written, comes first; then those at the same postal address and those of the same company. Typos in names, accents, word
/// order and legal forms do not matter.
#[utoipa::path(get, path = "/api/v1/parties/similar", operation_id = "list_similar_parties", tag = "parties",
    params(Newcomer), responses((status = 200, description = "The similar parties; `next` is always null", body = Listing)))]
pub(crate) async fn similar(
    State(shared): State<Shared>,
    Query(newcomer): Query<Newcomer>,
) -> Answer<Response> {
    let request = newcomer.request()?;
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
