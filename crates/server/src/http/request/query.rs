//! Query parameters, read strictly: an unknown parameter is a mistake and not ignored.

use std::fmt;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::plain::plain;
use crate::http::error::pointer::pointer;
use crate::http::error::{Mistake, Refusal};

/// The parameters of a request.
pub(crate) struct Query<T>(pub(crate) T);

/// For addresses that take no parameters.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParameters {}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let text = parts.uri.query().unwrap_or_default();
        if let Some((name, _)) =
            form_urlencoded::parse(text.as_bytes()).find(|(_, value)| value.contains('\0'))
        {
            let detail = "the text contains a NUL character; remove it";
            return Err(Refusal::invalid(vec![Mistake::new(format!("?{name}"), detail)]));
        }
        // Read leniently, invalid bytes would become other text, and find something else.
        if percent_decode_str(text).decode_utf8().is_err() {
            return Err(Refusal::invalid(vec![Mistake::new("?", "a parameter is not valid UTF-8")]));
        }
        if let Some(name) = repeated(text) {
            let detail = "use the parameter only once";
            return Err(Refusal::invalid(vec![Mistake::new(format!("?{name}"), detail)]));
        }
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        serde_path_to_error::deserialize(pairs).map(Self).map_err(|error| {
            let name = pointer(error.path());
            let name = name.trim_start_matches('/').to_owned();
            Refusal::invalid(vec![Mistake::new(format!("?{name}"), plain(&error.into_inner().to_string()))])
        })
    }
}

/// A parameter that is given twice, of which neither can be preferred.
fn repeated(query: &str) -> Option<String> {
    let mut names: Vec<_> = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone().into_owned())
}

/// Parameters of which some are named by the caller, as `stage.VOCABULARY` is.
pub(crate) trait Parameters: Default {
    /// Their names, for the refusal of others.
    fn known() -> Vec<&'static str>;

    /// Reads a parameter, if it is one of these; returns whether it was.
    fn take<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error>;
}

/// Reads parameters and refuses those that are not known.
pub(crate) fn parameters<'de, T: Parameters, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Pairs<T>(PhantomData<T>);
    impl<'de, T: Parameters> Visitor<'de> for Pairs<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("parameters")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            let mut all = T::default();
            while let Some(name) = map.next_key::<String>()? {
                if !all.take(&name, &mut map)? {
                    // Read, so that the place of the mistake is known.
                    map.next_value_seed(NotKnown(T::known()))?;
                }
            }
            Ok(all)
        }
    }
    deserializer.deserialize_map(Pairs(PhantomData))
}

/// The value of a parameter that does not exist.
struct NotKnown(Vec<&'static str>);

impl<'de> DeserializeSeed<'de> for NotKnown {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, _: D) -> Result<(), D::Error> {
        let known = self.0.join(", ");
        Err(D::Error::custom(format_args!("unknown parameter; allowed: {known}")))
    }
}

/// Reads the value of a parameter that may be given once.
pub(crate) fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    name: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    let value = map.next_value()?;
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(A::Error::custom(format_args!("`{name}` is given twice"))),
    }
}
