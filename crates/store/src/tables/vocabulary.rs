//! Versions of vocabularies.

use casebook_domain::ids::VocabularyId;
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::{Connection, Row, update};

/// The state of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VocabularyState {
    /// Its stages are being derived.
    Building,
    /// It is active.
    Active,
    /// It is not active any more.
    Retired,
}

impl VocabularyState {
    const ALL: [Self; 3] = [Self::Building, Self::Active, Self::Retired];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

/// A version of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VocabularyRow {
    /// Its id.
    pub id: VocabularyId,
    /// The vocabulary's name.
    pub name: String,
    /// The version, from 1.
    pub version: i64,
    /// The title on screen.
    pub title: String,
    /// Its TOML source.
    pub source: String,
    /// Its state.
    pub state: VocabularyState,
    /// When it was added.
    pub created_at: Timestamp,
    /// Who added it; empty if unknown.
    pub recorded_by: String,
}

const COLUMNS: [&str; 8] = ["id", "name", "version", "title", "source", "state", "created_at", "recorded_by"];
const READ: &str = "SELECT id, name, version, title, source, state, created_at, recorded_by FROM vocabulary";

fn read(row: &Row<'_>) -> Result<VocabularyRow> {
    let state = VocabularyState::ALL.into_iter().find(|state| Ok(state.word()) == row.text(5));
    Ok(VocabularyRow {
        id: VocabularyId(row.int(0)?),
        name: row.string(1)?,
        version: row.int(2)?,
        title: row.string(3)?,
        source: row.string(4)?,
        state: state.ok_or_else(|| Error::Unreadable("the state of a vocabulary".to_owned()))?,
        created_at: row.time(6)?,
        recorded_by: row.string(7)?,
    })
}

/// Stores a version; one of the same name and number is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &VocabularyRow) -> Result<()> {
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
    connection.insert_many("vocabulary", &COLUMNS, &values)
}

/// All versions, by name and number.
pub fn all(connection: &mut Connection<'_>) -> Result<Vec<VocabularyRow>> {
    connection.query(&format!("{READ} ORDER BY name, version"), &[], read)
}

/// The active versions, by name.
pub fn active(connection: &mut Connection<'_>) -> Result<Vec<VocabularyRow>> {
    connection.query(&format!("{READ} WHERE state = 'active' ORDER BY name, version"), &[], read)
}

/// One version.
pub fn get(connection: &mut Connection<'_>, id: VocabularyId) -> Result<Option<VocabularyRow>> {
    connection.query_one(&format!("{READ} WHERE id = $1"), &[id.into()], read)
}

/// The ids of all versions, in their order.
pub(crate) fn ids(connection: &mut Connection<'_>) -> Result<Vec<VocabularyId>> {
    connection.query("SELECT id FROM vocabulary ORDER BY id", &[], |row| row.int(0).map(VocabularyId))
}

/// Sets the state of a version. Returns whether it existed.
pub fn set_state(connection: &mut Connection<'_>, id: VocabularyId, state: VocabularyState) -> Result<bool> {
    let row = [id.into(), state.word().into()];
    update::update_many(connection, ("vocabulary", &COLUMNS), &["id"], &["state"], &row)
        .map(|touched| touched == 1)
}

/// The versions whose periods are kept: the active ones, and those being built beside them.
pub fn kept(connection: &mut Connection<'_>) -> Result<Vec<VocabularyRow>> {
    connection.query(
        &format!("{READ} WHERE state IN ('active', 'building') ORDER BY name, version"),
        &[],
        read,
    )
}
