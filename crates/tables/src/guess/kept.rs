//! Columns that nothing has been made of: they are kept as fields, and a note names them.

use std::collections::BTreeSet;

use super::draft::Draft;
use crate::mapping::{Claim, Claims, Mapping, Source};

/// Notes the columns that are kept as they are.
pub fn note(draft: &mut Draft<'_>) {
    let used = used(&draft.mapping);
    let kept: Vec<String> = draft
        .columns
        .iter()
        .filter(|column| !used.contains(column.header.as_str()))
        .map(|column| format!("`{}`", column.header))
        .collect();
    let note = match kept.as_slice() {
        [] => return,
        [one] => format!("{one} is not understood and is kept as a field."),
        several => format!("Not understood and kept as fields: {}.", several.join(", ")),
    };
    draft.notes.push(note);
}

fn used(mapping: &Mapping) -> BTreeSet<&str> {
    let mut used: BTreeSet<&str> = mapping.party.external_id.iter().map(String::as_str).collect();
    used.extend(mapping.fields.values().flat_map(Source::columns).map(String::as_str));
    if let Some(organization) = &mapping.organization {
        used.extend(organization.name.iter().chain(&organization.external_id).map(String::as_str));
    }
    if let Some(deal) = &mapping.deal {
        let named = [&deal.title, &deal.amount, &deal.currency, &deal.product_line, &deal.owner];
        used.extend(deal.id.iter().chain(named.into_iter().flatten()).map(String::as_str));
    }
    used.extend(mapping.participants.iter().map(|one| one.column.as_str()));
    for evidence in &mapping.evidence {
        used.extend(evidence.when.as_deref());
        match &evidence.claims {
            Claims::Always(claim) => used.extend(of_claim(claim)),
            Claims::ByValue { column, values } => {
                used.insert(column);
                used.extend(values.values().flatten().flat_map(of_claim));
            }
        }
    }
    used
}

fn of_claim(claim: &Claim) -> impl Iterator<Item = &str> {
    claim
        .at
        .as_deref()
        .into_iter()
        .chain(claim.id.as_deref())
        .chain(claim.detail.values().map(String::as_str))
}
