//! Versions of vocabularies.

use casebook_domain::ids::VocabularyId;
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::{Connection, Row, update};
pub use crate::tables::version_state::VersionState as VocabularyState;

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
    /// The versions of the frameworks by which it is derived, in the order of names; none for the one that every
    /// workspace begins with.
    pub frameworks: Option<String>,
}

const COLUMNS: [&str; 9] =
    ["id", "name", "version", "title", "source", "state", "created_at", "recorded_by", "frameworks"];
const READ: &str =
    "SELECT id, name, version, title, source, state, created_at, recorded_by, frameworks FROM vocabulary";

fn read(row: &Row<'_>) -> Result<VocabularyRow> {
    let state = VocabularyState::from_word(row.text(5)?);
    Ok(VocabularyRow {
        id: VocabularyId(row.int(0)?),
        name: row.string(1)?,
        version: row.int(2)?,
        title: row.string(3)?,
        source: row.string(4)?,
        state: state.ok_or_else(|| Error::Unreadable("the state of a vocabulary".to_owned()))?,
        created_at: row.time(6)?,
        recorded_by: row.string(7)?,
        frameworks: row.opt_string(8)?,
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
        row.frameworks.as_deref().into(),
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
