//! The pipelines of the workspace and their versions.

use casebook_domain::deals::{DEAL, Pipeline};
use casebook_store::pipeline::{self, PipelineRow};

use crate::desk::Session;
use crate::error::{Error, Result};

/// Every version of every pipeline, by name and number.
pub fn list(session: &Session) -> Result<Vec<PipelineRow>> {
    session.read(|connection, _| Ok(pipeline::all(connection)?))
}

/// The pipelines in force in their order, with their versions.
pub fn in_force(session: &Session) -> Result<Vec<(PipelineRow, Pipeline)>> {
    session.read(|connection, words| {
        let rows = pipeline::all(connection)?;
        let row = |one: &Pipeline| rows.iter().find(|row| row.active && row.name == one.name).cloned();
        Ok(words.pipelines.all().filter_map(|one| Some((row(one)?, one.clone()))).collect())
    })
}

/// The version of a pipeline that is in force, or the one of a number.
pub fn show(session: &Session, name: &str, number: Option<i64>) -> Result<(PipelineRow, Pipeline)> {
    session.read(|connection, words| {
        if number.is_none() {
            words.pipelines.get(name)?;
        }
        let mut rows = pipeline::all(connection)?.into_iter().filter(|row| row.name == name);
        let found = rows.find(|row| number.map_or(row.active, |number| row.version == number));
        let given = || number.map_or_else(|| name.to_owned(), |number| format!("{name}, version {number}"));
        let row = found.ok_or_else(|| Error::not_found("pipeline", given()))?;
        let parsed = Pipeline::parse(&row.source).map_err(Error::Pipeline)?;
        Ok((row, parsed))
    })
}

/// Reads the text of a pipeline; every problem is reported, each with its place in the text.
pub fn check(session: &Session, text: &str) -> Result<Pipeline> {
    session.read(|_, words| Pipeline::read(text, words.record_type(DEAL)?).map_err(Error::Pipeline))
}
