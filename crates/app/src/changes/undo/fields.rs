//! Giving fields their earlier values, where they still have the ones that a change set gave them.

use std::collections::BTreeMap;

use casebook_domain::ids::PartyId;
use casebook_domain::party::Fields;
use casebook_store::party::PartyRow;

use super::UndoReport;

/// Why a field stays.
const CHANGED_SINCE: &str = "changed_since";
pub(super) const CONFIRMED_SINCE: &str = "confirmed_since";

/// What an entry did to fields: name → before, after.
pub(super) type Changes = BTreeMap<String, (Option<String>, Option<String>)>;

/// Reads what an entry of the journal says of fields.
pub(super) fn read(detail: &str) -> Changes {
    serde_json::from_str(detail).unwrap_or_default()
}

/// What changed between two forms of a party.
pub(super) fn between(before: &Fields, after: &Fields) -> Changes {
    let names = before.keys().chain(after.keys());
    let changed = names.filter(|name| before.get(*name) != after.get(*name));
    changed.map(|name| (name.clone(), (before.get(name).cloned(), after.get(name).cloned()))).collect()
}

/// Sets fields back. True if that changed the party; fields that somebody has changed since, or that later files have
/// `confirmed`, stay and are named.
pub(super) fn set_back(
    row: &mut PartyRow,
    changes: &Changes,
    confirmed: &Fields,
    report: &mut UndoReport,
) -> bool {
    let id: PartyId = row.id;
    let before = row.fields.clone();
    for (name, (old, new)) in changes {
        let present = row.fields.get(name);
        if present == old.as_ref() {
            continue;
        }
        if present != new.as_ref() {
            report.keep(&id, Some(name), CHANGED_SINCE);
            continue;
        }
        if present.is_some() && present == confirmed.get(name) {
            report.keep(&id, Some(name), CONFIRMED_SINCE);
            continue;
        }
        match old {
            Some(value) => row.fields.insert(name.clone(), value.clone()),
            None => row.fields.remove(name),
        };
    }
    row.fields != before
}

#[cfg(test)]
mod tests {
    use casebook_domain::party::PartyKind;
    use casebook_domain::time::Timestamp;

    use super::*;

    fn fields(text: &str) -> Fields {
        let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn fields_are_set_back_unless_somebody_changed_them_since() {
        for (party, before, after, confirmed, expected, kept) in [
            ("city=Milan", "city=Rome", "city=Milan", "", "city=Rome", 0),
            ("city=Milan", "city=Rome", "city=Milan", "city=Milan", "city=Milan", 1),
            ("city=Milan", "city=Rome", "city=Milan", "city=Bern", "city=Rome", 0),
            ("city=Paris", "city=Rome", "city=Milan", "", "city=Paris", 1),
            ("city=Milan phone=1", "", "city=Milan", "", "phone=1", 0),
            ("", "city=Rome", "", "", "city=Rome", 0),
            ("city=Rome", "city=Rome", "city=Milan", "", "city=Rome", 0),
        ] {
            let id = PartyId::new(4, PartyKind::Person);
            let (now, fields_now) = (Timestamp(0), fields(party));
            let mut row = PartyRow {
                id,
                fields: fields_now,
                hidden: false,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            let mut report = UndoReport::default();
            set_back(&mut row, &between(&fields(before), &fields(after)), &fields(confirmed), &mut report);
            assert_eq!((row.fields, report.kept.len()), (fields(expected), kept), "{party}");
        }
    }
}
