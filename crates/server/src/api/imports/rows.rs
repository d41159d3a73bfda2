//! Rows of a file, before they are imported.

use std::collections::BTreeMap;

use casebook_app::imports::{PreviewRow, RefusedRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::KindWord;

/// The preview of a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RowAsItWillBe {
    /// The line on which it begins.
    #[schema(minimum = 1)]
    line: u64,
    /// What it is about.
    kind: KindWord,
    /// The field values.
    fields: BTreeMap<String, String>,
    /// The organization it belongs to.
    #[schema(required)]
    organization: Option<OrganizationOfRow>,
    /// The evidence it would record, in words.
    evidence: Vec<String>,
    /// The resulting stage in each vocabulary, including what is already known; null for none. Not present in a
    /// suggestion.
    stages: BTreeMap<String, Option<String>>,
}

/// The organization that the party in a row belongs to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationOfRow {
    /// Its name.
    name: String,
    /// The role of the link.
    role: String,
}

/// A row that cannot be imported.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RowProblem {
    /// The line on which it begins.
    #[schema(minimum = 1)]
    line: u64,
    /// The invalid column; null if it is the whole row.
    #[schema(required)]
    column: Option<String>,
    /// The invalid value.
    value: String,
    /// Why it was rejected.
    reason: String,
}

impl From<PreviewRow> for RowAsItWillBe {
    fn from(row: PreviewRow) -> Self {
        let PreviewRow { line, kind, fields, organization, evidence, stages } = row;
        let organization = organization.map(|(name, role)| OrganizationOfRow { name, role });
        let stages = stages.into_iter().map(|now| (now.vocabulary, now.stage)).collect();
        Self { line, kind: KindWord(kind), fields, organization, evidence, stages }
    }
}

impl From<RefusedRow> for RowProblem {
    fn from(row: RefusedRow) -> Self {
        let RefusedRow { line, column, value, reason } = row;
        Self { line, column: Some(column).filter(|column| !column.is_empty()), value, reason }
    }
}
