//! `/record-types`: which types of records there are, and declaring them and their fields.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::domain::records::{
    Choice, EvidenceRule, Field, FieldKind, MOST_CHOICES, MOST_FIELDS, MOST_RULES, RecordType, Role,
};
use casebook_app::records::{self, FieldChange};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::declared::{FieldKindWord, RecordTypeBody};
use super::wire::FieldJson;
use crate::api::wire::KindWord;
use crate::http::error::{Answer, CREATED, Problem};
use crate::http::request::body::{self, bounded};
use crate::http::request::path::{FieldName, Named, TypeName};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

/// A record type to be declared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordTypeDraft {
    /// Its name.
    #[schema(min_length = 2, max_length = 60, pattern = "^[a-z][a-z0-9_]{1,59}$")]
    name: String,
    /// Its name for several, in URLs.
    #[schema(min_length = 2, max_length = 60, pattern = "^[a-z][a-z0-9_]{1,59}$")]
    plural: String,
    /// Its title.
    #[schema(min_length = 1, max_length = 100)]
    title: String,
    /// Its title for several; made from `plural` if absent.
    #[serde(default)]
    plural_title: Option<String>,
    /// What it is for.
    #[serde(default)]
    #[schema(required = false)]
    description: String,
    /// What the name of a record is called; `Name` if absent.
    #[serde(default)]
    name_title: Option<String>,
    /// The fields that lists show first.
    #[serde(default, deserialize_with = "bounded::list::<MOST_FIELDS, _, _>")]
    #[schema(required = false)]
    columns: Vec<String>,
    /// Its fields, in the order of the form.
    #[serde(default, deserialize_with = "bounded::list::<MOST_FIELDS, _, _>")]
    #[schema(required = false)]
    fields: Vec<FieldDraft>,
    /// The evidence that follows from its records.
    #[serde(default, deserialize_with = "bounded::list::<MOST_RULES, _, _>")]
    #[schema(required = false)]
    evidence: Vec<EvidenceRuleDraft>,
}

/// A rule by which evidence follows from a record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceRuleDraft {
    /// When it holds: `added`, or a field and its value, such as `outcome -> done` or `held -> yes`.
    #[schema(pattern = r"^[^\u0000]*$")]
    on: String,
    /// The kind of evidence that follows.
    #[schema(pattern = r"^[^\u0000]*$")]
    kind: String,
    /// The field with the time at which it happened; the moment of the change if absent or empty.
    #[serde(default)]
    at: Option<String>,
    /// The field with its amount.
    #[serde(default)]
    amount: Option<String>,
    /// The fields with those who take part; all fields of parties if absent.
    #[serde(default, deserialize_with = "bounded::list::<MOST_FIELDS, _, _>")]
    #[schema(required = false)]
    participants: Vec<String>,
}

impl From<EvidenceRuleDraft> for EvidenceRule {
    fn from(draft: EvidenceRuleDraft) -> Self {
        let EvidenceRuleDraft { on, kind, at, amount, participants } = draft;
        Self { on, kind, at, amount, participants }
    }
}

/// A field to be declared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a declaration")]
pub(crate) struct FieldDraft {
    /// Its name.
    #[schema(min_length = 2, max_length = 60, pattern = "^[a-z][a-z0-9_]{1,59}$")]
    name: String,
    /// Its title.
    #[schema(min_length = 1, max_length = 100)]
    title: String,
    /// What it holds.
    #[schema(value_type = FieldKindWord)]
    kind: FieldKind,
    /// What to know when filling it in.
    #[serde(default)]
    #[schema(required = false)]
    help: String,
    /// Whether every record must have a value.
    #[serde(default)]
    #[schema(required = false)]
    required: bool,
    /// Whether no two records may have the same value.
    #[serde(default)]
    #[schema(required = false)]
    unique: bool,
    /// Whether it holds several values.
    #[serde(default)]
    #[schema(required = false)]
    multiple: bool,
    /// Whether a search looks into it.
    #[serde(default)]
    #[schema(required = false)]
    searched: bool,
    /// Whether it holds personal data.
    #[serde(default)]
    #[schema(required = false)]
    personal: bool,
    /// The value of new records that give none.
    #[serde(default)]
    #[schema(value_type = Option<FieldJson>)]
    default: Option<Value>,
    /// The section of the form.
    #[serde(default)]
    section: Option<String>,
    /// The choices, where its kind is `choice`: names, or names with titles.
    #[serde(default, deserialize_with = "bounded::list::<MOST_CHOICES, _, _>")]
    #[schema(value_type = Vec<ChoiceDraft>, required = false)]
    choices: Vec<Choice>,
    /// The types of records, where its kind is `record`.
    #[serde(default, deserialize_with = "bounded::list::<MOST_CHOICES, _, _>")]
    #[schema(required = false)]
    types: Vec<String>,
    /// `person` or `organization`, where its kind is `party` and only one of them fits.
    #[serde(default)]
    #[schema(value_type = Option<KindWord>)]
    of: Option<KindWord>,
    /// The roles of parties, where its kind is `party`.
    #[serde(default, deserialize_with = "bounded::list::<MOST_CHOICES, _, _>")]
    #[schema(value_type = Vec<RoleDraft>, required = false)]
    roles: Vec<Role>,
}

/// A choice: its name alone, or with a title.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it describes what `Choice` reads")]
pub(crate) enum ChoiceDraft {
    /// Its name.
    Name(String),
    /// Its name and title.
    Full(ChoiceTitle),
}

/// A choice with its title.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes what `Choice` reads")]
pub(crate) struct ChoiceTitle {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
}

/// A role of a party in a record.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what `Role` reads")]
pub(crate) struct RoleDraft {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
    /// Whether evidence about the record counts for a party in this role.
    #[schema(required = false)]
    takes_part: bool,
}

impl From<FieldDraft> for Field {
    fn from(draft: FieldDraft) -> Self {
        Self {
            help: draft.help,
            required: draft.required,
            unique: draft.unique,
            multiple: draft.multiple,
            searched: draft.searched,
            personal: draft.personal,
            default: draft.default,
            section: draft.section,
            choices: draft.choices,
            types: draft.types,
            of: draft.of.map(|kind| kind.0),
            roles: draft.roles,
            ..Self::of_kind(&draft.name, &draft.title, draft.kind)
        }
    }
}

/// List record types
#[utoipa::path(get, path = "/api/v1/record-types", operation_id = "list_record_types", tag = "records",
    responses((status = 200, description = "All record types", body = Items<RecordTypeBody>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<RecordTypeBody>>> {
    let types =
        shared.run(|session, _| Ok((records::party_types(session)?, records::types(session)?))).await?;
    let (parties, records) = types;
    Ok(Items::whole(parties.iter().chain(&records).map(|one| RecordTypeBody::of(one))))
}

/// Declare a record type
#[utoipa::path(post, path = "/api/v1/record-types", operation_id = "declare_record_type", tag = "records",
    request_body = RecordTypeDraft,
    responses(
        (status = 201, description = "The type; records of it can be added from now on", body = RecordTypeBody),
        (status = 409, description = "The name is taken", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn declare(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<RecordTypeDraft>,
) -> Answer<Response> {
    let declared = RecordType {
        name: draft.name,
        plural: draft.plural,
        title: draft.title,
        plural_title: draft.plural_title,
        description: draft.description,
        name_title: draft.name_title,
        columns: draft.columns,
        fields: draft.fields.into_iter().map(Field::from).collect(),
        evidence: draft.evidence.into_iter().map(EvidenceRule::from).collect(),
    };
    let declared = shared.run(move |session, _| records::declare(session, declared)).await?;
    Ok((CREATED, Json(RecordTypeBody::of(&declared))).into_response())
}

/// Add a field to a record type
#[utoipa::path(post, path = "/api/v1/record-types/{name}/fields", operation_id = "add_field", tag = "records",
    params(("name" = String, Path, description = "The type")),
    request_body = FieldDraft,
    responses(
        (status = 201, description = "The type with the field", body = RecordTypeBody),
        (status = 409, description = "The type has such a field", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn add_field(
    State(shared): State<Shared>,
    Named(TypeName(name)): Named<TypeName>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<FieldDraft>,
) -> Answer<Response> {
    let field = Field::from(draft);
    let declared = shared.run(move |session, _| records::add_field(session, &name, field)).await?;
    Ok((CREATED, Json(RecordTypeBody::of(&declared))).into_response())
}

/// A change of a field: what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldPatch {
    /// Its title.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    title: Option<String>,
    /// What to know when filling it in.
    #[serde(default)]
    #[schema(nullable = false)]
    help: Option<String>,
    /// The choices, where its kind is `choice`: names, or names with titles.
    #[serde(default, deserialize_with = "bounded::list_or_null::<MOST_CHOICES, _, _>")]
    #[schema(value_type = Option<Vec<ChoiceDraft>>, nullable = false)]
    choices: Option<Vec<Choice>>,
    /// Whether every record must have a value.
    #[serde(default)]
    #[schema(nullable = false)]
    required: Option<bool>,
    /// Whether it is no longer offered. Its values stay.
    #[serde(default)]
    #[schema(nullable = false)]
    archived: Option<bool>,
}

/// Change a field of a record type
///
/// Only fields that the workspace has added. Nothing changes if values that are there would not fit any more.
#[utoipa::path(patch, path = "/api/v1/record-types/{name}/fields/{field}", operation_id = "change_field", tag = "records",
    params(("name" = String, Path, description = "The type"), ("field" = String, Path, description = "The field")),
    request_body = FieldPatch,
    responses(
        (status = 200, description = "The type with the field as it is now", body = RecordTypeBody),
        (status = 409, description = "Values that are there would not fit, or the field comes with Casebook",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change_field(
    State(shared): State<Shared>,
    name: FieldName,
    _: Query<NoParameters>,
    body::Json(patch): body::Json<FieldPatch>,
) -> Answer<Json<RecordTypeBody>> {
    let FieldPatch { title, help, choices, required, archived } = patch;
    let change = FieldChange { title, help, choices, required, archived };
    let changed =
        shared.run(move |session, _| records::change_field(session, &name.of, &name.field, change)).await?;
    Ok(Json(RecordTypeBody::of(&changed)))
}
