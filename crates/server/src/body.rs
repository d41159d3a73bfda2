//! Bodies: JSON objects, read strictly, every mistake with its place.

use std::fmt::Write as _;
use std::marker::PhantomData;

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::error::{Mistake, Refusal};
use crate::json;
use crate::plain::{no_json, plain};
use crate::state::Shared;

/// A body of JSON.
pub(crate) struct Json<T>(pub(crate) T);

/// A body of JSON that is an object, or a list of such; what cannot be read of a list is told item by item.
pub(crate) enum OneOrMany<T> {
    One(T),
    Many(Vec<Result<T, Refusal>>),
}

/// No body at all, or an empty object.
pub(crate) struct NoBody;

/// A value that is written as a JSON object. Serde would read a list in its place, field by field.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Map<T> {
            type Value = T;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(Map(PhantomData)).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest<Shared> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::unsupported_type());
        }
        let bytes = read(request.into_body(), shared.limits.body, shared).await?;
        parsed(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest<Shared> for OneOrMany<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::unsupported_type());
        }
        let bytes = read(request.into_body(), shared.limits.evidence_body, shared).await?;
        match value(&bytes)? {
            Value::Array(items) => Ok(Self::Many(items.into_iter().map(of_value).collect())),
            other => of_value(other).map(Self::One),
        }
    }
}

impl FromRequest<Shared> for NoBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Refusal> {
        let json = is_json(request.headers());
        let named = request.headers().contains_key(CONTENT_TYPE);
        let bytes = read(request.into_body(), shared.limits.body, shared).await?;
        match (bytes.is_empty(), json) {
            (true, _) if json || !named => Ok(Self),
            (false, true) => parsed::<Nothing>(&bytes).map(|_| Self),
            _ => Err(Refusal::unsupported_type()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Whether a body is JSON, or there is none.
pub(crate) fn is_json_or_none(headers: &HeaderMap) -> bool {
    !headers.contains_key(CONTENT_TYPE) || is_json(headers)
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else { return false };
    let essence = only.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Reads a body whole, if it is not too long and comes in time.
pub(crate) async fn read(body: Body, limit: usize, shared: &Shared) -> Result<Vec<u8>, Refusal> {
    // A length that is announced need not be waited for.
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::too_long(limit));
    }
    let whole = tokio::time::timeout(shared.limits.arrival, Limited::new(body, limit).collect());
    match whole.await {
        Ok(Ok(whole)) => Ok(whole.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::too_long(limit)),
        Ok(Err(_)) => Err(Refusal::invalid(vec![Mistake::new("", "the body broke off")])),
        Err(_) => Err(Refusal::slow_body()),
    }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    of_value(value(bytes)?)
}

fn value(bytes: &[u8]) -> Result<Value, Refusal> {
    json::value(bytes).map_err(|error| Refusal::invalid(vec![Mistake::new("", no_json(&error.to_string()))]))
}

fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    without_nul(&value, "")?;
    let read: Result<Object<T>, _> = serde_path_to_error::deserialize(value);
    read.map(|object| object.0).map_err(|error| {
        let pointer = pointer(error.path());
        Refusal::invalid(vec![Mistake::new(pointer, plain(&error.into_inner().to_string()))])
    })
}

/// Refuses a value in which any text holds NUL; `at` is where the value stands.
pub(crate) fn without_nul(value: &Value, at: &str) -> Result<(), Refusal> {
    let mut mistakes = Vec::new();
    find_nul(value, &mut at.to_owned(), &mut mistakes);
    if mistakes.is_empty() { Ok(()) } else { Err(Refusal::invalid(mistakes)) }
}

/// No engine stores NUL alike, so no text may hold it.
fn find_nul(value: &Value, place: &mut String, found: &mut Vec<Mistake>) {
    let length = place.len();
    match value {
        Value::String(text) if text.contains('\0') => {
            found.push(Mistake::new(place.clone(), "the text holds the character NUL; take it out"));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                // Writing to a string does not fail.
                let _ = write!(place, "/{index}");
                find_nul(item, place, found);
                place.truncate(length);
            }
        }
        Value::Object(entries) => {
            for (name, value) in entries {
                let _ = write!(place, "/{}", escaped(name));
                if name.contains('\0') {
                    found.push(Mistake::new(place.clone(), "the name holds the character NUL; take it out"));
                }
                find_nul(value, place, found);
                place.truncate(length);
            }
        }
        _ => {}
    }
}

/// Where a mistake lies, as a JSON pointer (RFC 6901).
pub(crate) fn pointer(path: &Path) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { variant } => format!("/{}", escaped(variant)),
        Segment::Unknown => String::new(),
    };
    path.iter().map(part).collect()
}

/// A name as a part of a JSON pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
