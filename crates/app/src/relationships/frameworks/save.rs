//! Keeping a framework without putting it to use.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::frameworks::Framework;
use casebook_domain::ids::FrameworkId;
use casebook_store::framework::{self, FrameworkRow, FrameworkState};

use super::check;
use super::list::{Listed, show};
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};

/// The most versions of a framework that are kept.
pub const MOST_VERSIONS: i64 = 1_000;

/// Stores a text as a new version of the framework of a name, unless it is there as the newest. What is in use stays in
/// use.
pub fn save(session: &Session, name: &str, text: &str) -> Result<Listed> {
    session.may(Subject::Workspace)?;
    let found = check(text)?;
    if found.name != name {
        let detail = format!("the text is of `{}`, not of `{name}`", found.name);
        return Err(Error::argument("toml", detail));
    }
    let source = text.to_owned();
    let version = session.write_words(move |work| keep(work, &found, &source))?;
    show(session, name, Some(version))
}

fn keep(work: &mut Work<'_, '_>, of: &Framework, source: &str) -> Result<i64> {
    let rows = framework::of_name(work.connection, &of.name)?;
    if let Some(newest) = rows.last().filter(|row| row.source == source) {
        return Ok(newest.version);
    }
    let row = insert(work, of, source, &rows, FrameworkState::Retired)?;
    work.announce(Action::FrameworkSaved, &of.name, Vec::new());
    work.enter(Action::FrameworkSaved, About { row_key: Some(of.name.clone()), ..About::default() });
    Ok(row.version)
}

/// Stores a new version; `rows` are those that there are of its name.
pub(super) fn insert(
    work: &mut Work<'_, '_>,
    of: &Framework,
    source: &str,
    rows: &[FrameworkRow],
    state: FrameworkState,
) -> Result<FrameworkRow> {
    let last = rows.iter().map(|row| row.version).max().unwrap_or(0);
    if last >= MOST_VERSIONS {
        let detail = format!("`{}` has {MOST_VERSIONS} versions, the maximum; use a new name", of.name);
        return Err(Error::Refused(detail));
    }
    let row = FrameworkRow {
        id: FrameworkId(work.session.next_id()),
        name: of.name.clone(),
        version: last + 1,
        title: of.title.clone(),
        source: source.to_owned(),
        state,
        created_at: work.now,
        recorded_by: work.session.actor().to_owned(),
    };
    framework::insert(work.connection, &row)?;
    Ok(row)
}
