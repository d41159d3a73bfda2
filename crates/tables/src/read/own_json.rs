//! What Casebook has exported as JSON, read as the table that it is as CSV.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

use casebook_domain::ids::PartyId;
use casebook_domain::party::FIELDS;
use serde::Deserialize;

use super::origin::Origin;
use crate::guess::own_export::heading;
use crate::spreadsheet::marked;

/// How such a file begins.
const BEGINNING: &[u8] = b"{\"items\":[";
/// The largest that is read, in bytes: all of it is kept in memory.
const LARGEST: u64 = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Export {
    items: Vec<Item>,
}

/// A party.
#[derive(Deserialize)]
struct Item {
    id: String,
    kind: String,
    fields: BTreeMap<String, String>,
    external: Vec<ExternalId>,
    hidden: bool,
    updated_at: String,
}

#[derive(Deserialize)]
struct ExternalId {
    system: String,
    id: String,
}

/// The table, if the bytes are such an export of parties and not too many.
pub(super) fn as_table(origin: &Origin) -> io::Result<Option<Vec<u8>>> {
    let mut file = origin.open()?;
    let mut head = [0; BEGINNING.len()];
    if file.read_exact(&mut head).is_err() || head != *BEGINNING || file.seek(SeekFrom::End(0))? > LARGEST {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let read = serde_json::from_slice::<Export>(&bytes).ok();
    let export = read.filter(|export| export.items.iter().all(|item| PartyId::parse(&item.id).is_some()));
    Ok(export.filter(|export| !export.items.is_empty()).map(|export| written(&export.items)))
}

fn written(items: &[Item]) -> Vec<u8> {
    let names = items.iter().flat_map(|item| item.fields.keys().map(String::as_str));
    let own: BTreeSet<&str> = names.filter(|name| !FIELDS.contains(name)).collect();
    let mut text = "\u{feff}".to_owned();
    let fields = FIELDS.into_iter().map(str::to_owned).chain(own.iter().map(|name| heading(name)));
    let ends = ["external", "hidden", "updated_at"].map(str::to_owned);
    line(&mut text, ["id".to_owned(), "kind".to_owned()].into_iter().chain(fields).chain(ends));
    for item in items {
        let field = |name: &str| item.fields.get(name).cloned().unwrap_or_default();
        let fields = FIELDS.into_iter().map(field).chain(own.iter().map(|name| field(name)));
        let external: Vec<String> =
            item.external.iter().map(|one| format!("{}/{}", one.system, one.id)).collect();
        let hidden = if item.hidden { "yes" } else { "no" };
        let ends = [external.join("; "), hidden.to_owned(), item.updated_at.clone()];
        line(&mut text, [item.id.clone(), item.kind.clone()].into_iter().chain(fields).chain(ends));
    }
    text.into_bytes()
}

/// A line of cells, each marked as an export marks them.
fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    let quoted = |cell: String| format!("\"{}\"", marked(&cell).replace('"', "\"\""));
    text.push_str(&cells.map(quoted).collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Option<String> {
        let found = as_table(&Origin::Bytes(text.as_bytes().into())).unwrap();
        found.map(|table| String::from_utf8(table).unwrap())
    }

    #[test]
    fn parties_are_a_table() {
        let mia = r#"{"id":"per_0000000000002","kind":"person","name":"Mia","fields":{"name":"Mia","note":"a \"b\"",
            "hidden":"no"},"external":[{"system":"crm","id":"7"}],"stages":{"journey":"lead"},"standing":null,
            "reason":null,"hidden":true,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z"}"#;
        let table = table(&format!("{{\"items\":[{mia}]}}\n")).unwrap();
        let mut lines = table.lines();
        assert!(lines.next().unwrap().ends_with("\"more.hidden\",\"external\",\"hidden\",\"updated_at\""));
        let row = lines.next().unwrap();
        assert!(row.starts_with("\"per_0000000000002\",\"person\",\"Mia\""), "{row}");
        assert!(
            row.contains("\"a \"\"b\"\"\"") && row.ends_with("\"crm/7\",\"yes\",\"2026-01-02T00:00:00Z\"")
        );
    }

    #[test]
    fn other_documents_are_none() {
        for text in ["", "{\"items\":[]}", "{\"items\":[1]}", "{\"items\":[", "[{}]", "id,kind\n1,2\n"] {
            assert_eq!(table(text), None, "{text}");
        }
    }
}
