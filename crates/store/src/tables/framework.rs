//! Versions of frameworks of qualification.

use casebook_domain::ids::FrameworkId;
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::{Connection, Row, update};
pub use crate::tables::version_state::VersionState as FrameworkState;

/// A version of a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkRow {
    /// Its id.
    pub id: FrameworkId,
    /// The framework's name.
    pub name: String,
    /// The version, from 1.
    pub version: i64,
    /// The title on screen.
    pub title: String,
    /// Its TOML source.
    pub source: String,
    /// Its state.
    pub state: FrameworkState,
    /// When it was added.
    pub created_at: Timestamp,
    /// Who added it.
    pub recorded_by: String,
}

impl FrameworkRow {
    /// How versions of vocabularies name it: `bant/2`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.name, self.version)
    }
}

const COLUMNS: [&str; 8] = ["id", "name", "version", "title", "source", "state", "created_at", "recorded_by"];
const READ: &str = "SELECT id, name, version, title, source, state, created_at, recorded_by FROM framework";

fn read(row: &Row<'_>) -> Result<FrameworkRow> {
    let state = FrameworkState::from_word(row.text(5)?);
    Ok(FrameworkRow {
        id: FrameworkId(row.int(0)?),
        name: row.string(1)?,
        version: row.int(2)?,
        title: row.string(3)?,
        source: row.string(4)?,
        state: state.ok_or_else(|| Error::Unreadable("the state of a framework".to_owned()))?,
        created_at: row.time(6)?,
        recorded_by: row.string(7)?,
    })
}

/// Stores a version; one of the same name and number is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &FrameworkRow) -> Result<()> {
    let values = [
        row.id.into(),
        (&row.name).into(),
        row.version.into(),
        (&row.title).into(),
        (&row.source).into(),
        row.state.word().into(),
        row.created_at.into(),
        (&row.recorded_by).into(),
    ];
    connection.insert_many("framework", &COLUMNS, &values)
}

/// All versions, by name and number.
pub fn all(connection: &mut Connection<'_>) -> Result<Vec<FrameworkRow>> {
    connection.query(&format!("{READ} ORDER BY name, version"), &[], read)
}

/// All versions of a name, by number.
pub fn of_name(connection: &mut Connection<'_>, name: &str) -> Result<Vec<FrameworkRow>> {
    connection.query(&format!("{READ} WHERE name = $1 ORDER BY version"), &[name.into()], read)
}

/// Sets the state of a version. Returns whether it existed.
pub fn set_state(connection: &mut Connection<'_>, id: FrameworkId, state: FrameworkState) -> Result<bool> {
    let row = [id.into(), state.word().into()];
    update::update_many(connection, ("framework", &COLUMNS), &["id"], &["state"], &row)
        .map(|touched| touched == 1)
}
