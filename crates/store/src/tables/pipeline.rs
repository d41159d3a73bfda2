//! Versions of pipelines.

use casebook_domain::deals::{Pipeline, Pipelines};
use casebook_domain::ids::PipelineId;
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::{Connection, Row, update};

/// The name of the pipeline that comes with Casebook, which is in no row until it is changed or retired.
pub const BUILT_IN: &str = "sales";

/// A version of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineRow {
    /// Its id.
    pub id: PipelineId,
    /// The pipeline's name.
    pub name: String,
    /// The version, from 1.
    pub version: i64,
    /// The title on screen.
    pub title: String,
    /// Its TOML source.
    pub source: String,
    /// Whether it is the version in force.
    pub active: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// Who added it.
    pub recorded_by: String,
}

const COLUMNS: [&str; 8] = ["id", "name", "version", "title", "source", "state", "created_at", "recorded_by"];
const READ: &str = "SELECT id, name, version, title, source, state, created_at, recorded_by FROM pipeline";
const ACTIVE: &str = "active";
const RETIRED: &str = "retired";

fn word(active: bool) -> &'static str {
    if active { ACTIVE } else { RETIRED }
}

fn read(row: &Row<'_>) -> Result<PipelineRow> {
    let active = match row.text(5)? {
        ACTIVE => true,
        RETIRED => false,
        _ => return Err(Error::Unreadable("the state of a pipeline".to_owned())),
    };
    Ok(PipelineRow {
        id: PipelineId(row.int(0)?),
        name: row.string(1)?,
        version: row.int(2)?,
        title: row.string(3)?,
        source: row.string(4)?,
        active,
        created_at: row.time(6)?,
        recorded_by: row.string(7)?,
    })
}

/// Stores a version; one of the same name and number is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &PipelineRow) -> Result<()> {
    let values = [
        row.id.into(),
        (&row.name).into(),
        row.version.into(),
        (&row.title).into(),
        (&row.source).into(),
        word(row.active).into(),
        row.created_at.into(),
        (&row.recorded_by).into(),
    ];
    connection.insert_many("pipeline", &COLUMNS, &values)
}

/// Every version, by name and number; of the built-in pipeline its first, whether it is stored or not.
pub fn all(connection: &mut Connection<'_>) -> Result<Vec<PipelineRow>> {
    let mut all = connection.query(&format!("{READ} ORDER BY name, version"), &[], read)?;
    if !all.iter().any(|row| row.name == BUILT_IN) {
        let place = all.partition_point(|row| row.name.as_str() < BUILT_IN);
        all.insert(place, built_in());
    }
    Ok(all)
}

/// The built-in pipeline as a version.
pub fn built_in() -> PipelineRow {
    PipelineRow {
        id: PipelineId(0),
        name: BUILT_IN.to_owned(),
        version: 1,
        title: Pipeline::built_in().title,
        source: Pipeline::BUILT_IN.to_owned(),
        active: true,
        created_at: Timestamp(0),
        recorded_by: "casebook".to_owned(),
    }
}

/// The pipelines in force: the built-in one first, then the others in the order in which they were added.
pub fn in_force(connection: &mut Connection<'_>) -> Result<Pipelines> {
    let any = "SELECT id FROM pipeline WHERE name = $1 LIMIT 1";
    let is_stored = connection.query_one(any, &[BUILT_IN.into()], |row| row.int(0))?.is_some();
    let first = "(SELECT min(f.id) FROM pipeline f WHERE f.name = pipeline.name)";
    let sql = format!("{READ} WHERE state = 'active' ORDER BY {first}, id");
    let mut rows = connection.query(&sql, &[], read)?;
    if !is_stored {
        rows.insert(0, built_in());
    }
    // Whatever was added when: the one that was there before all others.
    rows.sort_by_key(|row| row.name != BUILT_IN);
    let parsed = |row: PipelineRow| {
        Pipeline::parse(&row.source)
            .map_err(|_| Error::Unreadable(format!("version {} of the pipeline `{}`", row.version, row.name)))
    };
    Ok(Pipelines::of(rows.into_iter().map(parsed).collect::<Result<_>>()?))
}

/// Sets whether a version is in force. Returns whether it existed.
pub fn set_active(connection: &mut Connection<'_>, id: PipelineId, active: bool) -> Result<bool> {
    let row = [id.into(), word(active).into()];
    update::update_many(connection, ("pipeline", &COLUMNS), &["id"], &["state"], &row)
        .map(|touched| touched == 1)
}
