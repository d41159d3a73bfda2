//! Parties.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use casebook_domain::ids::PartyId;
use casebook_domain::party::{FIELDS, Fields, PartyKind, display_name};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;

use super::{own_field, search_text};
use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Batch, Connection, Row, dialect, update};

/// A party as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRow {
    /// Its id, which contains its kind.
    pub id: PartyId,
    /// Its fields, empty ones absent. A stored party always has a `name`: without one, the store sets the best of what
    /// is known.
    pub fields: Fields,
    /// Whether it is hidden or was merged into another.
    pub hidden: bool,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Characters of the folded name that count for sorting; an index has no room for more.
const SORTED: usize = 200;

/// Columns before those of the standard fields.
const BEFORE: [&str; 2] = ["id", "kind"];
/// Columns behind them.
const BEHIND: [&str; 7] = ["more", "name_folded", "search", "hidden", "version", "created_at", "updated_at"];
/// All columns: those of the standard fields follow from their declaration.
const COLUMNS: [&str; BEFORE.len() + FIELDS.len() + BEHIND.len()] = {
    let (mut all, mut place) = ([""; BEFORE.len() + FIELDS.len() + BEHIND.len()], 0);
    while place < all.len() {
        all[place] = if place < BEFORE.len() {
            BEFORE[place]
        } else if place < BEFORE.len() + FIELDS.len() {
            FIELDS[place - BEFORE.len()]
        } else {
            BEHIND[place - BEFORE.len() - FIELDS.len()]
        };
        place += 1;
    }
    all
};
/// Columns that no update takes from the row.
const FIXED: [&str; 4] = ["id", "kind", "version", "created_at"];
/// What is read of a party: its id, the standard fields, and these.
static READ: LazyLock<String> = LazyLock::new(|| {
    let behind = ["more", "hidden", "version", "created_at", "updated_at"];
    let all = ["id"].into_iter().chain(FIELDS).chain(behind);
    all.map(|column| format!("p.{column}")).collect::<Vec<_>>().join(", ")
});

/// The stored number of a kind.
fn kind_code(kind: PartyKind) -> i64 {
    match kind {
        PartyKind::Person => 1,
        PartyKind::Organization => 2,
    }
}

/// The sort key: the folded name, cut.
fn sort_name(name: &str) -> String {
    let mut folded = fold(name);
    if let Some((end, _)) = folded.char_indices().nth(SORTED) {
        folded.truncate(end);
    }
    folded
}

/// The custom fields.
fn own(fields: &Fields) -> impl Iterator<Item = (&String, &String)> {
    fields.iter().filter(|(name, _)| !FIELDS.contains(&name.as_str()))
}

/// The names of all custom fields of these parties.
pub fn own_names(parties: &[PartyRow]) -> BTreeSet<&str> {
    parties.iter().flat_map(|row| own(&row.fields)).map(|(name, _)| name.as_str()).collect()
}

/// The custom fields as a JSON object.
fn more(fields: &Fields) -> Option<String> {
    let own: serde_json::Map<_, _> =
        own(fields).map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    (!own.is_empty()).then(|| serde_json::Value::Object(own).to_string())
}

fn values(row: &PartyRow) -> [Value<'_>; COLUMNS.len()] {
    let name = match row.fields.get("name") {
        Some(name) => name.clone(),
        None => display_name(&row.fields).unwrap_or_default(),
    };
    let before = [row.id.into(), kind_code(row.id.kind()).into()];
    let behind = [
        more(&row.fields).into(),
        sort_name(&name).into(),
        search_text::stored(&name, &row.fields).into(),
        row.hidden.into(),
        row.version.into(),
        row.created_at.into(),
        row.updated_at.into(),
    ];
    let field = |column: &str| -> Value<'_> {
        if column == "name" { name.clone().into() } else { row.fields.get(column).map(String::as_str).into() }
    };
    let mut all = before.into_iter().chain(FIELDS.map(field)).chain(behind);
    COLUMNS.map(|_| all.next().unwrap_or(Value::Null))
}

/// Reads what [`READ`] names.
fn read(row: &Row<'_>) -> Result<PartyRow> {
    let mut fields = Fields::new();
    for (place, name) in FIELDS.iter().enumerate() {
        if let Some(value) = row.opt_text(place + 1)? {
            fields.insert((*name).to_owned(), value.to_owned());
        }
    }
    let behind = FIELDS.len() + 1;
    if let Some(more) = row.opt_text(behind)? {
        let own: Fields = serde_json::from_str(more)
            .map_err(|error| Error::Unreadable(format!("the own fields of a party: {error}")))?;
        fields.extend(own);
    }
    Ok(PartyRow {
        id: PartyId(row.int(0)?),
        fields,
        hidden: row.flag(behind + 1)?,
        version: row.int(behind + 2)?,
        created_at: row.time(behind + 3)?,
        updated_at: row.time(behind + 4)?,
    })
}

/// Stores new parties.
pub fn insert_many(connection: &mut Connection<'_>, parties: &[PartyRow]) -> Result<()> {
    own_field::take_up(connection, &own_names(parties))?;
    let mut batch = Batch::default();
    add_to(&mut batch, parties);
    connection.run(&batch)
}

/// Lets a batch store new parties. Their [`own_names`] must be registered first.
pub fn add_to<'p>(batch: &mut Batch<'p>, parties: &'p [PartyRow]) {
    batch.insert("party", &COLUMNS, parties.iter().flat_map(values).collect());
}

/// The parties with these ids that exist, including hidden ones, in the order of their ids.
pub fn get_many(connection: &mut Connection<'_>, ids: &[PartyId]) -> Result<Vec<PartyRow>> {
    let wanted = dialect::among(connection.engine(), 1);
    let sql = format!("SELECT {} FROM party p WHERE p.id {wanted} ORDER BY p.id", *READ);
    connection.query(&sql, &[id_list(ids, |id| id.0)], read)
}

/// Parties with this email address, whatever the case of ASCII letters, hidden or not, in the order of ids.
pub fn with_mail(connection: &mut Connection<'_>, mail: &str) -> Result<Vec<PartyRow>> {
    let lower = dialect::lower(connection.engine(), "p.email");
    // Sorted here: to return the order of ids, PostgreSQL would scan all parties in that order.
    let sql = format!("SELECT {} FROM party p WHERE p.email IS NOT NULL AND {lower} = $1", *READ);
    let mut found = connection.query(&sql, &[mail.to_ascii_lowercase().into()], read)?;
    found.sort_unstable_by_key(|row| row.id);
    Ok(found)
}

/// One party, hidden or not.
pub fn get(connection: &mut Connection<'_>, id: PartyId) -> Result<Option<PartyRow>> {
    connection.query_one(&format!("SELECT {} FROM party p WHERE p.id = $1", *READ), &[id.into()], read)
}

/// Overwrites everything but id, kind and time of creation, if the stored version is still `row.version`, and
/// increments the version. Returns whether it did.
pub fn update(connection: &mut Connection<'_>, row: &PartyRow) -> Result<bool> {
    update_many(connection, std::slice::from_ref(row)).map(|updated| updated == 1)
}

/// [`update()`] for many; returns how many still had the given version.
pub fn update_many(connection: &mut Connection<'_>, rows: &[PartyRow]) -> Result<u64> {
    own_field::take_up(connection, &own_names(rows))?;
    let versions = rows.iter().map(|row| (row.id.0, row.version, values(row)));
    update::update_versions(connection, ("party", &COLUMNS), &FIXED, versions)
}

/// Makes other writers of these parties wait until this transaction ends, and returns the existing ones. Always in the
/// order of ids, so that there are no deadlocks.
pub fn lock_many(connection: &mut Connection<'_>, ids: &[PartyId]) -> Result<Vec<PartyId>> {
    let engine = connection.engine();
    let sql = format!(
        "SELECT id FROM party WHERE id {} ORDER BY id{}",
        dialect::among(engine, 1),
        dialect::locked(engine)
    );
    connection.query(&sql, &[id_list(ids, |id| id.0)], |row| row.int(0).map(PartyId))
}

/// The next ids after one, including hidden parties: for reading all parties.
pub fn ids_after(connection: &mut Connection<'_>, after: PartyId, limit: i64) -> Result<Vec<PartyId>> {
    let sql = "SELECT id FROM party WHERE id > $1 ORDER BY id LIMIT $2";
    connection.query(sql, &[after.into(), limit.into()], |row| row.int(0).map(PartyId))
}

/// The number of parties, with or without hidden ones.
pub fn count(connection: &mut Connection<'_>, hidden_too: bool) -> Result<i64> {
    let sql =
        if hidden_too { "SELECT count(*) FROM party" } else { "SELECT count(*) FROM party WHERE hidden = 0" };
    connection.query_one(sql, &[], |row| row.int(0)).map(Option::unwrap_or_default)
}
