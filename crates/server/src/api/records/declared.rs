//! Record types on the wire, as they are declared.

#![expect(unused_qualifications, reason = "the macros that describe types write them")]

use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{EvidenceRule, Field, FieldKind, RecordType};
use serde::Serialize;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema};
use utoipa::{PartialSchema, ToSchema};

use super::wire::FieldJson;

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
    /// What its records are: people and organizations are parties, under `/people` and `/organizations`; all others are
    /// records, under `/records`.
    storage: Storage,
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

/// What the records of a type are.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Storage {
    /// Parties.
    Party,
    /// Records.
    Record,
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
    /// Whether it comes with Casebook; others can be changed.
    built_in: bool,
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
            fields: of
                .fields
                .iter()
                .map(|field| FieldBody::of(field, of.is_built_in_field(&field.name)))
                .collect(),
            evidence: of.evidence.iter().map(EvidenceRuleBody::of).collect(),
            built_in: RecordType::parties()
                .iter()
                .chain(RecordType::built_in())
                .any(|one| one.name == of.name),
            storage: if PartyKind::from_word(&of.name).is_some() { Storage::Party } else { Storage::Record },
        }
    }
}

impl FieldBody {
    fn of(field: &Field, built_in: bool) -> Self {
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
            built_in,
            default: field.default.clone().map(FieldJson),
            section: field.section.clone(),
            choices: field.choices.iter().map(|one| choice(&one.name, &one.title)).collect(),
            types: field.types.clone(),
            of: field.of.map(PartyKind::word),
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
