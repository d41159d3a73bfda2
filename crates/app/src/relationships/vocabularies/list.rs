//! The vocabularies of the workspace and their versions.

use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_store::Connection;
use casebook_store::vocabulary::{self, VocabularyState};

pub use casebook_store::vocabulary::VocabularyRow as VersionRow;

use crate::desk::Session;
use crate::error::{Error, Result};

/// Every version of every vocabulary, by name and number.
pub fn list(session: &Session) -> Result<Vec<VersionRow>> {
    session.read(|connection, _| versions(session, connection))
}

/// The active version of a vocabulary, or the one of a number.
pub fn show(session: &Session, name: &str, number: Option<i64>) -> Result<(VersionRow, CompiledVocabulary)> {
    session.read(|connection, words| {
        let Some(number) = number else {
            let (version, compiled) = words.active(name)?;
            let row = vocabulary::get(connection, version.id)?;
            return Ok((row.ok_or_else(|| Error::not_found("vocabulary", name))?, compiled.clone()));
        };
        let all = versions(session, connection)?;
        let row = all.into_iter().find(|row| row.name == name && row.version == number);
        let row = row.ok_or_else(|| Error::not_found("vocabulary", format!("{name}, version {number}")))?;
        let read = Vocabulary::parse(&row.source).map_err(Error::Vocabulary)?;
        let compiled = read.compile(&words.kinds, &words.frameworks).map_err(Error::Vocabulary)?;
        Ok((row, compiled))
    })
}

/// Words are everybody's once they are in use; one in the making belongs to the workspace.
fn versions(session: &Session, connection: &mut Connection<'_>) -> Result<Vec<VersionRow>> {
    let mut all = vocabulary::all(connection)?;
    all.retain(|row| row.state != VocabularyState::Building || session.sees_workspace());
    Ok(all)
}

/// Reads and compiles the text of a vocabulary; every problem is reported, each with its place in the text.
pub fn check(session: &Session, text: &str) -> Result<CompiledVocabulary> {
    session
        .read(|_, words| Vocabulary::read(text, &words.kinds, &words.frameworks).map_err(Error::Vocabulary))
}
