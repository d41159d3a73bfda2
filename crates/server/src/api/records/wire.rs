//! Records on the wire.

#![expect(unused_qualifications, reason = "the macros that describe types write them")]

use std::collections::BTreeMap;

use casebook_app::deals::DealFigures;
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::money::exchange::Exchanged;
use casebook_app::domain::records::{Field, FieldValue, MOST_FIELDS, MOST_VALUES, Taking};
use casebook_app::domain::zone;
use casebook_app::records::{Record, RecordChange};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema};
use utoipa::{PartialSchema, ToSchema};

use super::form::Form;
use crate::api::parties::{ExternalId, pairs};
use crate::api::wire::at;
use crate::http::error::pointer::escaped;
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::body::Object;
use crate::http::request::body::bounded::{list, map};
use crate::http::request::patch::Patch;

/// The most ids in other systems that a body can give.
pub(crate) const MOST_EXTERNAL: usize = 100;

/// The value of a field, in the form of its kind.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct FieldJson(pub(crate) Value);

impl<'de> Deserialize<'de> for FieldJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        if value.as_array().is_some_and(|list| list.len() > MOST_VALUES) {
            return Err(D::Error::custom(format_args!("at most {MOST_VALUES} are allowed; send fewer")));
        }
        Ok(Self(value))
    }
}

impl PartialSchema for FieldJson {
    fn schema() -> RefOr<Schema> {
        use schema::Type;
        let kinds = [Type::String, Type::Number, Type::Boolean, Type::Object, Type::Array, Type::Null];
        ObjectBuilder::new().schema_type(schema::SchemaType::from_iter(kinds)).into()
    }
}

impl ToSchema for FieldJson {
    fn name() -> std::borrow::Cow<'static, str> {
        "FieldValue".into()
    }
}

/// A record.
#[derive(Serialize, ToSchema)]
#[schema(as = StoredRecord)]
pub(crate) struct RecordBody {
    /// Its id.
    #[schema(pattern = "^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    id: String,
    /// The name of its type.
    #[serde(rename = "type")]
    kind: String,
    /// Its name.
    name: String,
    /// The values of its fields; those without a value are absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required, nullable = false)]
    fields: Option<BTreeMap<String, FieldJson>>,
    /// The same beside the rest, where the type has an address of its own; those without a value are null or empty.
    #[serde(flatten)]
    #[schema(ignore)]
    flat: BTreeMap<String, FieldJson>,
    /// Of a deal, what follows from its stage.
    #[serde(flatten)]
    #[schema(ignore)]
    deal: Option<DealBody>,
    /// Its ids in other systems.
    external: Vec<ExternalId>,
    /// Its owner; null for none.
    #[schema(required)]
    owner: Option<String>,
    /// Its state; null if its type has no states.
    #[schema(required)]
    state: Option<String>,
    /// Whether it is hidden.
    hidden: bool,
    /// When it was added.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// What a deal's record says besides its fields.
#[derive(Serialize)]
pub(crate) struct DealBody {
    probability: u8,
    weighted: Value,
    stage_since: Option<String>,
    days_in_stage: Option<i64>,
    rotting: bool,
    exchanged: Value,
}

impl DealBody {
    fn of(figures: &DealFigures) -> Self {
        let weighted =
            figures.weighted.map(|one| json!({ "minor": one.minor, "currency": one.currency.code() }));
        Self {
            probability: figures.probability,
            weighted: weighted.unwrap_or_default(),
            stage_since: figures.since.map(Since::text),
            days_in_stage: figures.days_in_stage,
            rotting: figures.rotting,
            exchanged: figures.exchanged.map(exchanged).unwrap_or_default(),
        }
    }
}

/// An amount in the workspace's own currency, with the rate.
fn exchanged(one: Exchanged) -> Value {
    json!({
        "minor": one.money.minor,
        "currency": one.money.currency.code(),
        "rate": one.by.map(|by| by.rate.to_json()),
        "rate_from": one.by.map(|by| zone::written(by.from)),
    })
}

impl RecordBody {
    pub(super) fn of(record: &Record, form: Form) -> Self {
        let row = &record.row;
        let (fields, flat) = match form {
            Form::Nested => (Some(nested(record)), BTreeMap::new()),
            Form::Flat => (None, flat(record)),
        };
        Self {
            id: record.id(),
            kind: row.type_name.clone(),
            name: row.name.clone(),
            fields,
            flat,
            deal: record.deal.as_ref().map(DealBody::of),
            external: record.external.iter().map(ExternalId::of).collect(),
            owner: row.owner.clone(),
            state: row.state.clone(),
            hidden: row.hidden,
            created_at: at(row.created_at),
            updated_at: at(row.updated_at),
        }
    }
}

fn nested(record: &Record) -> BTreeMap<String, FieldJson> {
    let values = record.values.iter();
    values.map(|(name, value)| (name.to_owned(), FieldJson(value.to_json()))).collect()
}

fn flat(record: &Record) -> BTreeMap<String, FieldJson> {
    let fields = record.of.fields.iter();
    fields
        .map(|field| (field.name.clone(), FieldJson(flat_value(field, record.values.get(&field.name)))))
        .collect()
}

/// The value of a field beside the rest: of a single party its id alone.
fn flat_value(field: &Field, value: Option<&FieldValue>) -> Value {
    let one = |parties: &[Taking]| parties.first().map(|one| one.party.to_string()).into();
    match value {
        Some(FieldValue::Parties(parties)) if !field.multiple => one(parties),
        Some(value) => value.to_json(),
        None if field.multiple => Value::Array(Vec::new()),
        None => Value::Null,
    }
}

/// A record to be added.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RecordDraft {
    /// Its name.
    // One that is missing is refused like one that is empty, with what the type calls it.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    name: String,
    /// Its owner.
    #[serde(default)]
    owner: Option<String>,
    /// The values of its fields.
    #[serde(default, deserialize_with = "map::<MOST_FIELDS, _, _>")]
    #[schema(required = false)]
    fields: BTreeMap<String, FieldJson>,
    /// Its ids in other systems.
    #[serde(default, deserialize_with = "list::<MOST_EXTERNAL, _, _>")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    external: Vec<Object<ExternalId>>,
    #[serde(flatten)]
    #[schema(ignore)]
    flat: BTreeMap<String, FieldJson>,
}

impl RecordDraft {
    pub(crate) fn read(self, form: Form) -> Answer<RecordChange> {
        Ok(RecordChange {
            name: Some(self.name),
            owner: self.owner.map(Some),
            fields: joined(self.fields, self.flat, form)?,
            external: pairs(self.external)?,
            happened: false,
        })
    }
}

/// Changes of a record: what is absent stays, null empties.
#[derive(Clone, Deserialize, ToSchema)]
pub(crate) struct RecordPatch {
    /// Its name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500)]
    name: Option<String>,
    /// Its owner.
    #[serde(default)]
    #[schema(value_type = Option<String>, required = false)]
    owner: Patch<String>,
    /// The values of its fields.
    #[serde(default, deserialize_with = "map::<MOST_FIELDS, _, _>")]
    #[schema(required = false)]
    fields: BTreeMap<String, FieldJson>,
    /// Ids in other systems that it gets besides those that it has.
    #[serde(default, deserialize_with = "list::<MOST_EXTERNAL, _, _>")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    external: Vec<Object<ExternalId>>,
    #[serde(flatten)]
    #[schema(ignore)]
    flat: BTreeMap<String, FieldJson>,
}

impl RecordPatch {
    pub(super) fn read(self, form: Form) -> Answer<RecordChange> {
        Ok(RecordChange {
            name: self.name,
            owner: self.owner.named("owner").map(|(_, owner)| owner),
            fields: joined(self.fields, self.flat, form)?,
            external: pairs(self.external)?,
            happened: false,
        })
    }
}

/// The values of fields, wherever they stand.
fn joined(
    fields: BTreeMap<String, FieldJson>,
    flat: BTreeMap<String, FieldJson>,
    form: Form,
) -> Answer<Map<String, Value>> {
    if form == Form::Nested && !flat.is_empty() {
        let unknown = |name: &String| {
            Mistake::new(
                format!("/{}", escaped(name)),
                "there is no such key; values of fields stand in `fields`",
            )
        };
        return Err(Refusal::invalid(flat.keys().map(unknown).collect()));
    }
    Ok(fields.into_iter().chain(flat).map(|(name, value)| (name, value.0)).collect())
}
