//! Recognizing what Casebook has exported itself.

use std::collections::BTreeMap;

use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::party::{FIELDS, PartyKind, is_standard};

use super::column::Column;
use crate::mapping::{ExportMapping, Mapping, Source};

/// Headings of an export of parties that are no fields: Casebook works them out.
pub const DERIVED: [&str; 8] =
    ["id", "kind", "external", "standing", "reason", "hidden", "created_at", "updated_at"];
/// What the headings of the present stages begin with.
const STAGE: &str = "stage_";
/// What stands in front of a field whose name is one of Casebook's own headings.
const OWN: &str = "more.";

/// The heading of a field in an export of parties.
pub fn heading(field: &str) -> String {
    if is_derived(field) || field.starts_with(OWN) { format!("{OWN}{field}") } else { field.to_owned() }
}

fn is_derived(heading: &str) -> bool {
    DERIVED.contains(&heading) || heading.starts_with(STAGE)
}

/// Whether the rows are parties that Casebook has exported: its own ids name them.
pub fn is_of_parties(columns: &[Column]) -> bool {
    holds(columns, |id| PartyId::parse(id).is_some())
}

/// Whether the rows are evidence that Casebook has exported.
pub fn is_of_evidence(columns: &[Column]) -> bool {
    holds(columns, |id| EvidenceId::parse(id).is_some())
}

fn holds(columns: &[Column], is_own: impl Fn(&str) -> bool) -> bool {
    let ids = columns.iter().find(|column| column.header == "id").map(|column| &column.values);
    ids.is_some_and(|ids| !ids.is_empty() && ids.iter().all(|id| is_own(id)))
}

/// The mapping of such a file: each column is the field that it was written from.
pub fn parties(columns: &[Column], mapping: &mut Mapping) {
    mapping.party.kind = PartyKind::Person;
    mapping.party.key = vec![vec!["email".to_owned()], vec!["name".to_owned(), "phone".to_owned()]];
    let header = |name: &str| columns.iter().any(|column| column.header == name).then(|| name.to_owned());
    mapping.export = Some(ExportMapping {
        id: "id".to_owned(),
        kind: header("kind"),
        external: header("external"),
        updated_at: header("updated_at"),
    });
    let named = columns.iter().filter_map(|column| {
        let field = column.header.strip_prefix(OWN).unwrap_or(&column.header);
        let is_field = column.header != field || FIELDS.contains(&field) || is_standard(field);
        is_field.then(|| (field.to_owned(), Source::First(vec![column.header.clone()])))
    });
    mapping.fields = named.collect::<BTreeMap<_, _>>();
    let derived = columns.iter().map(|column| column.header.clone()).filter(|header| is_derived(header));
    mapping.ignore = derived.collect();
}
