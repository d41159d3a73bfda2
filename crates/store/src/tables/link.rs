//! Links between people and organizations, and from an organization to the one above it.

use casebook_domain::ids::{ChangeSetId, LinkId, PartyId};
use casebook_domain::party::{PARENT_ROLE, PartyKind};
use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::value::{NULL, Value, id_list};
use crate::exec::{Batch, Connection, Row, checksum, dialect, update};

/// A person's role in an organization, or an organization's place below another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Its id.
    pub id: LinkId,
    /// The person; the lower organization if it [is a part of the tree](LinkRow::is_of_tree).
    pub person: PartyId,
    /// The organization.
    pub organization: PartyId,
    /// The role: `employee`, `buyer`, ….
    pub role: String,
    /// Since when, if that is known.
    pub from_at: Option<Timestamp>,
    /// Until when, if it is over or its end is known.
    pub to_at: Option<Timestamp>,
    /// The change set that added it; unknown for links of early versions.
    pub change_set: Option<ChangeSetId>,
    /// Whether it was removed.
    pub ended: bool,
}

impl LinkRow {
    /// Whether it says which organization belongs to which.
    pub fn is_of_tree(&self) -> bool {
        self.person.kind() == PartyKind::Organization && self.role == PARENT_ROLE
    }
}

const COLUMNS: [&str; 8] = ["id", "person", "organization", "role", "from_at", "to_at", "import", "ended"];

fn read(row: &Row<'_>) -> Result<LinkRow> {
    Ok(LinkRow {
        id: LinkId(row.int(0)?),
        person: PartyId(row.int(1)?),
        organization: PartyId(row.int(2)?),
        role: row.string(3)?,
        from_at: row.opt_time(4)?,
        to_at: row.opt_time(5)?,
        change_set: row.opt_int(6)?.map(ChangeSetId),
        ended: row.flag(7)?,
    })
}

fn values(link: &LinkRow) -> [Value<'_>; 8] {
    [
        link.id.into(),
        link.person.into(),
        link.organization.into(),
        (&link.role).into(),
        link.from_at.into(),
        link.to_at.into(),
        link.change_set.into(),
        link.ended.into(),
    ]
}

/// Stores links. If the same person already has the same role in the same organization, that link is kept, and restored
/// if it was removed: then it is the new change set that brought it.
pub fn put_many(connection: &mut Connection<'_>, links: &[LinkRow]) -> Result<()> {
    let flat = checksum::added("party_link", &COLUMNS, links.iter().flat_map(values).collect());
    // A row that is kept is locked by this, and gets its checksum below.
    let sql = "INSERT INTO party_link (id, person, organization, role, from_at, to_at, import, ended, checksum) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (person, organization, role) \
               DO UPDATE SET ended = excluded.ended, \
               import = CASE WHEN party_link.ended = 1 THEN excluded.import ELSE party_link.import END, \
               from_at = coalesce(party_link.from_at, excluded.from_at), \
               to_at = coalesce(excluded.to_at, party_link.to_at), checksum = NULL";
    connection.execute_many(sql, COLUMNS.len() + 1, &flat)?;
    let once = |link: &LinkRow| -> [Value<'static>; 3] {
        [link.person.into(), link.organization.into(), link.role.clone().into()]
    };
    let keys: Vec<Value<'_>> = links.iter().flat_map(once).collect();
    let sql = format!(
        "SELECT {} FROM party_link WHERE person = $1 AND organization = $2 AND role = $3 AND checksum IS NULL",
        COLUMNS.join(", ")
    );
    let mut kept = Vec::new();
    connection.for_each_key(&sql, 3, &keys, |_, row| {
        let link = read(row)?;
        let with_checksum = checksum::added("party_link", &COLUMNS, values(&link).to_vec());
        kept.extend([link.id.into(), with_checksum.last().map_or(NULL, Value::owned)]);
        Ok(())
    })?;
    connection.execute_many("UPDATE party_link SET checksum = $2 WHERE id = $1", 2, &kept).map(|_| ())
}

/// Stores links that are known to be new.
pub fn insert_many(connection: &mut Connection<'_>, links: &[LinkRow]) -> Result<()> {
    let mut batch = Batch::default();
    add_to(&mut batch, links);
    connection.run(&batch)
}

/// Lets a batch store links that are known to be new.
pub fn add_to<'l>(batch: &mut Batch<'l>, links: &'l [LinkRow]) {
    batch.insert("party_link", &COLUMNS, links.iter().flat_map(values).collect());
}

/// The links of these parties, as person or organization, in the order of ids, including removed ones.
pub fn of_parties(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<Vec<LinkRow>> {
    let engine = connection.engine();
    let sql = format!(
        "SELECT {} FROM party_link WHERE person {} OR organization {} ORDER BY id",
        COLUMNS.join(", "),
        dialect::among(engine, 1),
        dialect::among(engine, 2)
    );
    let list = id_list(parties, |id| id.0);
    connection.query(&sql, &[list.clone(), list], read)
}

/// A link of a person to an organization, and when it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Belonging {
    /// The person.
    pub person: PartyId,
    /// The organization.
    pub organization: PartyId,
    /// Since when, if that is known.
    pub from_at: Option<Timestamp>,
    /// Until when, if it is over or its end is known.
    pub to_at: Option<Timestamp>,
}

/// Hands the links of people, or of these parties alone, to `take`, without removed ones: person by person, in the order in
/// which they were made.
pub fn belongings(
    connection: &mut Connection<'_>,
    people: Option<&[PartyId]>,
    mut take: impl FnMut(Belonging),
) -> Result<()> {
    let mut sql = "SELECT person, organization, from_at, to_at, ended FROM party_link".to_owned();
    let mut values = Vec::new();
    if let Some(people) = people {
        sql = format!("{sql} WHERE person {}", dialect::among(connection.engine(), 1));
        values.push(id_list(people, |id| id.0));
    }
    connection.for_each(&format!("{sql} ORDER BY person, id"), &values, |row| {
        let person = PartyId(row.int(0)?);
        if person.kind() == PartyKind::Person && !row.flag(4)? {
            let organization = PartyId(row.int(1)?);
            take(Belonging { person, organization, from_at: row.opt_time(2)?, to_at: row.opt_time(3)? });
        }
        Ok::<(), crate::error::Error>(())
    })
}

/// The links of organizations to those above them, in the order of ids, without removed ones.
pub fn above(connection: &mut Connection<'_>, children: &[PartyId]) -> Result<Vec<LinkRow>> {
    of_tree(connection, "person", children)
}

/// The links of organizations to those below them, in the order of ids, without removed ones.
pub fn below(connection: &mut Connection<'_>, parents: &[PartyId]) -> Result<Vec<LinkRow>> {
    of_tree(connection, "organization", parents)
}

fn of_tree(connection: &mut Connection<'_>, end: &str, organizations: &[PartyId]) -> Result<Vec<LinkRow>> {
    let among = dialect::among(connection.engine(), 1);
    let columns = COLUMNS.join(", ");
    let sql = format!("SELECT {columns} FROM party_link WHERE {end} {among} AND role = $2 ORDER BY id");
    let mut links = connection.query(&sql, &[id_list(organizations, |id| id.0), PARENT_ROLE.into()], read)?;
    links.retain(|link| link.is_of_tree() && !link.ended);
    Ok(links)
}

/// One link, removed or not.
pub fn get(connection: &mut Connection<'_>, id: LinkId) -> Result<Option<LinkRow>> {
    let sql = format!("SELECT {} FROM party_link WHERE id = $1", COLUMNS.join(", "));
    connection.query_one(&sql, &[id.into()], read)
}

/// The links of these ids that exist, removed or not, in the order of ids.
pub fn get_many(connection: &mut Connection<'_>, ids: &[LinkId]) -> Result<Vec<LinkRow>> {
    let among = dialect::among(connection.engine(), 1);
    let sql = format!("SELECT {} FROM party_link WHERE id {among} ORDER BY id", COLUMNS.join(", "));
    connection.query(&sql, &[id_list(ids, |id| id.0)], read)
}

/// Removes or restores a link. Returns whether it existed.
pub fn set_ended(connection: &mut Connection<'_>, id: LinkId, ended: bool) -> Result<bool> {
    let row = [id.into(), ended.into()];
    update::update_many(connection, ("party_link", &COLUMNS), &["id"], &["ended"], &row)
        .map(|touched| touched == 1)
}

/// Resets links to earlier times, and removes or restores them.
pub fn set_back_many(connection: &mut Connection<'_>, links: &[LinkRow]) -> Result<()> {
    let row = |link: &LinkRow| -> [Value<'static>; 4] {
        [link.id.into(), link.from_at.into(), link.to_at.into(), link.ended.into()]
    };
    let rows: Vec<Value<'_>> = links.iter().flat_map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let set = ["from_at", "to_at", "ended"];
    update::update_many(connection, ("party_link", &COLUMNS), &["id"], &set, &rows).map(|_| ())
}

/// Sets the end of a link. Returns whether it existed.
pub fn set_to(connection: &mut Connection<'_>, id: LinkId, to_at: Option<Timestamp>) -> Result<bool> {
    let row = [id.into(), to_at.into()];
    update::update_many(connection, ("party_link", &COLUMNS), &["id"], &["to_at"], &row)
        .map(|touched| touched == 1)
}
