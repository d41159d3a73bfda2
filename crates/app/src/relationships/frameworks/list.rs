//! The frameworks of the workspace.

use casebook_domain::frameworks::Framework;
use casebook_store::Connection;
use casebook_store::framework::{self, FrameworkRow, FrameworkState};

use crate::desk::Session;
use crate::error::{Error, Result};

/// A version of a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The framework.
    pub framework: Framework,
    /// Its version number.
    pub version: i64,
    /// Whether it is in use.
    pub in_use: bool,
    /// Whether a framework of this name comes with Casebook.
    pub built_in: bool,
    /// Its text.
    pub source: String,
}

/// Each framework in the version that is in use, or else in its newest, by name.
pub fn list(session: &Session) -> Result<Vec<Listed>> {
    session.read(|connection, _| {
        let mut rows = framework::all(connection)?;
        rows.retain(|row| row.state != FrameworkState::Building);
        let mut chosen: Vec<FrameworkRow> = Vec::new();
        // They come by name and number.
        for row in rows {
            match chosen.last_mut().filter(|last| last.name == row.name) {
                Some(last) if last.state == FrameworkState::Active => {}
                Some(last) => *last = row,
                None => chosen.push(row),
            }
        }
        chosen.into_iter().map(read).collect()
    })
}

/// The version of a framework that is in use or else its newest, or the one of a number.
pub fn show(session: &Session, name: &str, number: Option<i64>) -> Result<Listed> {
    session.read(|connection, _| match number {
        None => read(chosen(connection, name)?),
        Some(number) => {
            let rows = framework::of_name(connection, name)?;
            let row = rows.into_iter().find(|row| row.version == number);
            let is_seen =
                |row: &FrameworkRow| row.state != FrameworkState::Building || session.sees_workspace();
            let row = row.filter(is_seen);
            read(row.ok_or_else(|| Error::not_found("framework", format!("{name}, version {number}")))?)
        }
    })
}

/// The version of a name that is in use, or else the newest that is not being built.
pub(super) fn chosen(connection: &mut Connection<'_>, name: &str) -> Result<FrameworkRow> {
    let mut rows = framework::of_name(connection, name)?;
    rows.retain(|row| row.state != FrameworkState::Building);
    let active = rows.iter().position(|row| row.state == FrameworkState::Active);
    let found = match active {
        Some(place) => Some(rows.swap_remove(place)),
        None => rows.pop(),
    };
    found.ok_or_else(|| Error::not_found("framework", name))
}

/// The text of the newest version of a name that is not being built.
pub fn newest(session: &Session, name: &str) -> Result<String> {
    let rows = session.read(|connection, _| Ok(framework::of_name(connection, name)?))?;
    let newest = rows.into_iter().rfind(|row| row.state != FrameworkState::Building);
    newest.map(|row| row.source).ok_or_else(|| Error::not_found("framework", name))
}

fn read(row: FrameworkRow) -> Result<Listed> {
    Ok(Listed {
        framework: Framework::read(&row.source).map_err(Error::Framework)?,
        version: row.version,
        in_use: row.state == FrameworkState::Active,
        built_in: Framework::is_built_in(&row.name),
        source: row.source,
    })
}

/// Reads the text of a framework; every problem is reported, each with its place in the text.
pub fn check(text: &str) -> Result<Framework> {
    Framework::read(text).map_err(Error::Framework)
}
