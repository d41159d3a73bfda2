//! Putting a vocabulary to use: its periods are built beside those of the version in use, then both switch.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::VocabularyId;
use casebook_store::vocabulary::{self, VocabularyRow, VocabularyState};

use super::check;
use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};
use crate::upkeep::rebuild::rebuild;

/// The most vocabularies in use at once: every write derives a party under each of them.
pub const MOST_IN_USE: usize = 30;
/// The most versions of a vocabulary that are kept.
pub const MOST_VERSIONS: i64 = 1_000;

/// What putting a vocabulary to use came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// The vocabulary's name.
    pub name: String,
    /// The number of the version in use now.
    pub version: i64,
    /// Whether it was in use already, so that nothing was done.
    pub unchanged: bool,
}

/// Puts the vocabulary of `text` to use under its name. Killed half-way the old version stays in use, and the
/// same call again goes on.
pub fn adopt(session: &Session, text: &str, progress: &dyn Progress) -> Result<Adopted> {
    session.may(Subject::Workspace)?;
    let compiled = check(session, text)?;
    let (name, title) = (compiled.vocabulary.name.clone(), compiled.vocabulary.title.clone());
    let source = text.to_owned();
    let begun = session.write_words(move |work| begin(work, &name, &title, &source))?;
    if begun.state == VocabularyState::Active {
        return Ok(Adopted { name: begun.name, version: begun.version, unchanged: true });
    }
    rebuild(session, progress)?;
    let (id, name) = (begun.id, begun.name.clone());
    session.write_words(move |work| switch(work, id, &name))?;
    forget_retired(session)?;
    Ok(Adopted { name: begun.name, version: begun.version, unchanged: false })
}

/// The version to be built: the active one if it is the same, one half built, or a new one.
fn begin(work: &mut Work<'_, '_>, name: &str, title: &str, source: &str) -> Result<VocabularyRow> {
    let all: Vec<VocabularyRow> =
        vocabulary::all(work.connection)?.into_iter().filter(|row| row.name == name).collect();
    let is_same = |row: &&VocabularyRow| row.source == source && row.state != VocabularyState::Retired;
    if let Some(known) = all.iter().find(is_same) {
        return Ok(known.clone());
    }
    check_room(work, name, &all)?;
    // Raised before anything is built, so that every later write keeps the new version up to date too.
    work.raise_generation()?;
    for stale in all.iter().filter(|row| row.state == VocabularyState::Building) {
        vocabulary::set_state(work.connection, stale.id, VocabularyState::Retired)?;
    }
    let row = VocabularyRow {
        id: VocabularyId(work.session.next_id()),
        name: name.to_owned(),
        version: all.iter().map(|row| row.version).max().unwrap_or(0) + 1,
        title: title.to_owned(),
        source: source.to_owned(),
        state: VocabularyState::Building,
        created_at: work.now,
        recorded_by: work.session.actor().to_owned(),
    };
    vocabulary::insert(work.connection, &row)?;
    Ok(row)
}

/// Refuses what would make every write derive too much, or fill the list of versions for nothing.
fn check_room(work: &mut Work<'_, '_>, name: &str, versions: &[VocabularyRow]) -> Result<()> {
    if versions.iter().any(|row| row.version >= MOST_VERSIONS) {
        let detail = format!("`{name}` has {MOST_VERSIONS} versions, the maximum; use a new name");
        return Err(Error::Refused(detail));
    }
    let others = vocabulary::active(work.connection)?.into_iter().filter(|row| row.name != name).count();
    if others >= MOST_IN_USE {
        let detail =
            format!("{MOST_IN_USE} vocabularies are active, the maximum; change or retire one of them");
        return Err(Error::Refused(detail));
    }
    Ok(())
}

fn switch(work: &mut Work<'_, '_>, id: VocabularyId, name: &str) -> Result<()> {
    let built = vocabulary::get(work.connection, id)?.filter(|row| row.state != VocabularyState::Retired);
    if built.as_ref().is_some_and(|row| row.state == VocabularyState::Active) {
        // Another call for the same text was quicker.
        return Ok(());
    }
    if built.is_none() {
        return Err(Error::Refused(format!("another version of `{name}` was activated in the meantime")));
    }
    work.raise_generation()?;
    for row in vocabulary::active(work.connection)?.iter().filter(|row| row.name == name) {
        vocabulary::set_state(work.connection, row.id, VocabularyState::Retired)?;
    }
    vocabulary::set_state(work.connection, id, VocabularyState::Active)?;
    work.announce(Action::VocabularyUsed, name, Vec::new());
    work.enter(Action::VocabularyUsed, About { row_key: Some(name.to_owned()), ..About::default() });
    Ok(())
}

fn forget_retired(session: &Session) -> Result<()> {
    crate::upkeep::rebuild::forget_strays(session)
}
