//! Putting a vocabulary to use: its periods are built beside those of the version in use, then both switch.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::VocabularyId;
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_store::vocabulary::{self, VocabularyRow, VocabularyState};

use super::check;
use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};
use crate::frameworks::{in_use, of_version};
use crate::upkeep::rebuild::{forget_strays, rebuild};

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

/// How often a version is built again because the frameworks in use have changed meanwhile.
const TRIES: u32 = 32;

/// Puts the vocabulary of `text` to use under its name. Killed half-way the old version stays in use, and the
/// same call again goes on.
pub fn adopt(session: &Session, text: &str, progress: &dyn Progress) -> Result<Adopted> {
    session.may(Subject::Workspace)?;
    for _ in 0..TRIES {
        let compiled = check(session, text)?;
        let source = text.to_owned();
        let begun = session.write_words(move |work| begin(work, &compiled, &source))?;
        if begun.state == VocabularyState::Active {
            return Ok(Adopted { name: begun.name, version: begun.version, unchanged: true });
        }
        rebuild(session, progress)?;
        let built = begun.clone();
        if session.write_words(move |work| switch(work, &built))? {
            forget_strays(session)?;
            return Ok(Adopted { name: begun.name, version: begun.version, unchanged: false });
        }
    }
    Err(Error::Refused("the frameworks in use are being changed by others; try again later".to_owned()))
}

/// The version to be built: the active one if it is the same, one half built, or a new one.
fn begin(work: &mut Work<'_, '_>, compiled: &CompiledVocabulary, source: &str) -> Result<VocabularyRow> {
    let name = &compiled.vocabulary.name;
    let frameworks = in_use(work)?;
    let all: Vec<VocabularyRow> =
        vocabulary::all(work.connection)?.into_iter().filter(|row| row.name == *name).collect();
    let is_same = |row: &&VocabularyRow| {
        row.source == source
            && row.state != VocabularyState::Retired
            && is_derived_by(row, compiled, &frameworks)
    };
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
        name: name.clone(),
        version: all.iter().map(|row| row.version).max().unwrap_or(0) + 1,
        title: compiled.vocabulary.title.clone(),
        source: source.to_owned(),
        state: VocabularyState::Building,
        created_at: work.now,
        recorded_by: work.session.actor().to_owned(),
        frameworks: Some(frameworks),
    };
    vocabulary::insert(work.connection, &row)?;
    Ok(row)
}

/// Whether a version is derived by these frameworks, or by rules in which they have no say.
fn is_derived_by(row: &VocabularyRow, compiled: &CompiledVocabulary, frameworks: &str) -> bool {
    !compiled.asks_whether_qualified() || of_version(row) == frameworks
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

/// Whether a version could be switched to; if the frameworks in use have changed meanwhile it has to be built again.
fn switch(work: &mut Work<'_, '_>, begun: &VocabularyRow) -> Result<bool> {
    let name = &begun.name;
    let compiled = Vocabulary::read(&begun.source, &work.words.kinds, &work.words.frameworks)
        .map_err(Error::Vocabulary)?;
    if !is_derived_by(begun, &compiled, &in_use(work)?) {
        return Ok(false);
    }
    let built =
        vocabulary::get(work.connection, begun.id)?.filter(|row| row.state != VocabularyState::Retired);
    if built.as_ref().is_some_and(|row| row.state == VocabularyState::Active) {
        return Ok(true);
    }
    if built.is_none() {
        return Err(Error::Refused(format!("another version of `{name}` was activated in the meantime")));
    }
    work.raise_generation()?;
    for row in vocabulary::active(work.connection)?.iter().filter(|row| row.name == *name) {
        vocabulary::set_state(work.connection, row.id, VocabularyState::Retired)?;
    }
    vocabulary::set_state(work.connection, begun.id, VocabularyState::Active)?;
    work.announce(Action::VocabularyUsed, name, Vec::new());
    work.enter(Action::VocabularyUsed, About { row_key: Some(name.to_owned()), ..About::default() });
    Ok(true)
}
