//! Deals and their keys. What happened in them is evidence.

use casebook_domain::ids::DealId;
use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, Row, dialect, update};

/// A deal as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealRow {
    /// Its id.
    pub id: DealId,
    /// The system whose key it is.
    pub system: String,
    /// The key.
    pub key: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was first recorded.
    pub created_at: Timestamp,
}

const COLUMNS: [&str; 5] = ["id", "system", "key", "title", "created_at"];
const READ: &str = "SELECT id, system, key, title, created_at FROM deal";

fn read(row: &Row<'_>) -> Result<DealRow> {
    Ok(DealRow {
        id: DealId(row.int(0)?),
        system: row.string(1)?,
        key: row.string(2)?,
        title: row.opt_string(3)?,
        created_at: row.time(4)?,
    })
}

/// Stores new deals; a key that exists is a conflict.
pub fn insert_many(connection: &mut Connection<'_>, deals: &[DealRow]) -> Result<()> {
    let row = |deal: &DealRow| -> [Value<'static>; 5] {
        [
            deal.id.into(),
            deal.system.clone().into(),
            deal.key.clone().into(),
            deal.title.clone().into(),
            deal.created_at.into(),
        ]
    };
    let flat: Vec<Value<'_>> = deals.iter().flat_map(row).collect();
    connection.insert_many("deal", &COLUMNS, &flat)
}

/// The deal of each of these keys (system, key), one result each, in their order.
pub fn find_many(connection: &mut Connection<'_>, keys: &[(&str, &str)]) -> Result<Vec<Option<DealId>>> {
    let mut found = vec![None; keys.len()];
    connection.for_each_pair("id", "deal", ["system", "key"], keys, |place, row| {
        if let Some(answer) = found.get_mut(place) {
            *answer = Some(DealId(row.int(1)?));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The deals of these ids that exist, in the order of their ids.
pub fn get_many(connection: &mut Connection<'_>, ids: &[DealId]) -> Result<Vec<DealRow>> {
    let sql = format!("{READ} WHERE id {} ORDER BY id", dialect::among(connection.engine(), 1));
    connection.query(&sql, &[id_list(ids, |id| id.0)], read)
}

/// Renames a deal. Returns whether it existed.
pub fn set_title(connection: &mut Connection<'_>, id: DealId, title: Option<&str>) -> Result<bool> {
    let row = [id.into(), title.into()];
    update::update_many(connection, ("deal", &COLUMNS), &["id"], &["title"], &row).map(|touched| touched == 1)
}
