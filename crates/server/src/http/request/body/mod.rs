//! Bodies: JSON objects, read strictly, every mistake with its place.

pub(crate) mod arrival;
pub(crate) mod bounded;

use std::fmt::Write as _;
use std::marker::PhantomData;

use axum::extract::{FromRef, FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use casebook_app::evidence::MOST_AT_ONCE;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use arrival::Bodies;

use super::json;
use crate::http::error::pointer::{escaped, pointer};
use crate::http::error::{MOST_MISTAKES, Mistake, Refusal};
use crate::http::request::plain::{no_json, plain};

/// A body of JSON.
pub(crate) struct Json<T>(pub(crate) T);

/// A body of JSON that is an object or a list of objects; what cannot be read of a list is refused item by item.
pub(crate) enum OneOrMany<T> {
    One(T),
    Many(Vec<Result<T, Refusal>>),
}

/// A body of JSON, or none at all, which says nothing.
pub(crate) struct MaybeJson<T>(pub(crate) T);

/// No body at all, or an empty object.
pub(crate) struct NoBody;

/// A value that is written as a JSON object. Serde would read a list in its place, field by field.
#[derive(Clone)]
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

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned + Send + 'static,
    S: Send + Sync,
    Bodies: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bodies = Bodies::from_ref(state);
        read_json(request, bodies.limit, &bodies, |bytes| parsed(bytes).map(Self)).await
    }
}

impl<T, S> FromRequest<S> for OneOrMany<T>
where
    T: DeserializeOwned + Send + 'static,
    S: Send + Sync,
    Bodies: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bodies = Bodies::from_ref(state);
        read_json(request, bodies.evidence_limit, &bodies, one_or_many).await
    }
}

/// Reads a body of at most so many bytes, if it is JSON.
async fn read_json<T: Send + 'static>(
    request: Request,
    limit: usize,
    bodies: &Bodies,
    parse: fn(&[u8]) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    if !is_json(request.headers()) {
        return Err(Refusal::unsupported_type());
    }
    let whole = arrival::whole(request.into_body(), limit, bodies).await?;
    bodies.read(whole, parse).await
}

fn one_or_many<T: DeserializeOwned>(bytes: &[u8]) -> Result<OneOrMany<T>, Refusal> {
    if !bytes.trim_ascii_start().starts_with(b"[") {
        return parsed(bytes).map(OneOrMany::One);
    }
    let read = json::list(bytes, MOST_AT_ONCE, of_value).map_err(|error| not_json(&error))?;
    read.map(OneOrMany::Many).ok_or_else(|| {
        let detail = format!("a list can have at most {MOST_AT_ONCE} pieces; send several lists");
        Refusal::invalid(vec![Mistake::new("", detail)])
    })
}

impl<S> FromRequest<S> for NoBody
where
    S: Send + Sync,
    Bodies: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let json = is_json(request.headers());
        let named = request.headers().contains_key(CONTENT_TYPE);
        let bodies = Bodies::from_ref(state);
        let whole = arrival::whole(request.into_body(), bodies.limit, &bodies).await?;
        match (whole.bytes.is_empty(), json) {
            (true, _) if json || !named => Ok(Self),
            (false, true) => bodies.read(whole, parsed::<Nothing>).await.map(|_| Self),
            _ => Err(Refusal::unsupported_type()),
        }
    }
}

impl<T, S> FromRequest<S> for MaybeJson<T>
where
    T: DeserializeOwned + Default + Send + 'static,
    S: Send + Sync,
    Bodies: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if !is_json_or_none(request.headers()) {
            return Err(Refusal::unsupported_type());
        }
        let named = is_json(request.headers());
        let bodies = Bodies::from_ref(state);
        let whole = arrival::whole(request.into_body(), bodies.limit, &bodies).await?;
        match (whole.bytes.is_empty(), named) {
            (true, _) => Ok(Self(T::default())),
            (false, true) => bodies.read(whole, parsed).await.map(Self),
            (false, false) => Err(Refusal::unsupported_type()),
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

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    of_value(value(bytes)?)
}

fn value(bytes: &[u8]) -> Result<Value, Refusal> {
    json::value(bytes).map_err(|error| not_json(&error))
}

fn not_json(error: &serde_json::Error) -> Refusal {
    Refusal::invalid(vec![Mistake::new("", no_json(&error.to_string()))])
}

pub(crate) fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    without_nul(&value, "")?;
    let read: Result<Object<T>, _> = serde_path_to_error::deserialize(value);
    read.map(|object| object.0).map_err(|error| {
        let pointer = pointer(error.path());
        Refusal::invalid(vec![Mistake::new(pointer, plain(&error.into_inner().to_string()))])
    })
}

/// Refuses a value in which any text holds NUL; `at` is the place of the value.
pub(crate) fn without_nul(value: &Value, at: &str) -> Result<(), Refusal> {
    let mut found = Nuls::default();
    found.look(value, &mut at.to_owned());
    if found.mistakes.is_empty() { Ok(()) } else { Err(Refusal::many(found.mistakes, found.more)) }
}

/// Places at which a text holds NUL, which no engine stores alike.
#[derive(Default)]
struct Nuls {
    mistakes: Vec<Mistake>,
    /// How many more there are.
    more: usize,
}

impl Nuls {
    fn note(&mut self, place: &str, detail: &str) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push(Mistake::new(place, detail));
        } else {
            self.more += 1;
        }
    }

    fn look(&mut self, value: &Value, place: &mut String) {
        let length = place.len();
        match value {
            Value::String(text) if text.contains('\0') => {
                self.note(place, "the text contains a NUL character; remove it");
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    // Writing to a string does not fail.
                    let _ = write!(place, "/{index}");
                    self.look(item, place);
                    place.truncate(length);
                }
            }
            Value::Object(entries) => {
                for (name, value) in entries {
                    let _ = write!(place, "/{}", escaped(name));
                    if name.contains('\0') {
                        self.note(place, "the name contains a NUL character; remove it");
                    }
                    self.look(value, place);
                    place.truncate(length);
                }
            }
            _ => {}
        }
    }
}
