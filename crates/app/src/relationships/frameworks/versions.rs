//! Versions of vocabularies that go with the frameworks in use: a version is its rules together with the frameworks by
//! which a party is qualified.

use casebook_domain::ids::VocabularyId;
use casebook_store::framework::{self, FrameworkRow, FrameworkState};
use casebook_store::vocabulary::{self, VocabularyRow, VocabularyState};

use crate::desk::Work;
use crate::error::{Error, Result};
use crate::vocabularies::MOST_VERSIONS;

/// The frameworks in use as versions of vocabularies name them: `bant/2 journey/1`.
pub(crate) fn in_use(work: &mut Work<'_, '_>) -> Result<String> {
    let rows = framework::all(work.connection)?;
    Ok(named(rows.iter().filter(|row| row.state == FrameworkState::Active)))
}

/// Versions of frameworks as versions of vocabularies name them.
pub(super) fn named<'r>(rows: impl Iterator<Item = &'r FrameworkRow>) -> String {
    let mut keys: Vec<String> = rows.map(FrameworkRow::key).collect();
    keys.sort_unstable();
    keys.join(" ")
}

/// The frameworks by which a version of a vocabulary is derived.
pub(crate) fn of_version(row: &VocabularyRow) -> &str {
    row.frameworks.as_deref().unwrap_or("journey/1")
}

/// The active versions in which the frameworks have a say.
pub(super) fn affected(work: &mut Work<'_, '_>) -> Result<Vec<VocabularyRow>> {
    let mut rows = vocabulary::active(work.connection)?;
    let words = &work.words;
    rows.retain(|row| {
        let mut kept = words.versions.iter().zip(&words.compiled);
        kept.any(|(version, compiled)| version.id == row.id && compiled.asks_whether_qualified())
    });
    Ok(rows)
}

/// The version being built that has the rules of an active one and these frameworks.
pub(super) fn building<'r>(
    all: &'r [VocabularyRow],
    active: &VocabularyRow,
    frameworks: &str,
) -> Option<&'r VocabularyRow> {
    all.iter().find(|row| {
        row.state == VocabularyState::Building
            && row.name == active.name
            && row.source == active.source
            && of_version(row) == frameworks
    })
}

/// Begins to build the rules of an active version with these frameworks, unless that has begun. Answers with whether
/// anything was stored.
pub(super) fn begin(work: &mut Work<'_, '_>, active: &VocabularyRow, frameworks: &str) -> Result<bool> {
    let all = vocabulary::all(work.connection)?;
    if building(&all, active, frameworks).is_some() {
        return Ok(false);
    }
    let numbers = all.iter().filter(|row| row.name == active.name).map(|row| row.version);
    let last = numbers.max().unwrap_or(0);
    if last >= MOST_VERSIONS {
        let detail = format!("`{}` has {MOST_VERSIONS} versions, the maximum", active.name);
        return Err(Error::Refused(detail));
    }
    let row = VocabularyRow {
        id: VocabularyId(work.session.next_id()),
        version: last + 1,
        state: VocabularyState::Building,
        created_at: work.now,
        recorded_by: work.session.actor().to_owned(),
        frameworks: Some(frameworks.to_owned()),
        ..active.clone()
    };
    vocabulary::insert(work.connection, &row)?;
    Ok(true)
}
