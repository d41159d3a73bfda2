//! Records and their types on the wire.

#![expect(unused_qualifications, reason = "the macros that describe types write them")]

use std::collections::BTreeMap;

use casebook_app::domain::records::{
    EvidenceRule, Field, FieldKind, FieldValue, MOST_FIELDS, MOST_VALUES, RecordType, Taking,
};
use casebook_app::records::{Record, RecordChange};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
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

/// A record type.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordTypeBody {
    /// Its name.
    name: String,
    /// Its name for several, in URLs.
    plural: String,
    /// Its title.
    title: String,
    /// Its title for several.
    plural_title: String,
    /// What it is for.
    description: String,
    /// What the name of a record is called.
    name_title: String,
    /// The fields that lists show first.
    columns: Vec<String>,
    /// Its fields, in the order of the form.
    fields: Vec<FieldBody>,
    /// The evidence that follows from its records.
    evidence: Vec<EvidenceRuleBody>,
    /// Whether it comes with Casebook; the workspace can add fields to it.
    built_in: bool,
}

/// A rule by which evidence follows from a record.
#[derive(Serialize, ToSchema)]
#[schema(as = EvidenceRule)]
pub(crate) struct EvidenceRuleBody {
    /// When it holds: `added`, or a field and its value, such as `outcome -> done` or `held -> yes`.
    #[schema(pattern = r"^[^\u0000]*$")]
    on: String,
    /// The kind of evidence that follows.
    #[schema(pattern = r"^[^\u0000]*$")]
    kind: String,
    /// The field with the time at which it happened; the moment of the change if absent or empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// The field with its amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
    /// The fields with those who take part; all fields of parties if absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    participants: Vec<String>,
}

impl EvidenceRuleBody {
    fn of(rule: &EvidenceRule) -> Self {
        let EvidenceRule { on, kind, at, amount, participants } = rule.clone();
        Self { on, kind, at, amount, participants }
    }
}

/// A field of a record type.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a declaration")]
pub(crate) struct FieldBody {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
    /// What to know when filling it in.
    help: String,
    /// What it holds.
    kind: FieldKindWord,
    /// Whether every record must have a value.
    required: bool,
    /// Whether no two records may have the same value.
    unique: bool,
    /// Whether it holds several values.
    multiple: bool,
    /// Whether a search looks into it.
    searched: bool,
    /// Whether it holds personal data.
    personal: bool,
    /// Whether it is no longer offered.
    archived: bool,
    /// The value of new records that give none.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<FieldJson>,
    /// The section of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    /// The choices, where its kind is `choice`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceBody>,
    /// The types of records, where its kind is `record`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    types: Vec<String>,
    /// `person` or `organization`, where its kind is `party` and only one of them fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'static str>,
    /// The roles of parties, where its kind is `party`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<RoleBody>,
}

/// A choice.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChoiceBody {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
}

/// A role of a party in a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleBody {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
    /// Whether evidence about the record counts for a party in this role.
    takes_part: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Serialize)]
#[serde(transparent)]
pub(crate) struct FieldKindWord(pub(crate) FieldKind);

impl PartialSchema for FieldKindWord {
    fn schema() -> RefOr<Schema> {
        let names = FieldKind::ALL.map(FieldKind::name);
        ObjectBuilder::new().schema_type(schema::Type::String).enum_values(Some(names)).into()
    }
}

impl ToSchema for FieldKindWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "FieldKind".into()
    }
}

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

impl RecordTypeBody {
    pub(super) fn of(of: &RecordType) -> Self {
        Self {
            name: of.name.clone(),
            plural: of.plural.clone(),
            title: of.title.clone(),
            plural_title: of.plural_title(),
            description: of.description.clone(),
            name_title: of.name_title.clone().unwrap_or_else(|| "Name".to_owned()),
            columns: of.columns.clone(),
            fields: of.fields.iter().map(FieldBody::of).collect(),
            evidence: of.evidence.iter().map(EvidenceRuleBody::of).collect(),
            built_in: RecordType::built_in().iter().any(|one| one.name == of.name),
        }
    }
}

impl FieldBody {
    fn of(field: &Field) -> Self {
        let choice = |name: &String, title: &String| ChoiceBody { name: name.clone(), title: title.clone() };
        Self {
            name: field.name.clone(),
            title: field.title.clone(),
            help: field.help.clone(),
            kind: FieldKindWord(field.kind),
            required: field.required,
            unique: field.unique,
            multiple: field.multiple,
            searched: field.searched,
            personal: field.personal,
            archived: field.archived,
            default: field.default.clone().map(FieldJson),
            section: field.section.clone(),
            choices: field.choices.iter().map(|one| choice(&one.name, &one.title)).collect(),
            types: field.types.clone(),
            of: field.of.map(casebook_app::domain::party::PartyKind::word),
            roles: field
                .roles
                .iter()
                .map(|role| RoleBody {
                    name: role.name.clone(),
                    title: role.title.clone(),
                    takes_part: role.takes_part,
                })
                .collect(),
        }
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
    pub(super) fn read(self, form: Form) -> Answer<RecordChange> {
        Ok(RecordChange {
            name: Some(self.name),
            owner: self.owner.map(Some),
            fields: joined(self.fields, self.flat, form)?,
            external: pairs(self.external)?,
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
