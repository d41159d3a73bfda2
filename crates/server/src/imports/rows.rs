//! Rows of a file, before they are imported.

use std::collections::BTreeMap;

use casebook_app::imports::{PreviewRow, RefusedRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::KindWord;

/// A row as it will be.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RowAsItWillBe {
    /// The line of the file on which it begins.
    #[schema(minimum = 1)]
    line: u64,
    /// Whom it is about.
    kind: KindWord,
    /// What it says of them.
    fields: BTreeMap<String, String>,
    /// The organization that they belong to.
    #[schema(required)]
    organization: Option<OrganizationOfRow>,
    /// What it says has happened, in words.
    evidence: Vec<String>,
    /// The stage in each vocabulary that they come to, with all that is known of them already; null for none. None is
    /// there in a guess, which tries nothing.
    stages: BTreeMap<String, Option<String>>,
}

/// The organization that the party of a row belongs to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationOfRow {
    /// Its name.
    name: String,
    /// What the link is called.
    role: String,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RowProblem {
    /// The line of the file on which it begins.
    #[schema(minimum = 1)]
    line: u64,
    /// The column at fault; null if it is the whole row.
    #[schema(required)]
    column: Option<String>,
    /// What stands there.
    value: String,
    /// What is wrong with it.
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
