//! Rows of an export of Casebook itself: whom they are about, and their cells as they were written.

use casebook_domain::ids::PartyId;
use casebook_domain::key::OWN_ID;
use casebook_domain::party::{Fields, PartyKind};
use casebook_domain::time::Timestamp;

use super::{Key, Reader, key};
use crate::spreadsheet::unmarked;

/// What a row says of the party that was exported.
pub(super) struct Exported {
    /// Its kind.
    pub kind: PartyKind,
    /// Its own id, and those in other systems; none in a row that somebody has added.
    pub keys: Vec<Key>,
    /// When it was last changed.
    pub as_of: Option<Timestamp>,
}

impl<'r> Reader<'r> {
    /// Nothing in a file that is no export.
    pub(super) fn exported(&mut self) -> Option<Exported> {
        let bound = self.bound;
        let export = bound.export.as_ref()?;
        let mut cell = |place: Option<usize>| place.and_then(|place| self.take(place)).unwrap_or_default();
        let id = PartyId::parse(cell(Some(export.id)));
        let kind = PartyKind::from_word(cell(export.kind)).unwrap_or(bound.kind);
        let external = unmarked(cell(export.external));
        let as_of = Timestamp::parse_rfc3339(cell(export.updated_at));
        let keys = id.into_iter().flat_map(|id| {
            let others = external.split("; ").filter_map(|one| one.split_once('/'));
            let others = others.map(|(system, value)| Key::new(&system.into(), value));
            [key(OWN_ID, &id.to_string())].into_iter().chain(others)
        });
        let (keys, kind) = (keys.collect(), id.map_or(kind, PartyId::kind));
        Some(Exported { kind, keys, as_of })
    }

    /// A cell without the mark that keeps spreadsheets from running it.
    pub(super) fn as_written(&self, place: usize) -> &'r str {
        unmarked(self.record.cells.get(place).map_or("", String::as_str))
    }

    /// The fields that have a column and no value.
    pub(super) fn emptied(&self, fields: &Fields) -> Vec<String> {
        let named = self.bound.fields.iter().map(|field| &field.name);
        let named = named.chain(self.bound.own_names.iter().flatten());
        named.filter(|name| !fields.contains_key(*name)).cloned().collect()
    }

    /// The value of a field that was exported.
    pub(super) fn written(&mut self, columns: &[usize]) -> Option<String> {
        let place = *columns.first()?;
        self.use_up(place);
        Some(self.as_written(place).to_owned())
    }
}
