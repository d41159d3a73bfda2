//! Query parameters, read strictly: a parameter that is not known is a mistake, not a wish to be ignored.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::body::pointer;
use crate::error::{Mistake, Refusal};
use crate::state::Shared;

/// The parameters of a request.
pub(crate) struct Query<T>(pub(crate) T);

/// For addresses that take no parameters.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParameters {}

impl<T: DeserializeOwned> FromRequestParts<Shared> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Refusal> {
        let text = parts.uri.query().unwrap_or_default();
        if text.split('&').any(|pair| pair.contains("%00")) {
            return Err(Refusal::invalid(vec![Mistake::new("?", "a parameter holds the character NUL")]));
        }
        // Read loosely, bytes that are no text would become other text, and find something else.
        if percent_decode_str(text).decode_utf8().is_err() {
            return Err(Refusal::invalid(vec![Mistake::new("?", "a parameter is no text in UTF-8")]));
        }
        if let Some(name) = repeated(text) {
            let told = "give the parameter once";
            return Err(Refusal::invalid(vec![Mistake::new(format!("?{name}"), told)]));
        }
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        serde_path_to_error::deserialize(pairs).map(Self).map_err(|error| {
            let name = pointer(error.path());
            let name = name.trim_start_matches('/').to_owned();
            Refusal::invalid(vec![Mistake::new(format!("?{name}"), error.into_inner().to_string())])
        })
    }
}

/// A parameter that is there twice, of which neither is the one that is meant.
fn repeated(query: &str) -> Option<String> {
    let mut names: Vec<_> = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone().into_owned())
}
